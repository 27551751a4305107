"""What a feed says, whatever its format: RSS 0.9 to 2.0, Atom, JSON Feed, a Blogger backup."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from plnbuddy.core.clean import as_argument, clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.web_address import parse_link
from plnbuddy.imports.feed_items import FeedItem, read_item
from plnbuddy.imports.markup import tame_html, title_text
from plnbuddy.imports.moments import read_date
from plnbuddy.imports.xml_stream import (
    DamagedXmlError,
    DefinitionsError,
    Mender,
    TooMuchXmlError,
    each_element,
    encoding_of,
    local_name,
)
from plnbuddy.platforms.mastodon.entities import plain_text

MOST_ITEMS = 100_000
_PARTS_LIMIT = 20_000  # elements inside one post
_CHUNK = 1 << 16
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_ROOT = re.compile(r"<\?xml|<!doctype|<(?:[\w.-]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_LOOKED_AT = 2_000  # bytes
_JSON_FEED = "https://jsonfeed.org/version/"
_COMMENTS_ADDRESS = re.compile(r"/comments(?:/default|/feed)?/?(?:[?#].*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class FeedContent:
    """A feed: its title, the page it belongs to, and its posts.

    `damage` says where reading ended too early, "" when it did not; `mended` counts the places
    that were no XML.
    """

    title: str
    link: str
    items: tuple[FeedItem, ...]
    damage: str = ""
    mended: int = 0


class PageError(UsageError):
    """A web page where a feed was wanted; `feeds` are the addresses that it names."""

    def __init__(self, origin: str, feeds: list[str]) -> None:
        self.feeds = feeds
        remedy = "Look on the page for RSS, Atom or “Subscribe”, and give that address."
        if feeds:
            remedy = f"The page names its feed: plnbuddy import feed {as_argument(feeds[0])}"
        super().__init__(f"{clean_line(origin, 100)} is a web page, and no feed.", remedy)


def read_feed(origin: str, content: bytes, clock: Clock) -> FeedContent:
    """The feed in these bytes.

    Args:
        origin: its address, for links without a server; or the name of its file.
        clock: says in which zone dates without one are meant.

    Raises:
        PageError: it is a web page.
        UsageError: it is no feed, one of comments, or one that defines entities (as bombs do).
    """
    start = content.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:_LOOKED_AT]
    if start.startswith(b"{"):
        feed = _read_json(origin, content, clock)
    elif _PAGE.search(start) and not re.search(rb"<(?:rss|feed|rdf:RDF)\b", start):
        raise PageError(origin, _named_feeds(origin, content))
    else:
        feed = _read_xml(origin, content, clock)
    if feed.items and all(item.is_comment for item in feed.items):
        raise UsageError(
            f"{clean_line(origin, 100)} is a feed of comments, and not of posts.",
            "Give the address of the blog's posts; comments of others are not yours.",
        )
    return feed


def _no_feed(origin: str) -> UsageError:
    return UsageError(
        f"{clean_line(origin, 100)} is no feed that plnbuddy can read.",
        "Give the address of an RSS, Atom or JSON feed, or a file saved from one.",
    )


def _read_xml(origin: str, content: bytes, clock: Clock) -> FeedContent:
    text = content.decode(encoding_of(content[:_CHUNK]), errors="replace")
    begins = _ROOT.search(text, 0, 5_000)  # Some pages warn of an error before their feed.
    if begins is None:
        raise _no_feed(origin)
    kept: list[FeedItem] = []
    root, damage = None, ""
    pieces = (text[at : at + _CHUNK] for at in range(begins.start(), len(text), _CHUNK))
    context, mender = _Context(origin, clock), Mender()
    try:
        for element in each_element(
            lambda: next(pieces, ""), _is_item_or_root, parts_limit=_PARTS_LIMIT, doctype=True,
            mender=mender,
        ):  # fmt: skip
            if local_name(element.tag) in ("item", "entry"):
                kept.append(read_item(element, clock))
                if len(kept) > MOST_ITEMS:
                    raise TooMuchXmlError(f"more than {MOST_ITEMS:,} posts")
            else:
                root = element
                context.learn(element)
                break  # Whatever stands behind the end of the feed is no part of it.
    except DefinitionsError:
        raise UsageError(
            f"{clean_line(origin, 100)} defines its own shorthands (<!ENTITY), as no blog does.",
            "plnbuddy does not read such files; give the feed as the blog publishes it.",
        ) from None
    except TooMuchXmlError as much:
        raise UsageError(
            f"{clean_line(origin, 100)} holds {much}, which no feed does.",
            "Give the address of the blog's own feed.",
        ) from None
    except DamagedXmlError as broken:
        if not kept:
            raise _no_feed(origin) from None
        how = "ends too early, in" if broken.early else "is damaged in"
        damage = f"{clean_line(origin, 100)} {how} line {broken.line}"
    if root is None and not damage:
        raise _no_feed(origin)
    return replace(context.feed(kept, damage), mended=mender.mended)


def _is_item_or_root(tag: str, depth: int) -> bool:
    name = local_name(tag)
    if depth == 0:
        return name.lower() in ("rss", "feed", "rdf")
    return depth <= 2 and name in ("item", "entry")


class _Context:
    """What stands in a feed beside its posts."""

    def __init__(self, origin: str, clock: Clock) -> None:
        self._origin = origin
        self._clock = clock
        self._title = ""
        self._link = ""
        self._base = origin if "://" in origin else ""
        self._comments = bool(_COMMENTS_ADDRESS.search(origin)) and "://" in origin
        self._author = ""

    def learn(self, root: Element) -> None:
        """Read the outermost element, from which the posts are gone."""
        channel = next((part for part in root if local_name(part.tag) == "channel"), root)
        parts = [*channel, *(part for part in root if part is not channel)]
        for part in parts:
            name = local_name(part.tag)
            if part.tag in ("title", "atom:title") and not self._title:
                self._title = title_text("".join(part.itertext()))
            elif part.tag == "link" and (part.text or "").strip() and not self._link:
                self._link = _link(self._origin, part.text or "")
            elif name == "link" and part.get("href"):
                self._learn_link(part.get("rel", "alternate"), part.get("href", ""))
            elif name == "author" and not self._author:
                self._author = clean_line("".join(part.itertext()), 200)
        base = root.get("xml:base", "")
        self._base = urljoin(self._base, base) if base else self._base or self._link

    def _learn_link(self, rel: str, address: str) -> None:
        if rel == "alternate" and not self._link:
            self._link = _link(self._origin, address)
        elif rel == "self" and _COMMENTS_ADDRESS.search(address):
            self._comments = True

    def feed(self, items: list[FeedItem], damage: str) -> FeedContent:
        """The feed, with whole links."""
        whole = tuple(item.completed(self._whole, comments=self._comments) for item in items)
        return FeedContent(self._title, self._link, whole, damage)

    def _whole(self, address: str) -> str:
        return _link(self._base or self._link, address)


def _link(base: str, address: str) -> str:
    """A web address that may be told from `base` on; "" where it is none."""
    try:
        return parse_link(urljoin(base, address.strip())) if address.strip() else ""
    except (UsageError, ValueError):
        return ""


def _read_json(origin: str, content: bytes, clock: Clock) -> FeedContent:
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        raise _no_feed(origin) from None
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith(_JSON_FEED):
        raise _no_feed(origin)
    items = feed.get("items")
    return FeedContent(
        clean_line(_word(feed, "title"), 280),
        _link(origin, _word(feed, "home_page_url")),
        tuple(_json_items(items if isinstance(items, list) else [], origin, clock)),
    )


def _json_items(items: list[Any], origin: str, clock: Clock) -> Iterator[FeedItem]:
    for item in items:
        if not isinstance(item, dict):
            continue
        link = _link(origin, _word(item, "url") or _word(item, "external_url"))
        tags = item.get("tags")
        text = clean_line(_word(item, "title") or _word(item, "content_text"), 280)
        yield FeedItem(
            guid=clean_line(str(item.get("id") or ""), 2_000) or link,
            title=text or clean_line(plain_text(_word(item, "content_html")), 280),
            link=link,
            moment=_json_moment(item, clock),
            categories=tuple(
                clean_line(tag, 100) for tag in (tags if isinstance(tags, list) else ())
                if isinstance(tag, str)
            ),
            author=_json_author(item),
        )  # fmt: skip


def _json_moment(item: Mapping[str, Any], clock: Clock) -> datetime | None:
    dates = (read_date(item.get(f"date_{name}"), clock) for name in ("published", "modified"))
    return next((found for found in dates if found), None)


def _json_author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return _word(first, "name").strip() if isinstance(first, dict) else ""


def _word(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


class _LinkReader(HTMLParser):
    """Collects the feeds that a page names in its head."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTML, "link type alternate"."""
        values = {name: value or "" for name, value in attrs}
        relations = values.get("rel", "").lower().split()
        is_feed = values.get("type", "").lower().strip() in _FEED_TYPES
        if tag == "link" and "alternate" in relations and is_feed and values.get("href"):
            self.addresses.append(values["href"])


def _named_feeds(origin: str, content: bytes) -> list[str]:
    """The addresses of the feeds that a page names, in its order, made whole."""
    reader = _LinkReader()
    reader.feed(tame_html(content[:1_000_000].decode("utf-8", errors="replace")))
    whole = (_link(origin, address) for address in reader.addresses)
    return [address for address in dict.fromkeys(whole) if address]
