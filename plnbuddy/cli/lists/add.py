"""`plnbuddy lists add`: somebody's list of people and hashtags."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal

if TYPE_CHECKING:
    pass

from plnbuddy.cli.lists.options import Topics, Yes


def add(
    source: Annotated[
        str, typer.Argument(help="A file, or an address (https://…).", show_default=False)
    ],
    name: Annotated[
        str, typer.Option("--name", help="What you want to call it.", show_default=False)
    ] = "",
    only: Annotated[
        str,
        typer.Option("--list", help="Of Mastodon's lists.csv, this one.", show_default=False),
    ] = "",
    topics: Topics = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show it, and keep nothing.")] = False,
    yes: Yes = False,
    no_input: NoInput = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Add somebody's list of people and hashtags: a file or a web address.

    Tables (CSV), Google Sheets, Mastodon's lists of follows, JSON, OPML, and pages
    with handles in them. You see what was understood before it is kept, and
    suggestions then come from it, too.

    \b
    plnbuddy lists add music-teachers.csv --topic music
    plnbuddy lists add https://docs.google.com/spreadsheets/d/…
    """
    from dataclasses import replace

    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import keep
    from plnbuddy.lists.source import Draft, read_source
    from plnbuddy.lists.text import draft_lines

    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    draft = read_source(source, name, only, session.clock)
    wanted = tuple(find_topic(topic) for topic in topics or ())
    draft = Draft(replace(draft.kept, topics=wanted or draft.kept.topics), draft.found)
    if not json:
        terminal.show(draft_lines(draft))
    kept = False
    if not dry and _agreed(terminal, yes=yes, guessed=draft.found.guessed):
        with session.store() as store:
            keep(store, draft)
        kept = True
    if json:
        terminal.show_json(
            "list-added",
            {
                "kept": kept,
                "list": draft.kept,
                "rows": draft.found.rows,
                "understood": draft.found.understood,
                "columns": draft.found.columns,
                "ignored": draft.found.ignored,
                "left_out": dict(draft.found.left_out),
                "warnings": draft.found.warnings,
                "guessed": draft.found.guessed,
            },
        )
    elif kept:
        terminal.say(f"Kept as '{draft.kept.name}'.")
        terminal.say_next("plnbuddy suggest", f"or look first: lists check {draft.kept.name}")
    elif not dry:
        terminal.say("Nothing was kept.")
        terminal.say_next("the same command with --yes")


def _agreed(terminal: Terminal, *, yes: bool, guessed: bool) -> bool:
    """Whether to keep it: asked at a terminal; in a script only what needed no guessing."""
    if yes:
        return True
    if terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        return Asker(terminal).yes("Keep this list?")
    return not guessed
