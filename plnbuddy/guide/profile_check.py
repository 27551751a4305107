"""Whether an account is one that others recognise and follow back."""

from dataclasses import dataclass

from plnbuddy.core.handles import Tag
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import Line, line
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.values import Account

INTRODUCTION_TAG = "introduction"


@dataclass(frozen=True)
class ProfilePart:
    """One part of a profile, whether it is there, and why it matters."""

    name: str
    there: bool | None
    """None when the server does not tell."""
    why: str


def check_profile(server: AccountApi) -> list[ProfilePart]:
    """Look at the own account's picture, bio, hashtags, settings and introduction; two requests.

    Raises:
        PlnbuddyError: the server cannot be asked.
    """
    own = server.own_account()
    posts = server.tagged_posts(own.id, Tag(INTRODUCTION_TAG))
    parts = judge_profile(own, introduced=None if posts is None else bool(posts))
    if own.handle.platform is Platform.BLUESKY:  # There is no such setting there.
        parts = [part for part in parts if part.name != "discoverable"]
    return parts


def judge_profile(own: Account, *, introduced: bool | None) -> list[ProfilePart]:
    """What is there and what is missing, most important first."""
    return [
        ProfilePart("a picture", own.has_picture, "people look for a face before they follow back"),
        ProfilePart("a bio", own.has_bio, "one line on what you teach says why to follow you"),
        ProfilePart(
            "a hashtag in the bio", bool(own.bio_tags), "people find profiles by their hashtags"
        ),
        ProfilePart(
            "discoverable",
            own.discoverable is True,
            "without this setting you are in no directory and no suggestions",
        ),
        ProfilePart(
            f"a post with #{INTRODUCTION_TAG}",
            introduced,
            "it is how newcomers are found and greeted",
        ),
    ]


def profile_lines(parts: list[ProfilePart]) -> list[Line]:
    """The parts as lines for a terminal."""
    return [_profile_line(part) for part in parts]


def _profile_line(part: ProfilePart) -> Line:
    if part.there is None:
        return line(f"? {part.name}: your server does not tell", "dim", 2, hang=2)
    if part.there:
        return line(f"✓ {part.name}", "green", 2)
    return line(f"· {part.name} is missing: {part.why}", "yellow", 2, hang=2)
