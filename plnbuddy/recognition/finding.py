"""Which known words a sentence holds: one look at each word, in time linear in the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from plnbuddy.core.word_tables import LANGUAGES, Phrase, read_words
from plnbuddy.recognition.text import Word

_SHORT = 2
_CAPITALS = frozenset({"send", "gate", "sel", "tod", "seal", "hums", "dec", "ali", "tic", "rel"})
_CLEAR_IN_SMALL = frozenset({"pe", "cs", "ai", "ia", "ki", "ef", "ks", "cp", "ce", "cm", "vo"})
_MARKS = frozenset({"former", "retired", "honorific", "now"})
_LONGEST = 6
_LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A known phrase in a sentence: what it stands for, in which language, from word to word.

    The language "*" is every one. `whole` is false for a word that only begins or ends like
    a known one; `rest` is then what the known part leaves over (the "mathe" of Mathelehrer).
    """

    part: str
    name: str
    language: str
    first: int
    last: int
    whole: bool = True
    rest: str = ""


@dataclass(slots=True)
class _Index:
    phrases: dict[Phrase, list[tuple[str, str]]] = field(default_factory=dict)
    beginnings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    endings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


@cache
def _index(part: str) -> _Index:
    """Every phrase of a part ("roles", "topics", "levels") with its languages and names."""
    index = _Index()
    for language in LANGUAGES:
        words = read_words(language)
        for name, phrases in getattr(words, part).items():
            for phrase in phrases:
                _put(index, phrase, (language, name))
    return index


def _put(index: _Index, phrase: Phrase, meaning: tuple[str, str]) -> None:
    only = phrase[0]
    if len(phrase) == 1 and only.endswith("*"):
        index.beginnings.setdefault(only[:-1], []).append(meaning)
    elif len(phrase) == 1 and only.startswith("*"):
        index.endings.setdefault(only[1:], []).append(meaning)
    else:
        index.phrases.setdefault(tuple(word.strip("*") for word in phrase), []).append(meaning)


def find_words(words: Sequence[Word], part: str) -> list[Found]:
    """Every phrase of `part` among the words, the longest at each place, for every language."""
    index = _index(part)
    found: list[Found] = []
    taken: dict[str, int] = {}
    for first in range(len(words)):
        for each in _at(words, first, index, part):
            if first >= taken.get(each.language, 0):
                found.append(each)
        for each in found[-_LONGEST * len(LANGUAGES) :]:
            if each.first == first:
                taken[each.language] = max(taken.get(each.language, 0), each.last + 1)
    return found


def _at(words: Sequence[Word], first: int, index: _Index, part: str) -> Iterable[Found]:
    longest: dict[str, int] = {}
    whole: dict[str, set[str]] = {}
    for length in range(min(_LONGEST, len(words) - first), 0, -1):
        phrase = tuple(word.folded for word in words[first : first + length])
        for language, name in index.phrases.get(phrase, ()):
            if longest.setdefault(language, length) > length:
                continue
            if length == 1 and name not in _MARKS and not _may_be_alone(words[first]):
                continue
            whole.setdefault(language, set()).add(name)
            yield Found(part, name, language, first, first + length - 1)
    for found in _alike(words[first], first, index, part, longest):
        # A word that is known as it stands is no other one with that ending: hoogleraar.
        if part != "roles" or found.name in whole.get(found.language, {found.name}):
            yield found


def _alike(
    word: Word, first: int, index: _Index, part: str, longest: dict[str, int]
) -> Iterable[Found]:
    text = word.folded
    for cut in range(len(text), _LEAST_STEM - 1, -1):
        for language, name in index.beginnings.get(text[:cut], ()):
            if longest.setdefault(language, 1) == 1:
                yield Found(part, name, language, first, first, False, text[cut:])
    for cut in range(len(text) - _LEAST_STEM + 1):
        for language, name in index.endings.get(text[cut:], ()):
            if longest.setdefault(language, 1) == 1:
                yield Found(part, name, language, first, first, cut == 0, text[:cut])


def _may_be_alone(word: Word) -> bool:
    """Whether a very short word counts: abbreviations are written in capitals."""
    if word.folded in _CAPITALS:
        return word.is_capitals
    if len(word.folded) > _SHORT or word.folded in _CLEAR_IN_SMALL:
        return True
    return word.is_capitals or word.folded.isdigit()


def names_in(text: str, part: str, languages: Iterable[str]) -> set[str]:
    """What a piece of a compound stands for: "mathe" of Mathelehrer is maths."""
    index = _index(part)
    known = set(languages)
    names: set[str] = set()
    for piece in {text, text.rstrip("s-"), text.rstrip("e")}:
        if len(piece) < _LEAST_STEM - 1:
            continue
        meanings = list(index.phrases.get((piece,), ()))
        for cut in range(len(piece), _LEAST_STEM - 1, -1):
            meanings += index.beginnings.get(piece[:cut], ())
        names.update(name for language, name in meanings if language in known)
    return names
