"""The services on which accounts, hashtags and chats live."""

from collections.abc import Iterable
from enum import StrEnum

from plnbuddy.core.vocabulary import in_words


class Platform(StrEnum):
    """A service on which accounts live; every handle, hashtag and chat says on which it is.

    Their order is that in which plnbuddy prefers them where several would do.
    """

    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    TWITTER = "twitter"

    @property
    def label(self) -> str:
        """Its name as a teacher reads it."""
        return _LABELS[self]


_LABELS = {
    Platform.MASTODON: "Mastodon",
    Platform.BLUESKY: "Bluesky",
    Platform.TWITTER: "Twitter/X",
}

ALL_PLATFORMS = tuple(Platform)


def read_platforms(text: str, separator: str) -> tuple[Platform, ...]:
    """The platforms that a text names; "x" is Twitter/X, and "both" what it meant for two.

    Raises:
        ValueError: a word that is no platform.
    """
    words = ["mastodon", "twitter"] if text == "both" else text.split(separator)
    return tuple(dict.fromkeys(Platform("twitter" if w == "x" else w) for w in words))


def place_to_look(theirs: Iterable[Platform], mine: Iterable[Platform] = ()) -> Platform:
    """Where to look at something: where both are, else where the teacher is, else where it is."""
    there, here = set(theirs), set(mine)
    wanted = (there & here) or here or there
    return min(wanted or {Platform.MASTODON}, key=ALL_PLATFORMS.index)


def spoken_platforms(platforms: Iterable[Platform]) -> str:
    """Their names as a teacher reads them, such as "Mastodon and Twitter/X"."""
    return in_words(platform.label for platform in platforms)
