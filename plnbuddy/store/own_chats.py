"""The teacher's own chats, and what a server last said about the life under a chat's hashtag."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from plnbuddy.core.handles import Tag, TagKey
from plnbuddy.core.platform import Platform
from plnbuddy.store.database import Store, damaged


class OwnChat(NamedTuple):
    """A chat that the teacher wrote down; it takes the place of a curated one with its tag.

    `day`, `time`, `timezone` and `every` are as in `Chat`. `first_on` is a day on
    which it meets, for a chat of every other week.
    """

    tag: Tag
    name: str
    platforms: tuple[Platform, ...]
    day: str
    time: str
    timezone: str
    every: str
    first_on: date | None
    added_on: date


class ChatSign(NamedTuple):
    """How many posts stood under a chat's hashtag in the 30 days before `checked_on`.

    `or_more` says that only the newest ones were looked at, and all were that new.
    """

    posts: int
    or_more: bool
    checked_on: date


def put_own_chat(store: Store, chat: OwnChat) -> None:
    """Keep the chat; it takes the place of an earlier one with the same tag."""
    record = own_chat_record(chat)
    store.execute(
        "INSERT OR REPLACE INTO own_chat (key, tag, name, networks, day, time, timezone, every,"
        " first_on, added_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (chat.tag.key, *record.values()),
    )


def drop_own_chat(store: Store, key: str) -> None:
    """Forget the teacher's chat with that tag."""
    store.execute("DELETE FROM own_chat WHERE key = ?", (key,))


def get_own_chat(store: Store, key: TagKey) -> OwnChat | None:
    """The teacher's chat with that tag, or None."""
    row = store.row("SELECT * FROM own_chat WHERE key = ?", (key,))
    return _read(store, row) if row else None


def all_own_chats(store: Store) -> list[OwnChat]:
    """Every chat of the teacher's own, by tag."""
    return [_read(store, row) for row in store.rows("SELECT * FROM own_chat ORDER BY key")]


def own_chat_record(chat: OwnChat) -> dict[str, str | None]:
    """The chat as plain data, in the order of the table's columns."""
    return {
        "tag": chat.tag.name,
        "name": chat.name,
        "networks": json.dumps(chat.platforms),
        "day": chat.day,
        "time": chat.time,
        "timezone": chat.timezone,
        "every": chat.every,
        "first_on": chat.first_on.isoformat() if chat.first_on else None,
        "added_on": chat.added_on.isoformat(),
    }


def read_own_chat(record: Mapping[str, Any]) -> OwnChat:
    """The chat that `own_chat_record` wrote down."""
    return OwnChat(
        tag=Tag(record["tag"]),
        name=record["name"],
        platforms=tuple(Platform(name) for name in json.loads(record["networks"])),
        day=record["day"],
        time=record["time"],
        timezone=record["timezone"],
        every=record["every"],
        first_on=date.fromisoformat(record["first_on"]) if record["first_on"] else None,
        added_on=date.fromisoformat(record["added_on"]),
    )


def _read(store: Store, row: sqlite3.Row) -> OwnChat:
    try:
        return read_own_chat(dict(row))
    except (ValueError, TypeError):
        raise damaged(store.file) from None


def put_chat_sign(store: Store, key: TagKey, sign: ChatSign) -> None:
    """Keep what a server said, in place of what it said before."""
    store.execute(
        "INSERT OR REPLACE INTO chat_sign (key, posts, or_more, checked_on) VALUES (?, ?, ?, ?)",
        (key, sign.posts, int(sign.or_more), sign.checked_on.isoformat()),
    )


def chat_signs(store: Store, since: date) -> dict[TagKey, ChatSign]:
    """What servers said on that day or later, by the key of the hashtag."""
    try:
        return {
            TagKey(row["key"]): ChatSign(
                row["posts"], bool(row["or_more"]), date.fromisoformat(row["checked_on"])
            )
            for row in store.rows(
                "SELECT * FROM chat_sign WHERE checked_on >= ?", (since.isoformat(),)
            )
        }
    except (ValueError, TypeError):
        raise damaged(store.file) from None
