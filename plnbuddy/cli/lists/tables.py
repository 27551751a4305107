"""The bundled tables, as `plnbuddy lists` shows them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from plnbuddy.cli.answer import Answer, NextStep, Said
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
from plnbuddy.out.lines import BLANK, Line, line
from plnbuddy.out.wording import counted
from plnbuddy.store.database import Store
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


def rows_of(store: Store, table: Table) -> Sequence[Item]:
    """The rows of a curated table, without people who are forgotten."""
    rows = _READERS[table]()
    if table is not Table.EDUCATORS:
        return rows
    gone = read_forgotten(store)
    return [row for row in rows if isinstance(row, Educator) and row.handle.key not in gone]


def rows_answer(found: Mapping[Table, Sequence[Item]], count: int) -> Answer:
    """What was found in each table, at most `count` rows of each."""
    total = sum(len(items) for items in found.values())
    at_most = counted(count, "row of each list is", "rows of each list are")
    more = f"At most {at_most} shown; -n 500 shows more."
    nothing = NothingFoundError(
        "No row of the curated lists fits.", "Try fewer words: plnbuddy lists search music"
    )
    return Answer(
        "list-rows",
        {"tables": found, "total": total},
        _row_lines(found, count),
        said=[Said(more)] if any(len(items) > count for items in found.values()) else [],
        next_step=NextStep("plnbuddy follow @HANDLE", "or '#TAG'"),
        failure=None if total else nothing,
    )


def _row_lines(found: Mapping[Table, Sequence[Item]], count: int) -> Iterator[Line]:
    for table, items in found.items():
        if items:
            yield line(f"{table.value.capitalize()} ({len(items)})", "bold")
            for item in items[:count]:
                yield from item_lines(item)
            yield BLANK
