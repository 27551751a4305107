"""What was done, written down so that it can be undone (`undoing.py` does that)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from plnbuddy.core.clock import to_stored
from plnbuddy.core.handles import TagKey
from plnbuddy.core.model import Activity, Decision, Subject
from plnbuddy.core.records import activity_record
from plnbuddy.store.database import Store

if TYPE_CHECKING:
    from plnbuddy.store.blogs import Blog
    from plnbuddy.store.own_chats import OwnChat
    from plnbuddy.store.reflections import Reflection

FOLLOWED, UNFOLLOWED = "server-follow", "server-unfollow"
"""Kinds of changes on an account."""


class Change(NamedTuple):
    """One thing that an action changed.

    `key` names it: the number of an activity or of an import, "person a@b.c" for a
    decision, a day for a reflection, the key of its tag for a chat, the address of a blog,
    for a follow on an account what `ServerFollow` holds; `before` is what it was, as JSON,
    None when it did not exist.
    """

    kind: str
    key: str
    before: str | None


def activity_change(number: int, before: Activity | None) -> Change:
    """A change to the activity with that number."""
    record = {"id": before.id, **activity_record(before)} if before else None
    return Change("activity", str(number), _written(record))


def decision_change(subject: Subject, before: Decision | None) -> Change:
    """A change to what was decided about that subject."""
    record = (
        {
            "label": before.subject.label,
            "verdict": before.verdict.value,
            "decided_on": before.decided_on.isoformat(),
            "due": before.due.isoformat() if before.due else None,
        }
        if before
        else None
    )
    return Change("decision", f"{subject.kind.value} {subject.key}", _written(record))


def import_change(number: int) -> Change:
    """A whole import, however many entries it brought."""
    return Change("import", str(number), None)


def reflection_change(week: date, before: "Reflection | None") -> Change:
    """A change to the answer of the week that starts on that day."""
    record = (
        {
            "question": before.question,
            "answer": before.answer,
            "written_at": to_stored(before.written_at),
        }
        if before
        else None
    )
    return Change("reflection", week.isoformat(), _written(record))


def own_chat_change(key: TagKey, before: "OwnChat | None") -> Change:
    """A change to the teacher's own chat with that tag."""
    from plnbuddy.store.own_chats import own_chat_record

    return Change("own-chat", key, _written(own_chat_record(before) if before else None))


def blog_change(url: str, before: "Blog | None") -> Change:
    """A change to which blogs of others are read."""
    from plnbuddy.store.blogs import blog_record

    return Change("blog", url, _written(blog_record(before) if before else None))


def _written(record: Mapping[str, object] | None) -> str | None:
    return None if record is None else json.dumps(record, ensure_ascii=False)


class ServerFollow(NamedTuple):
    """A follow that plnbuddy made on an account: of somebody (by id there), or of a hashtag.

    Taking back the action that made it does not take it back on the server.
    """

    account: str
    what: str
    remote_id: str

    @property
    def is_tag(self) -> bool:
        """Whether a hashtag is followed, and not a person."""
        return self.what.startswith("#")


def server_follow_change(follow: ServerFollow, *, ended: bool = False) -> Change:
    """A follow on an account, or its end."""
    key = " ".join((follow.account, follow.what, follow.remote_id))
    return Change(UNFOLLOWED if ended else FOLLOWED, key, None)


def record_action(store: Store, summary: str, now: datetime, changes: Sequence[Change]) -> None:
    """Remember, in the transaction that makes the changes, how to take them back."""
    number = store.execute(
        "INSERT INTO action (summary, done_at) VALUES (?, ?)", (summary, to_stored(now))
    )
    store.execute_each(
        "INSERT INTO action_change (action_id, position, kind, key, before) VALUES (?, ?, ?, ?, ?)",
        ((number, at, c.kind, c.key, c.before) for at, c in enumerate(changes)),
    )
