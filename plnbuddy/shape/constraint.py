"""Burt's constraint, exact and as a range."""

import numpy as np
from numpy.typing import NDArray

from plnbuddy.shape.ego import BoolArray, EgoNetwork
from plnbuddy.shape.measures import Range, enough_known

FloatArray = NDArray[np.float64]

_ROWS = 512
"""People looked at in one go, so that a block of all their pairs fits the memory."""


def constraint(ego: EgoNetwork) -> Range | None:
    """How far the teacher depends on one group of people who know each other.

    C = sum over j of (p_ej + sum over q of p_eq p_qj)^2, where p_ij = (a_ij + a_ji) /
    sum over k of (a_ik + a_ki) is the share of i's ties that goes to j, within the
    network of the teacher and the alters (Burt 1992, 2004). Above 0; no unit.

    It falls with size alone: a star of 10 alters has 0.100, and a clique of 150 people,
    the teacher among them, 0.027, although the star holds ten separate people and the
    clique a single crowd. So it compares networks of the same size only, and following
    more people "improves" it.

    With unknown ties the range is safe but wide: each p_qj takes its own least and
    greatest value. None: too little is known.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    with_teacher = 1.0 + np.array([alter.follows_me for alter in ego.alters])
    share = with_teacher / with_teacher.sum()
    if ego.known.all():
        least = most = _indirect_shares(ego, with_teacher, share)
    else:
        least, most = _indirect_share_ranges(ego, with_teacher, share)
    return Range(float(np.square(share + least).sum()), float(np.square(share + most).sum()))


def _indirect_shares(ego: EgoNetwork, with_teacher: FloatArray, share: FloatArray) -> FloatArray:
    """The sum over q of p_eq p_qj for every alter j, shape (n,)."""
    followers, followed = ego.ties[:, 0], ego.ties[:, 1]
    passed_on = share / (with_teacher + np.bincount(ego.ties.ravel(), minlength=ego.size))
    indirect = np.zeros(ego.size)
    for source, target in ((followers, followed), (followed, followers)):
        indirect += np.bincount(target, passed_on[source], ego.size)
    return indirect


def _indirect_share_ranges(
    ego: EgoNetwork, with_teacher: FloatArray, share: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Lower and upper limits of the sum over q of p_eq p_qj, shapes (n,).

    p_qj is w / (w + rest): least when the pair's own weight w is as low and q's other
    ties as many as they can be, greatest the other way round.
    """
    least, most = np.zeros(ego.size), np.zeros(ego.size)
    low_sum, high_sum = _strength_limits(ego, with_teacher)
    for start in range(0, ego.size, _ROWS):
        rows = slice(start, min(start + _ROWS, ego.size))
        low, high = _weight_limits(ego, rows)
        weight = share[rows, None]
        low_rest, high_rest = low_sum[rows, None] - low, high_sum[rows, None] - high
        least += (weight * low / (low + high_rest)).sum(axis=0)
        most += (weight * high / (high + low_rest)).sum(axis=0)
    return least, np.minimum(most, 1.0)


def _strength_limits(ego: EgoNetwork, with_teacher: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How many ties each person has at least and at most, that with the teacher included."""
    known_out = np.bincount(ego.ties[:, 0], minlength=ego.size)
    known_in = np.bincount(ego.ties[:, 1], minlength=ego.size)
    from_blind = ~ego.known[ego.ties[:, 0]]
    known_in_from_blind = np.bincount(ego.ties[from_blind, 1], minlength=ego.size)
    more_out = np.where(ego.known, 0, ego.size - 1 - known_out)
    more_in = (~ego.known).sum() - ~ego.known - known_in_from_blind
    lowest: FloatArray = with_teacher + known_out + known_in
    return lowest, lowest + more_out + more_in


def _weight_limits(ego: EgoNetwork, rows: slice) -> tuple[FloatArray, FloatArray]:
    """Ties (0 to 2) of the people in these rows with everybody, at least and at most."""
    followers, followed = ego.ties[:, 0], ego.ties[:, 1]
    out = _block(ego.size, rows, followers, followed)
    incoming = _block(ego.size, rows, followed, followers)
    low = out.astype(float) + incoming
    high = (out | ~ego.known[rows, None]).astype(float) + (incoming | ~ego.known)
    high[np.arange(len(high)), np.arange(rows.start, rows.stop)] = 0.0
    return low, high


def _block(size: int, rows: slice, of: NDArray[np.int64], others: NDArray[np.int64]) -> BoolArray:
    """Who in `rows` is linked with whom, shape (rows, size)."""
    block = np.zeros((rows.stop - rows.start, size), dtype=bool)
    inside = (of >= rows.start) & (of < rows.stop)
    block[of[inside] - rows.start, others[inside]] = True
    return block
