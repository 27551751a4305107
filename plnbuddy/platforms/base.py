"""What a platform offers, whichever it is: links, limits, and whether one can sign in."""

from collections.abc import Callable
from dataclasses import dataclass

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.origins import Origin
from plnbuddy.core.platform import Platform


@dataclass(frozen=True)
class Offer:
    """What a platform offers; each platform's room fills one (docs/architecture.md).

    `server` in the links is the teacher's own server on that platform, "" when it is
    not known or the platform is one single place.

    Attributes:
        profile_link: the account's own page.
        follow_link: where following happens with one's own hands.
        tag_link: the page of a hashtag.
        compose_link: a page with the text ready to be posted, "" where there is none.
        feed_link: an account's posts for a feed reader, "" where there are none.
        can_sign_in: whether plnbuddy can act on an account there.
        can_be_asked: whether it tells without an account if somebody is there.
        post_limit: characters of a post, where nothing else is known.
        follows_a_day: how many people can be followed in 24 hours, None where unknown.
        origin: what activities read from an account there are said to come from.
    """

    platform: Platform
    profile_link: Callable[[Handle], str]
    follow_link: Callable[[Handle, str], str]
    tag_link: Callable[[Tag, str], str]
    compose_link: Callable[[str, str], str]
    feed_link: Callable[[Handle], str]
    can_sign_in: bool
    can_be_asked: bool
    post_limit: int
    follows_a_day: int | None
    origin: Origin
