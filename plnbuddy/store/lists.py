"""The lists that a teacher added or keeps, their rows, what a check found, who is forgotten."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.model import Subject, SubjectKind, read_subject
from plnbuddy.store.database import Store

_SEPARATOR = ";"


class ListRow(NamedTuple):
    """One row of a list: a person or a hashtag, with what the list says of it.

    `label` is the handle or "#tag"; `basis` says why a person may be listed and
    `source` is the page or file it was read from.
    """

    kind: SubjectKind
    key: str
    label: str
    name: str = ""
    topics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    region: str = ""
    description: str = ""
    basis: str = ""
    source: str = ""

    @property
    def subject(self) -> Subject:
        """Whom or what the row is about."""
        return read_subject(self.kind, self.label)


class KeptList(NamedTuple):
    """A list: `name` is the word it is called by, `source` the file or address it came from.

    `source` is "" for a list of one's own, and `contact` is where somebody asks to
    be removed from it. `topics` stand for rows that name none.
    """

    name: str
    title: str
    introduction: str = ""
    contact: str = ""
    source: str = ""
    format: str = ""
    topics: tuple[str, ...] = ()
    etag: str = ""
    modified: str = ""
    read_at: datetime | None = None

    @property
    def is_own(self) -> bool:
        """Whether the teacher keeps it, and nobody else."""
        return not self.source


def put_list(store: Store, kept: KeptList) -> None:
    """Keep a list's own facts; its rows stay."""
    store.execute(
        "INSERT INTO kept_list (name, title, introduction, contact, source, format, topics,"
        " etag, modified, read_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET title = excluded.title,"
        " introduction = excluded.introduction, contact = excluded.contact,"
        " source = excluded.source, format = excluded.format, topics = excluded.topics,"
        " etag = excluded.etag, modified = excluded.modified, read_at = excluded.read_at",
        (
            kept.name, kept.title, kept.introduction, kept.contact, kept.source, kept.format,
            _SEPARATOR.join(kept.topics), kept.etag, kept.modified,
            to_stored(kept.read_at) if kept.read_at else None,
        ),
    )  # fmt: skip


def get_list(store: Store, name: str) -> KeptList | None:
    """The list of that name, or None."""
    row = store.row("SELECT * FROM kept_list WHERE name = ?", (name,))
    return _list(row) if row else None


def all_lists(store: Store) -> list[KeptList]:
    """Every list, by name."""
    return [_list(row) for row in store.rows("SELECT * FROM kept_list ORDER BY name")]


def _list(row: sqlite3.Row) -> KeptList:
    return KeptList(
        name=row["name"],
        title=row["title"],
        introduction=row["introduction"],
        contact=row["contact"],
        source=row["source"],
        format=row["format"],
        topics=_several(row["topics"]),
        etag=row["etag"],
        modified=row["modified"],
        read_at=from_stored(row["read_at"]) if row["read_at"] else None,
    )


def drop_list(store: Store, name: str) -> None:
    """Remove a list with its rows."""
    store.execute("DELETE FROM kept_list WHERE name = ?", (name,))


def put_rows(store: Store, name: str, rows: Iterable[ListRow]) -> None:
    """The rows of a list, in place of those it had."""
    store.execute("DELETE FROM list_row WHERE list = ?", (name,))
    store.execute_each(
        "INSERT OR IGNORE INTO list_row (list, kind, key, position, label, name, topics,"
        " levels, languages, region, description, basis, source)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                name, row.kind.value, row.key, at, row.label, row.name,
                _SEPARATOR.join(row.topics), _SEPARATOR.join(row.levels),
                _SEPARATOR.join(row.languages), row.region, row.description, row.basis, row.source,
            )
            for at, row in enumerate(rows)
        ),
    )  # fmt: skip


def list_rows(store: Store, name: str) -> list[ListRow]:
    """The rows of a list in their order, without those who are forgotten."""
    found = store.rows("SELECT * FROM list_row WHERE list = ? ORDER BY position", (name,))
    return without_forgotten(store, [_row(row) for row in found])


def rows_of_kind(store: Store, kind: SubjectKind) -> list[tuple[str, ListRow]]:
    """Title of the list and row, for all lists, without those who are forgotten."""
    found = store.rows(
        "SELECT l.title AS title, l.topics AS list_topics, r.* FROM list_row r"
        " JOIN kept_list l ON l.name = r.list WHERE r.kind = ? ORDER BY r.list, r.position",
        (kind.value,),
    )
    gone = read_forgotten(store)
    pairs = []
    for each in found:
        row = _row(each)
        if row.key not in gone:
            topics = row.topics or _several(each["list_topics"])
            pairs.append((str(each["title"]), row._replace(topics=topics)))
    return pairs


def _row(row: sqlite3.Row) -> ListRow:
    return ListRow(
        kind=SubjectKind(row["kind"]),
        key=row["key"],
        label=row["label"],
        name=row["name"],
        topics=_several(row["topics"]),
        levels=_several(row["levels"]),
        languages=_several(row["languages"]),
        region=row["region"],
        description=row["description"],
        basis=row["basis"],
        source=row["source"],
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(text.split(_SEPARATOR)) if text else ()


def forget(store: Store, kind: str, key: str, day: date) -> None:
    """Never show that person (kind "person", a handle's key) or server again."""
    store.execute(
        "INSERT OR IGNORE INTO forgotten (kind, key, forgotten_on) VALUES (?, ?, ?)",
        (kind, key, day.isoformat()),
    )


def remember_again(store: Store, kind: str, key: str) -> bool:
    """Take back a `forget`; whether there was one."""
    known = store.row("SELECT 1 FROM forgotten WHERE kind = ? AND key = ?", (kind, key))
    store.execute("DELETE FROM forgotten WHERE kind = ? AND key = ?", (kind, key))
    return known is not None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Keys of people, and domains of servers, that are never to be shown.

    `key in forgotten` says of a handle's key whether it is one of them, by itself, with
    its server, or with one above it. The key of a hashtag never is: it holds no "@".
    """

    people: frozenset[str] = frozenset()
    servers: frozenset[str] = frozenset()

    def __contains__(self, key: str) -> bool:
        if key in self.people or not self.servers:
            return key in self.people
        domain = key.partition("@")[2]
        return any(domain == server or domain.endswith(f".{server}") for server in self.servers)


def read_forgotten(store: Store) -> Forgotten:
    """Who is never to be shown."""
    rows = store.rows("SELECT kind, key FROM forgotten")
    return Forgotten(
        frozenset(row["key"] for row in rows if row["kind"] == "person"),
        frozenset(row["key"] for row in rows if row["kind"] == "server"),
    )


def without_forgotten(store: Store, rows: Sequence[ListRow]) -> list[ListRow]:
    """The rows without people and servers that are forgotten."""
    gone = read_forgotten(store)
    return [row for row in rows if row.key not in gone]


class RowCheck(NamedTuple):
    """What a server said of an account.

    `state` is one of "fine", "moved", "silent", "suspended", "gone", "no" (its
    settings say no) or "unknown"; `detail` says more, such as the new handle.
    `listable` is whether its settings allow that it is listed.
    """

    key: str
    state: str
    detail: str
    name: str
    listable: bool
    last_post: date | None
    checked_on: date


def put_check(store: Store, check: RowCheck) -> None:
    """Keep what a check found, in place of an earlier one."""
    store.execute(
        "INSERT OR REPLACE INTO row_check (key, state, detail, name, listable, last_post,"
        " checked_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            check.key, check.state, check.detail, check.name, int(check.listable),
            check.last_post.isoformat() if check.last_post else None, check.checked_on.isoformat(),
        ),
    )  # fmt: skip


def all_checks(store: Store) -> dict[str, RowCheck]:
    """The last check of each account, by the handle's key."""
    return {
        row["key"]: RowCheck(
            key=row["key"],
            state=row["state"],
            detail=row["detail"],
            name=row["name"],
            listable=bool(row["listable"]),
            last_post=date.fromisoformat(row["last_post"]) if row["last_post"] else None,
            checked_on=date.fromisoformat(row["checked_on"]),
        )
        for row in store.rows("SELECT * FROM row_check")
    }


def person_row(text: str) -> ListRow:
    """A row with nothing but a handle.

    Raises:
        HandleError: the text is none.
    """
    handle = parse_handle(text)
    return ListRow(SubjectKind.PERSON, handle.key, str(handle))
