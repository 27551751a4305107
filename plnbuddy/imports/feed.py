"""The feed of the teacher's own blog: each post is a contribution.

Remembered feeds are read again at every sync.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, StoreError, UsageError
from plnbuddy.core.handles import Tag, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import FEED, Origin
from plnbuddy.core.plausible import doubt_about
from plnbuddy.core.web_address import parse_link
from plnbuddy.imports.comments import folded, who_is_it
from plnbuddy.imports.feed_formats import FeedContent, PageError, read_feed
from plnbuddy.imports.feed_items import FeedItem
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.run import Outcome, Report, run_import
from plnbuddy.imports.xml_stream import mended_note
from plnbuddy.store.database import Store
from plnbuddy.store.imports import Feed, all_feeds, put_feed
from plnbuddy.system.local_file import read_file

if TYPE_CHECKING:
    from plnbuddy.system.fetch import Fetched

_Read = TypeVar("_Read")
FILE_LIMIT = 100_000_000  # bytes; a Blogger backup is long
# What blogs call posts that were put into no category.
_NO_CATEGORY = frozenset({"uncategorized", "uncategorised", "allgemein", "unkategorisiert"})


class FeedSource:
    """A feed as something to import.

    Args:
        origin: the feed's address, or the name of its file.
        content: what it holds.
        me: what the teacher is called in it; needed where it has several authors.

    Raises:
        PageError: a web page; it may name its feeds.
        UsageError: no feed, one of comments, or it is not said who the teacher is.
    """

    origin: Origin = FEED

    def __init__(self, origin: str, content: bytes, clock: Clock, me: str = "") -> None:
        self._feed = read_feed(origin, content, clock)
        self._clock = clock
        self._me = me
        self.name = self._feed.title or clean_line(origin, 100)
        known = f"{clock.zone}\0{folded(me)}\0" if me else f"{clock.zone}\0"
        self.fingerprint = hashlib.sha256(known.encode() + content).hexdigest()
        self._authors = self._whose(clean_line(origin, 100))

    def _whose(self, origin: str) -> frozenset[str]:
        """The authors that are the teacher; empty where nobody needs to be told apart."""
        written = Counter(
            item.author for item in self._feed.items if item.author and not item.left_out
        )
        folded_names = {folded(author) for author in written}
        if not folded_names or (len(folded_names) == 1 and not self._me):
            return frozenset()
        wanted = folded(self._me).removeprefix("@")
        called = {
            folded(item.author)
            for item in self._feed.items
            if wanted in map(folded, (item.author, *item.also_called))
        }
        if wanted and called:
            return frozenset(called)
        names = Counter({clean_line(name, 60): times for name, times in written.items()})
        raise who_is_it(origin, self._me, names, students=False)

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The posts as activities, in the order of the feed; the others are counted.

        Raises:
            PlnbuddyError: it is damaged; what stands before was given.
        """
        items = self._feed.items
        if self._feed.mended:
            findings.notes.append(mended_note(self._feed.mended))
        identities = _identities(self._feed, self.name)
        seen: set[str] = set()
        for number, (item, identity) in enumerate(zip(items, identities, strict=True), start=1):
            report("posts", number, len(items))
            reason = self._left_out(item)
            if not reason and identity in seen:
                reason = "posts that stand in it twice"
            if reason:
                findings.left_out[reason] += 1
                continue
            seen.add(identity)
            yield self._activity(item, identity)
        if self._feed.damage:
            raise PlnbuddyError(
                f"{self._feed.damage}; what stands before was read.",
                "Tell whoever keeps the blog; once it is mended, import it again: "
                "nothing will be doubled.",
            )

    def _left_out(self, item: FeedItem) -> str:
        """Why a post is not taken, "" for one that is."""
        if item.left_out:
            return item.left_out
        if self._authors and folded(item.author) not in self._authors:
            return "posts of others" if item.author else "posts that name no author"
        doubt = doubt_about(item.moment, self._clock)
        return f"posts {doubt}" if doubt else ""

    def _activity(self, item: FeedItem, identity: str) -> Activity:
        moment = min(item.moment or self._clock.now, self._clock.now).replace(microsecond=0)
        return Activity(
            id=0,
            uid=f"feed/{identity}",
            kind=ActivityKind.CONTRIBUTE,
            happened_at=moment,
            day=self._clock.day_of(moment),
            text=item.title or "A post without a title",
            tags=tuple(dict.fromkeys(_tags(item.categories))),
            links=(item.link,) if item.link else (),
            place=self.name,
            origin=FEED.name,
        )


def _identities(feed: FeedContent, name: str) -> list[str]:
    """24 hex digits for each post, the same wherever and whenever it is read.

    An identifier such as "17" says nothing outside its feed, an address does. Some blogs
    give all their posts one identifier: the oldest keeps it alone, the others are told
    apart by their links, and where these are the same too, by title and date.
    """
    home = feed.link or name
    oldest: dict[str, FeedItem] = {}
    for item in feed.items:
        known = oldest.get(item.guid)
        if known is None or _age(item) < _age(known):
            oldest[item.guid] = item
    by_link: dict[tuple[str, str], FeedItem] = {}
    for item in feed.items:
        first = by_link.get((item.guid, item.link))
        if first is None or _age(item) < _age(first):
            by_link[item.guid, item.link] = item
    return [_identity(item, home, oldest[item.guid], by_link[item.guid, item.link])
            for item in feed.items]  # fmt: skip


def _age(item: FeedItem) -> tuple[float, str]:
    return (item.moment.timestamp() if item.moment else 0.0, item.title)


def _identity(item: FeedItem, home: str, oldest: FeedItem, of_link: FeedItem) -> str:
    content = f"\0{item.title}\0{item.moment}"
    if not item.guid:
        known = f"{home}{content}"
    else:
        known = item.guid if ":" in item.guid else f"{home}\0{item.guid}"
        if item.link != oldest.link:
            known += f"\0{item.link}"
        if (item.title, item.moment) != (of_link.title, of_link.moment):
            known += content
    return hashlib.sha256(known.encode()).hexdigest()[:24]


def _tags(categories: tuple[str, ...]) -> Iterator[Tag]:
    """Those categories that are one word and say something."""
    for category in categories:
        if category.lower() not in _NO_CATEGORY:
            try:
                yield parse_tag(category)
            except UsageError:
                continue


def read_feed_file(file: Path, clock: Clock, me: str = "") -> FeedSource:
    """The feed in a file that was saved, or a Blogger backup; `me` as in `FeedSource`.

    Raises:
        UsageError: no feed, or it is not said who the teacher is.
        PlnbuddyError: the file cannot be read, or is larger than `FILE_LIMIT`.
    """
    advice = "Feeds are small; for a whole blog use its export: plnbuddy import wordpress"
    content = read_file(file, FILE_LIMIT, advice)
    return FeedSource(clean_line(file.name), content, clock, me)


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
    address = parse_link(feed.url if "://" in feed.url else f"https://{feed.url}")
    source, address, fetched = fetch_and_read(
        address,
        feed.etag,
        feed.modified,
        lambda origin, content: FeedSource(origin, content, clock, feed.me),
    )
    if source is None:
        return None, feed._replace(read_at=clock.now)
    return source, Feed(address, source.name, fetched.etag, fetched.modified, clock.now, feed.me)


def fetch_and_read(
    address: str, etag: str, modified: str, read: Callable[[str, bytes], _Read]
) -> "tuple[_Read | None, str, Fetched]":
    """What `read` makes of a feed's address and content, or of those that its page names.

    Returns:
        None when nothing changed since `etag` and `modified`; the address of the feed itself;
        and what came from there.

    Raises:
        UsageError: the address is none, or there is no feed.
        ServerUnreachableError: it cannot be read.
    """
    from plnbuddy.system.fetch import fetch

    fetched = fetch(address, etag=etag, modified=modified)
    if fetched.unchanged:
        return None, address, fetched
    try:
        return read(fetched.url, fetched.content), address, fetched
    except PageError as page:
        if not page.feeds:
            raise
        address = page.feeds[0]
        fetched = fetch(address)
        return read(fetched.url, fetched.content), address, fetched


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
            # A question needs its answer beside it: who the teacher is, say.
            remedy = f" {error.remedy}" if isinstance(error, UsageError) else ""
            outcomes.append(FeedOutcome(feed, None, error.problem + remedy))
        report("feeds", number, len(feeds))
    return outcomes


def _refresh(store: Store, feed: Feed, clock: Clock) -> FeedOutcome:
    source, read = fetch_feed(feed, clock)
    outcome = run_import(store, source, clock, _quiet) if source else None
    with store.writing():
        # The address by which the teacher knows it stays, also when its page names another.
        put_feed(store, read._replace(url=feed.url))
    return FeedOutcome(read, outcome)


def _quiet(what: str, done: int, total: int) -> None:
    """A feed is read in no time; progress counts feeds."""
