"""What was read of public servers without an account: derived facts with their age, never a bio.

Whom servers described and may be suggested stands here, and nobody else: who says no,
or is none of those who teach and those around them, is taken out again.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from plnbuddy.core.handles import Handle, HandleKey, parse_handle
from plnbuddy.core.role import Role
from plnbuddy.store.database import Store
from plnbuddy.store.lists import read_forgotten

MeetingKind = Literal["hashtag", "directory", "followed", "collection", "pack", "contact"]


class Shown(NamedTuple):
    """Words that show something: of what ("role", "topic", "level"), which, and the words."""

    of: str
    value: str
    words: str
    where: str


class OpenPerson(NamedTuple):
    """Somebody who wants to be found, with what their profile shows and the words for it."""

    handle: Handle
    name: str
    role: Role
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    evidence: tuple[Shown, ...]
    last_post: date | None
    read_on: date


class Meeting(NamedTuple):
    """Where somebody was met.

    `detail` is the hashtag, the server's directory, the handle of who follows them (whom
    the teacher follows, where they are a "contact"), or the name of a collection or pack;
    `language` that of the post.
    """

    key: HandleKey
    kind: MeetingKind
    detail: str
    language: str
    seen_on: date


class Identity(NamedTuple):
    """The id of a person on a server, and how many they follow."""

    host: str
    key: HandleKey
    remote_id: str
    following: int


def put_open_person(store: Store, person: OpenPerson) -> None:
    """Keep somebody who may be suggested, as they were described last."""
    store.execute(
        "INSERT OR REPLACE INTO open_person (key, handle, name, role, topics, levels, languages,"
        " evidence, last_post, read_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            person.handle.key, str(person.handle), person.name, person.role.value,
            " ".join(person.topics), " ".join(person.levels), " ".join(person.languages),
            json.dumps([[s.of, s.value, s.words, s.where] for s in person.evidence],
                       ensure_ascii=False),
            person.last_post.isoformat() if person.last_post else None,
            person.read_on.isoformat(),
        ),
    )  # fmt: skip


def drop_open_person(store: Store, key: HandleKey) -> None:
    """Forget what was read of somebody, everywhere."""
    for table in ("open_person", "open_sighting", "open_identity"):
        store.execute(f"DELETE FROM {table} WHERE key = ?", (key,))


def put_refusal(store: Store, key: HandleKey, day: date) -> None:
    """Keep that somebody says no, by the key alone, and forget everything else about them."""
    drop_open_person(store, key)
    store.execute("DELETE FROM naming WHERE key = ?", (key,))
    store.execute(
        "INSERT OR REPLACE INTO open_refusal (key, read_on) VALUES (?, ?)", (key, day.isoformat())
    )


def drop_refusal(store: Store, key: HandleKey) -> None:
    """Somebody's own server says that they want to be found after all."""
    store.execute("DELETE FROM open_refusal WHERE key = ?", (key,))


def refusals(store: Store) -> dict[HandleKey, date]:
    """Who said no, and when that was read."""
    return {
        HandleKey(row["key"]): date.fromisoformat(row["read_on"])
        for row in store.rows("SELECT key, read_on FROM open_refusal")
    }


def drop_older(store: Store, day: date) -> None:
    """Forget whom nobody spoke of since that day, and where they were met before it."""
    gone = store.rows("SELECT key FROM open_person WHERE read_on < ?", (day.isoformat(),))
    for row in gone:
        drop_open_person(store, HandleKey(row["key"]))
    store.execute("DELETE FROM open_sighting WHERE seen_on < ?", (day.isoformat(),))
    store.execute("DELETE FROM open_refusal WHERE read_on < ?", (day.isoformat(),))


def open_people(store: Store) -> list[OpenPerson]:
    """Everybody who was read about, without those who are forgotten."""
    forgotten = read_forgotten(store)
    return [
        _person(row)
        for row in store.rows("SELECT * FROM open_person ORDER BY key")
        if row["key"] not in forgotten
    ]


def days_read(store: Store) -> dict[HandleKey, date]:
    """When a server last spoke of each of them, and said nothing against showing them."""
    return {
        HandleKey(row["key"]): date.fromisoformat(row["read_on"])
        for row in store.rows("SELECT key, read_on FROM open_person")
    }


def open_person(store: Store, key: HandleKey) -> OpenPerson | None:
    """What was read about one of them."""
    row = store.row("SELECT * FROM open_person WHERE key = ?", (key,))
    return _person(row) if row else None


def _person(row: sqlite3.Row) -> OpenPerson:
    return OpenPerson(
        handle=parse_handle(row["handle"]),
        name=row["name"],
        role=Role(row["role"]),
        topics=tuple(row["topics"].split()),
        levels=tuple(row["levels"].split()),
        languages=tuple(row["languages"].split()),
        evidence=tuple(Shown(*shown) for shown in json.loads(row["evidence"])),
        last_post=date.fromisoformat(row["last_post"]) if row["last_post"] else None,
        read_on=date.fromisoformat(row["read_on"]),
    )


def put_meeting(store: Store, meeting: Meeting) -> None:
    """Keep where somebody was met; the latest day counts."""
    store.execute(
        "INSERT INTO open_sighting (key, kind, detail, language, seen_on) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (key, kind, detail) DO UPDATE SET"
        " language = iif(excluded.seen_on >= seen_on, excluded.language, language),"
        " seen_on = max(seen_on, excluded.seen_on)",
        (meeting.key, meeting.kind, meeting.detail, meeting.language, meeting.seen_on.isoformat()),
    )


def meetings(store: Store) -> Mapping[HandleKey, Sequence[Meeting]]:
    """Where people were met, the latest first, by key."""
    found: dict[HandleKey, list[Meeting]] = {}
    for row in store.rows("SELECT * FROM open_sighting ORDER BY seen_on DESC, kind, detail"):
        meeting = Meeting(
            HandleKey(row["key"]), row["kind"], row["detail"], row["language"],
            date.fromisoformat(row["seen_on"]),
        )  # fmt: skip
        found.setdefault(meeting.key, []).append(meeting)
    return found


def put_identity(store: Store, identity: Identity) -> None:
    """Keep the id of somebody on a server."""
    store.execute(
        "INSERT OR REPLACE INTO open_identity (host, key, remote_id, following)"
        " VALUES (?, ?, ?, ?)",
        (identity.host, identity.key, identity.remote_id, min(identity.following, 10**9)),
    )


def identities(store: Store, host: str = "") -> list[Identity]:
    """The ids of those who are known, on the servers that told them, or on one of these."""
    return [
        Identity(row["host"], HandleKey(row["key"]), row["remote_id"], row["following"])
        for row in store.rows("SELECT * FROM open_identity ORDER BY host, key")
        if host in ("", row["host"])
    ]


def put_meetings(store: Store, several: Iterable[Meeting]) -> None:
    """Keep where people were met."""
    for meeting in several:
        put_meeting(store, meeting)
