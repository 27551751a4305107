"""Where a contribution can be seen, and whether everybody can."""

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from plnbuddy.core.origins import ORIGINS, origin_named

_SITE_NAMES = {
    "twitter.com": "Twitter", "x.com": "Twitter", "t.co": "Twitter",
    "youtube.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo",
    "bsky.app": "Bluesky", "linkedin.com": "LinkedIn", "facebook.com": "Facebook",
    "instagram.com": "Instagram", "threads.net": "Threads", "reddit.com": "Reddit",
    "github.com": "GitHub", "slideshare.net": "SlideShare", "speakerdeck.com": "Speaker Deck",
    "medium.com": "Medium", "zenodo.org": "Zenodo", "padlet.com": "Padlet",
    "docs.google.com": "Google Docs", "drive.google.com": "Google Drive",
}  # fmt: skip
_USUAL_NAMES = {
    name.casefold(): name
    for name in (*_SITE_NAMES.values(), *filter(None, (o.place for o in ORIGINS.values())))
} | {"x": "Twitter", "twitter/x": "Twitter"}
_ADDRESS = re.compile(r"https?://(?P<authority>[^/?#\\]+)(?P<path>[^?#]*)", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:www|m|mobile)\.")
# https://server/@user/123 and https://server/users/user/statuses/123
_MASTODON_POST = re.compile(r"/(?:@[\w.@-]+|users/\w+/statuses)/\d+/?")
# Names that mean something only inside a house (RFC 6762, RFC 8375, RFC 2606, ICANN's .internal).
_INSIDE = ("local", "localhost", "internal", "intranet", "lan", "home", "home.arpa", "corp",
           "invalid", "test")  # fmt: skip


def public_link(links: Sequence[str]) -> str:
    """The first link that everybody can follow, or ""."""
    return next((link for link in links if _is_public(link)), "")


def _is_public(link: str) -> bool:
    parts = _ADDRESS.match(link)
    return parts is not None and _open_host(parts["authority"]) != ""


@lru_cache(maxsize=1_000)
def _open_host(authority: str) -> str:
    """The host in the open, in lower case; "" for a machine inside a house or a login."""
    try:
        host = (urlsplit(f"//{authority}").hostname or "").rstrip(".")
    except ValueError:
        return ""
    if "@" in authority:
        return ""
    try:
        return host if ip_address(host).is_global else ""
    except ValueError:
        inside = host.endswith(tuple(f".{end}" for end in _INSIDE))
        return host if "." in host and not inside else ""


def name_place(place: str, origin: str, link: str) -> str:
    """What the place is called: as the entry says, else by its origin, else by the link's site.

    Args:
        link: one that `public_link` gave.
    """
    if place:
        return _USUAL_NAMES.get(place.casefold(), place)
    if usual := origin_named(origin).place:
        return usual
    parts = _ADDRESS.match(link)
    if parts is None:
        return ""
    site = _PREFIX.sub("", _open_host(parts["authority"]))
    if site in _SITE_NAMES:
        return _SITE_NAMES[site]
    return "Mastodon" if _MASTODON_POST.fullmatch(parts["path"]) else site
