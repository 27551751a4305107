"""Whether anybody still writes under a chat's hashtag: asked of the teacher's own server."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from plnbuddy.chats.known import KnownChat
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.handles import TagKey
from plnbuddy.store.database import Store
from plnbuddy.store.own_chats import ChatSign, put_chat_sign

if TYPE_CHECKING:
    from plnbuddy.platforms.mastodon.server import Server

CHATS_LOOKED_AT = 10
SIGN_DAYS = 30


def look_for_signs(
    store: Store,
    open_server: "Callable[[], Server]",
    chats: Iterable[KnownChat],
    clock: Clock,
    report: Callable[[str, int, int], None],
) -> dict[TagKey, ChatSign]:
    """Count the posts of the last 30 days under hashtags of chats not asked about today.

    One request each, for the first `CHATS_LOOKED_AT` chats; bots do not count. What was learnt
    before a failure is kept.

    Raises:
        PlnbuddyError: the server does not answer, or asks for a pause.
    """
    from plnbuddy.platforms.mastodon.server import POSTS_PER_PAGE

    due = [known for known in islice(chats, CHATS_LOOKED_AT) if known.sign is None]
    found: dict[TagKey, ChatSign] = {}
    if not due:
        return found
    server = open_server()
    since = clock.now - timedelta(days=SIGN_DAYS)
    for done, known in enumerate(due):
        report("signs of life", done, len(due))
        try:
            posts = server.posts_under(known.chat.tag)
        except NothingFoundError:
            posts = []  # A server that has never heard of the hashtag.
        lately = [author for post, author in posts if post.written_at >= since]
        sign = ChatSign(
            sum(not author.bot for author in lately),
            or_more=bool(lately) and len(lately) == len(posts) >= POSTS_PER_PAGE,
            checked_on=clock.today,
        )
        with store.writing():
            put_chat_sign(store, known.chat.tag.key, sign)
        found[known.chat.tag.key] = sign
    return found
