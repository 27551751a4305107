"""`plnbuddy footprint`: what a teacher has contributed in public, in one place."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.clean import clean_line
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.closest import did_you_mean
from plnbuddy.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.model import Activity, ActivityKind
from plnbuddy.store.footprint import hide_uids, unhide_uids

if TYPE_CHECKING:
    from plnbuddy.footprint.build import Footprint, Wanted

app = new_app(invoke_without_command=True)

_NEWEST = 20


class Format(StrEnum):
    """The forms of a footprint."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    ATOM = "atom"


class PublicKind(StrEnum):
    """Those of the three C's that can be public."""

    COLLABORATE = "collaborate"
    CONTRIBUTE = "contribute"


Numbers = Annotated[list[int], typer.Argument(help="Numbers of entries.", show_default=False)]


@app.callback()
def footprint(
    context: typer.Context,
    words: Annotated[
        str | None, typer.Option("--search", help="Only with these words.", show_default=False)
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", help="Only in this place.", show_default=False)
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="Only on this topic.", show_default=False)
    ] = None,
    kind: Annotated[
        PublicKind | None, typer.Option("--kind", help="Only this kind.", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Only from this day on.", show_default=False)
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            help="Leave out a place, a #hashtag or a word; may be repeated.",
            show_default=False,
        ),
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
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", help="Write it to a file.", show_default=False)
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write a web page and a feed to a folder.", show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
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
        return
    terminal = Terminal(quiet=quiet)
    session = open_session()
    wanted = _wanted(session, words, place, topic, kind, since, exclude)
    if html is not None:
        if form is not Format.TEXT or output is not None or count is not None:
            raise UsageError(
                "--html writes a page and a feed of its own.",
                "Leave out --format, --output and -n, or run the command twice.",
            )
        _write_page(session, terminal, wanted, html, json=json)
        return
    form = Format.JSON if json else form
    usual = {Format.TEXT: _NEWEST, Format.ATOM: 100}.get(form)
    built = _build(session, wanted, None if everything else count or usual)
    _render(terminal, built, form, output)
    _say_what_is_missing(terminal, built)
    if output is None and form is not Format.TEXT:
        return
    if output is not None:
        terminal.say(f"{len(built.entries):,} entries are in {output}.")
    terminal.say_next("plnbuddy footprint --html my-page", "a web page to show to others")


def _wanted(
    session: Session,
    words: str | None,
    place: str | None,
    topic: str | None,
    kind: PublicKind | None,
    since: str | None,
    exclude: Sequence[str] | None,
) -> "Wanted":
    from plnbuddy.footprint.build import Wanted

    first_day = None
    if since is not None:
        from plnbuddy.journal.when import read_day

        first_day = read_day(since, session.clock, session.settings.profile.languages)
    return Wanted(
        words=clean_line(words or ""),
        place=clean_line(place or ""),
        topic=_topic(topic) if topic else "",
        kind=ActivityKind(kind.value) if kind else None,
        first_day=first_day,
        excluded=tuple(dict.fromkeys(filter(None, map(clean_line, exclude or ())))),
    )


def _topic(word: str) -> str:
    from plnbuddy.footprint.build import OTHER
    from plnbuddy.vocabulary import find_topic

    return OTHER if word.strip().lower() == OTHER else find_topic(word)


def _build(session: Session, wanted: "Wanted", keep: int | None) -> "Footprint":
    """The footprint; one without entries is an error that says why."""
    from plnbuddy.footprint.build import build_footprint

    with session.store() as store:
        built = build_footprint(store, session.settings.profile, wanted, keep)
    if built.total:
        return built
    if not built.places and wanted.kind is None and wanted.first_day is None:
        raise NothingFoundError(
            "Nothing in the journal is public yet"
            + (f"; {built.hidden:,} entries are hidden." if built.hidden else "."),
            'Add a link to what you share: plnbuddy log contribute "…" --url https://…',
        )
    unknown = wanted.place and wanted.place.casefold() not in map(str.casefold, built.places)
    if unknown and built.places:
        raise NothingFoundError(
            f"Nothing is in a place called '{wanted.place}'.",
            did_you_mean(wanted.place, built.places)
            or f"The places are: {', '.join(built.places[:10])}.",
        )
    raise NothingFoundError("Nothing public fits.", "Ask for less: plnbuddy footprint")


def _render(terminal: Terminal, built: "Footprint", form: Format, output: Path | None) -> None:
    if form is Format.JSON and output is None:
        terminal.show_json("footprint", built)
        return
    if form is Format.TEXT and output is None:
        from plnbuddy.footprint.text import footprint_lines

        terminal.show(footprint_lines(built))
        return
    parts = _document(built, form)
    if output is None:
        for part in parts:
            terminal.show_text(part)
        return
    from plnbuddy.files import replace_file

    replace_file(output, parts)


def _document(built: "Footprint", form: Format) -> Iterable[str]:
    match form:
        case Format.TEXT:
            from plnbuddy.footprint.text import footprint_lines

            return (f"{each.plain}\n" for each in footprint_lines(built))
        case Format.MD:
            from plnbuddy.footprint.markdown import footprint_markdown

            return footprint_markdown(built)
        case Format.JSON:
            from plnbuddy.cli.terminal import json_text

            return [json_text("footprint", built)]
        case Format.ATOM:
            from plnbuddy.footprint.feed import footprint_feed

            return [footprint_feed(built).decode("utf-8")]


def _say_what_is_missing(terminal: Terminal, built: "Footprint") -> None:
    if len(built.entries) < built.total:
        terminal.say(
            f"These are the newest {len(built.entries):,} of {built.total:,}; --all shows all."
        )
    for word, number in built.excluded.items():
        terminal.say(f"Left out because of {word}: {number:,}.")
    if built.hidden:
        terminal.say(f"Hidden: {built.hidden:,}. See them with: plnbuddy footprint unhide")
