"""Which role a profile's words show: teachers told apart from the people around them.

The rules in one paragraph: a word for a teacher counts unless something in its sentence
takes it away (not, former, future, somebody else's, for teachers, a yoga teacher). Without
one, a subject beside a level counts too ("KS3/KS4 maths"), unless the profile speaks for an
organisation, a shop, a student or another job. docs/suggestions.md tells it to teachers.
"""

from collections.abc import Iterable, Sequence

from plnbuddy.core.role import Role
from plnbuddy.core.word_tables import LANGUAGES, fold, read_words
from plnbuddy.recognition.finding import Found
from plnbuddy.recognition.reading import Clause
from plnbuddy.recognition.shown import Shown, Verdict
from plnbuddy.recognition.voiding import (
    NEAR,
    Seen,
    is_for,
    is_former,
)

_AT_ONCE = 2  # An organisation says within its first words what it is.
_ORGANISATIONS = {
    "tool": Role.TOOL,
    "media": Role.MEDIA,
    "service": Role.EDUCATION_SERVICE,
    "organisation": Role.SUBJECT_ORGANISATION,
}
_OF_EDUCATION = frozenset({"education", "teaching", "pedagogy", "learning", "educacion"})
_TRAINS = frozenset({"lecturer", "professor", "researcher", "researching", "prof", "phd"})


def judge_role(clauses: Sequence[Clause], hashtags: Iterable[str], *, bot: bool) -> Verdict:
    """The role that the clauses show, the first rule that holds."""
    shown = Shown(clauses, tuple(hashtags), bot)
    return next(verdict for verdict in _rules(shown) if verdict is not None)


def _rules(shown: Shown) -> Iterable[Verdict | None]:
    yield _a_bot(shown)
    yield _a_group(shown)
    yield _an_educator(shown)
    yield _a_seller(shown)
    yield _was_a_teacher(shown)
    yield _a_student(shown)
    yield _a_teacher(shown)
    yield _an_organisation(shown, sure=True)
    yield _teaches_by_subject_and_level(shown)
    yield _an_organisation(shown, sure=False)
    yield _of_kind(shown, Role.PARENT, "parent")
    yield _of_kind(
        shown, Role.OTHER, "denial", "elsewhere", "academic", "job", "hobby", "teachers", "kin"
    )
    yield Verdict(Role.UNKNOWN)


def _verdict(role: Role, seen: Seen) -> Verdict:
    return Verdict(role, seen.clause, seen.found.first, seen.found.last)


def _of_kind(shown: Shown, role: Role, *names: str) -> Verdict | None:
    seen = shown.of(*names)
    return _verdict(role, seen[0]) if seen else None


# The rules, in their order


def _a_bot(shown: Shown) -> Verdict | None:
    said = shown.of("bot")
    if shown.bot:
        return _verdict(Role.BOT, said[0]) if said else Verdict(Role.BOT)
    if said and not _strong(shown):
        return _verdict(Role.BOT, said[0])
    return None


def _strong(shown: Shown) -> list[Seen]:
    """Words for a single teacher, not those that may as well mean several."""
    return [seen for seen in shown.teachers if not _in_a_group(seen)]


def _in_a_group(seen: Seen) -> bool:
    """Whether a word for a group stands before it: "network of teachers", "Verband der Lehrer"."""
    plural = any(each.first <= seen.found.first <= each.last for each in seen.clause.of("teachers"))
    return plural and any(
        0 < seen.found.first - group.last <= NEAR + 2 and not _only_a_member(seen.clause, group)
        for group in seen.clause.of("group", "organisation")
    )


def _only_a_member(clause: Clause, group: Found) -> bool:
    return any(each.last < group.first for each in clause.of("teacher"))


def _a_group(shown: Shown) -> Verdict | None:
    if _strong(shown):
        return None
    groups = [
        seen
        for seen in shown.of("group")
        if not any(each.first < seen.found.first for each in seen.clause.of("denial", "parent"))
    ]
    many = shown.of("teachers") or [seen for seen in shown.of("teacher") if _in_a_group(seen)]
    if not groups or not many or shown.of("seller") or _of_kind(shown, Role.PARENT, "parent"):
        return None
    return _verdict(Role.TEACHER_GROUP, groups[0])


def _an_educator(shown: Shown) -> Verdict | None:
    seen = [
        each
        for each in shown.of("educator")
        if not is_for(each.clause, each.found) and not is_former(each.clause, each.found)
    ]
    teachers = [
        each
        for each in _strong(shown)
        if not any(
            other.clause is each.clause
            and (other.found.first <= each.found.first <= other.found.last
                 or 0 <= each.found.first - other.found.last <= NEAR
                 or fold(each.clause.between(each.found.first, each.found.first)) in _TRAINS)
            for other in seen
        )
    ]  # fmt: skip
    if seen and not teachers and not shown.of("student"):
        return _verdict(Role.TEACHER_EDUCATOR, seen[0])
    for clause in shown.clauses:
        said = [at for at, word in enumerate(clause.sentence.words) if word.folded in _TRAINS]
        about = [
            at for at, word in enumerate(clause.sentence.words) if word.folded in _OF_EDUCATION
        ]
        if said and about and min(said) < max(about) and not shown.of("student"):
            return Verdict(Role.TEACHER_EDUCATOR, clause, min(said), max(about))
    return None


def _a_seller(shown: Shown) -> Verdict | None:
    said = shown.of("seller")
    strong = [seen for seen in _strong(shown) if seen.clause.place != "name"]
    if not said or strong:
        return None
    places = {(seen.clause.sentence.text, seen.found.first) for seen in said}
    things = shown.of("material")
    if len(places) > 1 or things or not shown.of("lesson", "teaching"):
        return _verdict(Role.SELLER, said[0])
    return None


def _was_a_teacher(shown: Shown) -> Verdict | None:
    if _strong(shown):
        return None
    taught = shown.of("teacher", "teaching", "teachers", "lesson") + [
        Seen(clause, level)
        for clause in shown.clauses
        for level in clause.levels
        if clause.of("former", "retired")
    ]
    for seen in shown.of("former", "retired"):
        if _teaching_word(seen):
            return _verdict(Role.FORMER_TEACHER, seen)
        near = [
            each
            for each in taught
            if each.clause is seen.clause
            and (seen.found.name == "retired" or 0 < each.found.first - seen.found.last <= NEAR + 1)
            and each.found.name != "lesson"
        ]
        if near:
            return _verdict(Role.FORMER_TEACHER, seen)
    if shown.retired and [seen for seen in taught if seen.found.name != "lesson"]:
        return _verdict(Role.FORMER_TEACHER, shown.retired[0])
    return None


def _teaching_word(seen: Seen) -> bool:
    """Whether the phrase itself tells of teaching: "used to teach", "fui docente", "lecionei"."""
    first, last = seen.found.first, seen.found.last
    words = seen.clause.sentence.words[first : last + 1]
    if first == last:
        return words[0].folded in _TAUGHT
    every = {
        word.strip("*")
        for language in LANGUAGES
        for name in ("teacher", "teaching")
        for phrase in read_words(language).roles[name]
        if len(phrase) == 1
        for word in phrase
    }
    return any(word.folded in every or word.folded in _TAUGHT for word in words)


_TAUGHT = frozenset({
    "taught", "teach", "teaching", "enseigne", "classroom", "insegnato", "sala", "lecionei",
    "ensinei", "aulas", "clases", "clase", "unterrichtete", "unterrichtet", "enseignais",
    "underviste", "undervist", "undervisade", "undervisat", "les", "lesgegeven", "opetin",
    "ensenyar", "classe",
})  # fmt: skip


def _a_student(shown: Shown) -> Verdict | None:
    """On a course, or at school: not who teaches and takes a doctorate beside it."""
    said = shown.of("student", "pupil")
    if not said:
        return None
    first = said[0]
    words = fold(first.clause.between(first.found.first, first.found.last))
    if any(word in words for word in _DOCTORATE):
        if [seen for seen in _strong(shown) if seen.found.name == "teacher"]:
            return None
        return _verdict(Role.STUDENT, first)
    for seen in _strong(shown):
        if seen.found.name == "teacher" and seen.clause.place != "name":
            earlier = _place_of(shown, seen) < _place_of(shown, first)
            if earlier:
                return None
    return _verdict(Role.STUDENT, first)


_DOCTORATE = ("phd", "doktorand", "doctorand", "doutorand", "dottorand", "promovend", "stipendiat",
              "thesard", "tohtori", "grad student", "vaitoskirja", "master", "licen")  # fmt: skip


def _place_of(shown: Shown, seen: Seen) -> tuple[int, int]:
    return shown.clauses.index(seen.clause), seen.found.first


def _a_teacher(shown: Shown) -> Verdict | None:
    strong = _strong(shown)
    in_text = [seen for seen in strong if seen.clause.place != "name"]
    beside = all(seen.found.name == "perhaps" or _is_support(seen) for seen in in_text)
    if in_text and not (beside and shown.of("denial")):
        return _verdict(Role.TEACHER, in_text[0])
    others = shown.of("denial", "elsewhere", "job", "academic", "parent", "former", "pupil")
    if strong and not others and not _org_words(shown):
        return _verdict(Role.TEACHER, strong[0])
    return None


def _is_support(seen: Seen) -> bool:
    """Whether it names somebody beside the teacher: of these some say that they are none."""
    first, last = seen.found.first, seen.found.last
    return fold(seen.clause.between(first, last)).startswith(_SUPPORT)


_SUPPORT = (
    "aesh", "avs", "atsem", "schulbegleit", "integrationshelf", "teaching assistant", "ta",
    "lsa", "aide", "para", "educator", "educatric", "skoleassistent", "elevassistent",
    "onderwijsassistent", "koulunkaynn", "tutor", "instructor", "cover supervisor",
)  # fmt: skip


def _org_words(shown: Shown) -> list[Seen]:
    return shown.of(*_ORGANISATIONS, "seller")


def _an_organisation(shown: Shown, *, sure: bool) -> Verdict | None:
    said = _org_words(shown)
    if shown.of("seller") and said:
        said = sorted(said, key=lambda seen: seen.found.name != "seller")
    if not said:
        return None
    named = [seen for seen in said if seen.clause.place == "name"]
    first = said[0]
    at_once = bool(named) or (first.found.first < _AT_ONCE and first.clause is _first_of_bio(shown))
    if sure and not at_once and _speaks_for_itself(shown):
        return None
    name = said[0].found.name
    role = Role.SELLER if name == "seller" else _ORGANISATIONS[name]
    if not at_once and not sure and shown.of("job", "academic", "parent"):
        return None
    return _verdict(role, said[0])


def _first_of_bio(shown: Shown) -> Clause | None:
    return next((clause for clause in shown.clauses if clause.place == "bio"), None)


def _speaks_for_itself(shown: Shown) -> bool:
    """Whether a person speaks: called Ms or Herr, or of their own class, or of another job."""
    if shown.of("honorific", place="name") or shown.of("job", "academic", "parent"):
        return True
    return any(
        word.folded in _PERSONAL
        for clause in shown.clauses
        if clause.place == "bio"
        for word in clause.sentence.words
    )


_PERSONAL = frozenset({
    "i", "my", "me", "ich", "mein", "meine", "mich", "je", "mon", "ma", "mes", "moi", "yo", "mi",
    "mis", "eu", "meu", "minha", "io", "mio", "mia", "ik", "mijn", "jag", "min", "mitt", "mina",
    "jeg", "mine", "minun", "mun", "jo", "meva", "meus", "she", "her", "he", "him", "they",
    "elle", "ella", "lui", "lei", "sie", "er", "hun", "hende", "zij", "haar", "hon", "han", "ela",
    "ele", "hen", "dey", "iel",
})  # fmt: skip


def _teaches_by_subject_and_level(shown: Shown) -> Verdict | None:
    """A subject beside a level, as teachers write it: "KS3/KS4 maths", "Info in 4/5 havo"."""
    if shown.of("denial", "academic", "parent", "retired", "student", "pupil", "elsewhere"):
        return None
    if [seen for seen in _org_words(shown) if seen.clause.place == "name"]:
        return None
    title = bool(shown.of("honorific", place="name"))
    level_stands_alone = any(clause.names_only == "levels" for clause in shown.clauses)
    for clause in shown.clauses:
        if clause.place == "bio" and _first_says_a_job(clause):
            return None
        jobs = clause.of("job", "seller", "tool", "media", "service", "material", "organisation")
        if clause.place == "name" or jobs:
            continue
        subjects = [each for each in clause.topics if not _is_hobby(clause, each)]
        here = bool(clause.of("lesson", "perhaps")) or (
            level_stands_alone and clause.names_only == "topics" and clause.place == "bio"
        )
        if (subjects and clause.levels) or (subjects and here) or (clause.levels and here):
            shown_at = [*subjects, *clause.levels]
            return Verdict(
                Role.TEACHER, clause,
                min(each.first for each in shown_at), max(each.last for each in shown_at),
            )  # fmt: skip
        if title and (subjects or clause.levels):
            each = [*subjects, *clause.levels][0]
            return Verdict(Role.TEACHER, clause, each.first, each.last)
    return None


def _first_says_a_job(clause: Clause) -> bool:
    """ "Journalist. Writes about schools and sports": a job comes first, and no subject beside."""
    return any(each.first == 0 for each in clause.of("job")) and not clause.topics


def _is_hobby(clause: Clause, each: Found) -> bool:
    return any(hobby.first <= each.first for hobby in clause.of("hobby"))
