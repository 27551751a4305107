"""Where entries of the journal come from: every origin, declared once.

Imports, sync, evidence, report and footprint ask here and nowhere else, so an origin
that is added is known to all of them.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Origin(NamedTuple):
    """Where entries come from.

    Attributes:
        name: the word that stands in the journal, and of an import its command.
        known: how a teacher states that such an entry is known.
        label: what an import from there is called; "" for what is no import.
        place: what the place of its entries is called where they do not say.
        public: whether its conversations took place in public.
        measured: whether a service recorded that it took place, and when.
        by_itself: whether its entries come without that the teacher wrote them.
        note: whether its entries are notes, which count as none of the three C's.
    """

    name: str
    known: str
    label: str = ""
    place: str = ""
    public: bool = False
    measured: bool = False
    by_itself: bool = False
    note: bool = False

    @property
    def basis(self) -> str:
        """What its entries count as: "measured" or "self-reported"."""
        return "measured" if self.measured else "self-reported"


MANUAL = Origin("manual", "written down by me")
FOLLOW = Origin("follow", "noted when I followed with plnbuddy", by_itself=True)
UNFOLLOW = Origin("unfollow", "noted when I unfollowed with plnbuddy", by_itself=True, note=True)
REQUEST = Origin("request", "noted when I asked to follow with plnbuddy", by_itself=True, note=True)
MASTODON = Origin(
    "mastodon", "recorded by Mastodon",
    place="Mastodon", public=True, measured=True, by_itself=True,
)  # fmt: skip
BLUESKY = Origin(
    "bluesky", "recorded by Bluesky",
    place="Bluesky", public=True, measured=True, by_itself=True,
)  # fmt: skip
MASTODON_ARCHIVE = Origin(
    "mastodon-archive", "from the Mastodon archive", "Mastodon archive",
    place="Mastodon", public=True, measured=True, by_itself=True,
)  # fmt: skip
TWITTER_ARCHIVE = Origin(
    "twitter-archive", "from the Twitter archive", "Twitter archive",
    place="Twitter", public=True, measured=True, by_itself=True,
)  # fmt: skip
DISQUS = Origin(
    "disqus", "from the comments on Disqus", "Disqus comments", public=True, measured=True
)
WORDPRESS = Origin(
    "wordpress", "from the WordPress blog", "WordPress blog", public=True, measured=True
)
FEED = Origin("feed", "from the feed of my blog", "feed", public=True, measured=True)
TABLE = Origin("csv", "from a table of my own", "table")

ORIGINS: Mapping[str, Origin] = {
    origin.name: origin
    for origin in (
        MANUAL, FOLLOW, UNFOLLOW, REQUEST, MASTODON, BLUESKY, MASTODON_ARCHIVE, TWITTER_ARCHIVE,
        DISQUS, WORDPRESS, FEED, TABLE,
    )
}  # fmt: skip
"""Every origin by its name."""

PUBLIC_ORIGINS = tuple(origin.name for origin in ORIGINS.values() if origin.public)
"""Names of the origins whose conversations took place in public."""

NOTES = tuple(origin.name for origin in ORIGINS.values() if origin.note)
"""Names of the origins whose entries count as none of the three C's."""


def origin_named(name: str) -> Origin:
    """The origin of that name.

    A journal's export may carry any other word: somebody could have written it, so it
    counts as a table of one's own.
    """
    return ORIGINS.get(name, TABLE)
