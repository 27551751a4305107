"""How well a candidate fits a teacher: a product of plain factors, and a floor.

What is known to be wrong weighs little or nothing, whoever names the candidate;
what is not known weighs something in between. The values are judgements, not
measurements; docs/suggestions.md states every one, and a test compares them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from plnbuddy.core.model import Factor, Profile, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import (
    LEVELS,
    NORWEGIAN,
    in_words,
    language_label,
    level_label,
    topic_label,
)
from plnbuddy.suggest.candidates import About, Candidate
from plnbuddy.suggest.topics import (
    COMMON_ROLES,
    COMMON_TOPIC,
    COMMON_TOPICS,
    LISTED_TOPIC,
    OTHER_TOPIC,
    PART_OF_TOPIC,
    PERSONAL_TOPIC,
    SAME_TOPIC,
    SUBJECTS,
    UNKNOWN_TOPIC,
    WHOLE_OF_TOPIC,
    topic_values,
    wholes_of,
)

FLOOR = 0.2
"""Nothing with a lower score is shown: fewer and right is better than five."""

SAME_LEVEL = 1.0
ANY_LEVEL = 0.85
NEXT_LEVEL = 0.5
NEXT_LEVEL_OF_OTHERS = 0.25
OTHER_LEVEL = 0.1

UNKNOWN_LANGUAGE = 0.7

ROLES: Mapping[Role, float] = {
    Role.TEACHER: 1.0,
    Role.TEACHER_GROUP: 1.0,
    Role.TEACHER_EDUCATOR: 0.9,
    Role.EDUCATION_SERVICE: 0.7,
    Role.SUBJECT_ORGANISATION: 0.65,
    Role.TOOL: 0.55,
    Role.MEDIA: 0.3,
    Role.UNKNOWN: 0.7,
}
"""What stands behind an account; roles that are not named here are never shown."""

MEDIA_OF_A_SUBJECT = 0.2
"""A magazine about a subject is none for those who teach it."""

ABOUT: Mapping[About, float] = {
    About.TEACHING: 1.0,
    About.SUBJECT: 0.4,
    About.UNVERIFIED: 0.2,
}
"""What a hashtag is about: teaching first; an unverified one waits until it is seen in use."""

SAME_REGION = 1.0
UNKNOWN_REGION = 0.9
OTHER_REGION = 0.75

YEARLY_FADING = 0.04
OLDEST = 0.5
UNDATED_AGE = 8

_CURATED = "curated"
_LISTS = "lists"
_TURNED_TO_YOU = "interaction"


class Fit(NamedTuple):
    """A profile made ready for judging many candidates: one look-up a word."""

    topics: Mapping[str, float]
    wholes: frozenset[str]
    keywords: tuple[str, ...]
    common: Mapping[str, float]
    levels: Mapping[str, float]
    languages: frozenset[str]
    region: str
    platforms: frozenset[Platform]
    year: int


def prepare_fit(profile: Profile, today: date) -> Fit:
    """The profile as look-up tables."""
    topics = topic_values(profile.topics) | dict.fromkeys(profile.keywords, SAME_TOPIC)
    return Fit(
        topics=topics,
        wholes=wholes_of(profile.topics),
        keywords=tuple(letters_of(word) for word in profile.keywords),
        common={**dict.fromkeys(COMMON_TOPICS, COMMON_TOPIC), **topics},
        levels=_level_values(profile.levels),
        languages=_readable(profile.languages),
        region=profile.region,
        platforms=frozenset(profile.platforms),
        year=today.year,
    )


def _level_values(levels: tuple[str, ...]) -> dict[str, float]:
    if not levels or "any" in levels:
        return dict.fromkeys(LEVELS, SAME_LEVEL)
    ladder = [level for level in LEVELS if level != "any"]
    values = dict.fromkeys(ladder, OTHER_LEVEL)
    for level in levels:
        place = ladder.index(level)
        for neighbour in ladder[max(place - 1, 0) : place + 2]:
            values[neighbour] = max(values[neighbour], NEXT_LEVEL)
    values.update(dict.fromkeys(levels, SAME_LEVEL))
    values["any"] = ANY_LEVEL
    return values


def match_score(candidate: Candidate, fit: Fit) -> float:
    """How well the candidate fits, from 0 (never suggest) to 1: the product of all factors."""
    score = _platform_value(candidate, fit)  # What rules most of them out is asked first.
    for judge in (_topic_value, _language_value, _level_value, _kind_value, _known_value):
        if not score:
            return 0.0
        score *= judge(candidate, fit)
    return score


def _topic_value(candidate: Candidate, fit: Fit) -> float:
    """Topics that are known count, whoever found the candidate, and the teacher's own words."""
    if fit.keywords and _has_keyword(candidate, fit):
        return SAME_TOPIC
    if not candidate.topics and candidate.role.teaches and not candidate.personal:
        return fit.common["general"]
    if not candidate.topics:
        return 1.0 if candidate.personal else UNKNOWN_TOPIC
    of_teachers = _is_of_teachers(candidate)
    for_everybody = of_teachers and SUBJECTS.isdisjoint(candidate.topics)
    values = fit.common if for_everybody else fit.topics
    best = max([values.get(topic, OTHER_TOPIC) for topic in candidate.topics])
    if of_teachers and not fit.wholes.isdisjoint(candidate.topics):
        best = max(best, WHOLE_OF_TOPIC)
    if not candidate.personal:
        return best
    only_listed = candidate.sources == (_LISTS,)
    return max(best, LISTED_TOPIC if only_listed else PERSONAL_TOPIC)


def _has_keyword(candidate: Candidate, fit: Fit) -> bool:
    """Whether a word of the teacher's own is in the hashtag or the name."""
    said = letters_of(f"{candidate.subject.label.partition('@')[0]} {candidate.name}")
    return any(word and word in said for word in fit.keywords)


def letters_of(text: str) -> str:
    """Small letters and digits only: "Robot club" and #RobotClub are the same."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _is_of_teachers(candidate: Candidate) -> bool:
    return candidate.role in COMMON_ROLES or candidate.about is About.TEACHING


def _level_value(candidate: Candidate, fit: Fit) -> float:
    """The next level helps where somebody teaches it; a tool or a society there does not."""
    best = max(
        (fit.levels.get(level, OTHER_LEVEL) for level in candidate.levels), default=ANY_LEVEL
    )
    return NEXT_LEVEL_OF_OTHERS if best == NEXT_LEVEL and not candidate.role.teaches else best


def _readable(languages: Sequence[str]) -> frozenset[str]:
    """The languages, and by which other codes posts in them go."""
    other = [code for code, usual in NORWEGIAN.items() if usual in languages]
    return frozenset([*languages, *other])


def _language_value(candidate: Candidate, fit: Fit) -> float:
    if not candidate.languages:
        of_people = candidate.subject.kind is SubjectKind.PERSON
        return UNKNOWN_LANGUAGE if of_people else 1.0
    return 0.0 if fit.languages.isdisjoint(candidate.languages) else 1.0


def _platform_value(candidate: Candidate, fit: Fit) -> float:
    return 0.0 if fit.platforms.isdisjoint(candidate.platforms) else 1.0


def _kind_value(candidate: Candidate, fit: Fit) -> float:
    """The role of a person; what a hashtag is about; every chat is one of teachers."""
    match candidate.subject.kind:
        case SubjectKind.PERSON if candidate.personal and candidate.role is Role.UNKNOWN:
            return 1.0
        case SubjectKind.PERSON if candidate.role is Role.MEDIA:
            general = "general" in candidate.topics
            return ROLES[Role.MEDIA] if general else MEDIA_OF_A_SUBJECT
        case SubjectKind.PERSON:
            return ROLES.get(candidate.role, 0.0)
        case SubjectKind.HASHTAG if fit.keywords and _has_keyword(candidate, fit):
            return 1.0  # The teacher's own word.
        case SubjectKind.HASHTAG if candidate.about:
            return ABOUT[candidate.about]
    return 1.0


def _known_value(candidate: Candidate, fit: Fit) -> float:
    """How well it is known that the candidate is worth it: by the lists, by exploring, by both."""
    listed = (
        _region_value(candidate, fit) * _freshness(candidate, fit)
        if _CURATED in candidate.sources
        else 0.0
    )
    known = 1.0 - (1.0 - candidate.own_score) * (1.0 - listed)
    return known * candidate.life


def _region_value(candidate: Candidate, fit: Fit) -> float:
    if not candidate.region or not fit.region:
        return UNKNOWN_REGION
    same = candidate.region.partition("-")[0] == fit.region.partition("-")[0]
    return SAME_REGION if same else OTHER_REGION


def _freshness(candidate: Candidate, fit: Fit) -> float:
    age = fit.year - candidate.seen_year if candidate.seen_year else UNDATED_AGE
    return max(1.0 - YEARLY_FADING * max(age - 1, 0), OLDEST)


def lead_topic(candidate: Candidate, fit: Fit) -> str:
    """The candidate's topic that fits best."""
    return max(candidate.topics, key=lambda topic: fit.common.get(topic, 0.0), default="")


def is_own_topic(topic: str, fit: Fit) -> bool:
    """Whether the teacher asked for that topic."""
    return fit.topics.get(topic, 0.0) >= PART_OF_TOPIC


def is_colleague(candidate: Candidate, fit: Fit) -> bool:
    """Whether somebody teaches what the teacher teaches, at a level of theirs; these come first.

    So does who turned to the teacher.
    """
    if _TURNED_TO_YOU in candidate.sources:
        return True
    topic = _topic_value(candidate, fit)
    return (
        candidate.role.teaches
        and topic >= PART_OF_TOPIC
        and _level_value(candidate, fit) >= ANY_LEVEL
        and _language_value(candidate, fit) > 0
    )


def unasked_for(candidate: Candidate, fit: Fit) -> tuple[str, ...]:
    """The topic and levels for which a candidate would be shown though nobody asked for them.

    A topic for everybody is welcome, and so is the next level; neither may fill the
    day only because the lists hold much of it.
    """
    topic = lead_topic(candidate, fit)
    if not candidate.topics and candidate.role.teaches:
        topic = "general"
    foreign = [f"topic {topic}"] if topic and not is_own_topic(topic, fit) else []
    values = [fit.levels.get(level, OTHER_LEVEL) for level in candidate.levels]
    if values and max(values) < ANY_LEVEL:
        foreign += [f"level {level}" for level in candidate.levels]
    return tuple(foreign)


def explain_match(candidate: Candidate, fit: Fit) -> tuple[Factor, ...]:
    """The factors whose product is `match_score`, each with the fact behind it.

    For somebody whom only the lists know, region and source stand for themselves; what
    exploring found is one factor, joined with them where both know somebody.
    """
    return (
        Factor("topic", _topic_value(candidate, fit), in_words(candidate.topics) or "not known"),
        *_kind_factor(candidate, fit),
        Factor("level", _level_value(candidate, fit), in_words(candidate.levels) or "not known"),
        Factor(
            "language",
            _language_value(candidate, fit),
            in_words(candidate.languages) or "not known",
        ),
        Factor("platform", _platform_value(candidate, fit), in_words(candidate.platforms)),
        *_known_factors(candidate, fit),
    )


def _kind_factor(candidate: Candidate, fit: Fit) -> tuple[Factor, ...]:
    value = _kind_value(candidate, fit)
    match candidate.subject.kind:
        case SubjectKind.PERSON:
            return (Factor("role", value, candidate.role.label),)
        case SubjectKind.HASHTAG if candidate.about:
            return (Factor("about", value, candidate.about.value),)
    return ()


def _known_factors(candidate: Candidate, fit: Fit) -> tuple[Factor, ...]:
    if candidate.own_score or candidate.life < 1:
        return (Factor("found", _known_value(candidate, fit), in_words(candidate.sources)),)
    return (
        Factor("region", _region_value(candidate, fit), candidate.region or "not stated"),
        Factor("source", _freshness(candidate, fit), str(candidate.seen_year or "undated")),
    )


def spoken_fit(candidate: Candidate, fit: Fit) -> str:
    """Who the candidate is and what about, own topics first.

    "a teacher: music and drama, for primary, in English".
    """
    ordered = sorted(candidate.topics, key=lambda topic: -fit.topics.get(topic, 0.0))
    parts = [in_words(topic_label(topic) for topic in ordered[:3])] if ordered else []
    if candidate.levels and candidate.levels != ("any",):
        parts.append(f"for {in_words(level_label(level) for level in candidate.levels)}")
    if candidate.languages:
        spoken = in_words(language_label(code) for code in candidate.languages)
        parts.append(f"in {spoken}" if parts else f"posts in {spoken}")
    if fit.region and candidate.region.partition("-")[0] == fit.region.partition("-")[0]:
        parts.append("from your region")
    about = ", ".join(parts)
    known = candidate.role is not Role.UNKNOWN
    return ": ".join(part for part in (candidate.role.label if known else "", about) if part)
