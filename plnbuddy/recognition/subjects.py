"""Which topics and levels a profile shows, each with the words for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import LEVELS
from plnbuddy.core.word_tables import fold, phrase_of
from plnbuddy.recognition.finding import Found, names_in
from plnbuddy.recognition.reading import Clause
from plnbuddy.recognition.shown import Verdict

_MOST_TOPICS = 5
_WITHOUT = (Role.OTHER, Role.PARENT, Role.UNKNOWN, Role.BOT, Role.SELLER)
"""What these name is what they like, do or sell, not what they teach."""

_PROFESSIONS = frozenset({
    "special-education", "library", "counselling", "esl", "early-years", "gifted", "literacy",
})  # fmt: skip
"""Who works as one of these in a primary school has no class of its own."""

_CLUBS = frozenset(
    {
        "club",
        "clubs",
        "ag",
        "klub",
        "klubb",
        "kerho",
        "klubben",
        "society",
        "speaker",
        "speakers",
        "speaking",
    }
)
_MEDIUM = frozenset({"in", "em", "en", "auf", "på"})
_LANGUAGES = ("languages", "english")
_TAG_ENDINGS = (
    "chat", "teachers", "teacher", "teach", "educators", "edu", "ed", "unterricht", "lehrer", "lz",
    "class", "classroom",
)  # fmt: skip
_PARTS_OF = {
    "science": ("biology", "chemistry", "physics"),
    "social-studies": ("history", "geography", "civics", "economics"),
}


_BESIDE = frozenset({
    "pedagogy", "leadership", "esl", "special-education", "edtech", "open-education", "inclusion",
    "library", "outdoor", "gifted", "counselling", "new-teachers", "parents", "policy",
})  # fmt: skip
"""What one is about beside a subject; it counts wherever it stands, if it is no hobby."""


_OF_TOOLS = frozenset({"assessment", "ai"})


_ALSO_HOBBIES = frozenset({"literacy", "music", "arts", "drama", "pe", "outdoor", "history"})
"""One of these in a sentence of its own ("Reading, reading, reading.") may be no lesson."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The words that show something, and where they stand."""

    words: str
    place: str


def topics_shown(
    verdict: Verdict, clauses: Sequence[Clause], tags: Sequence[str], active: Sequence[str]
) -> dict[str, Shown]:
    """The topics that the account is about, as its role is: a hobby is none."""
    if verdict.role in _WITHOUT or _is_a_pupil(verdict):
        return {}
    found = _from_clauses(verdict, clauses)
    if not found and verdict.role in (Role.TEACHER, Role.TEACHER_GROUP):
        found = _from_tags(tags, active)
    if not found:
        found = _from_level(verdict, clauses)
    elif found.keys() - _BESIDE - {"general"} or found.keys() & _PROFESSIONS:
        found.pop("general", None)
    elif "general" not in found:
        found |= {
            name: shown
            for name, shown in _from_level(verdict, clauses).items()
            if name == "general"
        }
    if verdict.role is Role.TEACHER_EDUCATOR and found.keys() - _BESIDE:
        found.pop("pedagogy", None)
    if _is_only_the_school(found):
        found.pop("career-technical")
    if verdict.role is Role.TOOL and verdict.clause and not found.keys() - _BESIDE - _OF_TOOLS:
        words = verdict.clause.between(verdict.first, verdict.last)
        found.setdefault("edtech", Shown(words, verdict.clause.place))
    return dict(list(found.items())[:_MOST_TOPICS])


_VOCATIONAL_SCHOOLS = (
    "berufskolleg", "berufsschul", "bbs", "lycee pro", "lp", "bac pro", "fp", "formacion prof",
    "ciclos", "professionale", "ipsia", "alberghiero", "mbo", "roc", "tso", "bso", "yrkesfag",
    "yrkesprogram", "ammatti", "amis", "erhvervs", "eud", "ensino prof", "btec", "fe", "further ed",
    "formacio prof", "cicles", "lycee prof", "cfa", "etec", "senai", "htx", "segpa", "lycee tech",
)  # fmt: skip


def _is_a_pupil(verdict: Verdict) -> bool:
    """Whether somebody is at school, or ends it: what they name are their lessons."""
    clause = verdict.clause
    if verdict.role is not Role.STUDENT or not clause:
        return False
    return bool(clause.of("pupil")) and not clause.of("student")


def _is_only_the_school(found: Mapping[str, Shown]) -> bool:
    """Whether vocational education is the kind of school, and the subject another one."""
    words = fold(found["career-technical"].words) if "career-technical" in found else ""
    others = found.keys() - {"career-technical", "general"}
    return bool(others) and words.startswith(_VOCATIONAL_SCHOOLS)


def _from_clauses(verdict: Verdict, clauses: Sequence[Clause]) -> dict[str, Shown]:
    about = [clause for clause in clauses if _is_about_work(clause, verdict)]
    found = _named(about)
    if verdict.role is Role.TEACHER and not found.keys() - _BESIDE - {"general"}:
        alone = _named([clause for clause in clauses if clause.is_mostly_topics])
        if len(alone) > 1 or not alone.keys() & _ALSO_HOBBIES:
            found |= alone
    has_class = verdict.role is Role.TEACHER and verdict.clause and verdict.clause.levels
    if found or has_class:
        other = [clause for clause in clauses if not clause.of("job", "hobby", "kin", "parent")]
        beside = {name: shown for name, shown in _named(other).items() if name in _BESIDE}
        return found | {name: shown for name, shown in beside.items() if name not in found}
    rest = [clause for clause in clauses if not clause.of("job", "hobby", "kin", "parent")]
    return _named(rest)


def _is_about_work(clause: Clause, verdict: Verdict) -> bool:
    if clause is verdict.clause or clause.of("teacher", "teaching", "educator"):
        return True
    return bool(clause.topics) and bool(clause.levels or clause.of("lesson", "group", "student"))


def _named(clauses: Sequence[Clause]) -> dict[str, Shown]:
    found: dict[str, Shown] = {}
    for clause in clauses:
        hobbies = [each.first for each in clause.of("hobby", "now")]
        for each in _widest(clause.topics):
            aside = _is_a_club(clause, each) or _is_the_medium(clause, each)
            if aside or any(hobby < each.first for hobby in hobbies if _splits(clause, hobby)):
                continue
            found.setdefault(each.name, Shown(clause.between(each.first, each.last), clause.place))
    return found


def _is_a_club(clause: Clause, each: Found) -> bool:
    """ "robotics club", "Polish speaker": what somebody looks after or is beside their lessons."""
    words = clause.sentence.words
    return each.last + 1 < len(words) and words[each.last + 1].folded in _CLUBS


def _is_the_medium(clause: Clause, each: Found) -> bool:
    """ "I teach maths in French", "undervisar på finska": the language of lessons, no subject."""
    words = clause.sentence.words
    if each.name not in _LANGUAGES or not each.first:
        return False
    if words[each.first - 1].text.lower() not in _MEDIUM:
        return False
    teaches = any(verb.last == each.first - 2 for verb in clause.of("teaching"))
    return teaches or any(other.name not in _LANGUAGES for other in clause.topics)


def _splits(clause: Clause, hobby: int) -> bool:
    """Whether what follows a word such as "loves" is no longer about work."""
    return any(each.first == hobby for each in clause.of("hobby"))


def _widest(found: Sequence[Found]) -> Iterator[Found]:
    """Without what lies inside a longer phrase: "special education" is not "education"."""
    for each in found:
        inside = any(
            other is not each
            and other.first <= each.first
            and each.last <= other.last
            and (other.last - other.first) > (each.last - each.first)
            for other in found
        )
        if not inside:
            yield each


def _from_tags(tags: Sequence[str], active: Sequence[str]) -> dict[str, Shown]:
    found: dict[str, Shown] = {}
    for tag in tags:
        name = fold(tag)
        for ending in _TAG_ENDINGS:
            if name.endswith(ending) and len(name) > len(ending) + 1:
                name = name.removesuffix(ending)
                break
        else:
            continue
        for topic in sorted(names_in(name.removeprefix("iteach"), "topics", active)):
            found.setdefault(topic, Shown(tag, "hashtag"))
    return found


def _from_level(verdict: Verdict, clauses: Sequence[Clause]) -> dict[str, Shown]:
    """Who has a class and no subject teaches in general, or the little ones."""
    levels = levels_shown(verdict, clauses)
    if "early" in levels:
        return {"early-years": levels["early"]}
    if "primary" in levels:
        return {"general": levels["primary"]}
    return {}


_SCHOOLS_OF_ALL_AGES = ("folkeskole", "grundskol", "grunnskol", "grunnskul", "peruskoul")
"""Schools from the first to the last class that all attend; words for a part of them tell more."""


def levels_shown(verdict: Verdict, clauses: Sequence[Clause]) -> dict[str, Shown]:
    """The levels, in the order in which pupils pass through them."""
    if verdict.role in _WITHOUT:
        return {}
    found: dict[str, Shown] = {}
    narrow: set[str] = set()
    for clause in clauses:
        if clause.of("kin", "job") and not clause.of("teacher", "teaching"):
            continue
        for each in clause.levels:
            words = clause.between(each.first, each.last)
            found.setdefault(each.name, Shown(words, clause.place))
            if not fold(words).startswith(_SCHOOLS_OF_ALL_AGES):
                narrow.add(each.name)
    found = {name: shown for name, shown in found.items() if name in narrow or not narrow}
    ordered: Mapping[str, Shown] = {name: found[name] for name in LEVELS if name in found}
    return dict(ordered)


def keywords_shown(
    keywords: Sequence[str], clauses: Sequence[Clause], tags: Sequence[str]
) -> dict[str, Shown]:
    """Which words of a teacher's own stand in the bio, a field or a hashtag."""
    found: dict[str, Shown] = {}
    for keyword in keywords:
        phrase = phrase_of(keyword)
        for clause in clauses:
            folded = tuple(word.folded for word in clause.sentence.words)
            for first in range(len(folded) - len(phrase) + 1 if phrase else 0):
                if folded[first : first + len(phrase)] == phrase:
                    words = clause.between(first, first + len(phrase) - 1)
                    found.setdefault(keyword, Shown(words, clause.place))
        for tag in tags:
            if phrase and fold(tag) == "".join(phrase):
                found.setdefault(keyword, Shown(tag, "hashtag"))
    return found
