"""Who asks to be in no list: in any language, in any place of the profile."""

from collections.abc import Iterable, Sequence
from functools import cache

from plnbuddy.core.word_tables import LANGUAGES, Phrase, fold, read_optout, read_words
from plnbuddy.recognition.text import Sentence, Word

_NEAR = 5  # As many words may stand between the "no" and what it is about.


def says_no(sentences: Iterable[Sentence], hashtags: Iterable[str]) -> str:
    """The words by which a profile asks not to be listed, "" when it does not."""
    phrases = _phrases()
    for tag in hashtags:
        if (fold(tag),) in phrases:
            return f"#{tag}"
    for sentence in sentences:
        said = _said_in(sentence.words, phrases)
        if said:
            first, last = said
            return sentence.text[sentence.words[first].start : sentence.words[last].end]
    return ""


def _said_in(words: Sequence[Word], phrases: frozenset[Phrase]) -> tuple[int, int] | None:
    folded = tuple(word.folded for word in words)
    no, listing = _no_and_listing()
    denied: int | None = None
    named: int | None = None
    for first in range(len(folded)):
        for length in range(min(6, len(folded) - first), 0, -1):
            piece = folded[first : first + length]
            if piece in phrases:
                return first, first + length - 1
            if piece in no:
                denied = first + length - 1
            if piece in listing:
                named = first
            if denied is not None and named is not None and 0 <= abs(named - denied) - 1 <= _NEAR:
                return min(named, denied), max(named, denied)
    return None


@cache
def _phrases() -> frozenset[Phrase]:
    every = [read_words(language).roles["optout"] for language in LANGUAGES]
    return frozenset(phrase for phrases in every for phrase in phrases)


@cache
def _no_and_listing() -> tuple[frozenset[Phrase], frozenset[Phrase]]:
    no, listing = read_optout()
    return frozenset(no), frozenset(listing)
