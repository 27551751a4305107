"""What was read of the living network, and whom and what it brought: kept with its age."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from plnbuddy.core.handles import Handle, HandleKey, Tag, TagKey, parse_handle
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.source_names import current_sources
from plnbuddy.store.database import Store
from plnbuddy.store.lists import read_forgotten

Purpose = Literal["rank", "stretch"]


class KnownPerson(NamedTuple):
    """An account as a server described it on `read_on`.

    `open` says that it wants to be found (`discoverable`); `trouble` why it must
    not be suggested ("" when nothing speaks against it). `remote_id` is its id on
    the teacher's server, `topics` come from the hashtags of its bio.
    """

    id: int
    handle: Handle
    name: str
    remote_id: str
    open: bool
    trouble: str
    topics: tuple[str, ...]
    followers: int
    following: int
    last_post: date | None
    read_on: date
    link: str = ""


class Sighting(NamedTuple):
    """Where a person was met: by which source, and there under which hashtag or in which list."""

    key: HandleKey
    source: str
    detail: str
    language: str
    seen_on: date


class ListReading(NamedTuple):
    """How far the list of follows of a person was read; `next` leads on."""

    person: int
    next: str
    read: int
    ended: bool
    read_on: date


class Discovery(NamedTuple):
    """A person or hashtag that exploring brought.

    `score` and `stretch` (how much of it would be new) run from 0 to 1. `facts`
    are data, put into words when they are shown.
    """

    kind: SubjectKind
    key: str
    label: str
    name: str
    sources: tuple[str, ...]
    score: float
    stretch: float
    facts: tuple[Mapping[str, Any], ...]
    topics: tuple[str, ...]
    language: str
    found_on: date


def put_person(store: Store, account: str, person: KnownPerson) -> int:
    """Keep what a server said of a person, and return the number it is kept under.

    Lists of people on Bluesky do not tell how many each follows; what is known of it stays.
    """
    row = store.row(
        "SELECT id, following FROM known_person WHERE account = ? AND key = ?",
        (account, person.handle.key),
    )
    silent = person.handle.platform is Platform.BLUESKY and not person.following
    following = row["following"] if row and silent else person.following
    return store.execute(
        "INSERT OR REPLACE INTO known_person (id, account, key, handle, name, remote_id, open,"
        " trouble, topics, followers, following, last_post, read_on, link)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row["id"] if row else None, account, person.handle.key, str(person.handle),
            person.name, person.remote_id, person.open, person.trouble, " ".join(person.topics),
            person.followers, following,
            person.last_post.isoformat() if person.last_post else None,
            person.read_on.isoformat(), person.link,
        ),
    )  # fmt: skip


def known_people(store: Store, account: str) -> dict[HandleKey, KnownPerson]:
    """Everybody that was read about, by key."""
    return {
        HandleKey(row["key"]): read_person(row)
        for row in store.each("SELECT * FROM known_person WHERE account = ?", (account,))
    }


def remote_ids(store: Store, account: str, keys: Sequence[str]) -> dict[str, str]:
    """The ids that the account's server gave these people, by key, as far as it did."""
    marks = ", ".join("?" * len(keys))
    condition = f"account = ? AND remote_id <> '' AND key IN ({marks})"
    query = f"SELECT key, remote_id FROM known_person WHERE {condition}"
    return {row["key"]: row["remote_id"] for row in store.rows(query, (account, *keys))}


def read_person(row: sqlite3.Row) -> KnownPerson:
    """A person from a row of the table."""
    return KnownPerson(
        id=row["id"],
        handle=parse_handle(row["handle"]),
        name=row["name"],
        remote_id=row["remote_id"],
        open=bool(row["open"]),
        trouble=row["trouble"],
        topics=tuple(row["topics"].split()),
        followers=row["followers"],
        following=row["following"],
        last_post=date.fromisoformat(row["last_post"]) if row["last_post"] else None,
        read_on=date.fromisoformat(row["read_on"]),
        link=row["link"],
    )


class LastWord(NamedTuple):
    """When a server last spoke of a person, what speaks against them, and whether they are open.

    `found` is False for somebody whom a server was asked about and did not find, on that
    day: they may be there all the same.
    """

    read_on: date
    trouble: str
    open: bool
    found: bool = True
    link: str = ""


def last_words(store: Store) -> dict[str, LastWord]:
    """What is known of people from the last time that a server spoke of them, by key."""
    words = {
        row["key"]: LastWord(
            date.fromisoformat(row["read_on"]), row["trouble"], bool(row["open"]), link=row["link"]
        )
        for row in store.rows(
            "SELECT key, max(read_on) AS read_on, trouble, open, link FROM known_person"
            " GROUP BY key"
        )
    }
    for row in store.rows("SELECT key, max(asked_on) AS day FROM unfound_person GROUP BY key"):
        day, before = date.fromisoformat(row["day"]), words.get(row["key"])
        if before is None or before.read_on < day:
            known = before or LastWord(day, "", open=True)
            words[row["key"]] = known._replace(read_on=day, found=False)
    return words


def put_unfound(store: Store, account: str, key: HandleKey, day: date) -> None:
    """Keep that the account's server was asked about somebody and did not find them."""
    store.execute(
        "INSERT OR REPLACE INTO unfound_person (account, key, asked_on) VALUES (?, ?, ?)",
        (account, key, day.isoformat()),
    )


def put_known_ties(store: Store, account: str, ties: Iterable[tuple[int, int]]) -> None:
    """Keep who follows whom, as pairs of numbers of known people."""
    store.execute_each(
        "INSERT OR IGNORE INTO known_tie (account, follower, followed) VALUES (?, ?, ?)",
        ((account, follower, followed) for follower, followed in ties),
    )


def drop_known_ties(store: Store, account: str, follower: int) -> None:
    """Forget whom somebody follows, before their list is read anew."""
    store.execute("DELETE FROM known_tie WHERE account = ? AND follower = ?", (account, follower))


def known_ties(store: Store, account: str) -> Iterator[tuple[int, int]]:
    """Who follows whom, as pairs of numbers of known people."""
    rows = store.each("SELECT follower, followed FROM known_tie WHERE account = ?", (account,))
    return ((row["follower"], row["followed"]) for row in rows)


def put_reading(store: Store, account: str, purpose: Purpose, reading: ListReading) -> None:
    """Keep how far a list was read."""
    store.execute(
        "INSERT OR REPLACE INTO list_reading (account, person, purpose, next, read, ended,"
        " read_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            account, reading.person, purpose, reading.next, reading.read, reading.ended,
            reading.read_on.isoformat(),
        ),
    )  # fmt: skip


def list_readings(store: Store, account: str, purpose: Purpose) -> dict[int, ListReading]:
    """How far lists were read, by the number of the person."""
    return {
        row["person"]: ListReading(
            row["person"], row["next"], row["read"], bool(row["ended"]),
            date.fromisoformat(row["read_on"]),
        )
        for row in store.rows(
            "SELECT * FROM list_reading WHERE account = ? AND purpose = ?", (account, purpose)
        )
    }  # fmt: skip


def put_sighting(store: Store, account: str, sighting: Sighting) -> None:
    """Keep where a person was met; the latest day counts."""
    store.execute(
        "INSERT INTO sighting (account, key, source, detail, language, seen_on)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (account, key, source, detail) DO UPDATE SET"
        " language = iif(excluded.seen_on >= seen_on, excluded.language, language),"
        " seen_on = max(seen_on, excluded.seen_on)",
        (
            account, sighting.key, sighting.source, sighting.detail, sighting.language,
            sighting.seen_on.isoformat(),
        ),
    )  # fmt: skip


def sightings_since(store: Store, account: str, day: date) -> list[Sighting]:
    """Where people were met since that day, latest first."""
    return [
        Sighting(
            HandleKey(row["key"]), row["source"], row["detail"], row["language"],
            date.fromisoformat(row["seen_on"]),
        )
        for row in store.rows(
            "SELECT * FROM sighting WHERE account = ? AND seen_on >= ? ORDER BY seen_on DESC, key",
            (account, day.isoformat()),
        )
    ]  # fmt: skip


def put_tag_use(store: Store, account: str, tag: Tag, person: HandleKey, day: date) -> None:
    """Keep that somebody the teacher follows used a hashtag."""
    store.execute(
        "INSERT INTO tag_use (account, key, name, person, seen_on)"
        " VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (account, key, person) DO UPDATE SET"
        " seen_on = max(seen_on, excluded.seen_on)",
        (account, tag.key, tag.name, person, day.isoformat()),
    )


def tag_uses_since(store: Store, account: str, day: date) -> dict[TagKey, tuple[str, list[str]]]:
    """Hashtags used since that day: their spelling, and the keys of those who used them."""
    found: dict[TagKey, tuple[str, list[str]]] = {}
    for row in store.rows(
        "SELECT * FROM tag_use WHERE account = ? AND seen_on >= ? ORDER BY key, person",
        (account, day.isoformat()),
    ):
        found.setdefault(TagKey(row["key"]), (row["name"], []))[1].append(row["person"])
    return found


def put_tag_loudness(store: Store, account: str, key: TagKey, people: int, day: date) -> None:
    """Keep how many people used a hashtag in a week, on the whole server."""
    store.execute(
        "INSERT OR REPLACE INTO tag_loudness (account, key, people, read_on) VALUES (?, ?, ?, ?)",
        (account, key, people, day.isoformat()),
    )


def tag_loudness(store: Store, account: str) -> dict[TagKey, tuple[int, date]]:
    """How many people use hashtags on the whole server, and when that was read."""
    return {
        TagKey(row["key"]): (row["people"], date.fromisoformat(row["read_on"]))
        for row in store.rows("SELECT * FROM tag_loudness WHERE account = ?", (account,))
    }


def put_avoided(
    store: Store, account: str, kind: str, keys: Iterable[HandleKey], *, all_of_them: bool
) -> None:
    """Keep these as blocked or muted; `all_of_them` forgets the others of that kind."""
    if all_of_them:
        store.execute("DELETE FROM avoided WHERE account = ? AND kind = ?", (account, kind))
    store.execute_each(
        "INSERT OR IGNORE INTO avoided (account, kind, key) VALUES (?, ?, ?)",
        ((account, kind, key) for key in keys),
    )


def avoided_people(store: Store) -> set[HandleKey]:
    """Everybody whom the teacher blocked or muted on any account."""
    return {HandleKey(row["key"]) for row in store.rows("SELECT DISTINCT key FROM avoided")}


def replace_discoveries(store: Store, account: str, found: Sequence[Discovery]) -> None:
    """Keep exactly these as what exploring brought."""
    store.execute("DELETE FROM discovery WHERE account = ?", (account,))
    store.execute_each(
        "INSERT INTO discovery (account, kind, key, label, name, sources, score, stretch,"
        " reasons, topics, language, found_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                account, d.kind.value, d.key, d.label, d.name, " ".join(d.sources), d.score,
                d.stretch, json.dumps(d.facts, ensure_ascii=False), " ".join(d.topics),
                d.language, d.found_on.isoformat(),
            )
            for d in found
        ),
    )  # fmt: skip


def read_discoveries(store: Store, kind: SubjectKind) -> list[Discovery]:
    """What exploring brought, on all accounts, best first, without those who are forgotten."""
    gone = read_forgotten(store)
    return [
        Discovery(
            kind=SubjectKind(row["kind"]),
            key=row["key"],
            label=row["label"],
            name=row["name"],
            sources=current_sources(row["sources"]),
            score=row["score"],
            stretch=row["stretch"],
            facts=tuple(json.loads(row["reasons"])),
            topics=tuple(row["topics"].split()),
            language=row["language"],
            found_on=date.fromisoformat(row["found_on"]),
        )
        for row in store.rows(
            "SELECT * FROM discovery WHERE kind = ? ORDER BY score DESC, key", (kind.value,)
        )
        if row["key"] not in gone
    ]
