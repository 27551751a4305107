"""Lists of people that platforms keep: which address is one of them, and its people."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from plnbuddy.platforms.values import SharedList

_BLUESKY = frozenset({"bsky.app", "www.bsky.app", "go.bsky.app"})


def is_shared_list(address: str) -> bool:
    """Whether a platform is to be asked about this address, and not the web."""
    return (urlsplit(address).hostname or "").lower() in _BLUESKY


def read_shared_list(address: str) -> "SharedList":
    """The list at an address for which `is_shared_list` holds.

    Raises:
        UsageError: it is the address of something else there.
        NothingFoundError: nothing is there (any more).
        ServerUnreachableError, RateLimitedError: the platform does not answer now.
    """
    from plnbuddy.platforms.bluesky.open_reading import Bluesky

    return Bluesky(lambda _text: None).read_shared(address)
