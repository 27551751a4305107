"""Handles and hashtags: parsed, normalised and compared here and nowhere else."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.platform import Platform

# Mastodon: app/models/account.rb, USERNAME_RE; other fediverse servers stay within it.
_USERNAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
# 15 characters today, up to 20 for accounts of the first years.
_TWITTER_USERNAME = re.compile(r"[A-Za-z0-9_]{1,20}")
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}(?::\d{1,5})?"
    r"|localhost(?::\d{1,5})?|127\.0\.0\.1(?::\d{1,5})?"
)
_TWITTER_DOMAINS = frozenset(
    {"twitter.com", "x.com", "www.twitter.com", "mobile.twitter.com", "www.x.com"}
)
_PROFILE_ADDRESS = re.compile(
    r"(?:https?://)?(?P<domain>[^/\s@]+)/(?:@|users/|u/|profile/)?(?P<name>[^/\s?#]+)/?(?:[?#].*)?",
    re.IGNORECASE,
)
_TAG_LIMIT = 100

HandleKey = NewType("HandleKey", str)
TagKey = NewType("TagKey", str)


class HandleError(UsageError):
    """A text that is no handle."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{clean_line(text, 60)}' is not a handle.",
            "Write @name@server for Mastodon, @name for Twitter/X, "
            "or paste the address of the profile.",
        )


class TagError(UsageError):
    """A text that is no hashtag."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{clean_line(text, 60)}' is not a hashtag.",
            "A hashtag is one word of letters, digits and underscores, such as #musiced.",
        )


@dataclass(frozen=True, eq=False)
class Handle:
    """The name of an account: `@username@domain` on Mastodon, `@username` on Twitter/X.

    `domain` is the server's, IDNA-encoded and lower-case; it is empty where the
    platform is one single place. Two handles are equal when they differ only in
    the case of the username.
    """

    platform: Platform
    username: str
    domain: str = ""

    @cached_property
    def key(self) -> HandleKey:
        """What handles are compared and stored by."""
        if self.platform is Platform.MASTODON:
            return HandleKey(f"{self.username.lower()}@{self.domain}")
        return HandleKey(str(self).lower())

    @property
    def place(self) -> str:
        """Where the account lives, for telling places apart: its server, or the platform."""
        return self.domain or self.platform.value

    def __str__(self) -> str:
        if self.platform is Platform.MASTODON:
            return f"@{self.username}@{self.domain}"
        return f"@{self.username}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Handle) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, eq=False)
class Tag:
    """A hashtag without its "#". Two tags are equal when they differ only in case."""

    name: str

    @cached_property
    def key(self) -> TagKey:
        """What tags are compared and stored by (Mastodon compares NFKC, lower-case)."""
        if self.name.isascii():
            return TagKey(self.name.lower())
        return TagKey(unicodedata.normalize("NFKC", self.name).casefold())

    def __str__(self) -> str:
        return f"#{self.name}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tag) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def parse_handle(text: str) -> Handle:
    """The handle in any of its spellings.

    `@a@b.c`, `a@b.c`, `acct:a@b.c`, `https://b.c/@a`, `https://b.c/users/a`,
    `b.c/@a`, `@a`, `https://x.com/a`; a remote profile seen on another server
    (`https://b.c/@a@d.e`) is the remote one.

    Raises:
        HandleError: none of these.
    """
    word = text.strip()
    if len(word) > 2_000:
        raise HandleError(text)
    if word[:5].lower() == "acct:":
        word = word[5:].lstrip("/")
    address = None if word.startswith("@") else _PROFILE_ADDRESS.fullmatch(word)
    if address:
        return _handle_from_address(address["domain"], address["name"], text)
    username, separator, domain = word.removeprefix("@").partition("@")
    if separator and domain:
        return _make_handle(username, domain, text)
    if not separator and word.startswith("@"):
        return _make_handle(username, "", text)
    raise HandleError(text)


def _handle_from_address(domain: str, name: str, text: str) -> Handle:
    username, separator, remote = name.removeprefix("@").partition("@")
    return _make_handle(username, remote if separator else domain, text)


def _make_handle(username: str, domain: str, text: str) -> Handle:
    domain = domain.lower().rstrip(".")
    if domain in _TWITTER_DOMAINS or not domain:
        if _TWITTER_USERNAME.fullmatch(username):
            return Handle(Platform.TWITTER, username)
        raise HandleError(text)
    if not domain.isascii():
        domain = _encode_domain(domain, text)
    if _USERNAME.fullmatch(username) and len(domain) <= 253 and _DOMAIN.fullmatch(domain):
        return Handle(Platform.MASTODON, username, domain)
    raise HandleError(text)


def _encode_domain(domain: str, text: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        raise HandleError(text) from None


def parse_tag(text: str) -> Tag:
    """The hashtag, with or without its "#".

    Raises:
        TagError: spaces or punctuation inside, digits alone, or nothing at all.
    """
    name = text.strip().removeprefix("#").removeprefix("＃")
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    fits = 0 < len(name) <= _TAG_LIMIT and all(is_tag_character(sign) for sign in name)
    if not fits or name.isdigit():
        raise TagError(text)
    return Tag(name)


def is_tag_character(sign: str) -> bool:
    """Whether a hashtag may contain this character: letters, marks, digits, "_" and middle dots.

    As Mastodon's HASHTAG_RE (app/models/tag.rb); vowel signs of Hindi or Thai are marks.
    """
    return sign in "_·・" or unicodedata.category(sign)[0] in "LMN"


def parse_server(text: str) -> str:
    """The domain of a server, however it was written: "Mastodon.Social", "https://b.c/", "@me@b.c".

    Raises:
        UsageError: no domain can be read from it.
    """
    word = re.sub(r"^https?://", "", text.strip(), flags=re.IGNORECASE)
    domain = word.partition("/")[0].rpartition("@")[2].lower().rstrip(".")
    try:
        return parse_handle(f"someone@{domain}").domain or _no_server(text)
    except HandleError:
        return _no_server(text)


def _no_server(text: str) -> str:
    raise UsageError(
        f"'{clean_line(text, 60)}' is not the name of a Mastodon server.",
        "Write the part after the second @ of your handle, such as mastodon.social.",
    )
