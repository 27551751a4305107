"""How well a candidate fits a teacher: a product of six plain factors.

Topic, level, language, region, network and the age of the source each give a
number from 0 to 1; the product is the score. The weights are judgements, not measurements;
docs/suggestions.md states them.
"""

from dataclasses import dataclass
from datetime import date

from plnbuddy.core.model import Factor, Profile, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import (
    LEVELS,
    TOPICS,
    in_words,
    language_label,
    level_label,
    topic_label,
)
from plnbuddy.suggest.candidates import Candidate

_CURATED = "curated"

SAME_TOPIC = 1.0
NEXT_TOPIC = 0.55
EVERYBODYS_TOPIC = 0.4
EVERYBODYS_TOPICS = ("general", "pedagogy", "new-teachers")

SAME_LEVEL = 1.0
ANY_LEVEL = 0.85
NEXT_LEVEL = 0.5
OTHER_LEVEL = 0.2

UNKNOWN_LANGUAGE = 0.7

SAME_REGION = 1.0
NO_REGION = 0.9
OTHER_REGION = 0.75

OTHER_NETWORK = 0.45

YEARLY_FADING = 0.04
OLDEST = 0.5
UNDATED_AGE = 8


@dataclass(frozen=True)
class Fit:
    """A profile made ready for judging many candidates: one look-up a word."""

    topics: dict[str, float]
    levels: dict[str, float]
    languages: frozenset[str]
    region: str
    platforms: frozenset[Platform]
    year: int


def prepare_fit(profile: Profile, today: date) -> Fit:
    """The profile as look-up tables."""
    return Fit(
        topics=_topic_values(profile.topics),
        levels=_level_values(profile.levels),
        languages=frozenset(profile.languages),
        region=profile.region,
        platforms=frozenset(profile.platforms),
        year=today.year,
    )


def _topic_values(topics: tuple[str, ...]) -> dict[str, float]:
    values = dict.fromkeys(EVERYBODYS_TOPICS, EVERYBODYS_TOPIC)
    for topic in topics:
        values.update(dict.fromkeys(TOPICS[topic].neighbours, NEXT_TOPIC))
    values.update(dict.fromkeys(topics, SAME_TOPIC))
    return values


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
    """How well the candidate fits, from 0 (never suggest) to 1."""
    language = _language_value(candidate, fit)
    if candidate.own_score:
        found = candidate.own_score * language * _network_value(candidate, fit)
        return 1.0 - (1.0 - found) * (1.0 - _curated_score(candidate, fit, language))
    return _curated_score(candidate, fit, language)


def _curated_score(candidate: Candidate, fit: Fit, language: float) -> float:
    if _CURATED not in candidate.sources:
        return 0.0
    topic = _topic_value(candidate, fit)
    if not topic:
        return 0.0
    if not language:
        return 0.0
    return (
        topic
        * language
        * _level_value(candidate, fit)
        * _region_value(candidate, fit)
        * _network_value(candidate, fit)
        * _freshness(candidate, fit)
    )


def _topic_value(candidate: Candidate, fit: Fit) -> float:
    return max((fit.topics.get(topic, 0.0) for topic in candidate.topics), default=0.0)


def _level_value(candidate: Candidate, fit: Fit) -> float:
    return max(
        (fit.levels.get(level, OTHER_LEVEL) for level in candidate.levels), default=ANY_LEVEL
    )


def _language_value(candidate: Candidate, fit: Fit) -> float:
    if not candidate.languages:
        return UNKNOWN_LANGUAGE
    return 0.0 if fit.languages.isdisjoint(candidate.languages) else 1.0


def _region_value(candidate: Candidate, fit: Fit) -> float:
    if not candidate.region or not fit.region:
        return NO_REGION
    same = candidate.region.partition("-")[0] == fit.region.partition("-")[0]
    return SAME_REGION if same else OTHER_REGION


def _network_value(candidate: Candidate, fit: Fit) -> float:
    """A hashtag can be used anywhere; people and chats stay where they are."""
    if not fit.platforms.isdisjoint(candidate.platforms):
        return 1.0
    return OTHER_NETWORK if candidate.subject.kind is SubjectKind.HASHTAG else 0.0


def _freshness(candidate: Candidate, fit: Fit) -> float:
    age = fit.year - candidate.seen_year if candidate.seen_year else UNDATED_AGE
    return max(1.0 - YEARLY_FADING * max(age - 1, 0), OLDEST)


def lead_topic(candidate: Candidate, fit: Fit) -> str:
    """The candidate's topic that fits best."""
    return max(candidate.topics, key=lambda topic: fit.topics.get(topic, 0.0), default="")


def unasked_for(candidate: Candidate, fit: Fit) -> tuple[str, ...]:
    """The topic and levels for which a candidate would be shown though nobody asked for them.

    A neighbouring topic is welcome, and so is another level; neither may fill the
    day only because the lists hold much of it.
    """
    topic = lead_topic(candidate, fit)
    foreign = [f"topic {topic}"] if topic and fit.topics.get(topic, 0.0) < SAME_TOPIC else []
    values = [fit.levels.get(level, OTHER_LEVEL) for level in candidate.levels]
    if values and max(values) < ANY_LEVEL:
        foreign += [f"level {level}" for level in candidate.levels]
    return tuple(foreign)


def explain_match(candidate: Candidate, fit: Fit) -> tuple[Factor, ...]:
    """The factors whose product is `match_score`, each with the fact behind it.

    What exploring found is one factor of its own (explore/score.py says how it
    comes about); joined with a curated row, the two are alternatives.
    """
    if candidate.own_score:
        score = match_score(candidate, fit)
        return (Factor("found", score, in_words(candidate.sources)),)
    return (
        Factor("topic", _topic_value(candidate, fit), in_words(candidate.topics)),
        Factor("level", _level_value(candidate, fit), in_words(candidate.levels)),
        Factor("language", _language_value(candidate, fit), in_words(candidate.languages)),
        Factor("region", _region_value(candidate, fit), candidate.region or "not stated"),
        Factor("platform", _network_value(candidate, fit), in_words(candidate.platforms)),
        Factor("source", _freshness(candidate, fit), str(candidate.seen_year or "undated")),
    )


def spoken_fit(candidate: Candidate, fit: Fit) -> str:
    """What the candidate is about, own topics first: "music and drama, for primary, in English"."""
    ordered = sorted(candidate.topics, key=lambda topic: -fit.topics.get(topic, 0.0))
    parts = [in_words(topic_label(topic) for topic in ordered[:3])] if ordered else []
    if candidate.levels and candidate.levels != ("any",):
        parts.append(f"for {in_words(level_label(level) for level in candidate.levels)}")
    if candidate.languages:
        spoken = in_words(language_label(code) for code in candidate.languages)
        parts.append(f"in {spoken}" if parts else f"posts in {spoken}")
    if fit.region and candidate.region.partition("-")[0] == fit.region.partition("-")[0]:
        parts.append("from your region")
    return ", ".join(parts)
