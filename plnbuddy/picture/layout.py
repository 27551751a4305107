"""Where everybody stands in the picture of a network: each circle its own region.

Within a region the ones with most ties stand in the middle; people through whom
the way to other circles leads stand outside it, on the side of those circles.
The same network always gives the same picture.
"""

import math
from dataclasses import dataclass

import numpy as np

from plnbuddy.picture.discs import Floats, pack_discs
from plnbuddy.picture.seats import CLOSEST, Places, push_apart, seat_people, sunflower
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.shape import Shape

WIDTH, HEIGHT = 1200, 750
_MARGIN = 42
_FOOT = 40  # room for the key below
_LARGEST_SCALE = 2.0
_SHAPES = (1.1, 1.6, 2.4, 4.0)  # width to height, of which the best is taken
_LABEL_ROOM = 28  # between two circles, for a label and the bridges
_LETTER = 9.5  # width of a letter in the name of a circle
_BRIDGE_SHARE = 0.15  # of a circle
_BRIDGES_FROM = 4  # people in a circle; in a smaller one everybody stands at its edge
_BRIDGES_AT_MOST = 60
_ANGLES = np.linspace(0, 2 * np.pi, 72, endpoint=False)


@dataclass(frozen=True)
class Region:
    """The disc of one circle; `circle` is its id, or `ALONE` for the people who are in none."""

    circle: int
    x: float
    y: float
    radius: float
    members: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """A picture of `WIDTH` times `HEIGHT` units.

    `x`, `y` and `radius` have one value for each person; `region` is the place of
    the person's region in `regions`; `bridges` are the people who stand between
    circles, the most important first.
    """

    x: Floats
    y: Floats
    radius: Floats
    region: Places
    regions: tuple[Region, ...]
    bridges: tuple[int, ...]


@dataclass(frozen=True)
class _Sizes:
    """Everything in units that are scaled to the picture at the end."""

    node: Floats
    padding: float


def lay_out(shape: Shape) -> Layout:
    """Positions for everybody in a network that went through `presentable`."""
    people = len(shape.people)
    if not people:
        empty = np.zeros(0)
        return Layout(empty, empty, empty, np.zeros(0, dtype=np.intp), (), ())
    ties = np.array(shape.ties, dtype=np.intp).reshape(-1, 2)
    groups, region = _groups(shape)
    bridging = np.array([person.bridging for person in shape.people])
    sizes = _sizes(bridging)
    bridges = _bridges(bridging, region, groups, ties)
    radii = np.array([_disc_radius(group, bridges, sizes) for _, group in groups])
    between = _ties_between(region, ties, len(groups))
    centers = _packed(radii, between, float(sizes.node.max()))
    spots = np.empty((people, 2))
    for place, (_, group) in enumerate(groups):
        inside = np.array([one for one in group if one not in bridges], dtype=np.intp)
        seats = _seats(inside, region, ties, centers, place) * _spacing(inside, sizes)
        room = sizes.node[inside] + sizes.padding / 2
        spots[inside] = centers[place] + push_apart(seats, room, float(radii[place]))
    names = np.array([_name_length(shape, circle) for circle, _ in groups])
    _place_bridges(spots, bridges, region, ties, centers, radii, sizes, names)
    return _fitted(spots, sizes, region, groups, centers, radii, bridges)


def _groups(shape: Shape) -> tuple[list[tuple[int, list[int]]], Places]:
    """The people of each circle, largest circle first, and each person's place in that list."""
    members: dict[int, list[int]] = {}
    for place, person in enumerate(shape.people):
        members.setdefault(person.circle, []).append(place)
    groups = sorted(
        members.items(), key=lambda group: (group[0] == ALONE, -len(group[1]), group[0])
    )
    region = np.empty(len(shape.people), dtype=np.intp)
    for place, (_, group) in enumerate(groups):
        region[group] = place
    return groups, region


def _sizes(bridging: Floats) -> _Sizes:
    people = len(bridging)
    smallest = float(np.clip(3.4 + 22 / math.sqrt(people), 4, 9))
    largest = 2.4 * smallest + 4
    # The area, not the radius, grows with bridging; the largest share sets the scale.
    share = np.sqrt(bridging / max(float(bridging.max()), 0.05))
    padding = float(np.clip(230 / math.sqrt(people), 4, 40))
    return _Sizes(smallest + (largest - smallest) * share, padding)


def _bridges(
    bridging: Floats, region: Places, groups: list[tuple[int, list[int]]], ties: Places
) -> tuple[int, ...]:
    """The people who stand between circles: those with most bridging and a tie across."""
    across = ties[region[ties[:, 0]] != region[ties[:, 1]]]
    reaching = set(across.ravel().tolist())
    chosen: list[int] = []
    for circle, group in groups:
        if circle == ALONE or len(group) < _BRIDGES_FROM:
            continue
        able = [one for one in group if one in reaching and bridging[one] > 0]
        able.sort(key=lambda one: (-bridging[one], one))
        chosen += able[: math.ceil(_BRIDGE_SHARE * len(group))]
    chosen.sort(key=lambda one: (-bridging[one], one))
    return tuple(chosen[:_BRIDGES_AT_MOST])


def _spacing(inside: Places, sizes: _Sizes) -> float:
    """Units between two seats, so that everybody's room together fills the disc."""
    room = 2 * sizes.node[inside] + sizes.padding
    return math.sqrt(float((room**2).mean())) / CLOSEST if len(inside) else 0.0


def _disc_radius(group: list[int], bridges: tuple[int, ...], sizes: _Sizes) -> float:
    inside = np.array([one for one in group if one not in bridges], dtype=np.intp)
    edge = float(np.hypot(*sunflower(len(inside)).T).max())
    largest = float(sizes.node[inside].max())
    filled = edge * _spacing(inside, sizes) + float(sizes.node[inside].mean())
    return max(filled, largest) + sizes.padding / 2


def _ties_between(region: Places, ties: Places, count: int) -> Floats:
    table = np.zeros((count, count))
    np.add.at(table, (region[ties[:, 0]], region[ties[:, 1]]), 1.0)
    np.fill_diagonal(table, 0)
    return table + table.T


def _packed(radii: Floats, between: Floats, largest: float) -> Floats:
    """Centres with room for labels between the discs once the picture has its final size."""
    listed = [float(radius) for radius in radii]
    best, best_scale = np.zeros((len(radii), 2)), 0.0
    for wide in _SHAPES:
        gap = 2.4 * largest
        for _ in range(3):
            centers = pack_discs(listed, between, gap, wide)
            scale = _scale(centers, radii)[0]
            gap = max(gap, _LABEL_ROOM / scale)
        if scale > best_scale * 1.02:
            best, best_scale = centers, scale
    return best


def _scale(centers: Floats, radii: Floats) -> tuple[float, Floats]:
    low = (centers - radii[:, None]).min(axis=0)
    high = (centers + radii[:, None]).max(axis=0)
    room = np.array([WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN - _FOOT])
    scale = min(_LARGEST_SCALE, float((room / np.maximum(high - low, 1)).min()))
    return scale, (low + high) / 2


def _seats(inside: Places, region: Places, ties: Places, centers: Floats, place: int) -> Floats:
    """Seats of one circle, with the directions of the ties that leave it."""
    number = np.full(len(region), -1, dtype=np.intp)
    number[inside] = np.arange(len(inside))
    within = number[ties]
    own = within[(within >= 0).all(axis=1)]
    importance = np.bincount(own.ravel(), minlength=len(inside)).astype(np.float64)
    outside = np.zeros((len(inside), 2))
    for here, there in ((0, 1), (1, 0)):
        leaving = (within[:, here] >= 0) & (region[ties[:, there]] != place)
        away = centers[region[ties[leaving, there]]] - centers[place]
        away /= np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)[:, None]
        np.add.at(outside, within[leaving, here], away)
    return seat_people(importance, own, outside)


def _place_bridges(
    spots: Floats,
    bridges: tuple[int, ...],
    region: Places,
    ties: Places,
    centers: Floats,
    radii: Floats,
    sizes: _Sizes,
    names_room: Floats,
) -> None:
    """Stand each bridge outside its circle, on the side of the circles it leads to."""
    ring = np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    standing: list[int] = []
    names = _name_boxes(names_room, centers, radii)
    for one in bridges:
        own = region[one]
        partners = region[np.r_[ties[ties[:, 0] == one, 1], ties[ties[:, 1] == one, 0]]]
        away = centers[partners[partners != own]] - centers[own]
        away = (away / np.hypot(away[:, 0], away[:, 1])[:, None]).sum(axis=0)
        edge = radii[own] + sizes.node[one] * 0.7
        places = centers[own] + ring * edge
        others = np.delete(np.arange(len(radii)), own)
        crowded = _overlap(places, centers[others], radii[others] + sizes.node[one])
        met = np.array(standing, dtype=np.intp)
        crowded += 3 * _overlap(places, spots[met], (sizes.node[met] + sizes.node[one]) * 1.15)
        crowded += _in_boxes(places, names, float(sizes.node[one]))
        turned = ring @ away / max(float(np.hypot(*away)), 1e-9)
        spots[one] = places[np.argmin(np.round(crowded * 10 - turned, 6))]
        standing.append(one)


def _name_length(shape: Shape, circle: int) -> float:
    """About how wide the name of a circle is, in units of the picture."""
    letters = min(30, len(shape.circle_name(circle))) + 5
    return letters * _LETTER


def _name_boxes(lengths: Floats, centers: Floats, radii: Floats) -> Floats:
    """Left, top, right and bottom of the room above each disc, where its name will stand."""
    scale = _scale(centers, radii)[0]
    half, high = lengths / 2 / scale, _LABEL_ROOM / scale
    x, bottom = centers[:, 0], centers[:, 1] - radii
    return np.column_stack([x - half, bottom - high, x + half, bottom])


def _in_boxes(places: Floats, boxes: Floats, radius: float) -> Floats:
    """How many of the boxes a dot would cover, for each place."""
    near = np.clip(places[:, None, :], boxes[None, :, :2], boxes[None, :, 2:])
    between = np.hypot(*(places[:, None, :] - near).transpose(2, 0, 1))
    return np.asarray((between < radius).sum(axis=1).astype(np.float64))


def _overlap(places: Floats, centers: Floats, reach: Floats) -> Floats:
    """How far each place reaches into the discs, in shares of their reach."""
    if not len(reach):
        return np.zeros(len(places))
    between = np.hypot(*(places[:, None, :] - centers[None, :, :]).transpose(2, 0, 1))
    return np.asarray(np.maximum(1 - between / reach[None, :], 0).sum(axis=1))


def _fitted(
    spots: Floats,
    sizes: _Sizes,
    region: Places,
    groups: list[tuple[int, list[int]]],
    centers: Floats,
    radii: Floats,
    bridges: tuple[int, ...],
) -> Layout:
    """Everything scaled into the middle of the picture."""
    scale, middle = _scale(np.vstack([centers, spots]), np.r_[radii, sizes.node])
    goal = np.array([WIDTH / 2, (HEIGHT - _FOOT) / 2])
    spots, centers = ((points - middle) * scale + goal for points in (spots, centers))
    regions = tuple(
        Region(
            circle,
            float(centers[i, 0]),
            float(centers[i, 1]),
            float(radii[i] * scale),
            tuple(group),
        )
        for i, (circle, group) in enumerate(groups)
    )
    return Layout(spots[:, 0], spots[:, 1], sizes.node * scale, region, regions, bridges)
