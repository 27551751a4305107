"""The platforms that plnbuddy knows, and what is asked of all of them in the same words."""

from collections.abc import Mapping

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.base import Offer
from plnbuddy.platforms.bluesky.offer import BLUESKY
from plnbuddy.platforms.mastodon.offer import MASTODON
from plnbuddy.platforms.twitter import TWITTER

PLATFORMS: Mapping[Platform, Offer] = {
    offer.platform: offer for offer in (MASTODON, BLUESKY, TWITTER)
}


def profile_link(handle: Handle) -> str:
    """The account's own page."""
    return PLATFORMS[handle.platform].profile_link(handle)


def follow_link(handle: Handle, server: str) -> str:
    """Where following happens with one's own hands; `server` is the teacher's on Mastodon."""
    return PLATFORMS[handle.platform].follow_link(handle, server)


def feed_link(handle: Handle) -> str:
    """The account's posts for a feed reader; "" where there are none."""
    return PLATFORMS[handle.platform].feed_link(handle)


def tag_link(tag: Tag, server: str, platform: Platform = Platform.MASTODON) -> str:
    """The page of a hashtag on that platform; `server` is the teacher's on Mastodon."""
    return PLATFORMS[platform].tag_link(tag, server)
