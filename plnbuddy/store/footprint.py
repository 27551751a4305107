"""The journal's entries that others can see, and those of them that stay out of the footprint."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plnbuddy.core.clock import from_stored
from plnbuddy.core.handles import TagKey
from plnbuddy.core.model import ActivityKind
from plnbuddy.store.database import Store, damaged
from plnbuddy.store.deleted import LIVING

_BATCH = 500


@dataclass(frozen=True, slots=True)
class LinkedEntry:
    """An entry with at least one link; without its note, minutes and people.

    `tags` holds key and name of each hashtag.
    """

    number: int
    uid: str
    kind: ActivityKind
    happened_at: datetime
    day: date
    text: str
    place: str
    origin: str
    tags: tuple[tuple[TagKey, str], ...]
    links: tuple[str, ...]


def each_linked_entry(
    store: Store,
    public_origins: Sequence[str],
    kind: ActivityKind | None = None,
    first_day: date | None = None,
) -> Iterator[LinkedEntry]:
    """What was contributed with a link, newest first, read in batches so that memory stays flat.

    A *collaborate* is among them only when its origin is one of `public_origins`; a
    *connect* never is, nor is what was hidden.
    """
    marks = ", ".join("?" * len(public_origins))
    conditions = [
        f"(kind = 'contribute' OR (kind = 'collaborate' AND origin IN ({marks})))",
        "id IN (SELECT activity_id FROM activity_link)",
        "uid NOT IN (SELECT uid FROM footprint_hidden)",
        LIVING,
    ]
    values: list[object] = [*public_origins]
    if kind:
        conditions.append("kind = ?")
        values.append(kind.value)
    if first_day:
        conditions.append("day >= ?")
        values.append(first_day.isoformat())
    batch: list[sqlite3.Row] = []
    for row in store.each(
        "SELECT id, uid, kind, happened_at, day, text, place, origin FROM activity"
        f" WHERE {' AND '.join(conditions)} ORDER BY day DESC, happened_at DESC, id DESC",
        values,
    ):
        batch.append(row)
        if len(batch) == _BATCH:
            yield from _entries(store, batch)
            batch.clear()
    yield from _entries(store, batch)


def _entries(store: Store, rows: Sequence[sqlite3.Row]) -> Iterator[LinkedEntry]:
    numbers = [row["id"] for row in rows]
    marks = ", ".join("?" * len(numbers))
    tags: dict[int, list[tuple[TagKey, str]]] = defaultdict(list)
    for number, key, name in store.rows(
        f"SELECT activity_id, key, name FROM activity_tag WHERE activity_id IN ({marks})"
        " ORDER BY activity_id, position",
        numbers,
    ):
        tags[number].append((TagKey(key), name))
    links: dict[int, list[str]] = defaultdict(list)
    for number, url in store.rows(
        f"SELECT activity_id, url FROM activity_link WHERE activity_id IN ({marks})"
        " ORDER BY activity_id, position",
        numbers,
    ):
        links[number].append(url)
    for row in rows:
        number = row["id"]
        try:
            yield LinkedEntry(
                number=number,
                uid=row["uid"],
                kind=ActivityKind(row["kind"]),
                happened_at=from_stored(row["happened_at"]),
                day=date.fromisoformat(row["day"]),
                text=row["text"],
                place=row["place"],
                origin=row["origin"],
                tags=tuple(tags[number]),
                links=tuple(links[number]),
            )
        except (ValueError, TypeError):
            raise damaged(store.file) from None


def first_uid(store: Store) -> str:
    """The uid of the oldest entry by number: a name for this journal; "" when it is empty."""
    row = store.row("SELECT uid FROM activity ORDER BY id LIMIT 1")
    return str(row["uid"]) if row else ""


def hide_uids(store: Store, uids: Iterable[str], day: date) -> None:
    """Keep these entries out of the footprint, inside `writing()`.

    The choice holds by uid: it survives an import that is taken back and made again.
    """
    store.execute_each(
        "INSERT OR IGNORE INTO footprint_hidden (uid, hidden_on) VALUES (?, ?)",
        ((uid, day.isoformat()) for uid in uids),
    )


def unhide_uids(store: Store, uids: Iterable[str]) -> None:
    """Let these entries into the footprint again, inside `writing()`."""
    store.execute_each("DELETE FROM footprint_hidden WHERE uid = ?", ((uid,) for uid in uids))


def hidden_numbers(store: Store) -> list[int]:
    """The numbers of the hidden entries that the journal holds, newest first."""
    return [
        row["id"]
        for row in store.rows(
            "SELECT id FROM activity WHERE uid IN (SELECT uid FROM footprint_hidden)"
            " ORDER BY day DESC, happened_at DESC, id DESC"
        )
    ]
