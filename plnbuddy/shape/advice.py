"""Who would improve the network, and how exactly."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log1p

from plnbuddy.core.vocabulary import in_words, language_label, level_label, topic_label
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.ego import EgoNetwork
from plnbuddy.shape.sentences import missing_levels, missing_topics
from plnbuddy.shape.shape import Advice, Circle
from plnbuddy.shape.wording import capital, circle_phrase, number_word

MOST_ADVICE = 5

MOSTLY_NEW = 0.5
"""Somebody opens new ground when at least this share of whom they follow is new."""

THIN_CIRCLE = 6
"""Circles of up to so many people are worth making larger."""

# What each way of improving the network counts for when people are compared; they add up.
# A convention: what is missing counts most, more of the same least.
_MISSING_TOPIC, _MISSING_LEVEL, _NEW_LANGUAGE = 3.0, 3.0, 1.0
_LINKS_CIRCLES, _NEW_GROUND, _WIDENS, _DEEPENS = 2.0, 2.0, 1.5, 0.5


@dataclass(frozen=True)
class Prospect:
    """Somebody the teacher could follow.

    `followed_by` holds keys of alters; `new_share` (0 to 1) how much of whom they follow
    is new to the teacher's network, None when it was not looked at.
    """

    key: str
    handle: str
    name: str
    link: str
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    new_share: float | None = None
    levels: tuple[str, ...] = ()


@dataclass
class _Wants:
    """What the network still lacks; what somebody chosen brings is taken out."""

    topics: list[str]
    levels: list[str]
    languages: set[str]
    improved: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Case:
    """What speaks for a prospect: a score, the facts behind it, and in which ways they help."""

    score: float
    facts: tuple[str, ...]
    ways: tuple[str, ...]


def choose_advice(
    ego: EgoNetwork,
    circles: Sequence[Circle],
    circle_of: Mapping[str, int],
    prospects: Sequence[Prospect],
    profile_topics: Sequence[str] = (),
    profile_levels: Sequence[str] = (),
) -> tuple[Advice, ...]:
    """Up to five people, the most useful first, each with how they would change the network.

    Chosen one after the other: whoever is chosen fills a gap, and a second person for the
    same gap counts for less. People about whom there is nothing to say are not advised.
    """
    wants = _Wants(
        missing_topics(ego, profile_topics),
        missing_levels(ego, profile_levels),
        {language for alter in ego.alters for language in alter.languages},
    )
    left = {p.key: p for p in prospects if p.key not in circle_of}
    advice: list[Advice] = []
    while left and len(advice) < MOST_ADVICE:
        cases = {key: _case(p, circles, circle_of, wants) for key, p in left.items()}
        best = min(cases, key=lambda key: (-cases[key].score, key))
        if not cases[best].facts:
            break
        prospect = left.pop(best)
        why = capital("; ".join(cases[best].facts)) + "."
        advice.append(Advice(prospect.handle, prospect.name, prospect.link, why))
        _fill(wants, prospect, cases[best])
    return tuple(advice)


def _fill(wants: _Wants, prospect: Prospect, case: _Case) -> None:
    wants.topics = [topic for topic in wants.topics if topic not in prospect.topics]
    wants.levels = [level for level in wants.levels if level not in prospect.levels]
    wants.languages |= set(prospect.languages)
    wants.improved.update(case.ways)


def _case(
    prospect: Prospect, circles: Sequence[Circle], circle_of: Mapping[str, int], wants: _Wants
) -> _Case:
    score, facts, ways = 0.0, [], []
    for value, way, fact in (
        *_gaps_filled(prospect, wants),
        *_place_in_circles(prospect, circles, circle_of),
        *_new_ground(prospect),
    ):
        score += value / (1 + wants.improved[way])
        facts.append(fact)
        ways.append(way)
    known_to = sum(key in circle_of for key in prospect.followed_by)
    return _Case(score + 0.1 * log1p(known_to), tuple(facts), tuple(ways))


def _gaps_filled(prospect: Prospect, wants: _Wants) -> list[tuple[float, str, str]]:
    found = []
    topics = [topic for topic in wants.topics if topic in prospect.topics]
    levels = [level for level in wants.levels if level in prospect.levels]
    if topics or levels:
        parts = [level_label(level) for level in levels] + [topic_label(t) for t in topics]
        value = _MISSING_LEVEL * bool(levels) + _MISSING_TOPIC * bool(topics)
        fact = f"brings {in_words(parts)}, which nobody you follow covers"
        found.append((value, f"gap {parts[0]}", fact))
    languages = [code for code in prospect.languages if code not in wants.languages]
    if languages and wants.languages:
        spoken = in_words(language_label(code) for code in languages)
        found.append((_NEW_LANGUAGE, "language", f"writes in {spoken}, which is new among them"))
    return found


def _place_in_circles(
    prospect: Prospect, circles: Sequence[Circle], circle_of: Mapping[str, int]
) -> list[tuple[float, str, str]]:
    """Which circles they belong to or link, by who follows them."""
    sizes = {circle.id: circle for circle in circles if circle.id != ALONE}
    known_to = [circle_of[key] for key in dict.fromkeys(prospect.followed_by) if key in circle_of]
    counts = Counter(number for number in known_to if number != ALONE)
    linked = [number for number, count in counts.most_common(3) if count >= 2 and number in sizes]
    if len(linked) > 1:
        names = in_words(_counted_in(counts[number], sizes[number]) for number in linked)
        fact = f"would link circles: followed by {names}"
        return [(_LINKS_CIRCLES, f"links {sorted(linked)}", fact)]
    if counts:
        number, count = counts.most_common(1)[0]
        circle = sizes[number]
        thin = circle.size <= THIN_CIRCLE
        verb = "widens the small circle" if thin else "deepens the circle"
        fact = (
            f"{verb} {circle_phrase(circle.name)}: followed by "
            f"{number_word(count)} of its {number_word(circle.size)} people"
        )
        return [(_WIDENS if thin else _DEEPENS, f"circle {number}", fact)]
    if known_to:
        alone = number_word(len(known_to))
        fact = f"starts a circle for people on their own: followed by {alone} of them"
        return [(_WIDENS, "circle 0", fact)]
    return []


def _counted_in(count: int, circle: Circle) -> str:
    return f"{number_word(count)} in {circle.name}"


def _new_ground(prospect: Prospect) -> list[tuple[float, str, str]]:
    if prospect.new_share is None or prospect.new_share < MOSTLY_NEW:
        return []
    fact = f"opens new ground: {prospect.new_share:.0%} of whom they follow is new to you"
    return [(_NEW_GROUND * prospect.new_share, "new ground", fact)]
