"""Addresses of profiles: whose they are, and which addresses are nobody's.

An address is somebody's profile only where its form says so: a page with one word
behind the host is a person on Twitter/X and a repository, a company or an article
elsewhere. So the form decides, and the host where the form is not enough.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.platform import Platform

_TWITTER_HOSTS = frozenset({"twitter.com", "x.com", "nitter.net", "vxtwitter.com", "fxtwitter.com"})
_TWITTER_PAGES = frozenset({
    "compose", "download", "explore", "hashtag", "home", "i", "intent", "jobs", "login", "logout",
    "messages", "notifications", "privacy", "search", "settings", "share", "signup", "tos",
})  # fmt: skip
_TWITTER_TABS = frozenset({
    "with_replies", "media", "likes", "highlights", "followers", "following", "articles",
})  # fmt: skip
_BLUESKY_HOSTS = frozenset({"bsky.app", "main.bsky.dev", "staging.bsky.app", "deer.social"})
_BLUESKY_TABS = frozenset({"follows", "followers", "known-followers", "search"})
_FRIENDICA_HOSTS = frozenset({
    "anonsys.net", "libranet.de", "loma.ml", "nerdica.net", "opensocial.at", "poliverso.org",
    "squeet.me", "venera.social",
})  # fmt: skip
"""Servers of Friendica whose names do not say it (dir.friendica.social)."""
_OTHER_SERVICES = frozenset({
    "about.me", "academia.edu", "bandcamp.com", "behance.net", "bitbucket.org", "blogger.com",
    "buymeacoffee.com", "codeberg.org", "deviantart.com", "discord.com", "discord.gg",
    "dribbble.com", "facebook.com", "fb.com", "flickr.com", "github.com", "gitlab.com",
    "goodreads.com", "gravatar.com", "instagram.com", "keybase.io", "ko-fi.com", "linkedin.com",
    "linktr.ee", "medium.com", "open.spotify.com", "orcid.org", "padlet.com", "patreon.com",
    "pinterest.com", "quora.com", "reddit.com", "researchgate.net", "scratch.mit.edu",
    "slideshare.net", "snapchat.com", "soundcloud.com", "stackoverflow.com", "substack.com", "t.me",
    "telegram.me", "threads.com", "threads.net", "tiktok.com", "tumblr.com", "twitch.tv",
    "vimeo.com", "vk.com", "wa.me", "whatsapp.com", "wikipedia.org", "xing.com", "youtu.be",
    "youtube.com",
})  # fmt: skip
_READERS = frozenset({"elk.zone", "main.elk.zone"})
"""Programs whose addresses begin with the reader's own server."""
_TABS = frozenset({"with_replies", "media", "featured", "featured_tags", "followers", "following"})
_FEED_ENDING = re.compile(r"\.(?:rss|atom|json)$")
"""What a server adds to a profile's address for machines; names on Mastodon hold no dots."""
_ADDRESS = re.compile(
    r"(?:https?://)?(?P<host>[^/\s@?#]+)(?P<path>/[^?#\s]*)?(?:[?#]\S*)?", re.IGNORECASE
)
_AT_ADDRESS = re.compile(r"at://(?P<who>[^/\s?#]+)(?P<path>/[^?#\s]*)?", re.IGNORECASE)


class ProfileAddress(NamedTuple):
    """Whose profile an address is; `of_post` when it is the address of a post of theirs."""

    platform: Platform
    name: str
    domain: str = ""
    of_post: bool = False


class NoProfileError(UsageError):
    """An address that is nobody's profile, as far as plnbuddy can tell."""


def read_profile_address(word: str) -> ProfileAddress | None:
    """Whose profile that is; None when the word is no address at all.

    Raises:
        NoProfileError: an address, and not that of a profile plnbuddy can know.
    """
    protocol = _AT_ADDRESS.fullmatch(word)
    if protocol:
        return ProfileAddress(
            Platform.BLUESKY, protocol["who"], of_post=bool((protocol["path"] or "").strip("/"))
        )
    found = _ADDRESS.fullmatch(word)
    if not found or found["path"] is None:
        return None
    host = _decoded(found["host"], word).lower().rstrip(".")
    parts = [_decoded(part, word) for part in found["path"].split("/") if part]
    site = re.sub(r"^(?:www|mobile|m)\.", "", host)
    profile = _on_host(site, host, parts)
    if profile is None:
        raise _refused(site, parts)
    return profile


def _decoded(part: str, word: str) -> str:
    """A part of a path as it is meant: percent-encoded letters are letters (RFC 3986)."""
    if "%" not in part:
        return part
    try:
        text = unquote_to_bytes(part).decode("utf-8")
    except UnicodeDecodeError:
        raise NoProfileError(
            f"'{clean_line(word, 60)}' is not the address of a profile.",
            "Open it in the browser and copy the handle from the page.",
        ) from None
    return text if "/" not in text else part


def _on_host(site: str, host: str, parts: Sequence[str]) -> ProfileAddress | None:
    if site in _TWITTER_HOSTS:
        return _on_twitter(parts)
    if site in _BLUESKY_HOSTS:
        return _on_bluesky(parts)
    if _is_other_service(site):
        return None
    if site in _READERS and parts and "." in parts[0]:
        return _on_fediverse(parts[0].lower(), parts[1:])
    return _on_fediverse(host, parts)


def _on_twitter(parts: Sequence[str]) -> ProfileAddress | None:
    match parts:
        case [page, *_] if page.lower() in _TWITTER_PAGES:
            return None
        case [name, "status" | "statuses", _, *_]:
            return ProfileAddress(Platform.TWITTER, name.removeprefix("@"), of_post=True)
        case [name, *tabs] if not tabs or (len(tabs) == 1 and tabs[0] in _TWITTER_TABS):
            return ProfileAddress(Platform.TWITTER, name.removeprefix("@"))
    return None


def _on_bluesky(parts: Sequence[str]) -> ProfileAddress | None:
    match parts:
        case ["profile", who]:
            return ProfileAddress(Platform.BLUESKY, who)
        case ["profile", who, tab] if tab in _BLUESKY_TABS:
            return ProfileAddress(Platform.BLUESKY, who)
        case ["profile", who, "post", _, *_]:
            return ProfileAddress(Platform.BLUESKY, who, of_post=True)
    return None


def _on_fediverse(host: str, parts: Sequence[str]) -> ProfileAddress | None:
    """A profile by the forms that servers of the fediverse give their pages."""
    match parts:
        case ["web" | "deck", *rest] if rest and rest[0].startswith("@"):
            return _on_fediverse(host, rest)
        case [at_name] if at_name.startswith("@"):
            return _named(host, _FEED_ENDING.sub("", at_name[1:]))
        case [at_name, number, "embed"] if at_name.startswith("@") and number.isdecimal():
            return _named(host, at_name[1:], of_post=True)
        case [at_name, tab] if at_name.startswith("@") and tab in _TABS:
            return _named(host, at_name[1:])
        case [at_name, "tagged", _] if at_name.startswith("@"):
            return _named(host, at_name[1:])
        case [at_name, number] | [at_name, "statuses", number] if at_name.startswith("@"):
            return _named(host, at_name[1:], of_post=number.isalnum())
        case ["users" | "u", name]:
            return _named(host, name.removeprefix("@"))
        case ["users", name, tab] if tab in _TABS:
            return _named(host, name)
        case ["users", name, "statuses", _]:
            return _named(host, name, of_post=True)
        case ["profile", name] if _runs(host, "friendica", _FRIENDICA_HOSTS):
            return _named(host, name)
        case [name] if _runs(host, "pixelfed", frozenset()) and name.isidentifier():
            return _named(host, name)
    return None


def _runs(host: str, program: str, hosts: frozenset[str]) -> bool:
    """Whether a server runs that program, as far as its name tells."""
    return program in host or host in hosts


def _named(host: str, name: str, *, of_post: bool = False) -> ProfileAddress | None:
    """`name` on that server, or `name@elsewhere` as that server shows it."""
    username, at, remote = name.partition("@")
    if "@" in remote or (at and not remote):
        return None
    return ProfileAddress(Platform.MASTODON, username, remote if at else host, of_post)


def _is_other_service(site: str) -> bool:
    """Whether that is a service on which plnbuddy knows nobody: "de.linkedin.com" too."""
    labels = site.split(".")
    return any(".".join(labels[at:]) in _OTHER_SERVICES for at in range(len(labels) - 1))


def _refused(site: str, parts: Sequence[str]) -> NoProfileError:
    name = clean_line(site, 60)
    if _is_other_service(site):
        return NoProfileError(
            f"{name} is not a network that plnbuddy knows people on.",
            "It knows Mastodon and what speaks with it, Bluesky and Twitter/X; "
            "does the person have an account there?",
        )
    return NoProfileError(
        f"This address on {name} is not that of a person's profile."
        if parts
        else f"{name} is the address of a whole site, not of a person's profile.",
        "Write @name@server for Mastodon, @name.bsky.social for Bluesky, @name for Twitter/X, "
        "or paste the address of the profile.",
    )
