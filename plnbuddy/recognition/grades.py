"""Levels told by numbers: a class ("grade 4", "åk 7-9", "8a") or an age ("11-16 year olds")."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from plnbuddy.core.clean import is_number
from plnbuddy.core.word_tables import LANGUAGES, Words, read_words
from plnbuddy.recognition.finding import Found, find_words
from plnbuddy.recognition.text import Sentence, Word

_REACH = 3
_LOWER = {"primary": ("middle", "secondary"), "early": ("primary", "middle", "secondary")}
_BESIDE = 5
_ENDINGS = frozenset(
    {"st", "nd", "rd", "th", "o", "a", "e", "r", "n", "t", "er", "re", "ra", "ro", "do", "da",
     "to", "ta", "mo", "ma", "vo", "va", "ste", "de", "eme"}
)  # fmt: skip
"""What makes a number an ordinal: 5th, 8º, 3r, 4to, 2de."""

_AGES = {"early": range(5), "primary": range(5, 11), "secondary": range(11, 19)}
_LEAST_YEARS = 2
_OLDEST = 19
_BETWEEN = re.compile(r"\s*(?:-|–|—|to|bis|à|a|al|til|till|tot|and|und)\s*", re.IGNORECASE)


def levels_by_number(sentence: Sentence) -> Iterator[Found]:
    """The levels that the numbers in a sentence tell, in each language."""
    words = sentence.words
    if not any(is_number(word.folded) or word.folded in _ordinals() for word in words):
        return
    named = find_words(words, "levels")
    for language in LANGUAGES:
        table = read_words(language)
        own = [each for each in named if each.language == language]
        taken = {at for each in own for at in range(each.first, each.last + 1)}
        for found in (*_classes(sentence, table), *_ages(sentence, table)):
            if found.first not in taken and not _counts_anew(found, own):
                yield found


def _classes(sentence: Sentence, table: Words) -> Iterator[Found]:
    words = sentence.words
    for at, word in enumerate(words):
        number = _number(word, table)
        if number is None:
            continue
        near = [
            place
            for place in (*range(max(at - _REACH, 0), at), *range(at + 1, at + 1 + _REACH))
            if place < len(words)
            and words[place].folded in table.grade_words
            and _close(sentence, min(at, place), max(at, place), table)
            and not (place > at and _is_duration(sentence, at, place, table))
        ]
        if not near and not _is_lettered(sentence, at, table):
            continue
        years = any(words[place].folded in table.year_words for place in near)
        ranges = table.years if years and table.years else table.grades
        for level, numbers in ranges.items():
            if number in numbers:
                yield Found("levels", level, table.language, min([at, *near]), max([at, *near]))


def _number(word: Word, table: Words) -> int | None:
    if is_number(word.folded):
        return int(word.folded) if len(word.folded) <= 2 else None
    return table.ordinals.get(word.folded)


@cache
def _ordinals() -> Mapping[str, int]:
    every: dict[str, int] = {}
    for language in LANGUAGES:
        every |= read_words(language).ordinals
    return every


def _close(sentence: Sentence, first: int, last: int, table: Words) -> bool:
    """Whether only numbers and their endings stand between two words."""
    return all(
        is_number(word.folded) or len(word.folded) <= 2 or word.folded in table.ordinals
        for word in sentence.words[first + 1 : last]
    )


def _is_duration(sentence: Sentence, at: int, place: int, table: Words) -> bool:
    """Whether a number before "years" tells how long: "for 12 years", not "8º e 9º anos"."""
    words = sentence.words
    if words[place].folded not in table.duration_words or not is_number(words[at].folded):
        return False
    after = sentence.text[words[at].end : words[at].end + 1]
    return after not in (".", "º", "ª", "°") and words[at + 1].folded not in _ENDINGS


def _is_lettered(sentence: Sentence, at: int, table: Words) -> bool:
    """Whether it is the name of a class: 2b, 8a."""
    words = sentence.words
    if not table.letters or at + 1 >= len(words) or not is_number(words[at].folded):
        return False
    one, two = words[at], words[at + 1]
    return one.end == two.start and two.folded in table.letters


def _counts_anew(found: Found, named: list[Found]) -> bool:
    """Whether the number counts from the beginning of a school named beside it.

    The 2nd year of a gymnasium is no primary class; "1st grade" beside "middle school" may be.
    """
    return any(
        each.name in _LOWER.get(found.name, ())
        and (0 <= each.first - found.last <= _BESIDE or 0 <= found.first - each.last <= _BESIDE)
        for each in named
    )


def _ages(sentence: Sentence, table: Words) -> Iterator[Found]:
    """Ages of pupils: "ages 11-16", "3 year olds", "de 3 à 6 ans"; not "for 12 years"."""
    words = sentence.words
    for at, word in enumerate(words):
        if not is_number(word.folded) or int(word.folded[:3]) > _OLDEST:
            continue
        last, until = at, int(word.folded)
        if at + 1 < len(words):
            last, until = _until(sentence, at)
        after = [each.folded for each in words[last + 1 : last + 3]]
        is_old = tuple(after) in table.old or tuple(after[:1]) in table.old
        said_before = at > 0 and words[at - 1].folded in table.age_words
        counted = last > at and bool(after) and after[0] in table.span_words
        if not (is_old or said_before or counted):
            continue
        for level in _levels_of_ages(int(word.folded), until):
            yield Found("levels", level, table.language, at, last)


def _until(sentence: Sentence, at: int) -> tuple[int, int]:
    """The word at which a span of ages ends, and its last age: "5 to 7", "10- bis 16-Jährige"."""
    words = sentence.words
    for second in (at + 1, at + 2):
        if second >= len(words) or not is_number(words[second].folded):
            continue
        between = sentence.text[words[at].end : words[second].start].strip(" -")
        age = int(words[second].folded[:3])
        if (_BETWEEN.fullmatch(between) or not between) and int(words[at].folded) < age <= _OLDEST:
            return second, age
    return at, int(words[at].folded)


def _levels_of_ages(first: int, last: int) -> Iterator[str]:
    """The levels of which a span of ages holds two years, or all of the span."""
    span = range(first, max(last, first + 1))
    for level, ages in _AGES.items():
        shared = len(set(span) & set(ages))
        if shared >= min(_LEAST_YEARS, len(span)):
            yield level
