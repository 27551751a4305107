"""Where a contribution can be seen, and whether everybody can."""

import re
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

PUBLIC_ORIGINS = ("mastodon", "mastodon-archive", "twitter-archive", "disqus", "wordpress", "feed")
"""Origins whose conversations took place in public."""

_ORIGIN_NAMES = {
    "mastodon": "Mastodon",
    "mastodon-archive": "Mastodon",
    "twitter-archive": "Twitter",
}
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
    name.casefold(): name for name in (*_SITE_NAMES.values(), *_ORIGIN_NAMES.values())
} | {"x": "Twitter", "twitter/x": "Twitter"}
# https://server/@user/123 and https://server/users/user/statuses/123
_MASTODON_POST = re.compile(r"/(?:@[\w.@-]+|users/\w+/statuses)/\d+/?")
# Names that mean something only inside a house (RFC 6762, RFC 8375, RFC 2606, ICANN's .internal).
_INSIDE = ("local", "localhost", "internal", "intranet", "lan", "home", "home.arpa", "corp",
           "invalid", "test")  # fmt: skip


def public_link(links: Sequence[str]) -> str:
    """The first link that everybody can follow, or ""."""
    return next((link for link in links if _is_public(link)), "")


def _is_public(link: str) -> bool:
    """Whether this is a web address in the open: no password in it, no machine inside a house."""
    parts = _split(link)
    if parts is None or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return False
    host = (parts.hostname or "").rstrip(".")
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(tuple(f".{end}" for end in _INSIDE))


def name_place(place: str, origin: str, link: str) -> str:
    """What the place is called: as the entry says, else by its origin, else by the link's site."""
    if place:
        return _USUAL_NAMES.get(place.casefold(), place)
    if origin in _ORIGIN_NAMES:
        return _ORIGIN_NAMES[origin]
    parts = _split(link)
    if parts is None:
        return ""
    site = re.sub(r"^(?:www|m|mobile)\.", "", parts.hostname or "")
    if site in _SITE_NAMES:
        return _SITE_NAMES[site]
    return "Mastodon" if _MASTODON_POST.fullmatch(parts.path) else site


def _split(link: str) -> SplitResult | None:
    try:
        return urlsplit(link)
    except ValueError:
        return None
