"""From the words of a profile to who teaches what, each with the words that showed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plnbuddy.core.clean import clean_line
from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import NORWEGIAN
from plnbuddy.recognition.judging import judge_role
from plnbuddy.recognition.language import active_languages, weigh_languages
from plnbuddy.recognition.optout import says_no
from plnbuddy.recognition.reading import Clause, read_clauses
from plnbuddy.recognition.subjects import Shown, keywords_shown, levels_shown, topics_shown
from plnbuddy.recognition.text import Texts, read_texts

_EVIDENCE_LIMIT = 60
_REMEMBERED = 500  # Profiles, while the program runs: who stands in several lists is read once.

_Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that showed something: what (`kind` and `value`), the words, and where they stand.

    `kind` is "role", "topic", "level" or "language"; `place` is "bio", "name", "field",
    "hashtag", "stated" or "guess".
    """

    kind: str
    value: str
    words: str
    place: str

    @property
    def sentence(self) -> str:
        """As a reason to read: "says 'maths teacher, KS3' in the bio"."""
        where = {"bio": "in the bio", "name": "in the name", "field": "in a profile field"}
        if self.place in where:
            return f"says '{self.words}' {where[self.place]}"
        if self.place == "hashtag":
            return f"posts under #{self.words}"
        return f"posts in {self.words}"


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who an account says it is. Only this is kept, never the texts it was read from.

    `opted_out` is true for who asks to be in no list; nothing else may then be used.
    """

    role: Role
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    opted_out: bool
    evidence: tuple[Evidence, ...]

    @property
    def reason(self) -> str:
        """The words for the role in one sentence, "" when nothing shows it."""
        shown = [each for each in self.evidence if each.kind == "role"]
        return shown[0].sentence if shown else ""


def asks_to_be_left_out(
    display_name: str, bio: str, fields: Iterable[tuple[str, str]] = ()
) -> bool:
    """Whether a profile asks to be in no list: as `recognise` says, without the rest."""
    texts = _texts(display_name, bio, tuple(fields))
    return bool(says_no(texts.sentences, texts.hashtags))


def recognise(
    display_name: str,
    bio: str,
    fields: Iterable[tuple[str, str]] = (),
    own_hashtags: Iterable[str] = (),
    posted_under: Iterable[str] = (),
    stated_languages: Iterable[str] = (),
    *,
    keywords: Iterable[str] = (),
    bot: bool = False,
) -> Recognition:
    """What a profile's own words show. Texts may be HTML, hostile or endless: they are bounded.

    Args:
        fields: label and value of each profile field.
        own_hashtags: featured by the account; those in its bio are found by themselves.
        posted_under: hashtags under which the account was seen to post.
        stated_languages: BCP 47 codes of its posts or settings.
        keywords: the teacher's own words, looked for in the bio, fields and hashtags of who
            may be suggested; those found are topics as well.
        bot: whether the account calls itself automated in its settings.
    """
    profile = (display_name, bio, tuple(fields))
    stated = tuple(dict.fromkeys(stated_languages))[:5]
    tags = (*own_hashtags, *posted_under)
    return _recognise(profile, tags, stated, tuple(keywords)[:20], bot)


@lru_cache(_REMEMBERED)
def _texts(display_name: str, bio: str, fields: _Fields) -> Texts:
    return read_texts(display_name, bio, fields)


@lru_cache(_REMEMBERED)
def _recognise(
    profile: tuple[str, str, _Fields],
    further_tags: tuple[str, ...],
    stated: tuple[str, ...],
    keywords: tuple[str, ...],
    bot: bool,
) -> Recognition:
    texts = _texts(*profile)
    tags = tuple(dict.fromkeys([*texts.hashtags, *further_tags]))[:60]
    refusal = says_no(texts.sentences, tags)
    clauses, found = read_clauses(texts.sentences)
    weights = weigh_languages(texts.sentences, found, stated)
    active = active_languages(weights)
    clauses = tuple(clause.in_languages(active) for clause in clauses)
    verdict = judge_role(clauses, texts.hashtags, bot=bot)
    topics = topics_shown(verdict, clauses, tags, active)
    if verdict.role.may_be_suggested and verdict.role is not Role.UNKNOWN:
        topics |= keywords_shown(keywords, clauses, tags)
    levels = levels_shown(verdict, clauses)
    languages = _languages(active, stated)
    role_words = _role_evidence(verdict.role, verdict.clause, verdict.first, verdict.last, topics)
    return Recognition(
        role=verdict.role,
        topics=tuple(topics),
        levels=tuple(levels),
        languages=languages,
        opted_out=bool(refusal),
        evidence=(
            *role_words,
            *(_evidence("topic", name, shown) for name, shown in topics.items()),
            *(_evidence("level", name, shown) for name, shown in levels.items()),
        ),
    )


def _languages(active: Sequence[str], stated: Sequence[str]) -> tuple[str, ...]:
    codes = [code.partition("-")[0].lower() for code in stated] or [active[0]]
    return tuple(dict.fromkeys(NORWEGIAN.get(code, code) for code in codes))


def _evidence(kind: str, value: str, shown: Shown) -> Evidence:
    return Evidence(kind, value, clean_line(shown.words, _EVIDENCE_LIMIT), shown.place)


def _role_evidence(
    role: Role, clause: Clause | None, first: int, last: int, topics: dict[str, Shown]
) -> tuple[Evidence, ...]:
    """The role's words, widened to the subjects beside them: "maths teacher, KS3"."""
    if clause is None:
        return ()
    beside = [*clause.topics, *clause.levels] if topics else []
    near = [each for each in beside if each.last >= first - 4 and each.first <= last + 6]
    begin = min([first, *(each.first for each in near)])
    end = max([last, *(each.last for each in near)])
    words = clause.between(begin, end)
    if len(words) > _EVIDENCE_LIMIT:
        words = clause.between(first, last)
    return (Evidence("role", role.value, clean_line(words, _EVIDENCE_LIMIT), clause.place),)
