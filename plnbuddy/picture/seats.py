"""Seats inside one circle: the ones with most ties in the middle, friends on the same side."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from plnbuddy.picture.discs import Floats

Places = NDArray[np.intp]

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_PUSHES = 60
_NEAR = 3.0  # people further apart than this many of the largest never meet while pushed
_ROUNDS = 4  # people turn towards those they have ties with
CLOSEST = 1.5  # nearest seats of a sunflower, in units of its `spacing`


def sunflower(count: int) -> Floats:
    """Seats evenly spread over a disc, from its middle outwards (Vogel 1979).

    No two seats are nearer than `CLOSEST`; the disc has the radius sqrt(count).
    """
    if count == 1:
        return np.zeros((1, 2))
    if count <= 5:  # A ring looks calmer than the first seats of a spiral.
        turns = np.arange(count) * 2 * np.pi / count - np.pi / 2
        ring = np.column_stack([np.cos(turns), np.sin(turns)])
        return np.asarray(ring * CLOSEST / 2 / np.sin(np.pi / count), dtype=np.float64)
    order = np.arange(count)
    radius, turn = np.sqrt(order + 0.5), order * _GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])


def seat_people(importance: Floats, ties: Places, outside: Floats) -> Floats:
    """A place in the unit sunflower for each person of one circle.

    The rings are filled by importance, from the middle outwards; within a ring
    people sit on the side of those they have ties with.

    Args:
        importance: ties within the circle, one number for each person.
        ties: pairs of people of this circle, one row each.
        outside: for each person the direction of their ties to other circles (x, y),
            0 where there are none.
    """
    seats = sunflower(len(importance))
    order = np.argsort(-importance, kind="stable")
    rings = _rings(len(importance))
    place = np.empty_like(seats)
    place[order] = seats
    for _ in range(_ROUNDS):
        wish = _neighbours_middle(place, ties) + outside
        for ring in rings:
            members = order[ring]
            place[members] = seats[ring][_turned(wish[members], seats[ring])]
    return place


def push_apart(place: Floats, radius: Floats, edge: float) -> Floats:
    """The same places, moved until nobody overlaps; larger people move less.

    Args:
        place: one row of x and y for each person, the middle of the circle at 0, 0.
        radius: how much room each person needs.
        edge: nobody reaches further out than this, where there is room.
    """
    place = place.copy()
    one, other = _near_pairs(place, _NEAR * float(radius.max(initial=0)))
    apart = radius[one] + radius[other]
    weight = radius**2
    share = (weight[other] / (weight[one] + weight[other]))[:, None]
    for _ in range(_PUSHES):
        across = place[other] - place[one]
        length = np.maximum(np.hypot(across[:, 0], across[:, 1]), 1e-9)
        short = np.maximum(apart - length, 0)
        if short.max(initial=0) < 1e-3:
            break
        push = across * (short / length)[:, None]
        for axis in (0, 1):
            back = np.bincount(one, (push * share)[:, axis], minlength=len(place))
            forth = np.bincount(other, (push * (1 - share))[:, axis], minlength=len(place))
            place[:, axis] += forth - back
        out = np.maximum(np.hypot(place[:, 0], place[:, 1]), 1e-9)
        place *= np.minimum(1, np.maximum(edge - radius, 0) / out)[:, None]
    return place


def _near_pairs(place: Floats, reach: float) -> tuple[Places, Places]:
    between = np.hypot(*(place[:, None, :] - place[None, :, :]).transpose(2, 0, 1))
    one, other = np.nonzero(np.triu(between < reach, 1))
    return one, other


def _rings(count: int) -> list[slice]:
    edges = [0]
    while edges[-1] < count:
        edges.append(min(count, edges[-1] + 1 + 4 * (len(edges) - 1)))
    return [slice(start, end) for start, end in pairwise(edges)]


def _neighbours_middle(place: Floats, ties: Places) -> Floats:
    count = len(place)
    one, other = np.r_[ties[:, 0], ties[:, 1]], np.r_[ties[:, 1], ties[:, 0]]
    known = np.maximum(np.bincount(one, minlength=count), 1)
    sums = [np.bincount(one, weights=place[other, axis], minlength=count) for axis in (0, 1)]
    return np.asarray(np.column_stack(sums) / known[:, None])


def _turned(wishes: Floats, seats: Floats) -> Places:
    """For each person of a ring the seat nearest to their wish, keeping the order of angles."""
    by_wish = np.argsort(np.round(np.arctan2(wishes[:, 1], wishes[:, 0]), 9), kind="stable")
    by_angle = np.argsort(np.arctan2(seats[:, 1], seats[:, 0]), kind="stable")
    gain = wishes[by_wish] @ seats[by_angle].T
    count = len(seats)
    shifts = (np.arange(count)[None, :] + np.arange(count)[:, None]) % count
    totals = np.round(gain[np.arange(count)[None, :], shifts].sum(axis=1), 9)
    chosen = np.empty(count, dtype=np.intp)
    chosen[by_wish] = by_angle[shifts[int(np.argmax(totals))]]
    return chosen
