"""Who stands between whom: open pairs and betweenness.

In the network of the teacher and the alters, two alters are at most two steps apart, as the
teacher is tied to both. So betweenness is a matter of pairs without a tie and of those whom
both are tied to, which is counted exactly and fast.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plnbuddy.shape.ego import EgoNetwork, IntArray
from plnbuddy.shape.measures import Range, check_not_empty, count_dyads, enough_known

FloatArray = NDArray[np.float64]

_DENSE_SHARE = 1 / 200
"""With more than this share of all n^3 two-step paths, matrices are faster than lists."""

_ROWS = 512


@dataclass(frozen=True)
class Betweenness:
    """How often each one stands between two others.

    `of_alters` (n,): how many pairs of alters each alter links, shared with all others who
    link the same pair. `of_teacher`: the same for the teacher.
    """

    of_alters: FloatArray
    of_teacher: float


def open_pairs(ego: EgoNetwork) -> Range | None:
    """Pairs of alters without a tie: the pairs that the teacher could introduce.

    n (n - 1) / 2 - t, with n alters and t tied pairs: the "structural holes" of Burt
    1992, counted as in Everett & Borgatti 2005. None: too little is known.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    dyads = count_dyads(ego)
    return Range(dyads.pairs - dyads.tied - dyads.unknown, dyads.pairs - dyads.tied)


def pairs_only_through_teacher(ego: EgoNetwork) -> Range | None:
    """Pairs of alters that no chain of ties among alters links: only the teacher does.

    Pairs of alters in different components of the network without the teacher, counted
    (Everett & Borgatti 2005). One person whose list is unknown may link everybody, so
    the lowest value is then 0. None: too little is known.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    sizes = np.bincount(component_of(ego))
    apart = float((ego.size**2 - np.square(sizes).sum()) // 2)
    return Range(apart if ego.known.all() else 0.0, apart)


def component_of(ego: EgoNetwork) -> IntArray:
    """A number for each alter, shape (n,): the same for those linked by a chain of known ties."""
    label = np.full(ego.size, -1, dtype=np.int64)
    number = 0
    for start in range(ego.size):
        if label[start] >= 0:
            continue
        edge = np.array([start])
        while len(edge):
            label[edge] = number
            near = np.unique(np.concatenate([ego.neighbours.of(int(place)) for place in edge]))
            edge = near[label[near] < 0]
        number += 1
    return label


def betweenness(ego: EgoNetwork, groups: IntArray | None = None) -> Betweenness:
    """How many pairs of alters each person stands between, on the known ties.

    b_v = sum over pairs i, j without a tie, both tied to v, of 1 / (c_ij + 1), where c_ij
    counts the alters tied to both and 1 is the teacher: Freeman's betweenness (1977)
    within the ego network, undirected (Everett & Borgatti 2005). Unit: pairs.

    Args:
        ego: the network.
        groups: a number for each alter, shape (n,); only pairs of different groups count.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    check_not_empty(ego)
    two_steps = float(np.square(ego.neighbours.counts.astype(float)).sum())
    if two_steps > ego.size**3 * _DENSE_SHARE:
        return _betweenness_by_matrix(ego, groups)
    return _betweenness_by_lists(ego, groups)


def _betweenness_by_lists(ego: EgoNetwork, groups: IntArray | None) -> Betweenness:
    near, total, teacher = ego.neighbours, np.zeros(ego.size), 0.0
    for place in range(ego.size):
        friends = near.of(place)
        lengths = near.counts[friends]
        ends = np.cumsum(lengths)
        offset = np.repeat(near.starts[friends] - (ends - lengths), lengths)
        reached = near.places[offset + np.arange(len(offset))]
        weight = 1.0 / (np.bincount(reached, minlength=ego.size) + 1.0)
        weight[friends] = weight[place] = 0.0
        if groups is not None:
            weight[groups == groups[place]] = 0.0
        teacher += float(weight.sum())
        if len(friends):
            total[friends] += np.add.reduceat(weight[reached], ends - lengths)
    return Betweenness(total / 2, teacher / 2)


def _betweenness_by_matrix(ego: EgoNetwork, groups: IntArray | None) -> Betweenness:
    tied = np.zeros((ego.size, ego.size), dtype=np.float32)
    tied[ego.pairs[:, 0], ego.pairs[:, 1]] = tied[ego.pairs[:, 1], ego.pairs[:, 0]] = 1
    total, teacher = np.zeros(ego.size), 0.0
    for start in range(0, ego.size, _ROWS):
        block = tied[start : start + _ROWS]
        weight = 1 / (block @ tied + 1)
        weight[block > 0] = 0
        weight[np.arange(len(block)), np.arange(start, start + len(block))] = 0
        if groups is not None:
            weight[groups[start : start + len(block), None] == groups] = 0
        teacher += float(weight.sum(dtype=np.float64))
        total += (block * (weight @ tied)).sum(axis=0, dtype=np.float64)
    return Betweenness(total / 2, teacher / 2)


def teacher_betweenness(ego: EgoNetwork) -> Range | None:
    """How many pairs of alters the teacher stands between, shared with alters who do too.

    The sum over pairs i, j without a tie of 1 / (c_ij + 1), with c_ij alters tied to
    both: "ego betweenness" (Everett & Borgatti 2005). Unit: pairs; 0 in a clique,
    n (n - 1) / 2 in a star. None: too little is known.

    Every further tie lowers it, so the lowest value is that of the network in which the
    people with unknown lists are tied to everybody.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    highest = betweenness(ego).of_teacher
    if ego.known.all():
        return Range(highest, highest)
    return Range(_least_teacher_betweenness(ego), highest)


def _least_teacher_betweenness(ego: EgoNetwork) -> float:
    """Ego betweenness when everybody with an unknown list is tied to everybody."""
    codes, extra = np.flatnonzero(ego.known), int((~ego.known).sum())
    place = np.full(ego.size, -1, dtype=np.int64)
    place[codes] = np.arange(len(codes))
    among = place[ego.pairs]
    among = among[(among >= 0).all(axis=1)]
    tied = np.zeros((len(codes), len(codes)), dtype=np.float32)
    tied[among[:, 0], among[:, 1]] = tied[among[:, 1], among[:, 0]] = 1
    total = 0.0
    for start in range(0, len(codes), _ROWS):
        block = tied[start : start + _ROWS]
        weight = 1 / (block @ tied + (extra + 1))
        weight[block > 0] = 0
        weight[np.arange(len(block)), np.arange(start, start + len(block))] = 0
        total += float(weight.sum(dtype=np.float64))
    return total / 2
