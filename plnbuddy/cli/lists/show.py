"""`plnbuddy lists show`: the rows of a table, or of a list of one's own."""

from typing import Annotated

import typer

from plnbuddy.cli.lists.options import Count, Topic
from plnbuddy.cli.lists.tables import Table, rows_of, show_rows
from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import UsageError
from plnbuddy.core.vocabulary import find_topic
from plnbuddy.lists.keep import needed_list
from plnbuddy.lists.source import list_word
from plnbuddy.store.lists import get_list, list_rows


def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="educators, hashtags, chats, servers, lists, or a list of yours; all without it.",
            show_default=False,
        ),
    ] = None,
    topic: Topic = None,
    count: Count = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show the rows of a list, each with its source.

    \b
    plnbuddy lists show hashtags --topic music
    plnbuddy lists show chats -n 100
    """
    wanted = find_topic(topic) if topic else None
    table = _table(name)
    if name is not None and table is None:
        _show_own(Terminal(quiet=quiet), name, wanted, count, json=json)
        return
    found = {
        each: [item for item in rows_of(each) if wanted is None or wanted in item.topics]
        for each in Table
        if table in (None, each)
    }
    show_rows(Terminal(quiet=quiet), found, count, json=json)


def _table(name: str | None) -> Table | None:
    """The curated table of that name; None for a list of the teacher's."""
    try:
        return Table(name) if name else None
    except ValueError:
        hint = did_you_mean(name or "", list(Table))
        with open_session().store() as store:
            if hint and get_list(store, list_word(name or "")) is None:
                raise UsageError(
                    f"There is no list '{clean_line(name or '', 60)}'.", hint
                ) from None
        return None


def _show_own(terminal: Terminal, name: str, topic: str | None, count: int, *, json: bool) -> None:
    from plnbuddy.lists.text import list_lines

    with open_session().store() as store:
        kept = needed_list(store, name)
        rows = [
            row
            for row in list_rows(store, kept.name)
            if topic is None or topic in (row.topics or kept.topics)
        ]
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show(list_lines(kept, rows, count))
    if len(rows) > count:
        terminal.say(f"These are {count} of {len(rows):,}; -n {len(rows)} shows all.")
    terminal.say_next(f"plnbuddy lists check {kept.name}")
