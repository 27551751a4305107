"""People, hashtags and links that a text mentions."""

import re
from itertools import takewhile
from typing import NamedTuple

from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, Tag, is_tag_character, parse_handle, parse_tag
from plnbuddy.core.platform import Platform
from plnbuddy.core.web_address import find_links

_PERSON = re.compile(r"(?<![\w@/.])@\w[\w.-]*(?:@[\w.-]+\w)?")
_TAG_START = re.compile(r"(?<![\w#&/])#")


class Mentions(NamedTuple):
    """What a text mentions, each once, in order."""

    people: tuple[Handle, ...]
    tags: tuple[Tag, ...]
    links: tuple[str, ...]


def find_mentions(text: str) -> Mentions:
    """The @handles, #tags and web links in a text.

    E-mail addresses are no handles, and what stands inside a link is part of
    the link.
    """
    links, rest = find_links(text)
    people: dict[Handle, None] = {}
    for word in _PERSON.findall(rest):
        try:
            handle = parse_handle(word.rstrip(".-"))
        except UsageError:
            continue
        if handle.platform is not Platform.BLUESKY or _names_bluesky(word):
            people[handle] = None
    tags: dict[Tag, None] = {}
    for start in _TAG_START.finditer(rest):
        try:
            tags[parse_tag("".join(takewhile(is_tag_character, rest[start.end() :])))] = None
        except UsageError:
            continue
    return Mentions(tuple(people), tuple(tags), tuple(dict.fromkeys(links)))


def _names_bluesky(word: str) -> bool:
    """Whether "@anna.school.org" is meant: in "thanks to @anna.She" a space is missing."""
    return word.rpartition(".")[2].islower()
