"""`plnbuddy lists`: the curated lists."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.curated.bundled import (
    read_chats,
    read_educators,
    read_external_lists,
    read_hashtags,
    read_servers,
)
from plnbuddy.curated.search import Item, search_items
from plnbuddy.curated.text import item_lines, table_lines
from plnbuddy.errors import NothingFoundError
from plnbuddy.lines import BLANK, line
from plnbuddy.vocabulary import find_topic

app = new_app(invoke_without_command=True)


class Table(StrEnum):
    """The curated tables."""

    EDUCATORS = "educators"
    HASHTAGS = "hashtags"
    CHATS = "chats"
    SERVERS = "servers"
    LISTS = "lists"


_READERS: dict[Table, Callable[[], Sequence[Item]]] = {
    Table.EDUCATORS: read_educators,
    Table.HASHTAGS: read_hashtags,
    Table.CHATS: read_chats,
    Table.SERVERS: read_servers,
    Table.LISTS: read_external_lists,
}

Topic = Annotated[str | None, typer.Option("--topic", help="Only this topic.", show_default=False)]
Count = Annotated[int, typer.Option("--number", "-n", min=1, help="How many at most.")]


@app.callback()
def lists(context: typer.Context, json: Json = False) -> None:
    """Look into the curated lists.

    They hold educators, hashtags, chats, servers and other people's lists.

    \b
    plnbuddy lists
    plnbuddy lists search choir
    plnbuddy lists show servers
    """
    if context.invoked_subcommand is not None:
        return
    terminal = Terminal()
    tables = {table.value: reader() for table, reader in _READERS.items()}
    if json:
        terminal.show_json("lists", {"tables": {name: len(rows) for name, rows in tables.items()}})
        return
    terminal.show(table_lines(tables))
    terminal.say_next("plnbuddy lists search music")


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for.", show_default=False)],
    count: Count = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find rows in all curated lists.

    \b
    plnbuddy lists search choir
    plnbuddy lists search history german
    """
    found = {table: search_items(reader(), " ".join(words)) for table, reader in _READERS.items()}
    _show(Terminal(quiet=quiet), found, count, json=json)


@app.command()
def show(
    table: Annotated[
        Table | None, typer.Argument(help="Which list; all without it.", show_default=False)
    ] = None,
    topic: Topic = None,
    count: Count = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show the rows of a curated list, each with its source.

    \b
    plnbuddy lists show hashtags --topic music
    plnbuddy lists show chats -n 100
    """
    wanted = find_topic(topic) if topic else None
    found = {
        name: [item for item in reader() if wanted is None or wanted in item.topics]
        for name, reader in _READERS.items()
        if table in (None, name)
    }
    _show(Terminal(quiet=quiet), found, count, json=json)


def _show(terminal: Terminal, found: dict[Table, list[Item]], count: int, *, json: bool) -> None:
    total = sum(len(items) for items in found.values())
    if json:
        terminal.show_json("list-rows", {"tables": found, "total": total})
    else:
        for table, items in found.items():
            if items:
                terminal.show([line(f"{table.value.capitalize()} ({len(items)})", "bold")])
                terminal.show(each for item in items[:count] for each in item_lines(item))
                terminal.show([BLANK])
    if not total:
        raise NothingFoundError(
            "No row of the curated lists fits.", "Try fewer words: plnbuddy lists search music"
        )
    if not json:
        if any(len(items) > count for items in found.values()):
            terminal.say(f"At most {count} rows of each list are shown; -n 500 shows more.")
        terminal.say_next("plnbuddy follow @HANDLE", "or '#TAG'")
