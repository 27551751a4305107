"""What was brought in from other services: the imports, and what was learnt from them.

An import owns ranges of entry numbers, so that taking it back is exact however
large it is.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.core.handles import Handle, Tag, parse_handle
from plnbuddy.store.database import Store
from plnbuddy.store.lists import read_forgotten


class ImportRun(NamedTuple):
    """One import: what it read, when, and how many of its entries are in the journal.

    `ended_at` is None when it was interrupted; importing the same again goes on.
    """

    id: int
    service: str
    name: str
    fingerprint: str
    started_at: datetime
    ended_at: datetime | None
    entries: int


class ArchivePerson(NamedTuple):
    """Somebody from an archive: how often they were spoken with, and whether they were followed."""

    handle: Handle
    name: str = ""
    times: int = 0
    last_on: date | None = None
    followed: bool = False
    lists: tuple[str, ...] = ()


class Claim(NamedTuple):
    """A fediverse handle that a text or a name states; nobody has checked it.

    `claimed_by` is the handle of the account it was read from, "" for the
    teacher's own text; `found_in` is "name" or "text".
    """

    handle: Handle
    claimed_by: str
    found_in: str
    seen_on: date | None


class ArchiveTag(NamedTuple):
    """A hashtag from an archive: how often it was used, and when last."""

    tag: Tag
    times: int
    last_on: date | None


class Exchange(NamedTuple):
    """How often `author` answered `answered` ("" for a comment on a post)."""

    author: str
    answered: str
    times: int


def start_import(store: Store, service: str, name: str, fingerprint: str, now: datetime) -> int:
    """Begin an import, or go on with an interrupted one of the same thing; returns its number."""
    row = store.row(
        "SELECT id FROM import_run WHERE service = ? AND fingerprint = ? AND ended_at IS NULL",
        (service, fingerprint),
    )
    if row:
        return int(row["id"])
    return store.execute(
        "INSERT INTO import_run (service, name, fingerprint, started_at) VALUES (?, ?, ?, ?)",
        (service, name, fingerprint, to_stored(now)),
    )


def end_import(store: Store, number: int, now: datetime) -> None:
    """Note that an import ran to its end."""
    store.execute("UPDATE import_run SET ended_at = ? WHERE id = ?", (to_stored(now), number))


def add_range(store: Store, number: int, first: int, last: int) -> None:
    """The entries from `first` to `last` belong to that import."""
    store.execute(
        "INSERT INTO import_range (import_id, first, last) VALUES (?, ?, ?)", (number, first, last)
    )


def all_imports(store: Store) -> list[ImportRun]:
    """Every import that was not taken back, oldest first."""
    return _runs(store, "1")


def _runs(store: Store, condition: str, *values: object) -> list[ImportRun]:
    return [
        _run(row)
        for row in store.rows(
            "SELECT r.*, (SELECT count(*) FROM import_range g JOIN activity a"
            "  ON a.id BETWEEN g.first AND g.last WHERE g.import_id = r.id) AS entries"
            f" FROM import_run r WHERE {condition} ORDER BY r.id",
            values,
        )
    ]


def _run(row: sqlite3.Row) -> ImportRun:
    return ImportRun(
        id=row["id"],
        service=row["service"],
        name=row["name"],
        fingerprint=row["fingerprint"],
        started_at=from_stored(row["started_at"]),
        ended_at=from_stored(row["ended_at"]) if row["ended_at"] else None,
        entries=row["entries"],
    )


def finished_import(store: Store, service: str, fingerprint: str) -> ImportRun | None:
    """The complete import of that very thing, or None."""
    condition = "service = ? AND fingerprint = ? AND ended_at IS NOT NULL"
    return next(iter(_runs(store, condition, service, fingerprint)), None)


def remove_import(store: Store, number: int) -> tuple[int, int]:
    """Take an import back; returns how many entries left, and how many stay.

    Entries that the teacher changed since then stay: what somebody wrote is not lost.
    """
    inside = (
        "id IN (SELECT a.id FROM import_range g JOIN activity a"
        " ON a.id BETWEEN g.first AND g.last WHERE g.import_id = ?)"
    )
    before = _entries(store, inside, number)
    store.execute(
        f"DELETE FROM activity WHERE {inside} AND CAST(id AS TEXT) NOT IN"
        " (SELECT key FROM action_change WHERE kind = 'activity' AND before IS NOT NULL)",
        (number,),
    )
    left = _entries(store, inside, number)
    store.execute("DELETE FROM import_run WHERE id = ?", (number,))
    store.execute("DELETE FROM action_change WHERE kind = 'import' AND key = ?", (str(number),))
    store.execute("DELETE FROM action WHERE id NOT IN (SELECT action_id FROM action_change)")
    return before - left, left


def _entries(store: Store, condition: str, number: int) -> int:
    row = store.row(f"SELECT count(*) AS n FROM activity WHERE {condition}", (number,))
    return int(row["n"]) if row else 0


def keep_findings(
    store: Store,
    number: int,
    people: Iterable[ArchivePerson],
    claims: Iterable[Claim],
    tags: Iterable[ArchiveTag],
    exchanges: Iterable[Exchange],
) -> None:
    """Keep what an import found besides entries, in place of what it found before."""
    for table in ("archive_person", "archive_claim", "archive_tag", "exchange"):
        store.execute(f"DELETE FROM {table} WHERE import_id = ?", (number,))
    store.execute_each(
        "INSERT OR REPLACE INTO archive_person (import_id, key, handle, name, times, last_on,"
        " followed, lists)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, p.handle.key, str(p.handle), p.name, p.times, _day(p.last_on),
             int(p.followed), json.dumps(p.lists, ensure_ascii=False))
            for p in people
        ),
    )  # fmt: skip
    store.execute_each(
        "INSERT OR REPLACE INTO archive_claim (import_id, key, handle, claimed_by, found_in,"
        " seen_on)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, c.handle.key, str(c.handle), c.claimed_by, c.found_in, _day(c.seen_on))
            for c in claims
        ),
    )
    store.execute_each(
        "INSERT OR REPLACE INTO archive_tag (import_id, key, name, times, last_on)"
        " VALUES (?, ?, ?, ?, ?)",
        ((number, t.tag.key, t.tag.name, t.times, _day(t.last_on)) for t in tags),
    )
    store.execute_each(
        "INSERT OR REPLACE INTO exchange (import_id, author, answered, times) VALUES (?, ?, ?, ?)",
        ((number, e.author, e.answered, e.times) for e in exchanges),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def archive_people(store: Store, most: int = -1) -> list[ArchivePerson]:
    """Everybody from all archives, those most spoken with first; each once.

    Archives overlap, so the highest count is taken and not the sum. People who are
    forgotten are left out.
    """
    gone = read_forgotten(store)
    rows = store.rows(
        "SELECT key, max(handle) AS handle, max(name) AS name, max(times) AS times,"
        " max(last_on) AS last_on, max(followed) AS followed, json_group_array(lists) AS lists"
        " FROM archive_person GROUP BY key ORDER BY times DESC, followed DESC, key LIMIT ?",
        (most,),
    )
    return [
        ArchivePerson(
            handle=parse_handle(row["handle"]),
            name=row["name"],
            times=row["times"],
            last_on=_date(row["last_on"]),
            followed=bool(row["followed"]),
            lists=tuple(
                dict.fromkeys(n for part in json.loads(row["lists"]) for n in json.loads(part))
            ),
        )
        for row in rows
        if row["key"] not in gone
    ]


def archive_claims(store: Store) -> list[Claim]:
    """Every fediverse handle that an archive states, each once, without the forgotten."""
    gone = read_forgotten(store)
    return [
        Claim(parse_handle(r["handle"]), r["claimed_by"], r["found_in"], _date(r["seen_on"]))
        for r in store.rows("SELECT * FROM archive_claim GROUP BY key ORDER BY key")
        if r["key"] not in gone
    ]


def archive_tags(store: Store, most: int = -1) -> list[ArchiveTag]:
    """The hashtags of all archives, most used first."""
    return [
        ArchiveTag(Tag(row["name"]), row["times"], _date(row["last_on"]))
        for row in store.rows(
            "SELECT max(name) AS name, max(times) AS times, max(last_on) AS last_on"
            " FROM archive_tag GROUP BY key ORDER BY times DESC, key LIMIT ?",
            (most,),
        )
    ]


def exchanges_of(store: Store, number: int) -> list[Exchange]:
    """Who answered whom in that import, most often first."""
    return [
        Exchange(row["author"], row["answered"], row["times"])
        for row in store.rows(
            "SELECT * FROM exchange WHERE import_id = ? ORDER BY times DESC, author, answered",
            (number,),
        )
    ]


class Feed(NamedTuple):
    """A feed that is read again at every sync; `etag` and `modified` spare unchanged ones.

    `me` is what the teacher is called in it, "" where there is one author.
    """

    url: str
    title: str
    etag: str = ""
    modified: str = ""
    read_at: datetime | None = None
    me: str = ""


def put_feed(store: Store, feed: Feed) -> None:
    """Remember a feed, or what was last read of it."""
    store.execute(
        "INSERT OR REPLACE INTO feed (url, title, etag, modified, read_at, me)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            feed.url, feed.title, feed.etag, feed.modified,
            to_stored(feed.read_at) if feed.read_at else None, feed.me,
        ),
    )  # fmt: skip


def all_feeds(store: Store) -> list[Feed]:
    """The remembered feeds, by address."""
    return [
        Feed(
            row["url"],
            row["title"],
            row["etag"],
            row["modified"],
            from_stored(row["read_at"]) if row["read_at"] else None,
            row["me"],
        )
        for row in store.rows("SELECT * FROM feed ORDER BY url")
    ]


def drop_feed(store: Store, url: str) -> None:
    """Read that feed no longer."""
    store.execute("DELETE FROM feed WHERE url = ?", (url,))


def put_column_choice(store: Store, header: Sequence[str], columns: Mapping[str, str]) -> None:
    """Remember what the columns of a table with that header mean."""
    store.execute(
        "INSERT OR REPLACE INTO column_choice (header, columns) VALUES (?, ?)",
        (json.dumps(list(header), ensure_ascii=False), json.dumps(dict(columns))),
    )


def column_choice(store: Store, header: Sequence[str]) -> dict[str, str] | None:
    """What the columns of a table with that header were said to mean, or None."""
    row = store.row(
        "SELECT columns FROM column_choice WHERE header = ?",
        (json.dumps(list(header), ensure_ascii=False),),
    )
    return dict(json.loads(row["columns"])) if row else None
