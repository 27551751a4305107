"""One sync: pages from the server, each kept in one transaction with how far reading got.

An interrupted sync goes on where it stopped; one that ran to its end has the
same result, however often it was interrupted.
"""

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.post_rules import activity_from_post
from plnbuddy.platforms.values import Account, Notice, Post
from plnbuddy.store.account_state import (
    Mention,
    Tie,
    add_tie,
    count_ties,
    get_account_state,
    mark_answered,
    mark_synced,
    put_account,
    put_mention,
    replace_followed_tags,
    replace_lists,
)
from plnbuddy.store.database import Store
from plnbuddy.sync.answered import Answered
from plnbuddy.sync.deleted import mark_missing
from plnbuddy.sync.people import learn_names, topics_of_tags
from plnbuddy.sync.requests import settle_requests
from plnbuddy.sync.rules import activity_from_notice
from plnbuddy.sync.streams import read_stream
from plnbuddy.sync.ties import read_ties
from plnbuddy.sync.work import Outcome, Report, Sync, pages


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
    read_ties(sync, own, "following", own.following, first=first)
    read_ties(sync, own, "follower", own.followers, first=first)
    settle_requests(sync)
    with store.writing():
        mark_synced(store, sync.key, clock.now)
    sync.outcome.following = count_ties(store, sync.key, "following")
    sync.outcome.followers = count_ties(store, sync.key, "follower")
    sync.outcome.requests = server.requests_made
    return sync.outcome


def _read_posts(sync: Sync, own: Account) -> None:
    answered = Answered(sync)

    def keep(post: Post) -> None:
        if post.reply_to:
            mark_answered(sync.store, sync.key, post.reply_to)
        activity = activity_from_post(sync.key, own.handle, answered.named(post), sync.clock)
        if activity:
            sync.log(activity)

    read_stream(
        sync,
        "posts",
        # The latest page as a whole, and not what is new alone: it shows what is gone.
        lambda before, _since: sync.server.posts(own.id, before),
        own.posts,
        keep,
        lambda gone, new: mark_missing(sync, gone, new),
    )


def _read_notices(sync: Sync) -> None:
    def keep(notice: Notice) -> None:
        learn_names(sync.store, [notice.account])
        if notice.kind == "mention" and notice.post:
            link, happened_at = notice.post.link, notice.happened_at
            mention = Mention(notice.account.handle, link, happened_at)
            put_mention(sync.store, sync.key, notice.post.id, mention)
            sync.keep_person(notice.account)
        if notice.kind == "follow":
            who = notice.account
            add_tie(sync.store, sync.key, "follower", Tie(who.handle, who.name, who.id))
            sync.keep_person(who)
        activity = activity_from_notice(sync.key, notice, sync.clock)
        if activity:
            sync.log(activity)

    read_stream(sync, "notices", sync.server.notices, 0, keep)


def _read_tags_and_lists(sync: Sync) -> None:
    tags: dict[Tag, None] = {}
    for page in pages(sync, "", sync.server.followed_tags):
        tags.update(dict.fromkeys(page.items))
    lists = sync.server.lists()
    with sync.store.writing():
        replace_followed_tags(sync.store, sync.key, tags)
        replace_lists(sync.store, sync.key, lists)
    sync.outcome.tags = len(tags)
