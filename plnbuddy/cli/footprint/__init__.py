"""`plnbuddy footprint`: what a teacher has contributed in public, in one place."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_topics
from plnbuddy.cli.footprint.forms import Format, document, most_entries, what_is_missing
from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.options import Everything, new_app, optional
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import ActivityKind
from plnbuddy.out.wording import counted

if TYPE_CHECKING:
    from plnbuddy.footprint.build import Footprint
    from plnbuddy.footprint.choose import Wanted

app = new_app(
    cls=commands_at(
        {
            "hide": "footprint.hiding:hide",
            "unhide": "footprint.hiding:unhide",
        }
    ),
    invoke_without_command=True,
)


class PublicKind(StrEnum):
    """Those of the three C's that can be public."""

    COLLABORATE = "collaborate"
    CONTRIBUTE = "contribute"


@app.callback()
@command()
def footprint(
    run: Run,
    context: typer.Context,
    words: Annotated[str | None, optional("--search", "Only with these words.")] = None,
    place: Annotated[str | None, optional("--place", "Only in this place.")] = None,
    topic: Annotated[
        str | None, optional("--topic", "Only on this topic.", offer=offer_topics)
    ] = None,
    kind: Annotated[PublicKind | None, optional("--kind", "Only this kind.")] = None,
    since: Annotated[str | None, optional("--since", "Only from this day on.")] = None,
    exclude: Annotated[
        list[str] | None,
        optional("--exclude", "Leave out a place, a #hashtag or a word; may be repeated."),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(
            "--number",
            "-n",
            min=1,
            help="How many at most; 20 in the terminal, 100 in Atom, all in md and json.",
            show_default=False,
        ),
    ] = None,
    everything: Everything = False,
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    output: Annotated[Path | None, optional("--output", "Write it to a file.")] = None,
    html: Annotated[
        Path | None, optional("--html", "Write a web page and a feed to a folder.")
    ] = None,
) -> Answer | None:
    """Gather what you have contributed in public, from all places.

    It holds what you contributed with a link, and conversations from places that are
    public. Notes, minutes, reflections and what has no link are never in it; `hide`
    keeps a single entry out.

    \b
    plnbuddy footprint
    plnbuddy footprint --search rubric --place Mastodon --since "1 year ago"
    plnbuddy footprint --exclude Twitter --exclude '#politics' --html my-page
    plnbuddy footprint --format md --output footprint.md
    plnbuddy footprint hide 12 15
    """
    if context.invoked_subcommand is not None:
        return None
    wanted = _wanted(run, words, place, topic, kind, since, exclude)
    if html is not None:
        if form is not Format.TEXT or output is not None or count is not None:
            raise UsageError(
                "--html writes a page and a feed of its own.",
                "Leave out --format, --output and -n, or run the command twice.",
            )
        return _page(run, wanted, html)
    form = Format.JSON if run.json else form
    built = _build(run, wanted, most_entries(form, count, everything=everything))
    return _answer(built, form, output)


def _answer(built: "Footprint", form: Format, output: Path | None) -> Answer:
    missing = what_is_missing(built, form)
    next_step = NextStep("plnbuddy footprint --html my-page", "a web page to show to others")
    if output is not None:
        from plnbuddy.system.files import replace_file

        replace_file(output, document(built, form))
        count = counted(len(built.entries), "entry is", "entries are")
        return Answer(said=[Said(f"{count} in {output}."), *missing], next_step=next_step)
    if form is Format.TEXT:
        from plnbuddy.footprint.text import footprint_lines

        return Answer(lines=footprint_lines(built), said=missing, next_step=next_step)
    return Answer(document=document(built, form), said=missing)


def _wanted(
    run: Run,
    words: str | None,
    place: str | None,
    topic: str | None,
    kind: PublicKind | None,
    since: str | None,
    exclude: list[str] | None,
) -> "Wanted":
    from plnbuddy.footprint.choose import Wanted

    first_day = None
    if since is not None:
        from plnbuddy.journal.when import read_day

        first_day = read_day(since, run.clock, run.settings.profile)
    return Wanted(
        words=clean_line(words or ""),
        place=clean_line(place or ""),
        topic=_topic(topic) if topic else "",
        kind=ActivityKind(kind.value) if kind else None,
        first_day=first_day,
        excluded=tuple(dict.fromkeys(filter(None, map(clean_line, exclude or ())))),
    )


def _topic(word: str) -> str:
    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.footprint.contributions import OTHER

    return OTHER if word.strip().lower() == OTHER else find_topic(word)


def _build(run: Run, wanted: "Wanted", keep: int | None) -> "Footprint":
    from plnbuddy.footprint.build import build_footprint

    return build_footprint(run.store, run.settings.profile, wanted, keep)


def _page(run: Run, wanted: "Wanted", folder: Path) -> Answer:
    from plnbuddy.footprint.build import PAGE_LIMIT
    from plnbuddy.footprint.publish import publish, what_it_tells

    built = _build(run, wanted, PAGE_LIMIT)
    files = publish(built, folder, run.clock.today)
    return Answer(
        "footprint-page",
        {
            "page": str(files.page),
            "feed": str(files.feed),
            "entries": len(built.entries),
            "total": built.total,
        },
        said=[
            Said(f"The page is {files.page}; open it in your web browser."),
            Said(f"Beside it lies {files.feed.name}, for people who use a feed reader."),
            *what_is_missing(built, Format.ATOM),
            Said(what_it_tells(built), "yellow", matters=True),
            Said(
                "To publish it, put both files on any web host: your school's, or a free one for"
                " static pages. Run the same command again when there is more to show."
            ),
        ],
        next_step=NextStep(
            "plnbuddy footprint hide N", "keeps an entry out; then write the page again"
        ),
    )
