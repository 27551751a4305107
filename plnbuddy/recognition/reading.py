"""The sentences of a profile with the known words in each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plnbuddy.core.clean import is_number
from plnbuddy.core.word_tables import read_words
from plnbuddy.recognition.finding import Found, find_words, names_in
from plnbuddy.recognition.grades import levels_by_number
from plnbuddy.recognition.text import PRICE, Sentence

_ALWAYS_ENGLISH = frozenset({"teacher", "teachers", "educator"})
_LEAST_FOREIGN = 6
_AGES_OF_PUPILS = range(11, 19)
_ABBREVIATING = ("de", "sv", "nl")
EVERY = "*"
"""The language of signs that need none."""


_JOINING = frozenset({"and", "und", "et", "y", "e", "i", "en", "og", "och", "ja", "u", "a"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with what was found in it, each list in the order of the words."""

    sentence: Sentence
    roles: tuple[Found, ...]
    topics: tuple[Found, ...]
    levels: tuple[Found, ...]
    named: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where the sentence stands: "bio", "name" or "field"."""
        return self.sentence.place

    def between(self, first: int, last: int) -> str:
        """The text from one word to another, as written."""
        words = self.sentence.words
        return self.sentence.text[words[first].start : words[last].end]

    def of(self, *names: str) -> list[Found]:
        """What was found of the named roles, one role after the other, once `in_languages` ran."""
        return [each for name in names for each in self.named.get(name, ())]

    def parted(self, first: int, last: int) -> bool:
        """Whether a comma or the like stands between two words."""
        words = self.sentence.words
        between = self.sentence.text[words[first].end : words[last].start]
        return any(mark in between for mark in ",:()&+|/")

    @property
    def names_only(self) -> str:
        """What every word of the sentence is for: "topics", "levels", or "" for more than that."""
        for part, found in (("topics", self.topics), ("levels", self.levels)):
            named = {at for each in found for at in range(each.first, each.last + 1)}
            rest = [at for at in range(len(self.sentence.words)) if at not in named]
            if named and all(self.sentence.words[at].folded in _JOINING for at in rest):
                return part
        return ""

    @property
    def is_mostly_topics(self) -> bool:
        """Whether it is a list of subjects: nothing else, or several and less of all the rest."""
        if self.names_only:
            return self.names_only == "topics"
        named = {at for each in self.topics for at in range(each.first, each.last + 1)}
        rest = [
            at
            for at, word in enumerate(self.sentence.words)
            if at not in named and word.folded not in _JOINING
        ]
        aside = self.of("hobby", "kin", "job", "parent", "now", "elsewhere")
        several = len({each.name for each in self.topics})
        return several > 1 and len(rest) < several and not aside

    def in_languages(self, active: Sequence[str]) -> "Clause":
        """The same with the words of these languages only.

        An unmistakable word for a teacher counts in every language, since many write
        their bio in two.
        """
        known = set(active)
        words = self.sentence.words

        def stays(each: Found) -> bool:
            if each.language in known or each.language == EVERY:
                return True
            if each.name not in _ALWAYS_ENGLISH:
                return False
            known_part = len(words[each.first].folded) - len(each.rest)
            return known_part > _LEAST_FOREIGN - each.whole and (
                each.language == "en" or not each.whole
            )

        covered = {
            at
            for each in self.roles
            if each.language == active[0]
            for at in range(each.first, each.last + 1)
        }
        roles = [
            each
            for each in self.roles
            if stays(each)
            and not (each.name == "seller" and each.first and words[each.first - 1].folded in _NO)
            and (each.language in (active[0], EVERY) or each.first not in covered)
        ]
        kept = known | {EVERY} | {each.language for each in roles if each.language != "en"}
        kept_roles = _once([*roles, *_denials(roles, self)])
        return replace(
            self,
            roles=kept_roles,
            named=_by_name(kept_roles),
            topics=_once([*(each for each in self.topics if each.language in kept),
                          *_in_compounds(roles, "topics", kept)]),
            levels=_once([*(each for each in self.levels if each.language in kept),
                          *_in_compounds(roles, "levels", kept)]),
        )  # fmt: skip


def read_clauses(sentences: Iterable[Sentence]) -> tuple[tuple[Clause, ...], tuple[Found, ...]]:
    """The sentences with what is found in them in any language, and all of that at once."""
    clauses = tuple(
        Clause(
            sentence,
            (*find_words(sentence.words, "roles"), *_signs(sentence)),
            (*find_words(sentence.words, "topics"), *_abbreviated(sentence)),
            (*find_words(sentence.words, "levels"), *levels_by_number(sentence)),
        )
        for sentence in sentences
    )
    return clauses, tuple(each for clause in clauses for each in _once_a_word(clause))


def _once_a_word(clause: Clause) -> Iterator[Found]:
    """What speaks for a language: a word that means several things there counts once."""
    counted: dict[tuple[str, int], Found] = {}
    for each in (*clause.roles, *clause.topics, *clause.levels):
        counted.setdefault((each.language, each.first), each)
    yield from counted.values()


def _by_name(roles: Iterable[Found]) -> Mapping[str, tuple[Found, ...]]:
    named: dict[str, list[Found]] = {}
    for each in roles:
        named.setdefault(each.name, []).append(each)
    return {name: tuple(found) for name, found in named.items()}


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    """Each name once at each place, the longest of several languages first."""
    kept: dict[tuple[str, int], Found] = {}
    for each in found:
        before = kept.get((each.name, each.first))
        if before is None or each.last > before.last:
            kept[each.name, each.first] = each
    return tuple(sorted(kept.values(), key=lambda each: (each.first, -each.last)))


def _in_compounds(roles: Iterable[Found], part: str, known: Iterable[str]) -> Iterator[Found]:
    """The subjects and levels in words such as Mathelehrer and Grundschullehrerin."""
    for each in roles:
        if each.rest:
            for name in names_in(each.rest, part, known):
                yield replace(each, part=part, name=name, rest="")


_ONLY = frozenset({
    "only", "just", "nur", "seulement", "juste", "solo", "sola", "so", "apenas", "solamente",
    "soltanto", "alleen", "kun", "bare", "bara", "vain", "nomes", "endast", "que",
})  # fmt: skip
_NEGATED = 3
_NO = frozenset({
    "no", "without", "kein", "keine", "ohne", "sans", "sin", "sem", "senza", "zonder", "geen",
    "uden", "ingen", "utan", "inga", "uten", "ilman", "ei", "sense",
})  # fmt: skip
""" "No ads", "ohne Werbung": what is not sold."""


def _denials(roles: Sequence[Found], clause: Clause) -> Iterator[Found]:
    """ "Not a school teacher", "kein richtiger Lehrer"; not "pas seulement prof"."""
    words = clause.sentence.words
    for no in roles:
        if no.name != "negation":
            continue
        for each in roles:
            between = range(no.last + 1, each.first)
            if (
                each.name in ("teacher", "teachers")
                and 0 < each.first - no.last <= _NEGATED
                and not clause.parted(no.last, each.first)
                and not any(words[at].folded in _ONLY for at in between)
            ):
                yield Found("roles", "denial", each.language, no.first, each.last)


def _signs(sentence: Sentence) -> Iterator[Found]:
    """What is said without words: a price, a picture of a teacher, the age of a pupil."""
    for at, word in enumerate(sentence.words):
        if word.folded == PRICE:
            yield Found("roles", "seller", EVERY, at, at)
        elif word.folded == "teacher" and not word.text[0].isalpha():
            yield Found("roles", "teacher", EVERY, at, at)
    first = sentence.words[0]
    if is_number(first.folded) and int(first.folded) in _AGES_OF_PUPILS:
        after = sentence.text[first.end :].lstrip()
        if after[:1] in ",|/" or after[:2].lower() in ("yo", "y/", "ja", "ye", "an", "añ"):
            yield Found("roles", "pupil", EVERY, 0, 0)


def _abbreviated(sentence: Sentence) -> Iterator[Found]:
    """Subjects in one or two letters, of which two stand side by side: "D/Ek", "Ph & Ma"."""
    words = sentence.words
    for language in _ABBREVIATING:
        table = read_words(language).abbreviations
        for at in range(len(words) - 1):
            one, two = words[at], words[at + 1]
            between = sentence.text[one.end : two.start].strip()
            if (
                between in ("/", "&", "+", "|", "-", ",", "·", "–", "")
                and {one.text, two.text} <= table.keys()
            ):
                yield Found("topics", table[one.text], language, at, at)
                yield Found("topics", table[two.text], language, at + 1, at + 1)
