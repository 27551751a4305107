"""The journal counted: by day, person and hashtag.

Ending a follow stands in the journal as a note and is none of the three C's, so it is counted
nowhere.
"""

from dataclasses import dataclass
from datetime import date

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import Handle, Tag, TagKey, parse_handle
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.origins import FOLLOW
from plnbuddy.store.activities import COUNTED
from plnbuddy.store.database import Store, damaged


@dataclass(frozen=True, slots=True)
class DayCount:
    """Activities of one kind on one day: how many, and their minutes where they were noted."""

    day: date
    kind: ActivityKind
    count: int
    minutes: int


def count_by_day(store: Store, last_day: date) -> list[DayCount]:
    """Counts for every day with activities up to `last_day`, oldest first."""
    rows = store.rows(
        "SELECT day, kind, count(*), coalesce(sum(minutes), 0) FROM activity"
        f" WHERE day <= ? AND {COUNTED} GROUP BY day, kind ORDER BY day",
        (last_day.isoformat(),),
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
        f"  WHERE q.key = p.key AND {COUNTED}) AS first_day"
        " FROM activity a JOIN activity_person p ON p.activity_id = a.id"
        f" WHERE a.day BETWEEN ? AND ? AND {COUNTED} GROUP BY p.key ORDER BY times DESC, p.key",
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
            f" WHERE a.day BETWEEN ? AND ? AND {COUNTED} GROUP BY t.key ORDER BY times DESC, t.key",
            (first_day.isoformat(), last_day.isoformat()),
        )
    ]


def count_kind(store: Store, kind: ActivityKind) -> int:
    """How many activities of that kind the journal holds."""
    query = f"SELECT count(*) FROM activity WHERE kind = ? AND {COUNTED}"
    return int(store.rows(query, (kind.value,))[0][0])


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
            f" WHERE a.origin <> ? AND {COUNTED}",
            (FOLLOW.name,),
        )
    }
