"""What was decided about people, hashtags and chats, and what was shown before."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from plnbuddy.core.model import Decision, Subject, SubjectKind, Suggestion, Verdict, read_subject
from plnbuddy.store.database import Store

REPORT_READ = "report-read"
"""The milestone of having looked at a report."""


def put_decision(store: Store, decision: Decision) -> None:
    """Keep the decision; it takes the place of an earlier one on the same subject."""
    store.execute(
        "INSERT OR REPLACE INTO decision (kind, key, label, verdict, decided_on, due)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            decision.subject.kind.value, decision.subject.key, decision.subject.label,
            decision.verdict.value, decision.decided_on.isoformat(),
            decision.due.isoformat() if decision.due else None,
        ),
    )  # fmt: skip


def drop_decision(store: Store, kind: SubjectKind, key: str) -> None:
    """Forget what was decided about a subject."""
    store.execute("DELETE FROM decision WHERE kind = ? AND key = ?", (kind.value, key))


def get_decision(store: Store, subject: Subject) -> Decision | None:
    """What was decided about that subject, or None."""
    row = store.row(
        "SELECT * FROM decision WHERE kind = ? AND key = ?", (subject.kind.value, subject.key)
    )
    return read_decision(row) if row else None


def all_decisions(store: Store) -> list[Decision]:
    """Every decision, in the order of kind and key."""
    return [read_decision(row) for row in store.rows("SELECT * FROM decision")]


def count_decisions(store: Store, kind: SubjectKind, verdict: Verdict) -> int:
    """How many subjects of that kind were decided that way."""
    row = store.rows(
        "SELECT count(*) FROM decision WHERE kind = ? AND verdict = ?", (kind.value, verdict.value)
    )
    return int(row[0][0])


def followed_on_or_before(store: Store, kind: SubjectKind, day: date) -> set[str]:
    """The keys of everything of that kind that was followed up to that day."""
    rows = store.rows(
        "SELECT key FROM decision WHERE kind = ? AND verdict = 'followed' AND decided_on <= ?",
        (kind.value, day.isoformat()),
    )
    return {row["key"] for row in rows}


def followed(store: Store, kind: SubjectKind) -> set[str]:
    """The keys of everything of that kind that was ever followed."""
    return followed_on_or_before(store, kind, date.max)


def follows_of(store: Store, day: date) -> int:
    """How many people were followed on that day."""
    row = store.rows(
        "SELECT count(*) FROM decision"
        " WHERE kind = 'person' AND verdict = 'followed' AND decided_on = ?",
        (day.isoformat(),),
    )
    return int(row[0][0])


def read_decision(row: sqlite3.Row) -> Decision:
    """The decision of a row of its table.

    Raises:
        ValueError, PlnbuddyError: no plnbuddy wrote it.
    """
    return Decision(
        subject=read_subject(SubjectKind(row["kind"]), row["label"]),
        verdict=Verdict(row["verdict"]),
        decided_on=date.fromisoformat(row["decided_on"]),
        due=date.fromisoformat(row["due"]) if row["due"] else None,
    )


class Showing(NamedTuple):
    """How often a subject was shown before today, in days, and when last."""

    days: int
    last_day: date


def record_shown(store: Store, day: date, suggestions: Sequence[Suggestion]) -> None:
    """Keep a list as it was shown, so that its numbers can be referred to."""
    newest = store.rows("SELECT coalesce(max(list), 0) FROM shown")[0][0]
    store.execute_each(
        "INSERT INTO shown (list, number, day, kind, key, label, reasons)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (newest + 1, s.number, day.isoformat(), s.subject.kind.value, s.subject.key,
             s.subject.label, json.dumps(s.reasons, ensure_ascii=False))
            for s in suggestions
        ),
    )  # fmt: skip


def last_list(store: Store) -> dict[int, Subject]:
    """The subjects of the list that was shown last, by their numbers."""
    return {
        row["number"]: read_subject(SubjectKind(row["kind"]), row["label"])
        for row in store.rows(
            "SELECT * FROM shown WHERE list = (SELECT max(list) FROM shown) ORDER BY number"
        )
    }


def shown_before(store: Store, today: date) -> dict[tuple[SubjectKind, str], Showing]:
    """What was shown on days before `today`."""
    return {
        (SubjectKind(row["kind"]), row["key"]): Showing(
            row["days"], date.fromisoformat(row["last"])
        )
        for row in store.rows(
            "SELECT kind, key, count(DISTINCT day) AS days, max(day) AS last"
            " FROM shown WHERE day < ? GROUP BY kind, key",
            (today.isoformat(),),
        )
    }


def reach_milestone(store: Store, name: str, day: date) -> None:
    """Note that something was reached, once."""
    store.execute(
        "INSERT OR IGNORE INTO milestone (name, reached_on) VALUES (?, ?)", (name, day.isoformat())
    )


def reached_milestones(store: Store) -> dict[str, date]:
    """What was reached, and on which day."""
    return {
        r["name"]: date.fromisoformat(r["reached_on"])
        for r in store.rows("SELECT * FROM milestone")
    }
