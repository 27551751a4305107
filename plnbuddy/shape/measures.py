"""How many, how dense, how redundant: the measures of an ego network as a whole.

Ties of people whose lists are unknown may be unknown. So a measure is a `Range`: the lowest
and the highest value it can have, whatever those ties are; the two are the same when
everything is known. A measure abstains (None) when the lists of fewer than half of the
people are known, or when it is not defined (a density of one person).
"""

from dataclasses import dataclass

import numpy as np

from plnbuddy.shape.ego import EgoNetwork, EmptyNetworkError

LEAST_KNOWN = 0.5
"""A measure of the ties is given when at least this share of the lists is known."""


@dataclass(frozen=True)
class Range:
    """The lowest and the highest value that a measure can have, in the measure's unit."""

    lowest: float
    highest: float

    @property
    def exact(self) -> bool:
        """Whether there is only one possible value (to a billionth)."""
        return self.highest - self.lowest < 1e-9

    @property
    def width(self) -> float:
        """How far the lowest and the highest value are apart."""
        return self.highest - self.lowest


@dataclass(frozen=True)
class Dyads:
    """Pairs of people by what is known of the ties between them; counts of undirected pairs.

    `mutual`, `one_way`: known ties in both directions, in one. `answerable`: of the
    one-way pairs, those where the answer is unknown. `half_open`, `open`: no tie is known,
    and one of the two directions is unknown, or both are.
    """

    people: int
    mutual: int
    one_way: int
    answerable: int
    half_open: int
    open: int

    @property
    def pairs(self) -> int:
        """All pairs of people."""
        return self.people * (self.people - 1) // 2

    @property
    def tied(self) -> int:
        """Pairs with a tie in at least one direction."""
        return self.mutual + self.one_way

    @property
    def unknown(self) -> int:
        """Pairs of which it is unknown whether there is a tie."""
        return self.half_open + self.open


def check_not_empty(ego: EgoNetwork) -> None:
    """Make sure that there is somebody in the network.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not ego.size:
        raise EmptyNetworkError


def enough_known(ego: EgoNetwork) -> bool:
    """Whether at least half of the lists are known, so that ties can be measured.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    check_not_empty(ego)
    return bool(ego.known.mean() >= LEAST_KNOWN)


def count_dyads(ego: EgoNetwork) -> Dyads:
    """Pairs of people by the ties between them (the dyad census of Holland & Leinhardt 1970)."""
    known, total = int(ego.known.sum()), ego.size
    unknown = total - known
    codes = ego.ties[:, 0] * total + ego.ties[:, 1]
    answered = np.isin(ego.ties[:, 1] * total + ego.ties[:, 0], codes, assume_unique=True)
    alone = ego.ties[~answered]
    blind = 2 - ego.known[ego.pairs].sum(axis=1) if len(ego.pairs) else np.zeros(0, dtype=np.int64)
    return Dyads(
        people=total,
        mutual=int(answered.sum()) // 2,
        one_way=len(alone),
        answerable=int((~ego.known[alone[:, 1]]).sum()),
        half_open=known * unknown - int((blind == 1).sum()),
        open=unknown * (unknown - 1) // 2 - int((blind == 2).sum()),
    )


def reciprocity_with_teacher(ego: EgoNetwork) -> float:
    """Share (0 to 1) of the people the teacher follows who follow back.

    Alters with `follows_me`, divided by all alters; from the teacher's own list of
    followers, so it does not depend on what is known of other lists (Garlaschelli &
    Loffredo 2004, applied to the ties that leave one person).

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    check_not_empty(ego)
    return sum(alter.follows_me for alter in ego.alters) / ego.size


def reciprocity_among_alters(ego: EgoNetwork) -> Range | None:
    """Share (0 to 1) of the ties among alters that are answered by one in return.

    2M / (2M + O), with M pairs that follow each other and O that follow one way only
    (Garlaschelli & Loffredo 2004, "r"). None: too little is known, or there are no ties.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    d = count_dyads(ego)
    if not d.tied and not d.unknown:
        return None
    most_one_way, most_mutual = d.one_way + d.unknown, d.mutual + d.answerable + d.open
    least_one_way = d.one_way - d.answerable
    lowest = 2 * d.mutual / max(2 * d.mutual + most_one_way, 1)
    highest = 2 * most_mutual / max(2 * most_mutual + least_one_way, 1)
    return Range(lowest, highest)


def density(ego: EgoNetwork) -> Range | None:
    """Share (0 to 1) of all pairs of alters that have a tie in at least one direction.

    t / (n (n - 1) / 2), with n alters and t tied pairs (Wasserman & Faust 1994, ch. 4).
    None: too little is known, or there is one alter.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego) or ego.size == 1:
        return None
    dyads = count_dyads(ego)
    return Range(dyads.tied / dyads.pairs, (dyads.tied + dyads.unknown) / dyads.pairs)


def directed_density(ego: EgoNetwork) -> Range | None:
    """Share (0 to 1) of all possible follows among alters that exist.

    m / (n (n - 1)), with n alters and m ties (Wasserman & Faust 1994, ch. 4).
    None: too little is known, or there is one alter.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego) or ego.size == 1:
        return None
    dyads, possible = count_dyads(ego), ego.size * (ego.size - 1)
    unknown = dyads.answerable + dyads.half_open + 2 * dyads.open
    return Range(len(ego.ties) / possible, (len(ego.ties) + unknown) / possible)


def effective_size(ego: EgoNetwork) -> Range | None:
    """Number of non-redundant people in the network.

    n - 2t/n, with n alters and t undirected ties among them (Borgatti 1997, for Burt
    1992). Runs from 1 (everybody is tied to everybody) to n (nobody is).
    None: too little is known.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    dyads = count_dyads(ego)
    highest = ego.size - 2 * dyads.tied / ego.size
    return Range(highest - 2 * dyads.unknown / ego.size, highest)


def efficiency(ego: EgoNetwork) -> Range | None:
    """Effective size divided by size: the share of people who are not redundant.

    Above 0 (1/n when everybody is tied to everybody) to 1 (nobody is) (Burt 1992).
    None: too little is known.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    found = effective_size(ego)
    return Range(found.lowest / ego.size, found.highest / ego.size) if found else None


def reach_in_three_steps(ego: EgoNetwork, second_degree_count: int | None) -> int | None:
    """How many people the teacher, those they follow, and those they follow add up to.

    A plain count, no score: that influence travels three steps (Christakis & Fowler 2013)
    is disputed (Shalizi & Thomas 2011). None when the second step was not counted.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    check_not_empty(ego)
    return None if second_degree_count is None else ego.size + second_degree_count
