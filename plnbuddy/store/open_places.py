"""Which servers and hashtags were asked about without an account, and what came of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple

from plnbuddy.core.handles import Tag, TagKey
from plnbuddy.store.database import Store

AskedState = Literal["read", "closed", "failed"]


class Asked(NamedTuple):
    """What came of asking a server something, and when it may be asked again."""

    host: str
    what: str
    state: AskedState
    detail: str
    again_at: datetime


class KnownServer(NamedTuple):
    """What a server said about itself; `closed` is why its hashtags give nothing, or ""."""

    host: str
    domain: str
    closed: str
    collections: bool


class LivingTag(NamedTuple):
    """Use of a hashtag in the seven days before `read_on`, as a server knows it.

    `people` is their number when `exact`, else at most so many.
    """

    tag: Tag
    host: str
    posts: int
    people: int
    exact: bool
    read_on: date


def put_asked(store: Store, asked: Asked) -> None:
    """Keep what came of asking."""
    store.execute(
        "INSERT OR REPLACE INTO asked (host, what, state, detail, again_at) VALUES (?, ?, ?, ?, ?)",
        (asked.host, asked.what, asked.state, asked.detail, asked.again_at.isoformat()),
    )


def all_asked(store: Store) -> list[Asked]:
    """Everything that was asked, by server."""
    return [
        Asked(
            row["host"], row["what"], row["state"], row["detail"],
            datetime.fromisoformat(row["again_at"]),
        )
        for row in store.rows("SELECT * FROM asked ORDER BY host, what")
    ]  # fmt: skip


def count_request(store: Store, day: date) -> None:
    """Count one more request on that day."""
    store.execute(
        "INSERT INTO asking_day (day, requests) VALUES (?, 1)"
        " ON CONFLICT (day) DO UPDATE SET requests = requests + 1",
        (day.isoformat(),),
    )


def requests_by_day(store: Store) -> dict[date, int]:
    """How many requests were made on each day."""
    return {
        date.fromisoformat(row["day"]): row["requests"]
        for row in store.rows("SELECT day, requests FROM asking_day ORDER BY day")
    }


def put_server(store: Store, server: KnownServer) -> None:
    """Keep what a server said about itself."""
    store.execute(
        "INSERT OR REPLACE INTO described_server (host, domain, closed, collections)"
        " VALUES (?, ?, ?, ?)",
        (server.host, server.domain, server.closed, server.collections),
    )


def known_servers(store: Store) -> dict[str, KnownServer]:
    """What servers said about themselves, by host."""
    return {
        row["host"]: KnownServer(
            row["host"], row["domain"], row["closed"], bool(row["collections"])
        )
        for row in store.rows("SELECT * FROM described_server")
    }


def put_living_tag(store: Store, living: LivingTag) -> None:
    """Keep how much a hashtag is used; on the server that knows most of it."""
    known = living_tags(store).get(living.tag.key)
    if known and known.read_on == living.read_on and known.posts > living.posts:
        return
    store.execute(
        "INSERT OR REPLACE INTO tag_week (key, name, host, posts, people, exact, read_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            living.tag.key, living.tag.name, living.host, living.posts, living.people,
            living.exact, living.read_on.isoformat(),
        ),
    )  # fmt: skip


def living_tags(store: Store) -> dict[TagKey, LivingTag]:
    """How much hashtags were used when they were looked at, by key."""
    return {
        TagKey(row["key"]): LivingTag(
            Tag(row["name"]), row["host"], row["posts"], row["people"], bool(row["exact"]),
            date.fromisoformat(row["read_on"]),
        )
        for row in store.rows("SELECT * FROM tag_week")
    }  # fmt: skip


class OpenList(NamedTuple):
    """A list whose members volunteered, which `plnbuddy lists add` can read; `keeper` is who
    keeps it."""

    address: str
    title: str
    keeper: str
    read_on: date


def put_open_lists(store: Store, keeper: str, lists: Iterable[OpenList]) -> None:
    """Keep exactly these lists of that keeper."""
    store.execute("DELETE FROM open_list WHERE keeper = ?", (keeper,))
    for each in lists:
        store.execute(
            "INSERT OR REPLACE INTO open_list (address, title, keeper, read_on)"
            " VALUES (?, ?, ?, ?)",
            (each.address, each.title, each.keeper, each.read_on.isoformat()),
        )


def open_lists(store: Store) -> list[OpenList]:
    """The lists of volunteers that keepers named."""
    return [
        OpenList(row["address"], row["title"], row["keeper"], date.fromisoformat(row["read_on"]))
        for row in store.rows("SELECT * FROM open_list ORDER BY keeper, title")
    ]
