"""Where a list comes from: a file, a web address, a Google Sheet."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.lists.formats.found import ReadList
from plnbuddy.lists.formats.recognise import read_list
from plnbuddy.platforms.shared_lists import is_shared_list
from plnbuddy.store.lists import KeptList
from plnbuddy.system.local_file import read_file

if TYPE_CHECKING:
    from plnbuddy.system.fetch import Fetched

SIZE_LIMIT = 20_000_000  # bytes, as Mastodon's own import
_TOO_LONG = "That is no list of people to follow. Cut it to those you need."
_FEDIDEVS = re.compile(r"https://(?:www\.)?fedidevs\.com/s/[\w-]+/?$")
_SHEET = re.compile(r"https://docs\.google\.com/spreadsheets/d/(?:e/)?([\w-]+)")


@dataclass(frozen=True)
class Draft:
    """A list that was read and not yet kept: what it would be called, and what was in it."""

    kept: KeptList
    found: ReadList


def read_source(source: str, name: str = "", list_name: str = "", *, clock: Clock) -> Draft:
    """Read a list from a file or a web address; nothing is kept.

    Raises:
        UsageError: no such file, or no list in it.
        ServerUnreachableError: the address cannot be read.
    """
    if re.match(r"https?://", source, re.IGNORECASE):
        try:
            urlsplit(source)
        except ValueError:
            raise UsageError(
                f"'{clean_line(source, 60)}' is not a web address.", "Paste it with its https://"
            ) from None
        return _read_address(source, name, list_name, clock)
    file = Path(source).expanduser()
    try:
        content = read_file(file, SIZE_LIMIT, _TOO_LONG)
    except PlnbuddyError as error:
        raise UsageError(error.problem, error.remedy) from None
    found = read_list(content, file.name, list_name)
    title = found.title or list_name or file.stem
    kept = KeptList(
        name=list_word(name or title),
        title=clean_line(title, 100),
        introduction=found.introduction,
        contact=found.contact,
        source=str(file.resolve()),
        format=found.format,
        read_at=clock.now,
    )
    return Draft(kept, found)


def _read_address(source: str, name: str, list_name: str, clock: Clock) -> Draft:
    if is_shared_list(source):
        return _read_shared(source, name, clock)
    fetched = fetch_table(source)
    found = read_list(fetched.content, source, list_name)
    asked, led = urlsplit(source).hostname, urlsplit(fetched.url).hostname
    if asked != led and not (led or "").endswith(".googleusercontent.com"):
        found.warnings.append(f"the address leads on to {led}")
    title = found.title or (urlsplit(source).hostname or source)
    kept = KeptList(
        name=list_word(name or title),
        title=clean_line(title, 100),
        introduction=found.introduction,
        contact=found.contact,
        source=source,
        format=found.format,
        etag=fetched.etag,
        modified=fetched.modified,
        read_at=clock.now,
    )
    return Draft(kept, found)


def _read_shared(source: str, name: str, clock: Clock) -> Draft:
    from plnbuddy.lists.formats.shared import read_shared
    from plnbuddy.platforms.shared_lists import read_shared_list

    shared = read_shared_list(source)
    found = read_shared(shared, clock.today)
    if not found.rows:
        raise UsageError(
            "Nobody on this list may be shown.",
            "Its people are gone, or want to be shown only to who is logged in.",
        )
    kept = KeptList(
        name=list_word(name or found.title),
        title=found.title or "A list without a name",
        introduction=found.introduction,
        contact=found.contact,
        source=shared.address,
        format=found.format,
        topics=found.topics,
        read_at=clock.now,
    )
    return Draft(kept, found)


def fetch_table(source: str, etag: str = "", modified: str = "") -> "Fetched":
    """What lies at an address, or that it has not changed since it was read with that tag.

    Raises:
        UsageError: a Google Sheet that is not shared.
        ServerUnreachableError: it cannot be read.
    """
    from plnbuddy.system.fetch import fetch

    fetched = fetch(table_address(source), etag=etag, modified=modified, limit=SIZE_LIMIT)
    if urlsplit(fetched.url).hostname == "accounts.google.com":
        raise UsageError(
            "This Google Sheet is not shared for reading.",
            "Ask whoever keeps it to share it with everybody who has the link.",
        )
    return fetched


def table_address(address: str) -> str:
    """Where the table itself lies: a Google Sheet's export, a FediDevs pack as JSON, or there."""
    if _FEDIDEVS.match(address):
        return f"{address}?format=json"
    sheet = _SHEET.match(address)
    if not sheet or "output=csv" in address or "format=csv" in address:
        return address
    parts = urlsplit(address)
    numbers = parse_qs(parts.query).get("gid") or parse_qs(parts.fragment).get("gid") or ["0"]
    number = numbers[0] if is_number(numbers[0]) else "0"
    if "/d/e/" in address:
        return f"{sheet[0]}/pub?output=csv&gid={number}"
    return f"{sheet[0]}/export?format=csv&gid={number}"


def list_word(title: str) -> str:
    """The word by which a list is called: "Music teachers!" is "music-teachers"."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    word = "-".join(re.findall(r"\w+", "".join(s for s in plain if not unicodedata.combining(s))))
    return word[:40].strip("-") or "list"
