"""People who link circles."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from plnbuddy.shape.ego import BoolArray, EgoNetwork, IntArray
from plnbuddy.shape.measures import Range, check_not_empty, enough_known

BRIDGE_TIES = 2
"""A bridge is tied to at least so many people of another circle, and …"""

BRIDGE_SHARE = 1 / 3
"""… to at least this many times as many as in their own circle. Both are plnbuddy's convention."""


@dataclass(frozen=True)
class Bridge:
    """A person who links their circle to others.

    `circles`: the other circles in which they know people, as many as a bridge must.
    `only_link`: the circles that no other person of their own circle is tied to.
    """

    key: str
    circles: tuple[int, ...]
    only_link: tuple[int, ...]


def find_bridges(
    ego: EgoNetwork, circle_of: Mapping[str, int], alone: int = 0
) -> tuple[Bridge, ...]:
    """People who link two circles of the network, on the known ties; in the order of alters.

    A bridge is tied (in either direction) to at least two people of another circle and
    to at least a third as many there as in their own circle; or is the only person of
    their circle who is tied to that other circle. This is plnbuddy's convention, near
    the "participation" of Guimera & Amaral 2005: no published limit fits small networks.

    Args:
        ego: the network.
        circle_of: the circle of each alter, by key.
        alone: the circle of people on their own, who are no circle and bridge nothing.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    check_not_empty(ego)
    circles, members, counts = _ties_by_circle(ego, circle_of)
    eligible = _other_circles(circles, members, alone)
    sole = (counts > 0) & ~_others_tied(counts, members) & eligible
    linking = (_many_ties(counts, counts, members) & eligible) | sole
    return tuple(
        Bridge(
            ego.alters[place].key,
            tuple(circles[linking[place]].tolist()),
            tuple(circles[sole[place]].tolist()),
        )
        for place in np.flatnonzero(linking.any(axis=1))
    )


def count_bridges(ego: EgoNetwork, circle_of: Mapping[str, int], alone: int = 0) -> Range | None:
    """How many bridges there are, as `find_bridges` defines them, for these circles.

    Unit: people. The lowest value counts those who are bridges whatever the unknown ties
    are, the highest those who may be. None: too little is known.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    circles, members, low = _ties_by_circle(ego, circle_of)
    high = low + _unknown_by_circle(ego, members, low)
    eligible = _other_circles(circles, members, alone)
    surely = _many_ties(low, high, members) | ((low > 0) & ~_others_tied(high, members))
    perhaps = _many_ties(high, low, members) | ((high > 0) & ~_others_tied(low, members))
    found = [float((flags & eligible).any(axis=1).sum()) for flags in (surely, perhaps)]
    return Range(found[0], found[1])


def _many_ties(there: IntArray, at_home: IntArray, members: IntArray) -> BoolArray:
    """Who is tied to enough people of a circle, beside those of their own, (n, c)."""
    own = at_home[np.arange(len(members)), members][:, None]
    return (there >= BRIDGE_TIES) & (there >= own * BRIDGE_SHARE)


def _others_tied(counts: IntArray, members: IntArray) -> BoolArray:
    """Whether others of the same circle are tied to a circle as well, (n, c)."""
    tied = np.zeros((counts.shape[1], counts.shape[1]), dtype=np.int64)
    np.add.at(tied, members, counts > 0)
    return tied[members] - (counts > 0) > 0


def _other_circles(circles: IntArray, members: IntArray, alone: int) -> BoolArray:
    """To which circles each person can be a bridge, (n, c): others than their own, real ones."""
    other = np.ones((len(members), len(circles)), dtype=bool)
    other[np.arange(len(members)), members] = False
    other[:, circles == alone] = False
    other[circles[members] == alone] = False
    return other


def _ties_by_circle(
    ego: EgoNetwork, circle_of: Mapping[str, int]
) -> tuple[IntArray, IntArray, IntArray]:
    """Circle ids (c,), each alter's place in them (n,), people tied in each (n, c)."""
    ids = np.array([circle_of[alter.key] for alter in ego.alters], dtype=np.int64)
    circles, members = np.unique(ids, return_inverse=True)
    counts = np.zeros((ego.size, len(circles)), dtype=np.int64)
    first, second = ego.pairs[:, 0], ego.pairs[:, 1]
    np.add.at(counts, (first, members[second]), 1)
    np.add.at(counts, (second, members[first]), 1)
    return circles, members, counts


def _unknown_by_circle(ego: EgoNetwork, members: IntArray, tied: IntArray) -> IntArray:
    """How many people of each circle it is unknown whether an alter is tied to, (n, c)."""
    everybody = np.bincount(members)
    blind = np.bincount(members[~ego.known], minlength=len(everybody))
    reach = np.where(ego.known[:, None], blind, everybody)
    reach[np.arange(ego.size), members] -= ~ego.known
    tied_blind = np.zeros_like(tied)
    for of, other in (ego.pairs.T, ego.pairs.T[::-1]):
        hidden = ~ego.known[other]
        np.add.at(tied_blind, (of[hidden], members[other[hidden]]), 1)
    return reach - np.where(ego.known[:, None], tied_blind, tied)
