"""The journal's rows: written, read back, counted."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import Handle, HandleKey, Tag, TagKey, parse_handle
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import FOLLOW, UNFOLLOW
from plnbuddy.store.database import Store, damaged

_BATCH = 500

LARGEST_NUMBER = 2**63 - 1
"""The largest number that SQLite holds."""


@dataclass(frozen=True)
class ActivityFilter:
    """Which activities are meant; empty parts ask for nothing.

    `for_appraisal`: only those with minutes, or with something that an authority asks for.
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


def activity_count(store: Store, first_day: date = date.min, last_day: date = date.max) -> int:
    """How many activities the journal holds, or holds of those days."""
    query = "SELECT count(*) FROM activity WHERE day BETWEEN ? AND ?"
    return int(store.rows(query, (first_day.isoformat(), last_day.isoformat()))[0][0])


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
        f" AND (kind <> 'connect' OR origin NOT IN ({marks}))"
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
        ask("kind = ?", wanted.kind.value)
    if wanted.first_day:
        ask("day >= ?", wanted.first_day.isoformat())
    if wanted.last_day:
        ask("day <= ?", wanted.last_day.isoformat())
    if wanted.person:
        ask("id IN (SELECT activity_id FROM activity_person WHERE key = ?)", wanted.person)
    if wanted.tag:
        ask("id IN (SELECT activity_id FROM activity_tag WHERE key = ?)", wanted.tag)
    if wanted.for_appraisal:
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
    for row in rows:
        number = row["id"]
        try:
            activity = _activity(row, people[number], tags[number], links[number])
            if number in appraisals:
                activity = replace(activity, **_for_appraisal(appraisals[number]))
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
        people=tuple(parse_handle(handle) for handle in people),
        tags=tuple(Tag(name) for name in tags),
        links=tuple(links),
        minutes=row["minutes"],
        place=row["place"],
        note=row["note"],
        origin=row["origin"],
    )


def _appraisals(store: Store, numbers: Sequence[int]) -> dict[int, sqlite3.Row]:
    marks = ", ".join("?" * len(numbers))
    query = f"SELECT * FROM activity_appraisal WHERE activity_id IN ({marks})"
    return {row["activity_id"]: row for row in store.rows(query, numbers)}


def _for_appraisal(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "standards": tuple(json.loads(row["standards"])),
        "type": row["type"],
        "provider": row["provider"],
        "until": date.fromisoformat(row["until"]) if row["until"] else None,
        "evidence": tuple(json.loads(row["evidence"])),
        "reflection": row["reflection"],
    }


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


@dataclass(frozen=True, slots=True)
class DayCount:
    """Activities of one kind on one day: how many, and their minutes where they were noted."""

    day: date
    kind: ActivityKind
    count: int
    minutes: int


def count_by_day(store: Store, last_day: date) -> list[DayCount]:
    """Counts for every day with activities up to `last_day`, oldest first.

    Ending a follow stands in the journal and is none of the three C's.
    """
    rows = store.rows(
        "SELECT day, kind, count(*), coalesce(sum(minutes), 0) FROM activity"
        " WHERE day <= ? AND origin <> ? GROUP BY day, kind ORDER BY day",
        (last_day.isoformat(), UNFOLLOW.name),
    )
    try:
        return [
            DayCount(date.fromisoformat(row[0]), ActivityKind(row[1]), row[2], row[3])
            for row in rows
        ]
    except (ValueError, TypeError):
        raise damaged(store.file) from None


@dataclass(frozen=True, slots=True)
class PersonCount:
    """How often a person appears in a period, in which kinds, and on which day first ever."""

    handle: Handle
    count: int
    kinds: frozenset[ActivityKind]
    first_day: date


def count_people(store: Store, first_day: date, last_day: date) -> list[PersonCount]:
    """The people in the activities of a period, most frequent first."""
    rows = store.rows(
        "SELECT p.key, max(p.handle) AS handle, count(*) AS times,"
        " group_concat(DISTINCT a.kind) AS kinds,"
        " (SELECT min(b.day) FROM activity_person q JOIN activity b ON b.id = q.activity_id"
        "  WHERE q.key = p.key) AS first_day"
        " FROM activity a JOIN activity_person p ON p.activity_id = a.id"
        " WHERE a.day BETWEEN ? AND ? GROUP BY p.key ORDER BY times DESC, p.key",
        (first_day.isoformat(), last_day.isoformat()),
    )
    try:
        return [
            PersonCount(
                handle=parse_handle(row["handle"]),
                count=row["times"],
                kinds=frozenset(ActivityKind(kind) for kind in row["kinds"].split(",")),
                first_day=date.fromisoformat(row["first_day"]),
            )
            for row in rows
        ]
    except (ValueError, TypeError, PlnbuddyError):
        raise damaged(store.file) from None


def count_tags(store: Store, first_day: date, last_day: date) -> list[tuple[Tag, int]]:
    """The hashtags in the activities of a period with their number of uses, most frequent first."""
    return [
        (Tag(row["name"]), row["times"])
        for row in store.rows(
            "SELECT max(t.name) AS name, count(*) AS times"
            " FROM activity a JOIN activity_tag t ON t.activity_id = a.id"
            " WHERE a.day BETWEEN ? AND ? GROUP BY t.key ORDER BY times DESC, t.key",
            (first_day.isoformat(), last_day.isoformat()),
        )
    ]


def count_kind(store: Store, kind: ActivityKind) -> int:
    """How many activities of that kind the journal holds."""
    return int(store.rows("SELECT count(*) FROM activity WHERE kind = ?", (kind.value,))[0][0])


def was_spoken_with(store: Store, person: str) -> bool:
    """Whether that person (a handle's key) appears in an activity that is more than a *connect*."""
    found = store.row(
        "SELECT 1 FROM activity_person p JOIN activity a ON a.id = p.activity_id"
        " WHERE p.key = ? AND a.kind <> 'connect' LIMIT 1",
        (person,),
    )
    return found is not None


def tags_written_about(store: Store) -> set[TagKey]:
    """Every hashtag in an activity other than a decision to follow it."""
    return {
        TagKey(row["key"])
        for row in store.rows(
            "SELECT DISTINCT t.key FROM activity_tag t JOIN activity a ON a.id = t.activity_id"
            " WHERE a.origin NOT IN (?, ?)",
            (FOLLOW.name, UNFOLLOW.name),
        )
    }
