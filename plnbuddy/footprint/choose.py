"""Which contributions a teacher asks for, and which stay out."""

import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from plnbuddy.core.handles import Tag, TagError, TagKey, parse_tag
from plnbuddy.core.model import ActivityKind
from plnbuddy.footprint.contributions import Contribution


@dataclass(frozen=True)
class Wanted:
    """Which contributions are meant; empty parts ask for nothing.

    `excluded` are places, hashtags with "#", and words, each of which keeps
    something out.
    """

    words: str = ""
    place: str = ""
    topic: str = ""
    kind: ActivityKind | None = None
    first_day: date | None = None
    excluded: tuple[str, ...] = ()


class Filter:
    """Whether an entry is wanted; counts what the exclusions keep out."""

    def __init__(self, wanted: Wanted, excluded: Counter[str]) -> None:
        self._wanted = wanted
        self._words = [word.removeprefix("#") for word in plain(wanted.words).split()]
        self._place = wanted.place.casefold()
        self._excluded = excluded
        self._exclusions = [(word, _Exclusion(word)) for word in wanted.excluded]

    def accepts(self, entry: Contribution) -> bool:
        """Whether this entry is asked for and not kept out."""
        if self._place and entry.place.casefold() != self._place:
            return False
        if self._wanted.topic and self._wanted.topic not in entry.topics:
            return False
        if self._words:
            text = plain(" ".join((entry.text, entry.place, entry.link, *entry.tags)))
            if not all(word in text for word in self._words):
                return False
        for word, exclusion in self._exclusions:
            if exclusion.meets(entry):
                self._excluded[word] += 1
                return False
        return True


class _Exclusion:
    """A place, a hashtag with "#", or a word, that keeps entries out."""

    def __init__(self, word: str) -> None:
        self._place = word.casefold()
        self._tag: TagKey | None = None
        if word.startswith("#"):
            with suppress(TagError):  # "#1" is a word like any other.
                self._tag = parse_tag(word).key
        self._in_text = re.compile(rf"(?<!\w){re.escape(plain(word))}(?!\w)")

    def meets(self, entry: Contribution) -> bool:
        if self._tag is not None and any(Tag(name).key == self._tag for name in entry.tags):
            return True
        return entry.place.casefold() == self._place or bool(
            self._in_text.search(plain(entry.text))
        )


def plain(text: str) -> str:
    """Text without accents and capitals, so that "ines" finds "Inés"."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()
