"""What counts as a word for a teacher, and what in its sentence takes it away."""

from collections.abc import Iterable
from dataclasses import dataclass

from plnbuddy.recognition.finding import Found
from plnbuddy.recognition.reading import Clause

NEAR = 4
_FOR = frozenset({"for", "fur", "pour", "para", "per", "voor", "til", "till", "aux", "with"})

_OF = 2  # "agendas del profe": the thing stands two words before whose it is.
_WHOSE = frozenset({"del", "de", "du", "do", "da", "des", "della", "voor", "of"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A word for a role that counts, in its clause."""

    clause: Clause
    found: Found


def taken_words(clause: Clause) -> set[int]:
    """The words that are part of what is no teacher: "yoga teacher", "not a teacher"."""
    taken: set[int] = set()
    for each in clause.of("elsewhere", "denial", "student", "pupil", "kin"):
        taken.update(range(each.first, each.last + 1))
    return taken


def teacher_words(clause: Clause, taken: set[int]) -> Iterable[Seen]:
    """The words of a clause that show somebody who teaches."""
    for each in clause.of("teacher"):
        if each.first not in taken and not _voided(clause, each):
            yield Seen(clause, each)
    for each in clause.of("perhaps"):
        if each.first not in taken and not _voided(clause, each) and _at_school(clause, each):
            yield Seen(clause, each)
    for each in clause.of("teaching"):
        if each.first not in taken and not _voided(clause, each) and _of_something(clause, each):
            yield Seen(clause, each)


_SCHOOL_SUBJECTS = frozenset({
    "math", "science", "biology", "chemistry", "physics", "english", "literacy", "languages", "esl",
    "social-studies", "history", "geography", "civics", "religion", "philosophy",
    "special-education", "early-years", "general",
})  # fmt: skip


def _at_school(clause: Clause, each: Found) -> bool:
    """Whether a word such as "director" or "tutor" stands beside a school, level or subject.

    Not beside what firms and clubs have as well: a director of music, a head of design.
    """
    subjects = [topic for topic in clause.topics if topic.name in _SCHOOL_SUBJECTS]
    beside = [*subjects, *clause.levels, *clause.of("lesson", "people")]
    return not clause.of("job", "academic") and any(
        other.first != each.first and abs(other.first - each.last) <= NEAR + 1 for other in beside
    )


def _of_something(clause: Clause, verb: Found) -> bool:
    """Whether "I teach" is about a subject, a level or a class."""
    after = [*clause.topics, *clause.levels, *clause.of("lesson", "teachers", "people")]
    return any(
        (verb.first - 6 <= each.first <= verb.last + 8) and each.first != verb.first
        for each in after
    )


def _voided(clause: Clause, each: Found) -> bool:
    return (
        _before(clause, each, "denial", NEAR)
        or _before(clause, each, "kin", NEAR)
        or _before(clause, each, "student", 2)
        or _before(clause, each, "whose", 3)
        or is_former(clause, each)
        or is_for(clause, each)
        or _only_describes(clause, each)
    )


_BY = frozenset({"by", "von", "par", "por", "door", "af", "av"})
_OF_TEACHERS = frozenset({
    "s", "union", "network", "association", "resources", "resource", "training", "development",
    "planner", "planners", "life", "memes", "gifts", "news", "podcast", "shop", "store", "shortage",
    "hub", "community", "jobs", "recruitment", "tools", "app", "pay", "strike", "support",
    "retention", "agency", "wellbeing", "discounts", "appreciation", "friendly", "led", "run",
    "made", "tested", "approved", "owned", "mugs", "shirts", "stickers", "forum", "magazine",
    "chef", "bait", "voice", "energy",
})  # fmt: skip
_MASTERS = frozenset({"maestro", "maestra", "mestre", "mestra", "maitre"})


def _only_describes(clause: Clause, each: Found) -> bool:
    """ "teacher network", "made by a teacher", "maestro cervecero": no teacher speaks there."""
    words = clause.sentence.words
    after = words[each.last + 1].folded if each.last + 1 < len(words) else ""
    if after in _OF_TEACHERS:
        return True
    if words[each.last].folded in _MASTERS and after.endswith(("ero", "era", "eiro", "eira")):
        return True
    return any(
        words[at].folded in _BY and not clause.parted(at, each.first)
        for at in range(max(each.first - 3, 0), each.first)
    )


def _before(clause: Clause, each: Found, name: str, reach: int) -> bool:
    return any(
        0 < each.first - other.last <= reach
        and not (name in ("student", "kin", "whose") and clause.parted(other.last, each.first))
        for other in clause.of(name)
    )


def is_former(clause: Clause, each: Found) -> bool:
    """ "ex-teacher", "teacher until 2018"; not "formerly a chemist, now a teacher"."""
    now = clause.of("now")
    words = clause.sentence.words
    for former in clause.of("former"):
        apart = each.first - former.last
        if not 0 < apart <= NEAR + 1:
            continue
        if any(former.last < word.first <= each.first for word in now):
            continue
        between = clause.sentence.text[words[former.last].end : words[each.first].start]
        if not any(mark in between for mark in ",(&+|/"):
            return True
    return any(
        not any(
            min(each.first, former.first) < word.first < max(each.last, former.first)
            for word in now
            if word.first > former.first
        )
        for former in clause.of("retired")
    )


def is_for(clause: Clause, each: Found) -> bool:
    """Whether it names whom something is for: "ideas for teachers", "agendas del profe"."""
    words = clause.sentence.words
    if (
        each.first >= _OF
        and words[each.first - 1].folded in _WHOSE
        and any(thing.last == each.first - _OF for thing in clause.of("material"))
    ):
        return True
    for at in range(max(each.first - 3, 0), each.first):
        if words[at].folded in _FOR and not clause.parted(at, each.first):
            return not any(word.last == at for word in clause.of("teacher", "teaching"))
    return False
