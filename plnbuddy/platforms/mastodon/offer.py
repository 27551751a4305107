"""What Mastodon offers: links to servers' pages, and its limits."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.origins import MASTODON as MASTODON_ORIGIN
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.base import Offer

if TYPE_CHECKING:
    from plnbuddy.platforms.values import Account

_OPEN_SERVER = "mastodon.social"  # Its tag pages can be read without an account.


def _profile_link(handle: Handle) -> str:
    """The account's own page, on its own server."""
    return f"https://{handle.domain}/@{handle.username}"


def _follow_link(handle: Handle, server: str) -> str:
    """The follow dialogue of the teacher's own server.

    Without a known server it is the account's page, whose Follow button asks for it.
    """
    if server:
        return f"https://{server}/authorize_interaction?uri={quote(str(handle)[1:], safe='')}"
    return _profile_link(handle)


def _tag_link(tag: Tag, server: str) -> str:
    """The page of a hashtag, with its follow button where the teacher is logged in."""
    return f"https://{server or _OPEN_SERVER}/tags/{quote(tag.name)}"


def _compose_link(text: str, server: str) -> str:
    """A post with the text ready; a teacher without a known server has no such page."""
    return f"https://{server}/share?text={quote(text, safe='')}" if server else ""


def _feed_link(handle: Handle) -> str:
    return f"{_profile_link(handle)}.rss"


def _look_up(handle: Handle) -> "Account | None":
    from plnbuddy.platforms.mastodon.look_up import look_up

    return look_up(handle)


MASTODON = Offer(
    platform=Platform.MASTODON,
    profile_link=_profile_link,
    follow_link=_follow_link,
    tag_link=_tag_link,
    compose_link=_compose_link,
    feed_link=_feed_link,
    can_sign_in=True,
    can_be_asked=True,
    post_limit=500,
    follows_a_day=400,  # mastodon/mastodon, app/lib/rate_limiter.rb
    look_up=_look_up,
    origin=MASTODON_ORIGIN,
)
