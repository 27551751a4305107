"""`plnbuddy footprint`: what a teacher has contributed in public, in one place."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.journal.entries import find_entry
from plnbuddy.journal.text import entry_line
from plnbuddy.store.footprint import hidden_numbers, hide_uids, unhide_uids

if TYPE_CHECKING:
    from plnbuddy.footprint.build import Footprint
    from plnbuddy.footprint.choose import Wanted

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
    built = _build(session, wanted, _most(form, count, everything=everything))
    _render(terminal, built, form, output)
    if output is not None:
        terminal.say(f"{len(built.entries):,} entries are in {output}.")
    _say_what_is_missing(terminal, built, form)
    if output is not None or form is Format.TEXT:
        terminal.say_next("plnbuddy footprint --html my-page", "a web page to show to others")


def _most(form: Format, count: int | None, *, everything: bool) -> int | None:
    """How many entries are asked for at most; None for all of them."""
    if form is Format.ATOM:
        from plnbuddy.footprint.build import FEED_LIMIT

        return min(count or FEED_LIMIT, FEED_LIMIT)
    if everything:
        return None
    return count or (_NEWEST if form is Format.TEXT else None)


def _wanted(
    session: Session,
    words: str | None,
    place: str | None,
    topic: str | None,
    kind: PublicKind | None,
    since: str | None,
    exclude: Sequence[str] | None,
) -> "Wanted":
    from plnbuddy.footprint.choose import Wanted

    first_day = None
    if since is not None:
        from plnbuddy.journal.when import read_day

        first_day = read_day(since, session.clock, session.settings.profile)
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


def _build(session: Session, wanted: "Wanted", keep: int | None) -> "Footprint":
    from plnbuddy.footprint.build import build_footprint

    with session.store() as store:
        return build_footprint(store, session.settings.profile, wanted, keep)


def _render(terminal: Terminal, built: "Footprint", form: Format, output: Path | None) -> None:
    if output is not None:
        from plnbuddy.system.files import replace_file

        replace_file(output, _document(built, form))
    elif form is Format.JSON:
        terminal.show_json("footprint", built)
    elif form is Format.TEXT:
        from plnbuddy.footprint.text import footprint_lines

        terminal.show(footprint_lines(built))
    else:
        for part in _document(built, form):
            terminal.show_text(part)


def _document(built: "Footprint", form: Format) -> Iterable[str]:
    match form:
        case Format.TEXT:
            from plnbuddy.footprint.text import footprint_lines

            return (f"{each.plain}\n" for each in footprint_lines(built))
        case Format.MD:
            from plnbuddy.footprint.markdown import footprint_markdown

            return footprint_markdown(built)
        case Format.ATOM:
            from plnbuddy.footprint.feed import footprint_feed

            return [footprint_feed(built).decode("utf-8")]
        case Format.JSON:
            from plnbuddy.out.plain_data import json_document

            return [json_document("footprint", built)]


def _say_what_is_missing(terminal: Terminal, built: "Footprint", form: Format) -> None:
    if len(built.entries) < built.total:
        more = "" if form is Format.ATOM else "; --all gives all"
        terminal.say(f"These are the newest {len(built.entries):,} of {built.total:,}{more}.")
    for word, number in built.excluded.items():
        terminal.say(f"Left out because of {word}: {number:,}.")
    if built.hidden:
        terminal.say(f"Hidden: {built.hidden:,}; plnbuddy footprint unhide lists them.")


def _write_page(
    session: Session, terminal: Terminal, wanted: "Wanted", folder: Path, *, json: bool
) -> None:
    from plnbuddy.footprint.build import PAGE_LIMIT
    from plnbuddy.footprint.publish import publish, what_it_tells

    built = _build(session, wanted, PAGE_LIMIT)
    files = publish(built, folder, session.clock.today)
    if json:
        facts = {"page": str(files.page), "feed": str(files.feed)}
        counts = {"entries": len(built.entries), "total": built.total}
        terminal.show_json("footprint-page", facts | counts)
        return
    terminal.say(f"The page is {files.page}; open it in your web browser.")
    terminal.say(f"Beside it lies {files.feed.name}, for people who use a feed reader.")
    _say_what_is_missing(terminal, built, Format.ATOM)
    terminal.warn(what_it_tells(built), "yellow")
    terminal.say(
        "To publish it, put both files on any web host: your school's, or a free one for static"
        " pages. Run the same command again when there is more to show."
    )
    terminal.say_next("plnbuddy footprint hide N", "keeps an entry out; then write the page again")


Numbers = Annotated[list[int], typer.Argument(help="Numbers of entries.", show_default=False)]


@app.command()
def hide(numbers: Numbers, json: Json = False, quiet: Quiet = False) -> None:
    """Keep entries out of the footprint; they stay in the journal.

    \b
    plnbuddy footprint hide 12 15
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store, store.writing():
        entries = [find_entry(store, number) for number in numbers]
        hide_uids(store, (entry.uid for entry in entries), session.clock.today)
    _confirm(terminal, entries, "Hidden from the footprint:", json=json)
    if not json:
        again = " ".join(map(str, numbers))
        terminal.say_next("plnbuddy footprint", f"mistaken? plnbuddy footprint unhide {again}")


@app.command()
def unhide(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(help="Numbers; without any, lists what is hidden.", show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Let hidden entries into the footprint again, or list them.

    \b
    plnbuddy footprint unhide
    plnbuddy footprint unhide 12
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        if not numbers:
            hidden = hidden_numbers(store)
            entries = [find_entry(store, number) for number in hidden]
        else:
            with store.writing():
                entries = [find_entry(store, number) for number in numbers]
                unhide_uids(store, (entry.uid for entry in entries))
    if not numbers:
        _confirm(terminal, entries, f"Hidden: {len(entries):,}", json=json)
        if not json and entries:
            terminal.say_next(f"plnbuddy footprint unhide {entries[0].id}")
        return
    _confirm(terminal, entries, "In the footprint again, if they are public:", json=json)
    if not json:
        terminal.say_next("plnbuddy footprint")


def _confirm(terminal: Terminal, entries: Sequence[Activity], done: str, *, json: bool) -> None:
    if json:
        terminal.show_json("entries", {"entries": entries, "total": len(entries)})
        return
    terminal.say(done)
    terminal.show(entry_line(entry) for entry in entries)
