"""What a feed says, whatever its format: RSS 0.9 to 2.0, Atom, JSON Feed."""

import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.web_address import parse_link
from plnbuddy.platforms.mastodon.entities import plain_text

TITLE_LIMIT = 280  # characters
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!entity", re.IGNORECASE)
_LONE = re.compile(r"<(?![A-Za-z/!])")
_LOOKED_AT = 2_000  # bytes
_JSON_FEED = "https://jsonfeed.org/version/"
_DATES = ("published", "updated", "created")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One post: what identifies it, its title, link, moment (UTC, None if unsaid), categories."""

    guid: str
    title: str
    link: str
    moment: datetime | None
    categories: tuple[str, ...]


@dataclass(frozen=True)
class FeedContent:
    """A feed: its title, the page it belongs to, and its posts."""

    title: str
    link: str
    items: tuple[FeedItem, ...]


class PageError(UsageError):
    """A web page where a feed was wanted; `feeds` are the addresses that it names."""

    def __init__(self, origin: str, feeds: list[str]) -> None:
        self.feeds = feeds
        remedy = "Look on the page for RSS, Atom or “Subscribe”, and give that address."
        if feeds:
            remedy = f"The page names its feed: plnbuddy import feed {feeds[0]}"
        super().__init__(f"{clean_line(origin, 100)} is a web page, and no feed.", remedy)


def read_feed(origin: str, content: bytes, clock: Clock) -> FeedContent:
    """The feed in these bytes.

    Args:
        origin: its address, for links without a server; or the name of its file.
        clock: says in which zone dates without one are meant.

    Raises:
        PageError: it is a web page.
        UsageError: it is no feed, or one that defines entities (as bombs do).
    """
    start = content.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:_LOOKED_AT]
    if start.startswith(b"{"):
        return _read_json(origin, content, clock)
    if _PAGE.search(start) and not re.search(rb"<(?:rss|feed|rdf:RDF)\b", start):
        raise PageError(origin, _named_feeds(origin, content))
    if _ENTITY.search(content.replace(b"\0", b"")):
        raise UsageError(
            f"{clean_line(origin, 100)} defines its own shorthands (<!ENTITY), as no blog does.",
            "plnbuddy does not read such files; give the feed as the blog publishes it.",
        )
    import feedparser

    # Without the address: it would become part of identifiers, which then differ in a file.
    parsed = feedparser.parse(BytesIO(content), sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        raise _no_feed(origin)
    link = _link(origin, str(parsed.feed.get("link") or ""))
    base = origin if "://" in origin else link
    items = tuple(_item(entry, base, clock) for entry in parsed.entries)
    return FeedContent(_title(parsed.feed), link, items)


def _no_feed(origin: str) -> UsageError:
    return UsageError(
        f"{clean_line(origin, 100)} is no feed that plnbuddy can read.",
        "Give the address of an RSS, Atom or JSON feed, or a file saved from one.",
    )


def _item(entry: Mapping[str, Any], base: str, clock: Clock) -> FeedItem:
    address = str(entry.get("feedburner_origlink") or entry.get("link") or "")
    link = _link(base, address)
    # Asked for what is not there, feedparser would warn and answer something else.
    stated = (_moment(entry, name, clock) for name in _DATES if name in entry)
    moment = next((moment for moment in stated if moment), None)
    categories = (tag.get("label") or tag.get("term") for tag in entry.get("tags") or ())
    return FeedItem(
        guid=clean_line(str(entry.get("id") or ""), 2_000) or link,
        title=_title(entry) or _line_of(str(entry.get("summary") or "")),
        link=link,
        moment=moment,
        categories=_lines(categories),
    )


def _title(entry: Mapping[str, Any]) -> str:
    return _line_of(str(entry.get("title") or ""))


def _line_of(markup: str) -> str:
    """One line without markup; a "<" that begins no element stays one."""
    return clean_line(plain_text(_LONE.sub("&lt;", markup)), TITLE_LIMIT)


def _lines(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(clean_line(value, 100) for value in values if isinstance(value, str))


def _link(base: str, address: str) -> str:
    """A web address that may be told from `base` on; "" where it is none."""
    try:
        return parse_link(urljoin(base, address.strip())) if address.strip() else ""
    except (UsageError, ValueError):
        return ""


def _moment(entry: Mapping[str, Any], name: str, clock: Clock) -> datetime | None:
    moment = read_date(entry.get(name), clock)
    if moment:
        return moment
    parsed = entry.get(f"{name}_parsed")  # feedparser knows odder spellings, all as UTC
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def read_date(value: object, clock: Clock) -> datetime | None:
    """The moment (UTC) of an ISO 8601 or RFC 5322 date, or None.

    Without a zone it is meant as on the teacher's clock; without a time, at noon.
    """
    if not isinstance(value, str):
        return None
    text = clean_line(value, 60)
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(hour=12) if len(text) <= len("2026-11-24") else moment
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if text.endswith("-0000"):  # RFC 5322: UTC, and nothing is said about the place
            moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else clock.at(moment)
    except (OverflowError, ValueError, OSError):
        return None


def _read_json(origin: str, content: bytes, clock: Clock) -> FeedContent:
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        raise _no_feed(origin) from None
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith(_JSON_FEED):
        raise _no_feed(origin)
    items = feed.get("items")
    return FeedContent(
        clean_line(_word(feed, "title"), TITLE_LIMIT),
        _link(origin, _word(feed, "home_page_url")),
        tuple(_json_items(items if isinstance(items, list) else [], origin, clock)),
    )


def _json_items(items: list[Any], origin: str, clock: Clock) -> Iterator[FeedItem]:
    for item in items:
        if not isinstance(item, dict):
            continue
        address = _word(item, "url") or _word(item, "external_url")
        link = _link(origin, address)
        tags, text = item.get("tags"), clean_line(_word(item, "title"), TITLE_LIMIT)
        text = text or clean_line(_word(item, "content_text"), TITLE_LIMIT)
        dates = (read_date(item.get(f"date_{name}"), clock) for name in ("published", "modified"))
        yield FeedItem(
            guid=clean_line(str(item.get("id") or ""), 2_000) or link,
            title=text or _line_of(_word(item, "content_html")),
            link=link,
            moment=next((found for found in dates if found), None),
            categories=_lines(tags if isinstance(tags, list) else ()),
        )


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
    reader.feed(content[:1_000_000].decode("utf-8", errors="replace"))
    whole = (_link(origin, address) for address in reader.addresses)
    return [address for address in dict.fromkeys(whole) if address]
