"""Twitter/X: its pages can be opened by hand; nothing can be asked of it."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from plnbuddy.core.errors import ServerUnreachableError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.origins import TWITTER_ARCHIVE
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.base import Offer

if TYPE_CHECKING:
    from plnbuddy.platforms.values import Account


def _profile_link(handle: Handle) -> str:
    return f"https://x.com/{handle.username}"


def _follow_link(handle: Handle, _server: str) -> str:
    return f"https://x.com/intent/follow?screen_name={handle.username}"


def _tag_link(tag: Tag, _server: str) -> str:
    return f"https://x.com/hashtag/{quote(tag.name)}"


def _compose_link(text: str, _server: str) -> str:
    return f"https://x.com/intent/post?text={quote(text, safe='')}"


def _look_up(_handle: Handle) -> "Account | None":
    raise ServerUnreachableError("Twitter/X cannot be asked")


TWITTER = Offer(
    platform=Platform.TWITTER,
    profile_link=_profile_link,
    follow_link=_follow_link,
    tag_link=_tag_link,
    compose_link=_compose_link,
    feed_link=lambda _handle: "",
    can_sign_in=False,
    can_be_asked=False,
    post_limit=280,
    follows_a_day=None,
    look_up=_look_up,
    origin=TWITTER_ARCHIVE,
)
