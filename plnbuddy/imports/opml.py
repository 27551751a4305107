"""OPML, the lists of feed readers: its head, and one outline for each person, hashtag or blog."""

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError


class Outlines(NamedTuple):
    """An OPML file: `head` finds a text of its head, `outlines` are the facts of each line."""

    document: Element
    outlines: tuple[Mapping[str, str], ...]

    def head(self, name: str, limit: int) -> str:
        """What its head says under that name, "" for nothing."""
        return clean_line(self.document.findtext(f"head/{name}") or "", limit)


def read_outlines(content: bytes, name: str) -> Outlines:
    """The outlines of an OPML file, those in folders, too; `name` is for the sentence.

    Raises:
        UsageError: it is damaged, or defines entities.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        document = fromstring(content)
    except (DefusedXmlException, ParseError, ValueError, LookupError):  # an encoding nobody knows
        raise UsageError(
            f"{clean_line(name, 100)} is a damaged or dangerous OPML file.", "Export it again."
        ) from None
    return Outlines(document, tuple(each.attrib for each in document.iter("outline")))


def addresses_in(outline: Mapping[str, str]) -> list[str]:
    """The addresses that an outline names: its feed first, then its page."""
    return [outline[key] for key in ("xmlUrl", "htmlUrl", "url") if outline.get(key)]
