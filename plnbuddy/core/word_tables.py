"""The words of teachers in twelve languages, read from `core/words/`: one file a language.

Loaded only by who needs them (exploring, a topic that the closed list does not have).
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

_FOLDER = Path(__file__).parent / "words"

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "da", "sv", "nb", "fi", "ca")

WORD = re.compile(r"\d+|[^\W\d_]+")
"""Digits and letters are words of their own: KS3 is "ks" and "3"."""

Phrase = tuple[str, ...]

_ABBREVIATED = 2  # letters; shorter words are abbreviations


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, folded: `roles`, `topics` and `levels` by name.

    A phrase is its words; the only word of a phrase may begin or end with "*".
    `grades` says of each level which numbers of a class are that level, `ordinals` which number
    a word stands for, `letters` those that name a class after its number ("8a"). A number
    before `duration_words` tells how long ("12 years"); `age_words` stand before an age, `old`
    after one, `span_words` after a span of ages ("3-6 ans"). `abbreviations` are subjects in
    one or two letters, which count in pairs only ("D/Ek").
    """

    language: str
    function: frozenset[str]
    roles: Mapping[str, tuple[Phrase, ...]]
    topics: Mapping[str, tuple[Phrase, ...]]
    levels: Mapping[str, tuple[Phrase, ...]]
    grade_words: frozenset[str]
    year_words: frozenset[str]
    grades: Mapping[str, range]
    years: Mapping[str, range]
    ordinals: Mapping[str, int]
    letters: frozenset[str]
    duration_words: frozenset[str]
    age_words: frozenset[str]
    span_words: frozenset[str]
    old: frozenset[Phrase]
    abbreviations: Mapping[str, str]


def fold(word: str) -> str:
    """A word without capitals, accents and ligatures, for comparing."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def phrase_of(text: str) -> Phrase:
    """The folded words of a text, a star at its beginning or end kept."""
    words = [fold(word) for word in WORD.findall(text)]
    if words and text.startswith("*"):
        words[0] = f"*{words[0]}"
    if words and text.endswith("*"):
        words[-1] = f"{words[-1]}*"
    return tuple(words)


@cache
def read_words(language: str) -> Words:
    """The words of one of `LANGUAGES`."""
    table = _read_table(language)
    grades = cast("Mapping[str, str]", table.get("grades", {}))
    named = {
        part: _phrases(cast("Mapping[str, str]", table[part]))
        for part in ("roles", "topics", "levels")
    }
    return Words(
        language=language,
        function=frozenset(_folded(cast("str", table["function"]))),
        roles=named["roles"],
        topics=named["topics"],
        levels=named["levels"],
        grade_words=frozenset(_folded(grades.get("words", ""))),
        year_words=frozenset(_folded(grades.get("year_words", ""))),
        grades=_ranges(grades, ""),
        years=_ranges(grades, "year_"),
        ordinals={
            word: number
            for number, forms in enumerate(grades.get("ordinals", "").split(","), start=1)
            for word in phrase_of(forms)
        },
        letters=frozenset(grades.get("letters", "")),
        duration_words=frozenset(_folded(grades.get("duration_words", ""))),
        age_words=frozenset(_folded(grades.get("age_words", ""))),
        span_words=frozenset(_folded(grades.get("span_words", ""))),
        old=frozenset(phrase_of(word) for word in grades.get("old", "").split(",") if word.strip()),
        abbreviations=cast("Mapping[str, str]", table.get("abbreviations", {})),
    )


def look_up(word: str, part: str) -> tuple[str, ...]:
    """The names (topics or levels) that a whole word or phrase stands for, in any language.

    Where languages disagree, the meaning that most of them share counts; a phrase may have
    several in one language, as histoire-géo does.
    """
    phrase = phrase_of(word)
    if not phrase:
        return ()
    votes: dict[tuple[str, ...], int] = {}
    for language in LANGUAGES:
        whole, beginnings = _names_by_phrase(language, part)
        names = whole.get(phrase, ())
        if not names and len(phrase) == 1:
            word = phrase[0]
            begun = {n for end in range(len(word) + 1) for n in beginnings.get(word[:end], ())}
            names = tuple(name for name in getattr(read_words(language), part) if name in begun)
        if names:
            votes[names] = votes.get(names, 0) + 1
    return max(votes, key=lambda names: votes[names]) if votes else ()


@cache
def _names_by_phrase(
    language: str, part: str
) -> tuple[Mapping[Phrase, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """What each whole phrase stands for, and each beginning of a word: long tables ask often."""
    whole: dict[Phrase, dict[str, None]] = {}
    beginnings: dict[str, dict[str, None]] = {}
    for name, phrases in getattr(read_words(language), part).items():
        for phrase in phrases:
            whole.setdefault(tuple(word.strip("*") for word in phrase), {})[name] = None
            if len(phrase) == 1 and phrase[0].endswith("*"):
                beginnings.setdefault(phrase[0][:-1], {})[name] = None
    return (
        {phrase: tuple(names) for phrase, names in whole.items()},
        {beginning: tuple(names) for beginning, names in beginnings.items()},
    )


def spoken_words(language: str, part: str, name: str) -> tuple[str, ...]:
    """The words for something as that language writes them, the usual ones first.

    Args:
        part: "roles", "topics" or "levels"; `name` one of its names.
    """
    if language not in LANGUAGES:
        return ()
    table = cast("Mapping[str, str]", _read_table(language)[part])
    words = (word.strip() for word in table.get(name, "").split(","))
    whole = (word.removesuffix("*") for word in words if not word.startswith("*"))
    return tuple(dict.fromkeys(word for word in whole if len(word) > _ABBREVIATED))


@cache
def read_optout() -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """The words that say no and those that name lists, of every language."""
    table = _read_table("optout")
    no, listing = (
        tuple(phrase_of(word) for word in cast("str", table[part]).split(","))
        for part in ("no", "listing")
    )
    return no, listing


@cache
def _read_table(name: str) -> Mapping[str, object]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _folded(text: str) -> list[str]:
    return [word for part in text.split(",") for word in phrase_of(part)]


def _phrases(part: Mapping[str, str]) -> Mapping[str, tuple[Phrase, ...]]:
    return {
        name: tuple(phrase for word in text.split(",") if (phrase := phrase_of(word.strip())))
        for name, text in part.items()
    }


def _ranges(grades: Mapping[str, str], prefix: str) -> Mapping[str, range]:
    found = {}
    for level in ("early", "primary", "middle", "secondary"):
        first, _, last = grades.get(f"{prefix}{level}", "").partition("-")
        if last:
            found[level] = range(int(first), int(last) + 1)
    return found
