"""What an export carries beside entries, where no other file reads or writes it already."""

from collections.abc import Iterator, Mapping
from datetime import date

from plnbuddy.store.database import Store

_MARKS = {
    "hidden": ("footprint_hidden", "uid", "hidden_on"),
    "removed": ("removed_entry", "mark", "removed_on"),
    "milestone": ("milestone", "name", "reached_on"),
}


def marked(store: Store, what: str) -> Iterator[tuple[str, str]]:
    """What is marked, with the day: entries hidden, entries removed, milestones reached."""
    table, column, day = _MARKS[what]
    for row in store.each(f"SELECT {column}, {day} FROM {table} ORDER BY {column}"):
        yield row[0], row[1]


def mark(store: Store, what: str, key: str, day: date) -> bool:
    """Mark something, inside `writing()`; whether it was not marked before."""
    table, column, on = _MARKS[what]
    if store.row(f"SELECT 1 FROM {table} WHERE {column} = ?", (key,)):
        return False
    store.execute(f"INSERT INTO {table} ({column}, {on}) VALUES (?, ?)", (key, day.isoformat()))
    return True


def forgotten_days(store: Store) -> Iterator[tuple[str, str, str]]:
    """Kind ("person" or "server"), key and day of all who are never to be shown."""
    for row in store.each("SELECT * FROM forgotten ORDER BY kind, key"):
        yield row["kind"], row["key"], row["forgotten_on"]


def left_behind(store: Store) -> Mapping[str, int]:
    """How many accounts, archives and cohorts an export does not carry."""
    tables = {"accounts": "account", "archives": "import_run", "cohorts": "cohort"}
    return {
        name: int(store.rows(f"SELECT count(*) FROM {table}")[0][0])
        for name, table in tables.items()
    }
