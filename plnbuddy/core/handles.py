"""Handles and hashtags: parsed, normalised and compared here and nowhere else."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import NewType

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.platform import Platform

# Patterns are texts: each is compiled when the first handle of its kind is read.

# Mastodon: app/models/account.rb, USERNAME_RE; other fediverse servers stay within it.
_USERNAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
# 15 characters today, up to 20 for accounts of the first years.
_TWITTER_USERNAME = r"[A-Za-z0-9_]{1,20}"
_DOMAIN = (
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}(?::\d{1,5})?"
    r"|localhost(?::\d{1,5})?|127\.0\.0\.1(?::\d{1,5})?"
)
_TWITTER_DOMAINS = frozenset(
    {"twitter.com", "x.com", "www.twitter.com", "mobile.twitter.com", "www.x.com"}
)
# atproto.com/specs/handle; its last part is no number.
_BLUESKY_NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NO_BLUESKY = (
    ".local", ".arpa", ".invalid", ".localhost", ".internal", ".example", ".alt", ".onion",
)  # fmt: skip
_DID = r"did:plc:[a-z2-7]{24}|did:web:[a-z0-9.-]+(?:%3[Aa]\d{1,5})?"
_BLUESKY_HOME = ".bsky.social"
# Marks without width that come along when a handle is copied from a page. Those that turn the
# direction of a text are not among them: what is shown would not be what is meant.
_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufe0f\ufeff")
)
# As Chinese and Japanese keyboards write it.
_FULL_STOPS = dict.fromkeys(map(ord, "\u3002\uff0e\uff61"), ".")
_TAG_LIMIT = 100

HandleKey = NewType("HandleKey", str)
TagKey = NewType("TagKey", str)


class HandleError(UsageError):
    """A text that is no handle; the message shows which sign in it cannot be one of a handle."""

    def __init__(self, text: str, problem: str = "", remedy: str = "") -> None:
        super().__init__(
            problem or f"'{clean_line(_with_marks(text), 60)}' is not a handle.{_odd_sign(text)}",
            remedy
            or "Write @name@server for Mastodon, @name.bsky.social for Bluesky, @name for "
            "Twitter/X, or paste the address of the profile.",
        )


def _with_marks(text: str) -> str:
    """The text with its unseen signs written out: "@anna<U+202E>"."""
    return "".join(
        f"<U+{ord(sign):04X}>" if unicodedata.category(sign) in ("Cf", "Cs", "Co") else sign
        for sign in text[:200]
    )


def _odd_sign(text: str) -> str:
    """Which letter only looks like one of a handle; "" when there is none."""
    name = text.strip().removeprefix("@").partition("@")[0]
    for sign in name[:200]:
        if not sign.isascii() and unicodedata.category(sign)[0] in "LN":
            return f" In it, {sign} is {unicodedata.name(sign, 'no letter').lower()}."
    return ""


class TagError(UsageError):
    """A text that is no hashtag."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{clean_line(text, 60)}' is not a hashtag.",
            "A hashtag is one word of letters, digits and underscores, such as #musiced.",
        )


@dataclass(frozen=True, eq=False)
class Handle:
    """The name of an account: `@username@domain` on Mastodon, `@username` elsewhere.

    `domain` is the server's, IDNA-encoded and lower-case; it is empty where the
    platform is one single place. On Bluesky the username is a domain name, such as
    "anna.bsky.social", or the lasting identity itself, "did:plc:…". Two handles are
    equal when they differ only in the case of the username.
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
        return self.username if self.is_did else f"@{self.username}"

    @property
    def is_did(self) -> bool:
        """Whether this is a lasting identity of Bluesky, which no change of names touches."""
        return self.username.startswith("did:")

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


def parse_handle(text: str, *, of_post: bool = False) -> Handle:
    """The handle in any of its spellings.

    `@a@b.c`, `a@b.c`, `acct:a@b.c`, or a profile's address on Mastodon; `@a` or an
    address on Twitter/X; `@a.bsky.social`, `@a.school.org`, `did:plc:…`, `at://…`
    or an address on Bluesky. A name that holds a dot and no second @ is a domain, so
    it is one of Bluesky; on Twitter/X no name holds a dot. A remote profile seen on
    another server (`https://b.c/@a@d.e`) is the remote one.

    Args:
        of_post: take the address of a post for its author.

    Raises:
        HandleError: none of these.
    """
    word = text.strip()
    if len(word) > 2_000:
        raise HandleError(text)
    if not word.isascii():
        word = word.translate(_UNSEEN).strip()
    if word[:5].lower() == "acct:":
        word = word[5:].lstrip("/")
    if word.startswith("@"):
        return _typed(word[1:], text)
    if word[:4].lower() == "did:":
        return _on_bluesky(word, text)
    if "/" in word:
        return _from_address(word, text, of_post=of_post)
    if "@" not in word and not word.lower().endswith(_BLUESKY_HOME):
        raise HandleError(text)
    return _typed(word, text)


def _typed(word: str, text: str) -> Handle:
    username, separator, domain = word.partition("@")
    if separator:
        return _make_handle(username, domain, text)
    return _on_bluesky(username, text) if "." in username else _on_twitter(username, text)


def _from_address(word: str, text: str, *, of_post: bool) -> Handle:
    from plnbuddy.core.profile_address import NoProfileError, read_profile_address

    try:
        found = read_profile_address(word)
    except NoProfileError as error:
        raise HandleError(text, error.problem, error.remedy) from None
    if found is None:
        raise HandleError(text)
    if found.of_post and not of_post:
        raise HandleError(
            text, "This is the address of a post, not of a profile.", "Paste the profile's address."
        )
    match found.platform:
        case Platform.BLUESKY:
            return _on_bluesky(found.name, text)
        case Platform.TWITTER:
            return _on_twitter(found.name, text)
        case Platform.MASTODON:
            return _make_handle(found.name, found.domain, text)


def _on_twitter(username: str, text: str) -> Handle:
    if re.fullmatch(_TWITTER_USERNAME, username):
        return Handle(Platform.TWITTER, username)
    raise HandleError(text)


def _on_bluesky(name: str, text: str) -> Handle:
    if name[:4].lower() == "did:":
        if re.fullmatch(_DID, name):
            return Handle(Platform.BLUESKY, name)
        raise HandleError(text)
    name = _plain_domain(name.removeprefix("@"), text)
    if len(name) <= 253 and re.fullmatch(_BLUESKY_NAME, name) and not name.endswith(_NO_BLUESKY):
        return Handle(Platform.BLUESKY, name)
    raise HandleError(text)


def _make_handle(username: str, domain: str, text: str) -> Handle:
    domain = _plain_domain(domain, text)
    if domain in _TWITTER_DOMAINS:
        return _on_twitter(username, text)
    if re.fullmatch(_USERNAME, username) and len(domain) <= 253 and re.fullmatch(_DOMAIN, domain):
        return Handle(Platform.MASTODON, username, domain)
    raise HandleError(text)


def _plain_domain(domain: str, text: str) -> str:
    """The domain in lower case, and in its encoded form where it is in another script.

    Signs that only resemble letters or digits, such as those in circles, would become
    them (UTS 46) and lead to a server that nobody named; they are refused.
    """
    domain = domain.lower().rstrip(".")
    if domain.isascii():
        return domain
    import idna

    domain = domain.translate(_FULL_STOPS)
    if unicodedata.normalize("NFKC", domain) != unicodedata.normalize("NFC", domain):
        raise HandleError(text)
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        raise HandleError(text) from None


def handle_of_key(key: HandleKey) -> Handle:
    """The handle that has that key.

    Raises:
        HandleError: none has.
    """
    return parse_handle(key if key.startswith(("@", "did:")) else f"@{key}")


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

    As Mastodon's HASHTAG_RE (app/models/tag.rb); vowel signs of Hindi or Thai are marks,
    and digits in circles are none.
    """
    category = unicodedata.category(sign)
    return sign in "_·・" or category[0] in "LM" or category == "Nd"


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
