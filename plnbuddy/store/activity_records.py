"""The journal row by row, for lists of very many entries: one query, no work that is not shown."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from plnbuddy.core.model import ActivityKind
from plnbuddy.store.activities import COUNTED
from plnbuddy.store.database import Store, damaged
from plnbuddy.store.deleted import LIVING

_GONE = " (the post was deleted since)"
_BETWEEN = "\x1f"  # Cleaned text never contains it.


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
    """The activities of a stretch of days, oldest first, one by one."""
    kinds = {kind.value: kind for kind in ActivityKind}
    appraised = is_for_appraisal(store)
    query = (
        f"SELECT a.id, a.day, a.kind, iif({LIVING}, a.text, a.text || '{_GONE}'), a.minutes,"
        " a.origin,"
        " (SELECT group_concat(handle, char(31)) FROM (SELECT handle FROM activity_person"
        "  WHERE activity_id = a.id ORDER BY position)),"
        " (SELECT group_concat(url, char(31)) FROM (SELECT url FROM activity_link"
        f"  WHERE activity_id = a.id AND a.{LIVING} ORDER BY position))"
        f" FROM activity a WHERE a.day BETWEEN ? AND ? AND {COUNTED}"
        " ORDER BY a.day, a.happened_at, a.id"
    )
    for row in store.each(query, (first_day.isoformat(), last_day.isoformat())):
        number, day, kind, text, minutes, origin, people, links = row
        try:
            yield ActivityRecord(
                number,
                date.fromisoformat(day),
                kinds[kind],
                text,
                minutes,
                origin,
                tuple(people.split(_BETWEEN)) if people else (),
                tuple(links.split(_BETWEEN)) if links else (),
                _appraised(store, number) if appraised else None,
            )
        except (ValueError, TypeError, KeyError):
            raise damaged(store.file) from None


def is_for_appraisal(store: Store) -> bool:
    """Whether any activity holds what an authority may ask for."""
    return store.row("SELECT 1 FROM activity_appraisal LIMIT 1") is not None


def _appraised(store: Store, number: int) -> Appraised | None:
    row = store.row("SELECT * FROM activity_appraisal WHERE activity_id = ?", (number,))
    return read_appraised(row) if row else None


def read_appraised(row: sqlite3.Row) -> Appraised:
    """What an authority may ask, from a row of `activity_appraisal`."""
    return Appraised(
        standards=tuple(json.loads(row["standards"])),
        type=row["type"],
        provider=row["provider"],
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        evidence=tuple(json.loads(row["evidence"])),
        reflection=row["reflection"],
    )


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
