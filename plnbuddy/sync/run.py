"""One sync: pages from the server, each kept in one transaction with how far reading got.

An interrupted sync goes on where it stopped; one that ran to its end has the
same result, however often it was interrupted.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import ServerUnreachableError
from plnbuddy.core.handles import Tag, TagKey
from plnbuddy.core.model import Activity, ActivityKind, SubjectKind
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.post_rules import activity_from_post
from plnbuddy.platforms.values import Account, Notice, Page, Post
from plnbuddy.store.account_state import (
    Direction,
    Mention,
    Tie,
    count_ties,
    drop_ties_before,
    get_account_state,
    get_cursor,
    last_reading,
    mark_answered,
    mark_synced,
    put_account,
    put_cursor,
    put_mention,
    put_ties,
    replace_followed_tags,
    replace_lists,
)
from plnbuddy.store.activities import add_activity, known_uids
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import followed_on_or_before
from plnbuddy.store.discovery import put_person
from plnbuddy.sync.people import know_person, topics_of_tags
from plnbuddy.sync.rules import activity_from_new_tie, activity_from_notice

FULL_READING_DAYS = 7
"""Follows and followers are read whole at least this often, to notice what is gone."""

_MOST_PAGES = 400  # 32,000 follows: beyond what a person has
_MOST_ITEMS = 16_000  # posts or notifications

Report = Callable[[str, int, int], None]
"""Hears how far a sync is: what is read, how much of it, and how much there is."""


@dataclass
class Outcome:
    """What a sync brought: activities by kind, and the numbers of the network."""

    logged: Counter[ActivityKind] = field(default_factory=Counter)
    activities: list[Activity] = field(default_factory=list)
    following: int = 0
    followers: int = 0
    tags: int = 0
    requests: int = 0


@dataclass(frozen=True)
class Sync:
    """What one sync works with."""

    store: Store
    server: AccountApi
    login: Login
    clock: Clock
    report: Report
    outcome: Outcome
    tag_topics: Mapping[TagKey, tuple[str, ...]]

    def keep_person(self, account: Account) -> None:
        """Keep what the server said of an account, for suggestions."""
        put_person(self.store, self.key, know_person(account, self.clock.today, self.tag_topics))

    @property
    def key(self) -> str:
        """The account's key in the store."""
        return self.login.key


def sync_account(
    store: Store, server: AccountApi, login: Login, clock: Clock, report: Report
) -> Outcome:
    """Bring the store up to the state of the account.

    Raises:
        PlnbuddyError: the server failed; what was read until then is kept.
    """
    sync = Sync(store, server, login, clock, report, Outcome(), topics_of_tags())
    own = server.own_account()
    before = get_account_state(store, sync.key)
    with store.writing():
        put_account(store, sync.key, own.handle, own.following, own.followers)
    _read_notices(sync)  # Before the posts, which say what of it is answered.
    _read_posts(sync, own)
    _read_tags_and_lists(sync)
    first = before is None or before.synced_at is None
    for direction, count in (("following", own.following), ("follower", own.followers)):
        _read_ties(sync, own, direction, count, first=first)  # type: ignore[arg-type]
    with store.writing():
        mark_synced(store, sync.key, clock.now)
    sync.outcome.following = count_ties(store, sync.key, "following")
    sync.outcome.followers = count_ties(store, sync.key, "follower")
    sync.outcome.requests = server.requests_made
    return sync.outcome


def _read_posts(sync: Sync, own: Account) -> None:
    def keep(post: Post) -> None:
        if post.reply_to:
            mark_answered(sync.store, sync.key, post.reply_to)
        activity = activity_from_post(sync.key, own.handle, post, sync.clock)
        if activity:
            _log(sync, activity)

    _read_stream(
        sync,
        "posts",
        lambda before, since: sync.server.posts(own.id, before, since),
        own.posts,
        keep,
    )


def _read_notices(sync: Sync) -> None:
    def keep(notice: Notice) -> None:
        if notice.kind == "mention" and notice.post:
            link, happened_at = notice.post.link, notice.happened_at
            mention = Mention(notice.account.handle, link, happened_at)
            put_mention(sync.store, sync.key, notice.post.id, mention)
            sync.keep_person(notice.account)
        activity = activity_from_notice(sync.key, notice, sync.clock)
        if activity:
            _log(sync, activity)

    _read_stream(sync, "notices", sync.server.notices, 0, keep)


def _log(sync: Sync, activity: Activity) -> None:
    if known_uids(sync.store, [activity.uid]):
        return
    add_activity(sync.store, activity)
    sync.outcome.logged[activity.kind] += 1
    sync.outcome.activities.append(activity)


def _read_stream(
    sync: Sync,
    stream: str,
    fetch: Callable[[str, str], Page[Any]],
    total: int,
    keep: Callable[[Any], None],
) -> None:
    """Read what is newer than the last complete reading, newest first.

    The cursor holds `since` (the newest item of the last complete reading),
    `newest` (of the one under way) and `before` (how far that one got). After a
    resumed reading comes a second one, for what is newer than its beginning.
    """
    resumed = "before" in get_cursor(sync.store, sync.key, stream)
    _read_stretch(sync, stream, fetch, total, keep)
    if resumed:
        _read_stretch(sync, stream, fetch, total, keep)


def _read_stretch(
    sync: Sync,
    stream: str,
    fetch: Callable[[str, str], Page[Any]],
    total: int,
    keep: Callable[[Any], None],
) -> None:
    state = dict(get_cursor(sync.store, sync.key, stream))
    met: set[str] = set()
    read = 0
    while len(met) < _MOST_ITEMS:
        since, before = str(state.get("since", "")), str(state.get("before", ""))
        page = fetch(before, since)
        fresh = [item for item in page.items if item.id not in met]
        if page.next and not fresh and page.items:
            _forget_place(sync, stream, {"since": since})
            break
        met.update(item.id for item in fresh)
        with sync.store.writing():
            for item in fresh:
                keep(item)
            if fresh:
                state.setdefault("newest", fresh[0].id)
            if page.next:
                state["before"] = page.next
            else:
                state = {"since": state.get("newest") or since}
            put_cursor(sync.store, sync.key, stream, state)
        read += len(fresh)
        sync.report(stream, read, max(total, read))
        if not page.next:
            return
    raise _going_round(sync)


def _forget_place(sync: Sync, stream: str, state: dict[str, Any]) -> None:
    """Begin anew next time: a chain of pages that leads nowhere is no place to go on from."""
    with sync.store.writing():
        put_cursor(sync.store, sync.key, stream, state)


def _read_tags_and_lists(sync: Sync) -> None:
    tags: dict[Tag, None] = {}
    for page in _pages(sync, "tags", "", sync.server.followed_tags):
        tags.update(dict.fromkeys(page.items))
    lists = sync.server.lists()
    with sync.store.writing():
        replace_followed_tags(sync.store, sync.key, tags)
        replace_lists(sync.store, sync.key, lists)
    sync.outcome.tags = len(tags)


def _read_ties(sync: Sync, own: Account, direction: Direction, count: int, *, first: bool) -> None:
    """Read follows or followers: not at all, until known ones come, or whole.

    The server's own number differs from the number of readable ones by a `gap`
    (suspended accounts), which is known after a whole reading. When the number of
    known ties fits, nothing is read; when new ones at the front of the list make
    it fit, reading stops there.
    """
    state = dict(get_cursor(sync.store, sync.key, direction))
    due = sync.clock.today - timedelta(days=FULL_READING_DAYS)
    whole = "next" in state or str(state.get("whole_on", "")) <= due.isoformat()
    expected = count - int(state.get("gap", 0))
    if not whole and count_ties(sync.store, sync.key, direction) == expected:
        return
    run = int(state.get("run", 0)) + (0 if "next" in state else 1)
    fetch = sync.server.following if direction == "following" else sync.server.followers
    baseline = first or "whole_on" not in state
    resumed = "next" in state
    read = 0

    def keep(page: Page[Account]) -> bool:
        """Keep a page; whether it holds ties that this reading had not met yet."""
        nonlocal read
        ties = [Tie(a.handle, a.name, a.id, a.moved_to) for a in page.items]
        unmet = any(
            last_reading(sync.store, sync.key, direction, tie.handle.key) != run for tie in ties
        )
        fresh = put_ties(sync.store, sync.key, direction, ties, run)
        if direction == "following" and not baseline:
            _log_new_ties(sync, fresh)
        for account in page.items:
            sync.keep_person(account)
        read += len(ties)
        sync.report(direction, read, max(count, read))
        return unmet

    start = str(state.get("next", ""))
    for page in _pages(sync, direction, start, lambda after: fetch(own.id, after)):
        with sync.store.writing():
            keep(page)
            known = count_ties(sync.store, sync.key, direction)
            enough = not whole and known == expected
            if enough or not page.next:
                state = {**state, "run": run}
                state.pop("next", None)
            else:
                state |= {"run": run, "next": page.next}
            put_cursor(sync.store, sync.key, direction, state)
        if enough:
            return
    if resumed:
        # Follows made since the interruption stand at the front.
        for page in _pages(sync, direction, "", lambda after: fetch(own.id, after)):
            with sync.store.writing():
                unmet = keep(page)
            if not unmet:
                break
    with sync.store.writing():
        left = drop_ties_before(sync.store, sync.key, direction, run)
        today = sync.clock.today.isoformat()
        ended = {"run": run, "whole_on": today, "gap": count - left}
        put_cursor(sync.store, sync.key, direction, ended)


def _log_new_ties(sync: Sync, ties: list[Tie]) -> None:
    """Log follows made elsewhere; those made with `plnbuddy follow` are in the journal already."""
    decided = followed_on_or_before(sync.store, SubjectKind.PERSON, sync.clock.today)
    for tie in ties:
        if tie.handle.key not in decided:
            _log(sync, activity_from_new_tie(sync.key, tie.handle, sync.clock))


def _pages(
    sync: Sync, stream: str, after: str, fetch: Callable[[str], Page[Any]]
) -> Iterator[Page[Any]]:
    """All pages from `after` on; a chain that brings nothing new is an error, and is forgotten."""
    met: set[object] = set()
    for _ in range(_MOST_PAGES):
        page = fetch(after)
        if page.next and met.issuperset(page.items):
            break
        met.update(page.items)
        yield page
        if not page.next:
            return
        after = page.next
    state = dict(get_cursor(sync.store, sync.key, stream))
    state.pop("next", None)
    _forget_place(sync, stream, state)
    raise _going_round(sync)


def _going_round(sync: Sync) -> ServerUnreachableError:
    return ServerUnreachableError(
        f"{sync.server.name} sends pages without end.",
        "What was read is kept. Try again later: plnbuddy sync",
    )
