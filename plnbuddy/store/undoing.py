"""Taking back what was done, as `history.py` wrote it down."""

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from plnbuddy.core.clock import from_stored
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.model import Decision, SubjectKind, Verdict, read_subject
from plnbuddy.core.records import RecordError, read_activity
from plnbuddy.store.account_state import drop_followed_tag, drop_tie
from plnbuddy.store.activities import add_activity, drop_uid, remove_activity
from plnbuddy.store.blogs import drop_blog, put_blog, read_blog
from plnbuddy.store.database import Store, dry_run
from plnbuddy.store.decisions import drop_decision, put_decision
from plnbuddy.store.history import FOLLOWED, UNFOLLOWED, ServerFollow
from plnbuddy.store.imports import remove_import
from plnbuddy.store.own_chats import drop_own_chat, put_own_chat, read_own_chat
from plnbuddy.store.reflections import Reflection, drop_reflection, put_reflection
from plnbuddy.store.removed import unmark_removed


class Action(NamedTuple):
    """Something that was done and can be taken back.

    `follows` are those made on an account, `unfollowed` those ended there.
    """

    id: int
    summary: str
    follows: tuple[ServerFollow, ...]
    unfollowed: tuple[ServerFollow, ...]


def last_action(store: Store) -> Action | None:
    """What `undo` would take back, or None when nothing is left."""
    row = store.row("SELECT id, summary FROM action ORDER BY id DESC LIMIT 1")
    if row is None:
        return None

    def on_account(kind: str) -> tuple[ServerFollow, ...]:
        changes = store.rows(
            "SELECT key FROM action_change WHERE action_id = ? AND kind = ? ORDER BY position",
            (row["id"], kind),
        )
        return tuple(_read_server_follow(change["key"]) for change in changes)

    return Action(row["id"], row["summary"], on_account(FOLLOWED), on_account(UNFOLLOWED))


class CannotUndoError(PlnbuddyError):
    """What an action changed is kept in a form from which it cannot be brought back."""


def undo_action(store: Store, action: Action, staying: Collection[ServerFollow] = ()) -> None:
    """Take an action back; of its follows on an account, `staying` are still there.

    Raises:
        CannotUndoError: that is not possible; then nothing is changed, and the action is
            let go, so that those before it can be taken back.
    """
    try:
        with store.writing():
            _take_back(store, action.id, staying)
            _let_go(store, action.id)
    except CannotUndoError:
        with store.writing():
            _let_go(store, action.id)
        raise


def stuck_actions(store: Store) -> list[str]:
    """The summaries of those actions that could not be taken back, latest first.

    All are taken back, one after the other, in a transaction that leaves nothing changed.
    """
    stuck: list[str] = []
    with dry_run(store):
        for row in store.rows("SELECT id, summary FROM action ORDER BY id DESC"):
            try:
                _take_back(store, row["id"])
            except CannotUndoError:
                stuck.append(row["summary"])
    return stuck


def _read_server_follow(key: str) -> ServerFollow:
    account, what, *rest = key.split(" ")
    return ServerFollow(account, what, "".join(rest))


def _take_back(store: Store, number: int, staying: Collection[ServerFollow] = ()) -> None:
    try:
        for row in store.rows(
            "SELECT kind, key, before FROM action_change WHERE action_id = ?"
            " ORDER BY position DESC",
            (number,),
        ):
            if not (row["kind"] == FOLLOWED and _read_server_follow(row["key"]) in staying):
                _restore(store, row["kind"], row["key"], row["before"])
    except (ValueError, KeyError, TypeError, UsageError, RecordError, sqlite3.IntegrityError):
        raise CannotUndoError(
            "This cannot be taken back: what it changed is not kept in a readable form.",
            "It is let go; the next undo takes back what you did before it.",
        ) from None


def _let_go(store: Store, number: int) -> None:
    store.execute("DELETE FROM action WHERE id = ?", (number,))


def forget_changes_of(store: Store, account: str) -> None:
    """Erase what could be undone about an account's activities, and its follows."""
    uid_start = f"{account}/"
    store.execute(
        "DELETE FROM action_change WHERE kind IN ('server-follow', 'server-unfollow')"
        " AND substr(key, 1, ?) = ?",
        (len(account) + 1, f"{account} "),
    )
    store.execute(
        "DELETE FROM action_change WHERE kind = 'activity' AND before IS NOT NULL"
        " AND substr(json_extract(before, '$.uid'), 1, ?) = ?",
        (len(uid_start), uid_start),
    )
    store.execute("DELETE FROM action WHERE id NOT IN (SELECT action_id FROM action_change)")
    for table in ("footprint_hidden", "deleted_post"):
        store.execute(
            f"DELETE FROM {table} WHERE substr(uid, 1, ?) = ?", (len(uid_start), uid_start)
        )


def _restore(store: Store, kind: str, key: str, before: str | None) -> None:
    """Let what has that key be as it was; `before` None where it was not there."""
    _RESTORED[kind](store, key, json.loads(before) if before else None)


_Before = dict[str, Any] | None


def _restore_activity(store: Store, key: str, before: _Before) -> None:
    remove_activity(store, int(key))
    if before is not None:
        activity = read_activity(before)
        drop_uid(store, activity.uid)  # it may have come back under another number
        unmark_removed(store, [activity.uid])
        add_activity(store, activity)


def _stays_unfollowed(_store: Store, _key: str, _before: _Before) -> None:
    """It is not followed again on the account; who took it back was told so."""


def _drop_follow(store: Store, key: str, _before: _Before) -> None:
    follow = _read_server_follow(key)
    if follow.is_tag:
        drop_followed_tag(store, follow.account, parse_tag(follow.what))
    else:
        drop_tie(store, follow.account, parse_handle(follow.what))


def _drop_import(store: Store, key: str, _before: _Before) -> None:
    remove_import(store, int(key))


def _restore_reflection(store: Store, key: str, before: _Before) -> None:
    week = date.fromisoformat(key)
    drop_reflection(store, week)
    if before is not None:
        put_reflection(store, _read_reflection(week, before))


def _restore_own_chat(store: Store, key: str, before: _Before) -> None:
    drop_own_chat(store, key)
    if before is not None:
        put_own_chat(store, read_own_chat(before))


def _restore_blog(store: Store, key: str, before: _Before) -> None:
    drop_blog(store, key)
    if before is not None:
        # Its posts were not kept: they come with the next reading, which asks for all.
        put_blog(store, read_blog(before)._replace(etag="", modified="", read_on=None))


def _restore_decision(store: Store, key: str, before: _Before) -> None:
    kind, _, subject_key = key.partition(" ")
    drop_decision(store, SubjectKind(kind), subject_key)
    if before is not None:
        put_decision(store, _read_decision(SubjectKind(kind), before))


_RESTORED: Mapping[str, Callable[[Store, str, _Before], None]] = {
    "activity": _restore_activity,
    "decision": _restore_decision,
    "import": _drop_import,
    "reflection": _restore_reflection,
    "own-chat": _restore_own_chat,
    "blog": _restore_blog,
    FOLLOWED: _drop_follow,
    UNFOLLOWED: _stays_unfollowed,
}
"""What is done for each kind of change."""


def _read_reflection(week: date, record: dict[str, str]) -> Reflection:
    return Reflection(week, record["question"], record["answer"], from_stored(record["written_at"]))


def _read_decision(kind: SubjectKind, record: dict[str, str]) -> Decision:
    return Decision(
        subject=read_subject(kind, record["label"]),
        verdict=Verdict(record["verdict"]),
        decided_on=date.fromisoformat(record["decided_on"]),
        due=date.fromisoformat(record["due"]) if record["due"] else None,
    )
