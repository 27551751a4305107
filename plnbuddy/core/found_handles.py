"""What makes a text the name of an account, by where it stands.

`@name@server` and the address of a profile are names wherever they stand.
`name@server` is one only where something says so (a heading, the words around it);
everywhere else it is an e-mail address. A bare word and the address of any other page
never are.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.web_address import find_links

_SERVER = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?"
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_FULL = re.compile(rf"(?<![\w@.+/-])(?:@|acct:@?)({_NAME})@({_SERVER})(?![\w@])")
_BARE = re.compile(rf"(?<![\w@.+/:-])({_NAME})@({_SERVER})(?![\w@])")
_MAIL = re.compile(rf"(?<![\w@.+/:-])[\w.+-]+@{_SERVER}")
# Endings of file names: "icon@2x.png" names a picture.
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
     "pptx", "odt", "htm", "html", "php", "css", "js", "ts", "py", "json", "xml", "csv", "txt",
     "mp3", "mp4", "wav", "mkv", "epub", "tar", "gz"}
)  # fmt: skip
# Sites whose addresses look like profiles of the fediverse.
_NO_SERVERS = frozenset(
    {"medium.com", "youtube.com", "tiktok.com", "flickr.com", "t.me", "substack.com", "vimeo.com",
     "instagram.com", "facebook.com", "linkedin.com", "pinterest.com", "quora.com",
     "scratch.mit.edu", "bsky.app", "github.com", "gitlab.com", "observablehq.com", "ko-fi.com",
     "hackmd.io", "dev.to"}
)  # fmt: skip
_TWITTER = frozenset({"twitter.com", "x.com"})
_TWITTER_PAGES = frozenset(
    {"home", "i", "search", "hashtag", "intent", "share", "explore", "settings", "about", "tos",
     "privacy", "login", "signup", "messages", "notifications", "compose", "jobs", "download"}
)  # fmt: skip
_FRONT = re.compile(r"^(?:www|m|mobile)\.")
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


def find_handles(text: str, *, bare: bool = False) -> FoundHandles:
    """The names of accounts in a text.

    Args:
        bare: a `name@server` without a leading "@" is one, too, because of where it
            stands; otherwise it is an e-mail address.
    """
    if "@" not in text and "//" not in text:
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


@lru_cache(maxsize=20_000)
def profile_of(link: str) -> Handle | None:
    """Whose profile a web address is: `https://server/@name`, `…/users/name`, `https://x.com/name`.

    A remote profile seen on another server is the remote one; what stands behind the
    name ("/with_replies", a post's number) does not count. None for any other page.
    """
    try:
        parts = urlsplit(link)
        server = parts.netloc.lower()
        path = unquote(parts.path, errors="strict")
    except (ValueError, UnicodeDecodeError):
        return None
    site = _FRONT.sub("", server)
    steps = [step for step in path.split("/") if step]
    if site in _TWITTER:
        name = steps[0].removeprefix("@") if steps else ""
        return (
            _parsed(f"https://x.com/{name}")
            if name and name.lower() not in _TWITTER_PAGES
            else None
        )
    if site in _NO_SERVERS or "@" in server:
        return None
    if steps[:1] in (["web"], ["deck"]):
        steps = steps[1:]
    if not steps:
        return None
    name = steps[0].removesuffix(".rss").removesuffix(".atom")
    if name.startswith("@"):
        name = name[1:]
    elif steps[0] == "users" and len(steps) > 1:
        name = steps[1].removesuffix(".rss").removesuffix(".atom")
    else:
        return None
    return _parsed(f"@{name}" if "@" in name else f"@{name}@{server}")


@lru_cache(maxsize=20_000)
def _parsed(word: str) -> Handle | None:
    try:
        return parse_handle(word)
    except UsageError:
        return None
