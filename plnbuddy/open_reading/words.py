"""What is said before servers are asked for the first time, and afterwards."""

from collections.abc import Iterator

from plnbuddy.core.vocabulary import in_words
from plnbuddy.open_reading.plan import FIRST_EVENING, LATER_DAY, Plan
from plnbuddy.open_reading.read import OpenlyRead
from plnbuddy.out.lines import Line, line
from plnbuddy.out.wording import counted

_INDENT = 4


def plan_lines(plan: Plan) -> Iterator[Line]:
    """Whom plnbuddy would ask what, what they learn, and how to take the answer back."""
    yield line("plnbuddy can look for teachers and hashtags on public servers, without an account.")
    if plan.places:
        yield from _fediverse_lines(plan)
    if plan.packs:
        yield line("It would ask Bluesky", "bold", _INDENT)
        searched = in_words(f"'{words}'" for words in plan.packs)
        yield line(
            f"which starter packs there are for {searched}, who is in them, and whom the "
            f"teachers found there{'' if plan.on_bluesky else ', or people you follow,'} follow;",
            indent=_INDENT,
        )
        yield line(
            "with a Twitter archive of yours, who names the handle of somebody with whom you spoke "
            "often: at most four of these handles a day.",
            indent=_INDENT,
        )
    each = " to each network" if plan.networks > 1 else ""
    yield line(
        f"At most {FIRST_EVENING} requests{each} on the first day and {LATER_DAY} on a later one; "
        "nobody who says that they do not want to be found is shown.",
        indent=_INDENT,
    )
    logged_in = [place.name for place in plan.places if place.token]
    but = f", except {in_words(logged_in)}, where you are logged in" if logged_in else ""
    yield line(
        "The servers see your computer's address, as every web page does, and these words. "
        f"Nothing else about you is sent{but}.",
        indent=_INDENT,
    )


def _fediverse_lines(plan: Plan) -> Iterator[Line]:
    servers = in_words(place.name for place in plan.places)
    yield line(f"It would ask {servers}", "bold", _INDENT)
    yield line(f"who posts under {in_words(str(tag) for tag in plan.tags)},", indent=_INDENT)
    yield line(
        "who asked to be listed in their directories, and whom the teachers found there follow.",
        indent=_INDENT,
    )
    if plan.trunk:
        yield line(f"{plan.trunk.name}: which lists of volunteers there are.", indent=_INDENT)


def read_lines(read: OpenlyRead) -> Iterator[Line]:
    """What an evening brought."""
    if read.budget == 0:
        yield line("Today's requests to public servers are used up; tomorrow brings new ones.")
    found = [
        f"{counted(read.people, 'person', 'people')} of schools",
        f"{read.colleagues or 'none'} of them your colleagues by subject and level",
        counted(read.hashtags, "living hashtag"),
    ]
    yield line(f"{', '.join(found)}; {counted(read.requests, 'request')} to public servers.")


def passed_over_sentences(read: OpenlyRead) -> Iterator[str]:
    """Which servers gave nothing, and why."""
    for sentence in read.passed_over:
        yield f"{sentence} It is left alone for a day; the others were asked."
