"""The bundled tables, as `plnbuddy lists` shows them."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.model import Educator
from plnbuddy.curated.bundled import (
    read_chats,
    read_educators,
    read_external_lists,
    read_hashtags,
    read_servers,
)
from plnbuddy.curated.search import Item
from plnbuddy.curated.text import item_lines
from plnbuddy.out.lines import BLANK, line
from plnbuddy.store.lists import read_forgotten


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


def rows_of(table: Table) -> Sequence[Item]:
    """The rows of a curated table, without people who are forgotten."""
    rows = _READERS[table]()
    if table is not Table.EDUCATORS:
        return rows
    with open_session().store() as store:
        gone = read_forgotten(store)
    return [row for row in rows if isinstance(row, Educator) and row.handle.key not in gone]


def show_rows(
    terminal: Terminal, found: dict[Table, list[Item]], count: int, *, json: bool
) -> None:
    """Show what was found in each table, at most `count` rows of each.

    Raises:
        NothingFoundError: nothing was found.
    """
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
