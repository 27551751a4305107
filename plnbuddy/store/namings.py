"""Which accounts on other networks somebody's own profile names."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from plnbuddy.core.handles import Handle, HandleKey, parse_handle
from plnbuddy.store.database import Store


class Naming(NamedTuple):
    """That the profile of `who` names `other`, as it was read on that day."""

    who: Handle
    other: Handle
    read_on: date


def put_namings(store: Store, who: Handle, others: Sequence[Handle], day: date) -> None:
    """Keep exactly these for that profile."""
    store.execute("DELETE FROM naming WHERE key = ?", (who.key,))
    store.execute_each(
        "INSERT OR REPLACE INTO naming (key, other, handle, named, read_on) VALUES (?, ?, ?, ?, ?)",
        ((who.key, other.key, str(who), str(other), day.isoformat()) for other in others),
    )


def drop_namings(store: Store, key: HandleKey) -> None:
    """Forget what somebody's profile names, and who names them."""
    store.execute("DELETE FROM naming WHERE key = ? OR other = ?", (key, key))


def drop_older_namings(store: Store, day: date) -> None:
    """Forget what was read before that day."""
    store.execute("DELETE FROM naming WHERE read_on < ?", (day.isoformat(),))


def mutual_namings(store: Store) -> list[tuple[Handle, Handle]]:
    """Pairs of accounts whose profiles name each other."""
    rows = store.rows(
        "SELECT a.handle AS one, b.handle AS two FROM naming a JOIN naming b"
        " ON a.other = b.key AND b.other = a.key WHERE a.key < b.key ORDER BY a.key, b.key"
    )
    return [(parse_handle(row["one"]), parse_handle(row["two"])) for row in rows]


def namings_of_archived(store: Store) -> list[Naming]:
    """Profiles that name an account which an archive of the teacher's knows."""
    rows = store.rows(
        "SELECT handle, named, read_on FROM naming"
        " WHERE other IN (SELECT key FROM archive_person) ORDER BY key, other"
    )
    return [
        Naming(
            parse_handle(row["handle"]),
            parse_handle(row["named"]),
            date.fromisoformat(row["read_on"]),
        )
        for row in rows
    ]
