"""Web addresses that people write down: checked in one place."""

import re

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError

LINK_LIMIT = 2_000  # characters
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# RFC 3986 allows none of these unencoded; they would end a link in Markdown or HTML.
_ENCODED = str.maketrans({"<": "%3C", ">": "%3E", '"': "%22"})
_TRAILING = ".,;:!?}'»”’"


def parse_link(text: str) -> str:
    """The web address.

    Raises:
        UsageError: not http or https, with spaces inside, or longer than `LINK_LIMIT`.
    """
    cleaned = clean_line(text, 2 * LINK_LIMIT).translate(_ENCODED)
    if not _LINK.fullmatch(cleaned) or len(cleaned) > LINK_LIMIT:
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a web address.", "Paste it with its https://"
        )
    return cleaned


def host_of(link: str) -> str:
    """The host of a web address; "" where it only looks like one ("https://[::1")."""
    from urllib.parse import urlsplit

    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


def find_links(text: str) -> tuple[list[str], str]:
    """The web addresses in a text, and the text without them.

    Punctuation behind an address does not belong to it, nor does a closing
    bracket that was not opened inside.
    """
    links = (_trimmed(match) for match in _LINK.findall(text))
    return [link for link in links if len(link) <= LINK_LIMIT], _LINK.sub(" ", text)


def _trimmed(link: str) -> str:
    opening = {")": "(", "]": "["}
    while link and (
        link[-1] in _TRAILING
        or (link[-1] in opening and link.count(link[-1]) > link.count(opening[link[-1]]))
    ):
        link = link[:-1]
    return link
