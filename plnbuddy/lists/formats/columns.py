"""Which column of a table means what: by what stands in it, and by its heading.

The columns with handles are found by their cells alone, in whatever language the
heading is. For the others a usual heading counts first; then the cells do.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from plnbuddy.core.clean import clean_line
from plnbuddy.core.found_handles import (
    find_handles,
    is_bare,
    looks_like_mail,
    says_handles,
    says_mail,
)
from plnbuddy.core.vocabulary import find_language, find_level, find_topic
from plnbuddy.lists.formats.found import known_words

# Headings by what they mean; the first column that has one of them is taken.
_HEADINGS: Mapping[str, re.Pattern[str]] = {
    meaning: re.compile(words, re.IGNORECASE)
    for meaning, words in {
        "tag": r"(?:hash)?tag",
        "name": r"(?:(?:your|full|display|first|last) )?names?|anzeigename|(?:voll)?name|"
        r"nom(?: complet)?|nombre(?: completo)?|nome(?: completo)?|naam|navn|namn|imię|nimi|имя|"
        r"名前|氏名|姓名|이름",
        "topics": r"topics?|key ?words?|subjects?|themen?|fach|fächer|matières?|discipline|tags|"
        r"asignaturas?|materias?|disciplinas?|materie|vakken|vak|fag|ämne(?:n)?|temas?|sujets?",
        "levels": r"levels?|grades?|stufen?|schulstufe|niveaux?|nivel(?:es)?|livello|níveis",
        "languages": r"lang(?:uages?)?|languages?\(s\)|language\(s\)|sprachen?|langues?|"
        r"lenguas?|idiomas?|lingua|lingue|língua|taal|talen|språk|sprog|kieli|język|язык|言語|语言",
        "region": r"regions?|country|countries|land|pays|país(?:es)?|paese|región|ort|location",
        "description": r"description|reason|notes?|about|bio|warum|beschreibung|begründung|"
        r"descripción|descrizione|descrição|pourquoi|omschrijving|why.*",
        "basis": r"basis",
        "source": r"source|quelle",
    }.items()
}  # fmt: skip
# What looks like a person's name and is none.
_OTHER_NAMES = re.compile(
    r".*\b(?:school|college|universit\w*|institut\w*|organi[sz]\w*|employer|company|district|city|"
    r"town|state|street|job|position|title|role|schule|hochschule|stadt|bundesland|école|ville|"
    r"escuela|colegio|ciudad|provincia|scuola|città|escola|cidade|stad|skola|skole|koulu)\b.*",
    re.IGNORECASE,
)
_BARE_NAMES = re.compile(
    r"who|handle|account|twitter(?:/x)?(?: handle| account| name)?|x handle", re.IGNORECASE
)
_FIT = 0.5  # Such a share of a column's cells must be known words.
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,5}")
_LONG = 40  # characters of a cell, on average, that describes somebody
_SAMPLE = 500  # rows that are looked at


@dataclass(frozen=True)
class Column:
    """A column with names of accounts.

    `bare` says that a `name@server` in it is one, `alone` that an `@name` is one on
    Twitter/X, and `doubtful` that it may hold e-mail addresses.
    """

    at: int
    heading: str
    bare: bool
    alone: bool
    doubtful: bool = False


@dataclass(frozen=True)
class Columns:
    """What a table's columns mean: those with accounts, the best first, and the others."""

    who: tuple[Column, ...]
    others: Mapping[str, int]


def choose_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, by_cells: bool = True
) -> Columns:
    """What each column means.

    Args:
        header: the headings; all empty for a table without any.
        by_cells: the cells of columns with unknown headings tell what they mean, too.
    """
    sample = rows[:_SAMPLE]
    width = max((len(row) for row in (header, *sample)), default=0)
    headings = [clean_line(header[at], 60) if at < len(header) else "" for at in range(width)]
    cells = [[row[at].strip() for row in sample if at < len(row) and row[at].strip()]
             for at in range(width)]  # fmt: skip
    who = _who(headings, cells)
    taken = {column.at for column in who}
    free = [at for at in range(width) if at not in taken]
    others: dict[str, int] = {}
    for meaning, at in _by_heading(headings, free):
        if at not in others.values():
            others.setdefault(meaning, at)
    for meaning, fits in _BY_CELLS.items() if by_cells else ():
        if meaning not in others:
            fitting = (
                at
                for at in free
                if at not in others.values()
                and fits(cells[at])
                and not (meaning == "name" and _OTHER_NAMES.fullmatch(headings[at]))
            )
            others.update((meaning, at) for at in islice(fitting, 1))
    if not who:
        # Usual words for a column with accounts, although none stands in it.
        who = tuple(
            Column(at, headings[at], bare=True, alone=True)
            for at in free
            if _BARE_NAMES.fullmatch(headings[at])
        )[:1]
    return Columns(who, others)


def _who(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns with accounts: those that surely hold some; else one that may."""
    sure: list[tuple[int, Column]] = []
    doubtful: list[Column] = []
    for at, heading in enumerate(headings):
        certain = sum(bool(find_handles(cell).handles) for cell in cells[at])
        bare = sum(is_bare(cell) and not looks_like_mail(cell) for cell in cells[at])
        alone = bool(_BARE_NAMES.fullmatch(heading))
        names = sum(_is_alone(cell) for cell in cells[at]) if alone else 0
        believed = says_handles(heading) or (certain > 0 and not says_mail(heading))
        score = certain + names + (bare if believed else 0)
        if score:
            sure.append((score, Column(at, heading, bare=believed, alone=alone)))
        elif bare and not says_mail(heading) and bare * 2 > len(cells[at]):
            doubtful.append(Column(at, heading, bare=True, alone=False, doubtful=True))
    sure.sort(key=lambda found: (not says_handles(found[1].heading), -found[0]))
    return tuple(column for _, column in sure) or tuple(doubtful[:1])


def _is_alone(cell: str) -> bool:
    return re.fullmatch(r"@\w{1,20}", cell) is not None


def _by_heading(headings: Sequence[str], free: Sequence[int]) -> Iterator[tuple[str, int]]:
    for meaning, words in _HEADINGS.items():
        for at in free:
            if words.fullmatch(headings[at].strip(" :?*")):
                yield meaning, at


def _all_known(find: Callable[[str], str], share: float) -> Callable[[Sequence[str]], bool]:
    def fits(cells: Sequence[str]) -> bool:
        known = sum(bool(known_words(cell, find)) for cell in cells)
        return known > 0 and known >= share * len(cells)

    return fits


def _are_names(cells: Sequence[str]) -> bool:
    names = sum(_NAME.fullmatch(cell) is not None and len(cell) <= _LONG * 2 for cell in cells)
    return bool(cells) and names * 4 >= len(cells) * 3 and len(set(cells)) * 4 >= len(cells) * 3


def _describe(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(map(len, cells)) >= _LONG * len(cells)


_BY_CELLS: Mapping[str, Callable[[Sequence[str]], bool]] = {
    "languages": _all_known(find_language, 0.9),
    "levels": _all_known(find_level, _FIT),
    "topics": _all_known(find_topic, _FIT),
    "name": _are_names,
    "description": _describe,
}
