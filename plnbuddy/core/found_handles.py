"""What makes a text the name of an account, by where it stands.

`@name@server` and the address of a profile are names wherever they stand.
`name@server` is one only where something says so (a heading, the words around it);
everywhere else it is an e-mail address. A bare word and the address of any other page
never are.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.web_address import find_links

_SERVER = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?"
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_FULL = re.compile(rf"(?<![\w@.+/-])(?:@|acct:@?)({_NAME})@({_SERVER})(?![\w@])")
_BARE = re.compile(rf"(?<![\w@.+/:-])({_NAME})@({_SERVER})(?![\w@])")
# On Bluesky a name is a domain; in a text only its own ending is certain.
_BLUESKY = re.compile(
    r"(?<![\w@.+/-])(@(?:[A-Za-z0-9-]+\.)+bsky\.social|did:plc:[a-z2-7]{24})(?![\w@])",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_FEED_ENDING = re.compile(r"\.(?:rss|atom)$")
_MAIL = re.compile(rf"(?<![\w@.+/:-])[\w.+-]+@{_SERVER}")
# Endings of file names: "icon@2x.png" names a picture.
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
     "pptx", "odt", "htm", "html", "php", "css", "js", "ts", "py", "json", "xml", "csv", "txt",
     "mp3", "mp4", "wav", "mkv", "epub", "tar", "gz"}
)  # fmt: skip
_HANDLE_WORDS = re.compile(
    r"mastodon|fedi|pixelfed|peertube|friendica|misskey|handle|acct|webfinger|account|konto|compte|"
    r"cuenta|conta\b|\bkonta\b|profil|perfil|user\s?name|nutzername|benutzername|\buser\b|"
    r"nom d.utilisateur|nombre de usuario|nome utente|gebruikersnaam|användarnamn|brugernavn|"
    r"\bwho\b|toot|follow|folg|suiv|s[ií]gu|seguir|volg|följ|følg|フォロー|关注|팔로우",
    re.IGNORECASE,
)
_MAIL_WORDS = re.compile(
    r"mail|courriel|correo|e-?post|posta\b|sähköposti|почт|メール|邮|郵|이메일", re.IGNORECASE
)
_MAIL_SERVERS = re.compile(
    r"(?:g(?:oogle)?mail|yahoo|hotmail|outlook|icloud|me|aol|gmx|web|t-online|proton(?:mail)?|live|"
    r"posteo|mailbox|zoho|fastmail|tutanota|orange|laposte|libero|wanadoo)\.\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundHandles:
    """The handles in a text, each once, in order; and how many e-mail addresses were no handles."""

    handles: tuple[Handle, ...]
    mail_addresses: int = 0


def says_handles(words: str) -> bool:
    """Whether a heading or a sentence says that what stands there are names of accounts."""
    return _HANDLE_WORDS.search(words) is not None and not says_mail(words)


def says_mail(words: str) -> bool:
    """Whether a heading or a sentence speaks of e-mail."""
    return _MAIL_WORDS.search(words) is not None


def is_bare(text: str) -> bool:
    """Whether the text is a single `name@server`, which may be an e-mail address."""
    found = _BARE.fullmatch(text.strip())
    return found is not None and not _is_no_server(found[2])


def looks_like_mail(text: str) -> bool:
    """Whether a `name@server` is an e-mail address by its server."""
    return _MAIL_SERVERS.fullmatch(text.strip().rpartition("@")[2]) is not None


def bare_names(text: str) -> list[tuple[str, str]]:
    """Every `name@server` in a text without a leading "@": name and server."""
    return _BARE.findall(text)


def find_handles(text: str, *, bare: bool = False) -> FoundHandles:
    """The names of accounts in a text.

    Args:
        bare: a `name@server` without a leading "@" is one, too, because of where it
            stands; otherwise it is an e-mail address.
    """
    if "@" not in text and "//" not in text and "did:" not in text:
        return FoundHandles(())
    links, rest = find_links(text)
    found: dict[Handle, None] = {}
    for link in links:
        handle = profile_of(link)
        if handle:
            found[handle] = None
    mails = 0
    for name, server in _FULL.findall(rest):
        _note(found, name, server)
    names = [rest.strip()] if _DOTTED.fullmatch(rest.strip()) else _BLUESKY.findall(rest)
    for name in names:
        handle = None if _is_no_server(name) else _parsed(name)
        if handle:
            found[handle] = None
    without = _FULL.sub(" ", rest)
    for match in _MAIL.finditer(without):
        parts = _BARE.fullmatch(match[0])
        if bare and parts and not looks_like_mail(match[0]):
            _note(found, parts[1], parts[2])
        elif parts is None or not _is_no_server(parts[2]):
            mails += 1
    return FoundHandles(tuple(found), mails)


def _note(found: dict[Handle, None], name: str, server: str) -> None:
    handle = None if _is_no_server(server) else _parsed(f"@{name}@{server}")
    if handle:
        found[handle] = None


def _is_no_server(server: str) -> bool:
    return server.rpartition(".")[2].lower() in _FILES


def profile_of(link: str) -> Handle | None:
    """Whose profile, or whose post or feed, a web address is; None for any other page."""
    return _parsed(_FEED_ENDING.sub("", link.partition("?")[0].partition("#")[0]))


@lru_cache(maxsize=20_000)
def _parsed(word: str) -> Handle | None:
    try:
        return parse_handle(word, of_post=True)
    except UsageError:
        return None
