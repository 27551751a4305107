"""What was done, so that it can be undone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.core.handles import TagKey
from plnbuddy.core.model import Activity, Decision, Subject, SubjectKind, Verdict, read_subject
from plnbuddy.core.records import activity_record, read_activity
from plnbuddy.store.activities import add_activity, remove_activity
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import drop_decision, put_decision
from plnbuddy.store.imports import remove_import
from plnbuddy.store.own_chats import (
    OwnChat,
    drop_own_chat,
    own_chat_record,
    put_own_chat,
    read_own_chat,
)
from plnbuddy.store.reflections import Reflection, drop_reflection, put_reflection


@dataclass(frozen=True)
class Change:
    """One thing that an action changed.

    `key` names it: the number of an activity or of an import, "person a@b.c" for a
    decision, a day for a reflection, the key of its tag for a chat; `before` is what it
    was, None when it did not exist.
    """

    kind: str
    key: str
    before: Activity | Decision | Reflection | OwnChat | None


def activity_change(number: int, before: Activity | None) -> Change:
    """A change to the activity with that number."""
    return Change("activity", str(number), before)


def decision_change(subject: Subject, before: Decision | None) -> Change:
    """A change to what was decided about that subject."""
    return Change("decision", f"{subject.kind.value} {subject.key}", before)


def import_change(number: int) -> Change:
    """A whole import, however many entries it brought."""
    return Change("import", str(number), None)


def reflection_change(week: date, before: Reflection | None) -> Change:
    """A change to the answer of the week that starts on that day."""
    return Change("reflection", week.isoformat(), before)


def own_chat_change(key: TagKey, before: OwnChat | None) -> Change:
    """A change to the teacher's own chat with that tag."""
    return Change("own-chat", key, before)


def record_action(store: Store, summary: str, now: datetime, changes: Sequence[Change]) -> None:
    """Remember, in the transaction that makes the changes, how to take them back."""
    number = store.execute(
        "INSERT INTO action (summary, done_at) VALUES (?, ?)", (summary, to_stored(now))
    )
    store.execute_each(
        "INSERT INTO action_change (action_id, position, kind, key, before) VALUES (?, ?, ?, ?, ?)",
        ((number, at, c.kind, c.key, _write(c.before)) for at, c in enumerate(changes)),
    )


def undo_last_action(store: Store) -> str | None:
    """Take back the last action and return its summary; None when there is none left."""
    with store.writing():
        action = store.row("SELECT * FROM action ORDER BY id DESC LIMIT 1")
        if action is None:
            return None
        for row in store.rows(
            "SELECT * FROM action_change WHERE action_id = ? ORDER BY position DESC",
            (action["id"],),
        ):
            _restore(store, row["kind"], row["key"], row["before"])
        store.execute("DELETE FROM action WHERE id = ?", (action["id"],))
        return str(action["summary"])


def forget_changes_of(store: Store, uid_start: str) -> None:
    """Erase what could be undone about activities whose uid starts like that."""
    store.execute(
        "DELETE FROM action_change WHERE kind = 'activity' AND before IS NOT NULL"
        " AND substr(json_extract(before, '$.uid'), 1, ?) = ?",
        (len(uid_start), uid_start),
    )
    store.execute("DELETE FROM action WHERE id NOT IN (SELECT action_id FROM action_change)")
    store.execute(
        "DELETE FROM footprint_hidden WHERE substr(uid, 1, ?) = ?", (len(uid_start), uid_start)
    )


def _write(before: Activity | Decision | Reflection | OwnChat | None) -> str | None:
    if before is None:
        return None
    if isinstance(before, Activity):
        return json.dumps({"id": before.id, **activity_record(before)}, ensure_ascii=False)
    if isinstance(before, OwnChat):
        return json.dumps(own_chat_record(before), ensure_ascii=False)
    if isinstance(before, Reflection):
        return json.dumps(
            {
                "question": before.question,
                "answer": before.answer,
                "written_at": to_stored(before.written_at),
            },
            ensure_ascii=False,
        )
    return json.dumps(
        {
            "label": before.subject.label,
            "verdict": before.verdict.value,
            "decided_on": before.decided_on.isoformat(),
            "due": before.due.isoformat() if before.due else None,
        },
        ensure_ascii=False,
    )


def _restore(store: Store, kind: str, key: str, before: str | None) -> None:
    if kind == "activity":
        remove_activity(store, int(key))
        if before:
            add_activity(store, read_activity(json.loads(before)))
        return
    if kind == "import":
        remove_import(store, int(key))
        return
    if kind == "reflection":
        week = date.fromisoformat(key)
        drop_reflection(store, week)
        if before:
            put_reflection(store, _read_reflection(week, json.loads(before)))
        return
    if kind == "own-chat":
        drop_own_chat(store, key)
        if before:
            put_own_chat(store, read_own_chat(json.loads(before)))
        return
    subject_kind, _, subject_key = key.partition(" ")
    drop_decision(store, SubjectKind(subject_kind), subject_key)
    if before:
        put_decision(store, _read_decision(SubjectKind(subject_kind), json.loads(before)))


def _read_reflection(week: date, record: dict[str, str]) -> Reflection:
    return Reflection(week, record["question"], record["answer"], from_stored(record["written_at"]))


def _read_decision(kind: SubjectKind, record: dict[str, str]) -> Decision:
    return Decision(
        subject=read_subject(kind, record["label"]),
        verdict=Verdict(record["verdict"]),
        decided_on=date.fromisoformat(record["decided_on"]),
        due=date.fromisoformat(record["due"]) if record["due"] else None,
    )
