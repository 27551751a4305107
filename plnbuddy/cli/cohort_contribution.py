"""`plnbuddy cohort contribute`: previewed, asked for, written, taken out."""

from collections.abc import Iterator
from datetime import date

from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.cohort.contribute import (
    Contribution,
    PublicText,
    build_contribution,
    contribution_file,
    not_a_member,
    remove_contribution,
    write_contribution,
)
from plnbuddy.cohort.file import read_cohort
from plnbuddy.cohort.text import contribution_lines
from plnbuddy.cohort.welcome import choose_cohort
from plnbuddy.errors import NothingFoundError, UsageError
from plnbuddy.lines import line
from plnbuddy.store.cohort import KnownCohort
from plnbuddy.store.database import Store


def contribute(
    terminal: Terminal,
    where: str | None,
    since: str | None,
    *,
    texts: bool,
    taken_out: bool,
    dry: bool,
    yes: bool,
    json: bool,
) -> None:
    """Carry the command out."""
    session = open_session()
    with session.store() as store:
        known = choose_cohort(store, where)
        if not known.me:
            raise UsageError(
                f"You lead {known.name}, but you are not a member of it.",
                f"Join it first: plnbuddy cohort join {known.file}",
            )
        if taken_out:
            _take_out(terminal, known, json=json)
            return
        built = _build(store, session, known, since, texts=texts)
    if not json:
        terminal.show(contribution_lines(built, session.clock.today))
    if not dry and not yes and not terminal.can_ask:
        raise UsageError(
            "Nothing was written: nobody could be asked.", "Add --yes if it may be shown."
        )
    written = not dry and (yes or _agreed(terminal))
    if written:
        file = write_contribution(known.file, built)
    else:
        file = contribution_file(known.file, known.me)
    if json:
        terminal.show_json(
            "cohort-contribution", {"file": str(file), "written": written, "contribution": built}
        )
    elif written:
        terminal.say(f"Written to {file}.")
        terminal.say_next("plnbuddy cohort", "mistaken? plnbuddy cohort contribute --remove")
    else:
        terminal.say("Nothing was written.")
        terminal.say_next("plnbuddy cohort contribute" + (" --texts" if texts else ""))


def _agreed(terminal: Terminal) -> bool:
    from plnbuddy.cli.ask import Asker

    return Asker(terminal).yes("Show this to the cohort?")


def _build(
    store: Store, session: Session, known: KnownCohort, since: str | None, *, texts: bool
) -> Contribution:
    cohort = read_cohort(known.file)
    member = cohort.find(known.me)
    if member is None:
        from plnbuddy.handles import parse_handle

        raise not_a_member(parse_handle(known.me), cohort)
    first_day = known.joined_on
    if since is not None:
        from plnbuddy.journal.when import read_day

        first_day = read_day(since, session.clock, session.settings.profile.languages)
    public = _public_texts(store, first_day) if texts else iter(())
    return build_contribution(store, member.handle, first_day, session.clock.today, public)


def _public_texts(store: Store, first_day: date) -> Iterator[PublicText]:
    from plnbuddy.footprint.contributions import public_contributions

    for entry in public_contributions(store, first_day=first_day):
        yield PublicText(entry.day, entry.text, entry.link)


def _take_out(terminal: Terminal, known: KnownCohort, *, json: bool) -> None:
    file = contribution_file(known.file, known.me)
    if not remove_contribution(known.file, known.me):
        raise NothingFoundError(
            "You show nothing to the cohort.", "plnbuddy cohort contribute --dry-run shows how."
        )
    if json:
        facts = {"file": str(file), "written": False, "contribution": None}
        terminal.show_json("cohort-contribution", facts)
        return
    terminal.show([line(f"Taken out: {file} is deleted.")])
    terminal.say_next("plnbuddy cohort")
