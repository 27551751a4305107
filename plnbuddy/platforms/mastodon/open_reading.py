"""What a Mastodon server tells whoever asks: one request each, without an account.

The same questions can be asked with a login, of the teacher's own server.
Documentation: docs.joinmastodon.org, methods timelines, tags, directory, accounts,
instance and collections.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.errors import ServerUnreachableError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.platforms.mastodon.addresses import server_name
from plnbuddy.platforms.mastodon.entities import (
    EntityError,
    Fields,
    plain_text,
    read_account,
    read_instance,
    read_post,
)
from plnbuddy.platforms.values import Post, Stranger
from plnbuddy.system.fetch import Connections, Manner, fetch

SECONDS = 15.0
"""For one answer, whatever it is."""

SIZE_LIMIT = 4_000_000
POSTS = 40
PEOPLE = 80
MOST_MORE_TAGS = 4
"""A hashtag timeline takes at most so many further hashtags (`any[]`)."""

_BIO_LIMIT = 20_000  # characters of markup that are looked at
_MOST_FIELDS = 8

_Item = TypeVar("_Item")


class WrongShapeError(ServerUnreachableError):
    """The answer is none that the documentation knows."""


@dataclass(frozen=True)
class Place:
    """A server to ask: its base address, and a login where the teacher has one there.

    `connections` stay open from one question to the next; None for new ones with each.
    """

    address: str
    token: str = ""
    connections: Connections | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The server as a teacher knows it."""
        return server_name(self.address)


@dataclass(frozen=True)
class Described:
    """What a server says about itself.

    `closed` says why its hashtag timelines give nothing to a stranger, "" when
    they do or nothing is said; `collections` whether it offers those.
    """

    domain: str
    title: str
    closed: str
    collections: bool


@dataclass(frozen=True)
class TagWeek:
    """Use of a hashtag in the last seven days, as far as a server knows.

    `people` is their number when `exact`, else at most so many: a server counts
    each day by itself.
    """

    posts: int
    people: int
    exact: bool


def describe(place: Place) -> Described:
    """What the server says about itself (`/api/v2/instance`, since 4.0).

    Raises:
        ServerUnreachableError: it is none, or no Mastodon server.
    """
    fields = _object(_ask(place, "/api/v2/instance"), place)
    if not isinstance(fields.get("domain"), str):
        raise _wrong(place)
    known = read_instance(fields, place.name)
    access = _at(fields, "configuration", "timelines_access", "hashtag_feeds")
    states = {access.get("local"), access.get("remote")}
    closed = ""
    if "disabled" in states:
        closed = "it shows no posts under hashtags"
    elif "authenticated" in states and not place.token:
        closed = "it shows posts under hashtags to its own people only"
    return Described(known.domain, known.title, closed, known.collections)


def read_tag_posts(
    place: Place, domain: str, tag: Tag, others: Sequence[Tag] = (), before: str = ""
) -> list[tuple[Post, Stranger]]:
    """The latest public posts under any of these hashtags, newest first, with their authors.

    Args:
        before: only posts older than the one with this id on that server.
    """
    more = [("any[]", other.name) for other in others[:MOST_MORE_TAGS]]
    older = [("max_id", before)] if before else []
    query = urlencode([("limit", str(POSTS)), *older, *more])
    path = f"/api/v1/timelines/tag/{quote(tag.name, safe='')}?{query}"

    def read(fields: Fields) -> tuple[Post, Stranger]:
        author = fields.get("account")
        if not isinstance(author, Mapping):
            raise EntityError("a post without an author")
        return read_post(fields, domain), _stranger(author, domain)

    found = _each(_list(_ask(place, path), place)[:POSTS], read)
    return [(post, who) for post, who in found if post.visibility == "public" and not post.boosted]


def read_tag_week(place: Place, tag: Tag) -> TagWeek:
    """How much a hashtag was used in the last seven days."""
    fields = _object(_ask(place, f"/api/v1/tags/{quote(tag.name, safe='')}"), place)
    history = fields.get("history")
    if not isinstance(history, list):
        raise _wrong(place)
    days = [day for day in history[:7] if isinstance(day, Mapping)]
    return TagWeek(
        posts=sum(_number(day.get("uses")) for day in days),
        people=sum(_number(day.get("accounts")) for day in days),
        exact=False,
    )


def read_directory(place: Place, domain: str, skipped: int = 0) -> list[Stranger]:
    """People of this server who asked to be listed, lately active first, after so many others."""
    query = urlencode({"local": "true", "order": "active", "limit": PEOPLE, "offset": skipped})
    return _people(_ask(place, f"/api/v1/directory?{query}"), place, domain)


def read_following(place: Place, domain: str, identifier: str) -> list[Stranger]:
    """The latest of those whom an account (by its id on that server) follows."""
    path = f"/api/v1/accounts/{quote(identifier, safe='')}/following?limit={PEOPLE}"
    return _people(_ask(place, path), place, domain)


def look_up(place: Place, domain: str, handle: Handle) -> Stranger:
    """The account with that handle, as the server knows it.

    Raises:
        AnsweredError: there is none (404), or the server tells strangers nothing (401).
    """
    query = urlencode({"acct": str(handle)[1:]})
    fields = _object(_ask(place, f"/api/v1/accounts/lookup?{query}"), place)
    try:
        return _stranger(fields, domain)
    except EntityError:
        raise _wrong(place) from None


@dataclass(frozen=True)
class Collection:
    """A collection that somebody recommends: its name, and where it is shown."""

    id: str
    name: str
    tag: str
    link: str


def read_collections(place: Place, identifier: str) -> list[Collection]:
    """The collections that an account keeps and lets be found (since 4.6)."""
    path = f"/api/v1/accounts/{quote(identifier, safe='')}/collections"
    found = _object(_ask(place, path), place).get("collections")

    def read(fields: Fields) -> Collection:
        number, name = fields.get("id"), fields.get("name")
        if not isinstance(number, str) or not isinstance(name, str):
            raise EntityError("no id or name")
        tag = _at(fields, "tag").get("name")
        return Collection(
            clean_line(number, 100),
            clean_line(plain_text(name), 100),
            clean_line(tag, 100) if isinstance(tag, str) else "",
            f"{place.address}/collections/{quote(number, safe='')}",
        )

    open_ones = [
        each
        for each in _list(found, place)
        if isinstance(each, Mapping) and each.get("discoverable") is True
    ]
    return list(_each(open_ones, read))


def read_collection(place: Place, domain: str, identifier: str) -> list[Stranger]:
    """Those in a collection who agreed to be in it."""
    answer = _object(_ask(place, f"/api/v1/collections/{quote(identifier, safe='')}"), place)
    items = _list(_at(answer, "collection").get("items"), place)
    agreed = {
        str(item.get("account_id"))
        for item in items
        if isinstance(item, Mapping) and item.get("state") == "accepted"
    }
    people = _people(answer.get("accounts"), place, domain)
    return [person for person in people if person.account.id in agreed]


def _ask(place: Place, path: str) -> object:
    manner = Manner("application/json", place.token, SECONDS, same_host=True)
    address = f"{place.address}{path}"
    fetched = fetch(address, limit=SIZE_LIMIT, manner=manner, over=place.connections)
    try:
        return json.loads(fetched.content)
    except (ValueError, RecursionError):
        raise _wrong(place) from None


def _people(found: object, place: Place, domain: str) -> list[Stranger]:
    return list(_each(_list(found, place)[:PEOPLE], lambda fields: _stranger(fields, domain)))


def _stranger(fields: Fields, domain: str) -> Stranger:
    note = fields.get("note")
    bio = note[:_BIO_LIMIT] if isinstance(note, str) else ""
    account = read_account({**fields, "note": bio}, domain)
    listed = fields.get("fields")
    rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    return Stranger(
        account,
        plain_text(bio),
        tuple((_words(row.get("name")), _words(row.get("value"))) for row in rows[:_MOST_FIELDS]),
    )


def _words(markup: object) -> str:
    return clean_line(plain_text(markup[:2_000]), 200) if isinstance(markup, str) else ""


def _each(items: Iterable[object], read: Callable[[Fields], _Item]) -> Iterable[_Item]:
    """The entries that can be read; the others are passed over."""
    for item in items:
        if isinstance(item, Mapping):
            try:
                yield read(item)
            except (EntityError, RecursionError):
                continue


def _list(found: object, place: Place) -> list[Any]:
    if not isinstance(found, list):
        raise _wrong(place)
    return found


def _object(found: object, place: Place) -> Fields:
    if not isinstance(found, Mapping):
        raise _wrong(place)
    return found


def _at(fields: Fields, *names: str) -> Fields:
    """What lies at a path of objects; nothing where one of them is missing."""
    for name in names:
        inner = fields.get(name)
        if not isinstance(inner, Mapping):
            return {}
        fields = inner
    return fields


def _number(value: object) -> int:
    """A count as Mastodon writes it, a number or digits; 0 for nonsense."""
    text = str(value) if isinstance(value, int | str) else ""
    return int(text) if is_number(text) and len(text) < 10 else 0


def _wrong(place: Place) -> WrongShapeError:
    return WrongShapeError(
        f"{place.name} gave an answer that plnbuddy does not understand.",
        "It may run a software that plnbuddy does not know; the others are asked all the same.",
    )
