"""What a teacher answered to the question of the week."""

from datetime import date, datetime
from typing import NamedTuple

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.store.database import Store


class Reflection(NamedTuple):
    """The answer of one week; `week` is the week's first day."""

    week: date
    question: str
    answer: str
    written_at: datetime


def put_reflection(store: Store, reflection: Reflection) -> None:
    """Keep the answer; it takes the place of an earlier one of the same week."""
    store.execute(
        "INSERT OR REPLACE INTO reflection (week, question, answer, written_at)"
        " VALUES (?, ?, ?, ?)",
        (
            reflection.week.isoformat(),
            reflection.question,
            reflection.answer,
            to_stored(reflection.written_at),
        ),
    )


def drop_reflection(store: Store, week: date) -> None:
    """Forget the answer of that week."""
    store.execute("DELETE FROM reflection WHERE week = ?", (week.isoformat(),))


def get_reflection(store: Store, week: date) -> Reflection | None:
    """The answer of the week that starts on that day, or None."""
    return next(iter(reflections_between(store, week, week)), None)


def reflections_between(store: Store, first: date, last: date) -> list[Reflection]:
    """The answers of weeks that start from `first` to `last`, oldest first."""
    return [
        Reflection(
            date.fromisoformat(row["week"]),
            row["question"],
            row["answer"],
            from_stored(row["written_at"]),
        )
        for row in store.rows(
            "SELECT * FROM reflection WHERE week BETWEEN ? AND ? ORDER BY week",
            (first.isoformat(), last.isoformat()),
        )
    ]
