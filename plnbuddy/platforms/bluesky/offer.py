"""What Bluesky offers: links to its pages, and its limits."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.origins import BLUESKY as BLUESKY_ORIGIN
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.base import Offer

if TYPE_CHECKING:
    from plnbuddy.platforms.values import Account


def _profile_link(handle: Handle) -> str:
    return f"https://bsky.app/profile/{handle.username}"


def _follow_link(handle: Handle, _server: str) -> str:
    """The profile: its Follow button is there, and no page asks for nothing but that."""
    return _profile_link(handle)


def _tag_link(tag: Tag, _server: str) -> str:
    return f"https://bsky.app/hashtag/{quote(tag.name, safe='')}"


def _compose_link(text: str, _server: str) -> str:
    return f"https://bsky.app/intent/compose?text={quote(text, safe='')}"


def _feed_link(handle: Handle) -> str:
    """Every profile has an RSS feed (bluesky-social/social-app, bskyweb)."""
    return f"{_profile_link(handle)}/rss"


def _look_up(handle: Handle) -> "Account | None":
    from plnbuddy.platforms.bluesky.open_reading import look_up

    return look_up(handle)


BLUESKY = Offer(
    platform=Platform.BLUESKY,
    profile_link=_profile_link,
    follow_link=_follow_link,
    tag_link=_tag_link,
    compose_link=_compose_link,
    feed_link=_feed_link,
    can_sign_in=False,
    can_be_asked=True,
    post_limit=300,
    follows_a_day=None,
    look_up=_look_up,
    origin=BLUESKY_ORIGIN,
)
