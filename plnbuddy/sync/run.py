"""One sync: pages from the server, each kept in one transaction with how far reading got.

An interrupted sync goes on where it stopped; one that ran to its end has the
same result, however often it was interrupted.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from plnbuddy.clock import Clock
from plnbuddy.errors import ServerUnreachableError
from plnbuddy.fediverse.credentials import Login
from plnbuddy.fediverse.entities import Account, Notice, Post
from plnbuddy.fediverse.server import NOTICES_PER_PAGE, POSTS_PER_PAGE, Page, Server
from plnbuddy.handles import Tag
from plnbuddy.model import Activity, ActivityKind, SubjectKind
from plnbuddy.store.account_state import (
    Direction,
    Mention,
    Tie,
    count_ties,
    drop_ties_before,
    get_account_state,
    get_cursor,
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
from plnbuddy.sync.rules import activity_from_new_tie, activity_from_notice, activity_from_post

FULL_READING_DAYS = 7
"""Follows and followers are read whole at least this often, to notice what is gone."""

_MOST_PAGES = 400  # 32,000 follows or 16,000 posts: beyond what a person has

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
    server: Server
    login: Login
    clock: Clock
    report: Report
    outcome: Outcome

    @property
    def key(self) -> str:
        """The account's key in the store."""
        return self.login.key


def sync_account(
    store: Store, server: Server, login: Login, clock: Clock, report: Report
) -> Outcome:
    """Bring the store up to the state of the account.

    Raises:
        PlnbuddyError: the server failed; what was read until then is kept.
    """
    sync = Sync(store, server, login, clock, report, Outcome())
    own = server.own_account()
    before = get_account_state(store, sync.key)
    with store.writing():
        put_account(store, sync.key, own.handle, own.following, own.followers)
    _read_posts(sync, own)
    _read_notices(sync)
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
        POSTS_PER_PAGE,
        own.posts,
        keep,
    )


def _read_notices(sync: Sync) -> None:
    def keep(notice: Notice) -> None:
        if notice.kind == "mention" and notice.post:
            link, happened_at = notice.post.link, notice.happened_at
            mention = Mention(notice.account.handle, link, happened_at)
            put_mention(sync.store, sync.key, notice.post.id, mention)
        activity = activity_from_notice(sync.key, notice, sync.clock)
        if activity:
            _log(sync, activity)

    _read_stream(sync, "notices", sync.server.notices, NOTICES_PER_PAGE, 0, keep)


def _log(sync: Sync, activity: Activity) -> None:
    if known_uids(sync.store, [activity.uid]):
        return
    add_activity(sync.store, activity)
    sync.outcome.logged[activity.kind] += 1
    sync.outcome.activities.append(activity)


def _read_stream(
    sync: Sync,
    stream: str,
    fetch: Callable[[str, str], list[Any]],
    page_size: int,
    total: int,
    keep: Callable[[Any], None],
) -> None:
    """Read what is newer than the last complete reading, newest first.

    The cursor holds `since` (the newest item of the last complete reading),
    `newest` (of the one under way) and `before` (how far that one got).
    """
    state = dict(get_cursor(sync.store, sync.key, stream))
    read = 0
    for _ in range(_MOST_PAGES):
        since, before = str(state.get("since", "")), str(state.get("before", ""))
        items = fetch(before, since)
        if before and items and items[0].id == state.get("first_of_page"):
            raise _going_round(sync)
        with sync.store.writing():
            for item in items:
                keep(item)
            read += len(items)
            if items:
                state.setdefault("newest", items[0].id)
                state["before"] = items[-1].id
                state["first_of_page"] = items[0].id
            if len(items) < page_size:
                state = {"since": state.get("newest") or since}
            put_cursor(sync.store, sync.key, stream, state)
        sync.report(stream, read, max(total, read))
        if len(items) < page_size:
            return
    raise _going_round(sync)


def _read_tags_and_lists(sync: Sync) -> None:
    tags: dict[Tag, None] = {}
    for page in _pages(sync, "", sync.server.followed_tags):
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
    read = 0
    for page in _pages(sync, str(state.get("next", "")), lambda after: fetch(own.id, after)):
        ties = [Tie(a.handle, a.name, a.id, a.moved_to) for a in page.items]
        with sync.store.writing():
            fresh = put_ties(sync.store, sync.key, direction, ties, run)
            if direction == "following" and not baseline:
                _log_new_ties(sync, fresh)
            known = count_ties(sync.store, sync.key, direction)
            enough = not whole and len(fresh) < len(ties) and known == expected
            if enough:
                state["run"] = run
            elif page.next:
                state |= {"run": run, "next": page.next}
            else:
                left = drop_ties_before(sync.store, sync.key, direction, run)
                today = sync.clock.today.isoformat()
                state = {"run": run, "whole_on": today, "gap": count - left}
            put_cursor(sync.store, sync.key, direction, state)
        read += len(ties)
        sync.report(direction, read, max(count, read))
        if enough:
            return


def _log_new_ties(sync: Sync, ties: list[Tie]) -> None:
    """Log follows made elsewhere; those made with `plnbuddy follow` are in the journal already."""
    decided = followed_on_or_before(sync.store, SubjectKind.PERSON, sync.clock.today)
    for tie in ties:
        if tie.handle.key not in decided:
            _log(sync, activity_from_new_tie(sync.key, tie.handle, sync.clock))


def _pages(sync: Sync, after: str, fetch: Callable[[str], Page[Any]]) -> Iterator[Page[Any]]:
    """All pages from `after` on; a chain that repeats itself or never ends is an error."""
    seen = {after}
    for _ in range(_MOST_PAGES):
        page = fetch(after)
        yield page
        if not page.next:
            return
        if page.next in seen or not page.items:
            raise _going_round(sync)
        seen.add(page.next)
        after = page.next
    raise _going_round(sync)


def _going_round(sync: Sync) -> ServerUnreachableError:
    return ServerUnreachableError(
        f"{sync.server.name} sends pages without end.",
        "What was read is kept. Try again later: plnbuddy sync",
    )
