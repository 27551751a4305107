"""What can be read of a damaged store is put into a new one; the damaged one is kept as it is.

Python's SQLite has no `.recover`; tables are read row by row instead, from both ends towards the
damage, and what lies between is asked for key by key.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from plnbuddy.core.errors import PlnbuddyError, StoreError
from plnbuddy.store.activities import ActivityFilter, find_activities, get_activity, remove_activity
from plnbuddy.store.copies import new_copy, read_contents
from plnbuddy.store.database import DamagedStoreError, Store, damaged, open_store
from plnbuddy.store.decisions import all_decisions, drop_decision, read_decision
from plnbuddy.system.files import make_folder, unfinished_file

_FURTHEST = 200_000  # keys that are asked for one by one in a gap
_COMPANIONS = ("-wal", "-shm")


class Salvaged(NamedTuple):
    """What a repair saved: entries, decisions, reflections and lists.

    `lost_entries` is how many entries are known to have been there and could not be read;
    `incomplete` names the tables of which something is missing. `original` is where the
    damaged store lies now.
    """

    entries: int
    decisions: int
    reflections: int
    lists: int
    lost_entries: int
    incomplete: tuple[str, ...]
    original: Path


def put_aside(file: Path, place: Path) -> Path:
    """Copy a store that is damaged, with its write-ahead log, and take the log away from it.

    A log that stayed would be read into the store that comes in its place.

    Raises:
        OSError: it cannot be copied; then nothing has changed.
    """
    make_folder(place.parent, private=True)
    for ending in ("", *_COMPANIONS[:1]):
        source = file.with_name(file.name + ending)
        if source.exists():
            target = place.with_name(place.name + ending)
            shutil.copy2(source, target)
            target.chmod(0o600)
            with target.open("rb+") as stream:
                os.fsync(stream.fileno())
    for ending in _COMPANIONS:
        file.with_name(file.name + ending).unlink(missing_ok=True)
    return place


def repair(file: Path, folder: Path, moment: datetime) -> Salvaged:
    """Make a new store of what can be read, and put it in the damaged one's place.

    Raises:
        StoreError: nothing can be read; then nothing has changed.
    """
    fresh, broken = unfinished_file(file.parent), unfinished_file(file.parent)
    try:
        for ending in ("", *_COMPANIONS[:1]):
            with suppress(FileNotFoundError):
                shutil.copy2(file.with_name(file.name + ending), f"{broken}{ending}")
        with closing(sqlite3.connect(broken)) as source, open_store(fresh) as target:
            incomplete, lost = _salvage(source, target)
        with closing(sqlite3.connect(fresh)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # One file, without companions.
            found = read_contents(connection)
        original = put_aside(file, new_copy(folder, "damaged", moment))
        fresh.replace(file)
    except OSError as error:
        raise StoreError(
            f"The journal {file} cannot be repaired: {error.strerror}.",
            "Free some space or make its folder writable, and try again; nothing has changed.",
        ) from None
    finally:
        for place in (fresh, broken):
            for ending in ("", *_COMPANIONS, "-journal"):
                place.with_name(place.name + ending).unlink(missing_ok=True)
    return Salvaged(
        found.entries, found.decisions, found.reflections, found.lists, lost, incomplete, original
    )


def _salvage(source: sqlite3.Connection, target: Store) -> tuple[tuple[str, ...], int]:
    """The tables of which something is missing, and how many entries are known to be lost."""
    source.text_factory = lambda raw: raw.decode("utf-8", "replace")
    source.execute("PRAGMA cell_size_check = ON")
    source.execute("PRAGMA writable_schema = ON")  # Reads a file that is cut off, too.
    try:
        known = {row[0] for row in source.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError:
        known = set()
    if "activity" not in known:
        raise StoreError(
            "Nothing can be read of the damaged journal.",
            "Take the newest copy that is whole: plnbuddy restore lists them.",
        )
    incomplete = []
    with target.writing():
        target.execute("PRAGMA defer_foreign_keys = ON")
        names = [
            str(row["name"])
            for row in target.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row["name"].startswith("sqlite_")
        ]
        for name in names:
            if name in known and not _copy_table(source, target, name):
                incomplete.append(name)
        lost = _lost_entries(source, target)
        _drop_orphans(target, names)
        lost += _drop_senseless(target)
    if lost and "activity" not in incomplete:
        incomplete.append("activity")
    return tuple(incomplete), lost


def _copy_table(source: sqlite3.Connection, target: Store, table: str) -> bool:
    """Take over each row that can be read; whether that is all of them."""
    try:
        old = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
    except sqlite3.DatabaseError:
        return False
    info = target.rows(f"PRAGMA table_info({table})")
    columns = [str(row["name"]) for row in info if row["name"] in old]
    keys = [str(row["name"]) for row in sorted(info, key=lambda r: r["pk"]) if row["pk"]]
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    whole = True

    def keep(rows: Iterator[Sequence[object]]) -> int | None:
        """The number in the first key of the last row that could be read."""
        nonlocal whole
        last: object = None
        at = columns.index(keys[0])
        try:
            for row in rows:
                with suppress(sqlite3.IntegrityError):
                    target.execute(insert, row)
                last = row[at]
        except sqlite3.DatabaseError:
            whole = False
        return last if isinstance(last, int) else None

    select = f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED"
    up, down = ", ".join(keys), ", ".join(f"{key} DESC" for key in keys)
    first = keep(_each(source, f"{select} ORDER BY {up}"))
    if whole:
        return True
    last = keep(_each(source, f"{select} ORDER BY {down}"))
    if last is not None:
        one = f"SELECT {', '.join(columns)} FROM {table} WHERE {keys[0]} = ?"
        for number in range((first or 0) + 1, min(last, (first or 0) + _FURTHEST)):
            keep(_each(source, one, (number,)))
    return False


def _each(
    source: sqlite3.Connection, query: str, values: Sequence[object] = ()
) -> Iterator[Sequence[object]]:
    yield from source.execute(query, values)


def _lost_entries(source: sqlite3.Connection, target: Store) -> int:
    """How many entries an index still knows that could not be read."""
    known: set[object] = set()
    for query in (
        "SELECT id FROM activity INDEXED BY activity_by_day",
        "SELECT activity_id FROM activity_person",
        "SELECT activity_id FROM activity_link",
    ):
        with suppress(sqlite3.DatabaseError):
            for row in source.execute(query):
                known.add(row[0])
    return len(known - {row["id"] for row in target.rows("SELECT id FROM activity")})


def _drop_orphans(target: Store, tables: Sequence[str]) -> None:
    """Rows without what they belong to, such as the hashtags of an entry that is lost."""
    for table in tables:
        for key in target.rows(f"PRAGMA foreign_key_list({table})"):
            target.execute(
                f"DELETE FROM {table} WHERE {key['from']} NOT IN"
                f" (SELECT {key['to'] or key['from']} FROM {key['table']})"
            )


def _drop_senseless(target: Store) -> int:
    """Take out what no plnbuddy wrote; returns how many entries that were."""
    for row in target.rows("SELECT * FROM decision"):
        try:
            read_decision(row)
        except (ValueError, PlnbuddyError):
            drop_decision(target, row["kind"], row["key"])
    try:
        read_everything(target)
    except DamagedStoreError:
        numbers = [row["id"] for row in target.rows("SELECT id FROM activity")]
        senseless = [number for number in numbers if not _makes_sense(target, number)]
        for number in senseless:
            remove_activity(target, number)
        return len(senseless)
    return 0


def _makes_sense(store: Store, number: int) -> bool:
    try:
        return get_activity(store, number) is not None
    except DamagedStoreError:
        return False


def read_everything(store: Store) -> None:
    """Read each entry and decision, to see whether it can be.

    Raises:
        DamagedStoreError: one of them holds what no plnbuddy wrote.
    """
    for _entry in find_activities(store, ActivityFilter()):
        pass
    try:
        all_decisions(store)
    except (ValueError, PlnbuddyError):
        raise damaged(store.file) from None
