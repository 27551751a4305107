"""The journal row by row, for very long lists: one query a table, no work that is not shown."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from plnbuddy.core.model import ActivityKind
from plnbuddy.store.activities import COUNTED
from plnbuddy.store.database import Store, damaged
from plnbuddy.store.deleted import LIVING

_GONE = " (the post was deleted since)"
_OF_DAYS = (
    "WHERE activity_id BETWEEN (SELECT min(id) FROM activity WHERE day BETWEEN ? AND ?)"
    " AND (SELECT max(id) FROM activity WHERE day BETWEEN ? AND ?)"
)
"""Rows of the activities of some days, and of few others: numbers mostly follow the days."""


class Appraised(NamedTuple):
    """What an authority may ask of an entry."""

    standards: tuple[str, ...]
    type: str
    provider: str
    until: date | None
    evidence: tuple[str, ...]
    reflection: str


class ActivityRecord(NamedTuple):
    """An activity as it stands in the journal; people as their handles are written."""

    number: int
    day: date
    kind: ActivityKind
    text: str
    minutes: int | None
    origin: str
    people: tuple[str, ...]
    links: tuple[str, ...]
    appraisal: Appraised | None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Activities of one month, kind and origin; `with_minutes` of them have a noted length."""

    first_day: date
    kind: ActivityKind
    origin: str
    count: int
    minutes: int
    with_minutes: int


def each_record(store: Store, first_day: date, last_day: date) -> Iterator[ActivityRecord]:
    """The activities of a stretch of days, oldest first, one by one.

    What belongs to them is read beforehand, one table at a time: a question for each activity
    would cost more than the activity itself.
    """
    days = (first_day.isoformat(), last_day.isoformat())
    people = _attached(store, "activity_person", "handle", days)
    links = _attached(store, "activity_link", "url", days)
    appraisals = _appraisals(store, days)
    kinds = {kind.value: kind for kind in ActivityKind}
    read_day, nothing = date.fromisoformat, ()
    query = (
        f"SELECT id, day, kind, text, minutes, origin, {LIVING} FROM activity"
        f" WHERE day BETWEEN ? AND ? AND {COUNTED} ORDER BY day, happened_at, id"
    )
    for number, day, kind, text, minutes, origin, living in store.tuples(query, days):
        try:
            yield ActivityRecord(
                number,
                read_day(day),
                kinds[kind],
                text if living else text + _GONE,
                minutes,
                origin,
                people.get(number, nothing),
                links.get(number, nothing) if living else nothing,
                appraisals.get(number),
            )
        except (ValueError, TypeError, KeyError):
            raise damaged(store.file) from None


def is_for_appraisal(store: Store) -> bool:
    """Whether any activity holds what an authority may ask for."""
    return store.row("SELECT 1 FROM activity_appraisal LIMIT 1") is not None


def _attached(
    store: Store, table: str, column: str, days: tuple[str, str]
) -> dict[int, tuple[str, ...]]:
    """What stands in a column, by the activity's number; equal values are kept once."""
    found: dict[int, tuple[str, ...]] = {}
    met: dict[tuple[str, ...], tuple[str, ...]] = {}
    query = f"SELECT activity_id, {column} FROM {table} {_OF_DAYS} ORDER BY activity_id, position"
    for number, value in store.tuples(query, days * 2):
        values = (*found[number], value) if number in found else (value,)
        found[number] = met.setdefault(values, values)
    return found


def _appraisals(store: Store, days: tuple[str, str]) -> dict[int, Appraised]:
    query = f"SELECT * FROM activity_appraisal {_OF_DAYS}"
    try:
        return {row["activity_id"]: read_appraised(row) for row in store.each(query, days * 2)}
    except (ValueError, TypeError):
        raise damaged(store.file) from None


def read_appraised(row: sqlite3.Row) -> Appraised:
    """What an authority may ask, from a row of `activity_appraisal`."""
    return Appraised(
        standards=_words(row["standards"]),
        type=row["type"],
        provider=row["provider"],
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        evidence=_words(row["evidence"]),
        reflection=row["reflection"],
    )


@lru_cache(1_000)
def _words(text: str) -> tuple[str, ...]:
    """A list of words as it is stored; most entries of a journal name the same ones."""
    return tuple(json.loads(text))


def sum_by_month(store: Store, first_day: date, last_day: date) -> list[MonthCount]:
    """Counts and minutes of a stretch of days by month, kind and origin."""
    rows = store.rows(
        "SELECT substr(day, 1, 7), kind, origin, count(*), coalesce(sum(minutes), 0),"
        f" count(minutes) FROM activity WHERE day BETWEEN ? AND ? AND {COUNTED} GROUP BY 1, 2, 3"
        " ORDER BY 1",
        (first_day.isoformat(), last_day.isoformat()),
    )
    try:
        return [
            MonthCount(date.fromisoformat(f"{row[0]}-01"), ActivityKind(row[1]), *row[2:])
            for row in rows
        ]
    except (ValueError, TypeError):
        raise damaged(store.file) from None
