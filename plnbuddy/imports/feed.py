"""The feed of the teacher's own blog: each post is a contribution.

Remembered feeds are read again at every sync.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, StoreError, UsageError
from plnbuddy.core.handles import Tag, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import FEED, Origin
from plnbuddy.core.records import EARLIEST_YEAR
from plnbuddy.core.web_address import parse_link
from plnbuddy.imports.feed_formats import FeedItem, PageError, read_feed
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.run import Outcome, Report, run_import
from plnbuddy.store.database import Store
from plnbuddy.store.imports import Feed, all_feeds, put_feed

FILE_LIMIT = 20_000_000  # bytes
# What blogs call posts that were put into no category.
_NO_CATEGORY = frozenset({"uncategorized", "uncategorised", "allgemein", "unkategorisiert"})
_AHEAD = timedelta(days=1)  # clocks and zones of servers are not always right


class FeedSource:
    """A feed as something to import.

    Args:
        origin: the feed's address, or the name of its file.
        content: what it holds.

    Raises:
        PageError: a web page; it may name its feeds.
        UsageError: no feed.
    """

    origin: Origin = FEED

    def __init__(self, origin: str, content: bytes, clock: Clock) -> None:
        self._feed = read_feed(origin, content, clock)
        self._clock = clock
        self.name = self._feed.title or clean_line(origin, 100)
        self.fingerprint = hashlib.sha256(str(clock.zone).encode() + b"\0" + content).hexdigest()

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The posts as activities, in the order of the feed; undated ones are counted."""
        items = self._feed.items
        for number, item in enumerate(items, start=1):
            report("posts", number, len(items))
            activity = self._activity(item, findings)
            if activity:
                yield activity

    def _activity(self, item: FeedItem, findings: Findings) -> Activity | None:
        if item.moment is None or item.moment.year < EARLIEST_YEAR:
            findings.left_out["posts without a readable date"] += 1
            return None
        if item.moment > self._clock.now + _AHEAD:
            findings.left_out["posts with a date in the future"] += 1
            return None
        moment = min(item.moment, self._clock.now).replace(microsecond=0)
        return Activity(
            id=0,
            uid=f"feed/{self._identity(item)}",
            kind=ActivityKind.CONTRIBUTE,
            happened_at=moment,
            day=self._clock.local(moment).date(),
            text=item.title or "A post without a title",
            tags=tuple(dict.fromkeys(_tags(item.categories))),
            links=(item.link,) if item.link else (),
            place=self.name,
            origin=FEED.name,
        )

    def _identity(self, item: FeedItem) -> str:
        """24 hex digits, the same for the same post wherever and whenever it is read.

        An identifier such as "17" says nothing outside its feed, an address does.
        """
        known = item.guid if ":" in item.guid else f"{self._feed.link or self.name}\0{item.guid}"
        if not item.guid:
            known = f"{self._feed.link or self.name}\0{item.title}\0{item.moment}"
        return hashlib.sha256(known.encode()).hexdigest()[:24]


def _tags(categories: tuple[str, ...]) -> Iterator[Tag]:
    """Those categories that are one word and say something."""
    for category in categories:
        if category.lower() not in _NO_CATEGORY:
            try:
                yield parse_tag(category)
            except UsageError:
                continue


def read_feed_file(file: Path, clock: Clock) -> FeedSource:
    """The feed in a file that was saved.

    Raises:
        UsageError: no feed.
        PlnbuddyError: the file cannot be read, or is larger than `FILE_LIMIT`.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(FILE_LIMIT + 1)
    except OSError as error:
        raise PlnbuddyError(
            f"The file {file} cannot be read: {error.strerror}.", "Check its name and try again."
        ) from None
    if len(content) > FILE_LIMIT:
        raise PlnbuddyError(
            f"The file {file} is larger than {FILE_LIMIT // 1_000_000} MB.",
            "Feeds are small; for a whole blog use its export: plnbuddy import wordpress",
        )
    return FeedSource(clean_line(file.name), content, clock)


def fetch_feed(feed: Feed, clock: Clock) -> tuple[FeedSource | None, Feed]:
    """Read a feed from the web.

    Returns:
        What to import, None when nothing changed since the last time; and the feed as
        it is to be remembered once that is imported. Where a page was given that names
        its feed, that is read, and its address is the one to remember.

    Raises:
        UsageError: the address is none, or there is no feed.
        ServerUnreachableError: it cannot be read.
    """
    from plnbuddy.system.fetch import fetch

    address = parse_link(feed.url if "://" in feed.url else f"https://{feed.url}")
    fetched = fetch(address, etag=feed.etag, modified=feed.modified)
    if fetched.unchanged:
        return None, replace(feed, read_at=clock.now)
    try:
        source = FeedSource(fetched.url, fetched.content, clock)
    except PageError as page:
        if not page.feeds:
            raise
        address = page.feeds[0]
        fetched = fetch(address)
        source = FeedSource(fetched.url, fetched.content, clock)
    return source, Feed(address, source.name, fetched.etag, fetched.modified, clock.now)


@dataclass(frozen=True)
class FeedOutcome:
    """What reading a remembered feed again brought.

    `outcome` is None when nothing changed, or when it failed: then `problem` is the
    sentence that says why.
    """

    feed: Feed
    outcome: Outcome | None
    problem: str = ""


def refresh_feeds(store: Store, clock: Clock, report: Report) -> list[FeedOutcome]:
    """Read every remembered feed, and bring in what is new; one that fails stops no other.

    Raises:
        StoreError: nothing can be written.
    """
    outcomes: list[FeedOutcome] = []
    feeds = all_feeds(store)
    for number, feed in enumerate(feeds, start=1):
        try:
            outcomes.append(_refresh(store, feed, clock))
        except StoreError:
            raise
        except PlnbuddyError as error:
            outcomes.append(FeedOutcome(feed, None, error.problem))
        report("feeds", number, len(feeds))
    return outcomes


def _refresh(store: Store, feed: Feed, clock: Clock) -> FeedOutcome:
    source, read = fetch_feed(feed, clock)
    outcome = run_import(store, source, clock, _quiet) if source else None
    with store.writing():
        # The address by which the teacher knows it stays, also when its page names another.
        put_feed(store, replace(read, url=feed.url))
    return FeedOutcome(read, outcome)


def _quiet(what: str, done: int, total: int) -> None:
    """A feed is read in no time; progress counts feeds."""
