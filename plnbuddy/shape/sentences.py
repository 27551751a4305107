"""The three or four sentences about a network that matter to a teacher."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from plnbuddy.core.vocabulary import in_words, level_label, topic_label
from plnbuddy.shape.bridges import Bridge
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.ego import EgoNetwork
from plnbuddy.shape.measures import enough_known
from plnbuddy.shape.shape import Circle
from plnbuddy.shape.wording import (
    capital,
    circle_phrase,
    counted,
    number_word,
    people,
    some_of,
)

MOST = 0.6
"""Circles that hold at least this share of the people hold "most" of them."""

KNOW_WELL, HARDLY_KNOW = 1 / 3, 1 / 20
"""Ties between two circles, as a share of how dense the looser one is within."""

_FEW, _FEW_SHARE = 5, 0.15
"""So many people, or this share of all, are "only" so many."""


def say_what_matters(
    ego: EgoNetwork,
    circles: Sequence[Circle],
    circle_of: Mapping[str, int],
    bridges: Sequence[Bridge],
    profile_topics: Sequence[str] = (),
    profile_levels: Sequence[str] = (),
) -> tuple[str, ...]:
    """Up to four sentences: how many, in which circles, who links them, what is missing."""
    if ego.size == 0:
        return ("You follow nobody yet.", "Find a few people first: plnbuddy suggest people")
    first = f"You follow {people(ego.size)}."
    if ego.size == 1:
        first = f"You follow one person, {ego.alters[0].handle}."
    shape = _shape_sentences(ego, circles, circle_of, bridges)
    if _is_doubtful(ego):
        shape = (f"As far as is known, {shape[0][0].lower()}{shape[0][1:]}", *shape[1:])
    return (first, *shape, _last_sentence(ego, profile_topics, profile_levels))


def say_what_is_unknown(ego: EgoNetwork) -> str:
    """What could not be seen: "" when every list is known."""
    known, size = int(ego.known.sum()), ego.size
    if known == size:
        return ""
    if not known:
        return "Whom the people you follow follow is not known yet: plnbuddy explore reads it."
    return (
        f"Whom they follow is known for {known:,} of {size:,} people; some lists are hidden "
        "and some are not read yet. Numbers that depend on the rest are given as a range."
    )


def _is_doubtful(ego: EgoNetwork) -> bool:
    """Whether something is known, and so little that it is said of the whole shape."""
    return bool(len(ego.pairs)) and not enough_known(ego)


def _shape_sentences(
    ego: EgoNetwork,
    circles: Sequence[Circle],
    circle_of: Mapping[str, int],
    bridges: Sequence[Bridge],
) -> tuple[str, ...]:
    if ego.size == 1:
        return ("Circles show from about ten people on: plnbuddy suggest people",)
    if not ego.known.any() and not len(ego.pairs):
        return ("Whom they follow is not known yet, so their circles are not: plnbuddy explore",)
    real = [circle for circle in circles if circle.id != ALONE]
    if not real:
        return (_without_circles(ego),)
    if ego.known.all() and len(ego.pairs) == ego.size * (ego.size - 1) // 2:
        return ("All of them know each other: news that reaches one reaches all of them.",)
    main = _main_circles(real, ego.size)
    if not main:
        return _many_circles(real, ego.size)
    return _few_circles(ego, main, circle_of, bridges)


def _without_circles(ego: EgoNetwork) -> str:
    seen = "" if ego.known.all() or _is_doubtful(ego) else ", as far as is known"
    if not len(ego.pairs):
        return f"No two of them follow each other{seen}: each opens a place of its own for you."
    return f"They form no circle{seen}: hardly any of them know each other."


def _main_circles(real: Sequence[Circle], size: int) -> list[Circle]:
    """The one to three largest circles that hold most of the people, or none."""
    for count in (1, 2, 3):
        if sum(circle.size for circle in real[:count]) >= MOST * size:
            return list(real[:count])
    return []


def _many_circles(real: Sequence[Circle], size: int) -> tuple[str, ...]:
    inside = sum(circle.size for circle in real)
    largest = in_words(f"{circle_phrase(c.name)} ({people(c.size)})" for c in real[:3])
    if len(real) == 1:
        largest = f"{circle_phrase(real[0].name)} ({people(real[0].size)})"
        first = f"They form one circle: {largest}."
    elif len(real) <= 3:
        first = f"They form {number_word(len(real))} circles: {largest}."
    else:
        first = f"They form {number_word(len(real))} circles; the largest are {largest}."
    if inside == size:
        return (first,)
    return first, f"{capital(people(size - inside))} {_be(size - inside)} in no circle."


def _few_circles(
    ego: EgoNetwork,
    main: Sequence[Circle],
    circle_of: Mapping[str, int],
    bridges: Sequence[Bridge],
) -> tuple[str, ...]:
    inside = sum(circle.size for circle in main)
    who = "All" if inside == ego.size else "Most"
    names = in_words(circle_phrase(circle.name) for circle in main)
    if len(main) == 1:
        return f"{who} belong to one circle: {names}.", _outside(ego.size - inside, ego.size, "it")
    acquaintance = _acquaintance(ego, [circle.id for circle in main], circle_of)
    first = f"{who} belong to {number_word(len(main))} circles{acquaintance}: {names}."
    if acquaintance.endswith("well"):
        return first, _outside(ego.size - inside, ego.size, "them")
    return first, _linking(ego, {circle.id for circle in main}, circle_of, bridges)


def _acquaintance(ego: EgoNetwork, ids: Sequence[int], circle_of: Mapping[str, int]) -> str:
    """How well circles know each other, as the end of a clause, or ""."""
    ratios = [_tie_ratio(ego, a, b, circle_of) for a, b in combinations(ids, 2)]
    if min(ratios) >= KNOW_WELL:
        return " that know each other well"
    if max(ratios) < HARDLY_KNOW:
        return " that hardly know each other"
    return " that know each other a little" if len(ids) == 2 else ""


def _tie_ratio(ego: EgoNetwork, one: int, other: int, circle_of: Mapping[str, int]) -> float:
    """Density between two circles, divided by the density within the looser one."""
    member = np.array([circle_of[alter.key] for alter in ego.alters])
    ends = np.sort(member[ego.pairs], axis=1)

    def tied(first: int, second: int) -> int:
        return int((ends == sorted((first, second))).all(axis=1).sum())

    sizes = {circle: int((member == circle).sum()) for circle in (one, other)}
    within = min(2 * tied(c, c) / (n * (n - 1)) for c, n in sizes.items())
    between = tied(one, other) / (sizes[one] * sizes[other])
    return between / within if within else 0.0


def _outside(count: int, size: int, them: str) -> str:
    if not count:
        return f"Nobody links you to anyone outside {them}."
    if count > max(_FEW, _FEW_SHARE * size):
        return f"The other {people(count)} link you to other places."
    links = "links" if count == 1 else "link"
    return f"Only {people(count)} {links} you to anyone outside {them}."


def _linking(
    ego: EgoNetwork, ids: set[int], circle_of: Mapping[str, int], bridges: Sequence[Bridge]
) -> str:
    """Who links the main circles to each other."""
    linking = {b.key for b in bridges if circle_of[b.key] in ids and ids & set(b.circles)}
    handles = [alter.handle for alter in ego.alters if alter.key in linking]
    if not handles:
        return "Nobody but you clearly links these circles."
    if len(handles) == 1:
        return f"Only {handles[0]} links them."
    return f"{capital(people(len(handles)))} link them: {some_of(handles)}."


def _last_sentence(
    ego: EgoNetwork, profile_topics: Sequence[str], profile_levels: Sequence[str]
) -> str:
    missing = say_what_is_missing(ego, profile_topics, profile_levels)
    if missing:
        return missing
    back = sum(alter.follows_me for alter in ego.alters)
    if ego.size == 1:
        return "They follow you back." if back else "They do not follow you back yet."
    if back == ego.size:
        return "All of them follow you back."
    if not back:
        return "None of them follows you back yet."
    return f"{capital(counted(back, 'of them follows', 'of them follow'))} you back."


def missing_levels(ego: EgoNetwork, profile_levels: Sequence[str]) -> list[str]:
    """The teacher's levels that nobody they follow is known to teach."""
    taught = {level for alter in ego.alters for level in alter.levels}
    return [level for level in profile_levels if level != "any" and not taught & {level, "any"}]


def missing_topics(ego: EgoNetwork, profile_topics: Sequence[str]) -> list[str]:
    """The teacher's topics that nobody they follow is known for."""
    covered = {topic for alter in ego.alters for topic in alter.topics}
    return [topic for topic in profile_topics if topic not in covered]


def say_what_is_missing(
    ego: EgoNetwork, profile_topics: Sequence[str], profile_levels: Sequence[str]
) -> str:
    """What the teacher teaches and nobody they follow does, or ""."""
    levels = [_taught(level) for level in missing_levels(ego, profile_levels)]
    topics = [topic_label(topic) for topic in missing_topics(ego, profile_topics)]
    stated = sum(bool(alter.levels) for alter in ego.alters) >= ego.size / 2
    parts = []
    if levels:
        parts.append(f"{'teaches' if stated else 'is known to teach'} {in_words(levels, 'or')}")
    if topics:
        parts.append(f"is known for {in_words(topics, 'or')}")
    return f"Nobody you follow {in_words(parts, 'or')}." if parts else ""


def _taught(level: str) -> str:
    return f"in {level_label(level)}" if level == "higher" else level_label(level)


def _be(count: int) -> str:
    return "is" if count == 1 else "are"
