"""Whether an account is one that others recognise and follow back."""

from dataclasses import dataclass

from plnbuddy.out.lines import Line, line
from plnbuddy.platforms.mastodon.server import Server
from plnbuddy.platforms.values import Account

INTRODUCTION_TAG = "introduction"


@dataclass(frozen=True)
class ProfilePart:
    """One part of a profile, whether it is there, and why it matters."""

    name: str
    there: bool
    why: str


def check_profile(server: Server) -> list[ProfilePart]:
    """Look at the own account's picture, bio, hashtags, settings and introduction; two requests.

    Raises:
        PlnbuddyError: the server cannot be asked.
    """
    own = server.own_account()
    introduced = bool(server.tagged_posts(own.id, INTRODUCTION_TAG))
    return judge_profile(own, introduced=introduced)


def judge_profile(own: Account, *, introduced: bool) -> list[ProfilePart]:
    """What is there and what is missing, most important first."""
    return [
        ProfilePart("a picture", own.has_picture, "people look for a face before they follow back"),
        ProfilePart("a bio", own.has_bio, "one line on what you teach says why to follow you"),
        ProfilePart(
            "hashtags in the bio", bool(own.bio_tags), "people find profiles by their hashtags"
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
    return [
        line(f"✓ {part.name}", "green", 2)
        if part.there
        else line(f"· {part.name} is missing: {part.why}", "yellow", 2, hang=2)
        for part in parts
    ]
