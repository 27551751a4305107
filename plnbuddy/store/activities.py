"""The journal's rows: written, read back, counted."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import Handle, HandleKey, Tag, TagKey, parse_handle
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import NOTES
from plnbuddy.store.database import Store, damaged
from plnbuddy.store.deleted import LIVING, deleted_among

_BATCH = 500

COUNTED = (
    f"origin NOT IN ({', '.join(repr(name) for name in NOTES)})"
    " AND uid NOT IN (SELECT uid FROM deleted_post WHERE redrafted_as <> '')"
)
"""Which rows are activities of the three C's; a request to follow and the end of a follow are
notes, and a post that was deleted and written anew counts once."""

LARGEST_NUMBER = 2**63 - 1
"""The largest number that SQLite holds."""


class ActivityFilter(NamedTuple):
    """Which activities are meant; empty parts ask for nothing.

    `for_appraisal`: only those with minutes, or with something that an authority asks for.
    `years_before`: only those on this day of the year, in earlier years.
    """

    kind: ActivityKind | None = None
    first_day: date | None = None
    last_day: date | None = None
    person: HandleKey | None = None
    tag: TagKey | None = None
    words: str = ""
    newest: int | None = None
    oldest_first: bool = False
    for_appraisal: bool = False
    years_before: date | None = None


def add_activity(store: Store, activity: Activity) -> int:
    """Write the activity down and return its number; an `id` of 0 takes the next free one."""
    number = activity.id or _next_number(store)
    _insert(store, [(number, activity)])
    return number


def add_activities(store: Store, activities: Sequence[Activity]) -> tuple[int, int]:
    """Write many new activities down at once; returns the first and last of their numbers.

    Numbers are given in the order of `activities`, which must not be empty.
    """
    first = _next_number(store)
    _insert(store, list(enumerate(activities, first)))
    return first, first + len(activities) - 1


def _next_number(store: Store) -> int:
    """One more than was ever given: numbers of removed entries do not come back."""
    last = store.row("SELECT seq FROM sqlite_sequence WHERE name = 'activity'")
    return (int(last["seq"]) if last else 0) + 1


def _insert(store: Store, numbered: Sequence[tuple[int, Activity]]) -> None:
    store.execute_each(
        "INSERT INTO activity (id, uid, kind, happened_at, day, text, minutes, place, note, origin)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number, a.uid, a.kind.value, to_stored(a.happened_at), a.day.isoformat(), a.text,
                a.minutes, a.place, a.note, a.origin,
            )
            for number, a in numbered
        ),
    )  # fmt: skip
    _insert_for_appraisal(store, numbered)
    store.execute_each(
        "INSERT INTO activity_person (activity_id, position, key, handle) VALUES (?, ?, ?, ?)",
        (
            (number, at, handle.key, str(handle))
            for number, a in numbered
            for at, handle in enumerate(a.people)
        ),
    )
    store.execute_each(
        "INSERT INTO activity_tag (activity_id, position, key, name) VALUES (?, ?, ?, ?)",
        (
            (number, at, tag.key, tag.name)
            for number, a in numbered
            for at, tag in enumerate(a.tags)
        ),
    )
    store.execute_each(
        "INSERT INTO activity_link (activity_id, position, url) VALUES (?, ?, ?)",
        ((number, at, url) for number, a in numbered for at, url in enumerate(a.links)),
    )


def _insert_for_appraisal(store: Store, numbered: Sequence[tuple[int, Activity]]) -> None:
    """What an authority asks for, of those activities that have any of it."""
    store.execute_each(
        "INSERT INTO activity_appraisal ("
        "activity_id, standards, type, provider, until, evidence, reflection)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number, json.dumps(a.standards), a.type, a.provider,
                a.until.isoformat() if a.until else None, json.dumps(a.evidence), a.reflection,
            )
            for number, a in numbered
            if a.standards or a.type or a.provider or a.until or a.evidence or a.reflection
        ),
    )  # fmt: skip


def remove_activity(store: Store, number: int) -> None:
    """Take the activity with that number out of the journal."""
    store.execute("DELETE FROM activity WHERE id = ?", (number,))


def get_activity(store: Store, number: int) -> Activity | None:
    """The activity with that number, or None."""
    return next(
        _activities(store, store.rows("SELECT * FROM activity WHERE id = ?", (number,))), None
    )


def activity_count(store: Store) -> int:
    """How many entries the journal holds."""
    return int(store.rows("SELECT count(*) FROM activity")[0][0])


def activity_of(store: Store, uid: str) -> Activity | None:
    """The activity with that uid, or None."""
    return next(
        _activities(store, store.rows("SELECT * FROM activity WHERE uid = ?", (uid,))), None
    )


def known_uids(store: Store, uids: Sequence[str]) -> set[str]:
    """Those of `uids` that the journal already holds."""
    known: set[str] = set()
    for start in range(0, len(uids), _BATCH):
        part = uids[start : start + _BATCH]
        marks = ", ".join("?" * len(part))
        known |= {
            r[0] for r in store.rows(f"SELECT uid FROM activity WHERE uid IN ({marks})", part)
        }
    return known


def drop_uid(store: Store, uid: str) -> None:
    """Take the activity with that uid out of the journal, whatever its number."""
    store.execute("DELETE FROM activity WHERE uid = ?", (uid,))


def find_activities(store: Store, wanted: ActivityFilter) -> Iterator[Activity]:
    """The activities that match, newest first, read in batches so that memory stays flat."""
    condition, values = _condition(wanted)
    limit = -1 if wanted.newest is None else min(wanted.newest, LARGEST_NUMBER)
    order = "ASC" if wanted.oldest_first else "DESC"
    batch: list[sqlite3.Row] = []
    sorting = f"day {order}, happened_at {order}, id {order}"
    query = f"SELECT * FROM activity {condition} ORDER BY {sorting} LIMIT ?"
    for row in store.each(query, (*values, limit)):
        batch.append(row)
        if len(batch) == _BATCH:
            yield from _activities(store, batch)
            batch.clear()
    yield from _activities(store, batch)


def find_linked_first(
    store: Store, first_day: date, last_day: date, by_themselves: Sequence[str], number: int
) -> Iterator[Activity]:
    """At most `number` activities of a period: contributions first, linked ones first, then newest.

    Args:
        by_themselves: names of origins whose *connect* is left out, as nobody wrote it.
    """
    marks = ", ".join("?" * len(by_themselves))
    rows = store.rows(
        "SELECT * FROM activity WHERE day BETWEEN ? AND ?"
        f" AND (kind <> 'connect' OR origin NOT IN ({marks})) AND {LIVING}"
        " ORDER BY kind <> 'contribute',"
        " NOT EXISTS (SELECT 1 FROM activity_link WHERE activity_id = id),"
        " day DESC, happened_at DESC, id DESC LIMIT ?",
        (first_day.isoformat(), last_day.isoformat(), *by_themselves, number),
    )
    return _activities(store, rows)


def _condition(wanted: ActivityFilter) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []

    def ask(condition: str, *given: object) -> None:
        parts.append(condition)
        values.extend(given)

    if wanted.kind:
        ask(f"kind = ? AND {COUNTED}", wanted.kind.value)
    if wanted.first_day:
        ask("day >= ?", wanted.first_day.isoformat())
    if wanted.last_day:
        ask("day <= ?", wanted.last_day.isoformat())
    if wanted.person:
        ask("id IN (SELECT activity_id FROM activity_person WHERE key = ?)", wanted.person)
    if wanted.tag:
        ask("id IN (SELECT activity_id FROM activity_tag WHERE key = ?)", wanted.tag)
    if wanted.years_before:
        day = wanted.years_before.isoformat()
        ask("substr(day, 5) = ? AND day < ?", day[4:], day)
    if wanted.for_appraisal:
        ask(COUNTED)
        ask("(minutes IS NOT NULL OR id IN (SELECT activity_id FROM activity_appraisal))")
    if wanted.words:
        ask(
            "(instr(casefold(text), ?) OR instr(casefold(note), ?))", *[wanted.words.casefold()] * 2
        )
    return ("WHERE " + " AND ".join(parts) if parts else ""), values


def _activities(store: Store, rows: Sequence[sqlite3.Row]) -> Iterator[Activity]:
    if not rows:
        return
    numbers = [row["id"] for row in rows]
    people = _attached(store, "activity_person", "handle", numbers)
    tags = _attached(store, "activity_tag", "name", numbers)
    links = _attached(store, "activity_link", "url", numbers)
    appraisals = _appraisals(store, numbers)
    deleted = deleted_among(store, [row["uid"] for row in rows])
    for row in rows:
        number = row["id"]
        try:
            activity = _activity(row, people[number], tags[number], links[number])
            if activity.uid in deleted:
                activity = activity._replace(deleted=True)
            if number in appraisals:
                activity = activity._replace(**_for_appraisal(appraisals[number]))
            yield activity
        except (ValueError, TypeError, PlnbuddyError):
            raise damaged(store.file) from None


def _activity(
    row: sqlite3.Row, people: Sequence[str], tags: Sequence[str], links: Sequence[str]
) -> Activity:
    return Activity(
        id=row["id"],
        uid=row["uid"],
        kind=ActivityKind(row["kind"]),
        happened_at=from_stored(row["happened_at"]),
        day=date.fromisoformat(row["day"]),
        text=row["text"],
        people=tuple(map(_person, people)),
        tags=tuple(map(Tag, tags)),
        links=tuple(links),
        minutes=row["minutes"],
        place=row["place"],
        note=row["note"],
        origin=row["origin"],
    )


@lru_cache(10_000)
def _person(handle: str) -> Handle:
    """Whom it names: a journal has the same people again and again."""
    return parse_handle(handle)


def _appraisals(store: Store, numbers: Sequence[int]) -> dict[int, sqlite3.Row]:
    marks = ", ".join("?" * len(numbers))
    query = f"SELECT * FROM activity_appraisal WHERE activity_id IN ({marks})"
    return {row["activity_id"]: row for row in store.rows(query, numbers)}


def _for_appraisal(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "standards": _texts(row["standards"]),
        "type": row["type"],
        "provider": row["provider"],
        "until": date.fromisoformat(row["until"]) if row["until"] else None,
        "evidence": _texts(row["evidence"]),
        "reflection": row["reflection"],
    }


def _texts(written: str) -> tuple[str, ...]:
    return () if written == "[]" else tuple(json.loads(written))


def _attached(
    store: Store, table: str, column: str, numbers: Sequence[int]
) -> dict[int, list[str]]:
    marks = ", ".join("?" * len(numbers))
    found: dict[int, list[str]] = defaultdict(list)
    for number, value in store.rows(
        f"SELECT activity_id, {column} FROM {table} WHERE activity_id IN ({marks})"
        " ORDER BY activity_id, position",
        numbers,
    ):
        found[number].append(value)
    return found
