"""Labels that do not collide: every circle first, then as many people as fit."""

import unicodedata
from dataclasses import dataclass

import numpy as np

from plnbuddy.picture.layout import HEIGHT, WIDTH, Layout, Region
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.shape import Shape

CIRCLE_SIZE = 17.0
PERSON_SIZE = 13.0
_CIRCLE_LETTERS = 30
_PERSON_LETTERS = 22
_PEOPLE_AT_MOST = 90
_COVERED_BY_CIRCLE = 1000  # dots: a circle's name matters more than any dot
_IN_ANOTHER_CIRCLE = 100  # as bad as so many covered dots
_BESIDE_ANOTHER_CIRCLE = 15
_COVERED_BY_BRIDGE = 9  # dots, in a picture too full to leave them all free
_COVERED_BY_PERSON = 3
_FULL = 150  # people
_AIR = 2.0

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Label:
    """One line of text around the point `x`, `y` (the middle of the line).

    `region` or `person` says whom it names; the other one is -1.
    """

    text: str
    x: float
    y: float
    size: float
    region: int = -1
    person: int = -1


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is in a sans-serif font of that size, rather too wide than not."""
    return size * (1.07 if bold else 1.0) * sum(_letter_width(letter) for letter in text)


def short_text(text: str, letters: int) -> str:
    """At most that many letters, cut with "…"."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def region_name(shape: Shape, region: Region) -> str:
    """What a region is called in the picture, with the number of people in it."""
    name = short_text(shape.circle_name(region.circle), _CIRCLE_LETTERS)
    return f"{name} ({len(region.members)})"


def place_labels(shape: Shape, layout: Layout) -> tuple[Label, ...]:
    """The labels that fit: circles by size, then bridges, then people by size.

    A label never covers another one or leaves the picture, and hardly any dots.
    """
    placing = _Placing(layout)
    for place, region in enumerate(layout.regions):
        placing.name_region(place, region, region_name(shape, region))
    for person in _people_in_order(layout):
        if len(placing.labels) - len(layout.regions) >= _PEOPLE_AT_MOST:
            break
        placing.name_person(person, short_text(shape.people[person].name, _PERSON_LETTERS))
    return tuple(placing.labels)


def _people_in_order(layout: Layout) -> list[int]:
    bridges = set(layout.bridges)
    others = [one for one in range(len(layout.x)) if one not in bridges]
    if len(layout.x) > _FULL:  # Some of many small dots with a name would mean nothing.
        least = float(layout.radius.min())
        others = [one for one in others if layout.radius[one] > 1.5 * least]
    others.sort(key=lambda one: (-layout.radius[one], one))
    return [*layout.bridges, *others]


class _Placing:
    """The labels placed so far, and what a further one would cover."""

    def __init__(self, layout: Layout) -> None:
        self.labels: list[Label] = []
        self._layout = layout
        self._boxes: list[Box] = []
        places = [(region.x, region.y, region.radius) for region in layout.regions]
        self._regions = np.array(places).reshape(-1, 3)
        self._named = np.array([region.circle != ALONE for region in layout.regions], dtype=bool)

    def name_region(self, place: int, region: Region, text: str) -> None:
        width, size = text_width(text, CIRCLE_SIZE, bold=True), CIRCLE_SIZE
        edge = region.radius + size * 0.75
        spots = [(region.x, region.y - edge), (region.x, region.y + edge)]
        for turn in (0.5, -0.5, 0.9, -0.9):
            aside = region.radius * np.sin(turn) + np.sign(turn) * width * 0.3
            rise = edge * float(np.cos(turn))
            spots += [(region.x + aside, region.y - rise), (region.x + aside, region.y + rise)]
        spots += [
            (region.x + region.radius + width / 2 + 6, region.y),
            (region.x - region.radius - width / 2 - 6, region.y),
            (region.x, region.y - region.radius + size),
            (region.x, region.y - region.radius / 2),
            (region.x, region.y + region.radius / 2),
            (region.x, region.y),
        ]
        best = self._best(spots, width, size, -1, _COVERED_BY_CIRCLE, region=place)
        if best:
            self.labels.append(Label(text, *best, size, region=place))

    def name_person(self, person: int, text: str) -> None:
        layout = self._layout
        x, y, r = (float(v[person]) for v in (layout.x, layout.y, layout.radius))
        width, size = text_width(text, PERSON_SIZE), PERSON_SIZE
        aside, above = r + width / 2 + 4, r + size * 0.62 + 1
        spots = [(x + aside, y), (x - aside, y), (x, y + above), (x, y - above)]
        covered = _COVERED_BY_BRIDGE if person in layout.bridges else _COVERED_BY_PERSON
        covered = 0 if len(layout.x) <= _FULL else covered
        best = self._best(spots, width, size, person, covered)
        if best:
            self.labels.append(Label(text, *best, size, person=person))

    def _best(
        self,
        spots: list[tuple[float, float]],
        width: float,
        size: float,
        own: int,
        limit: int,
        *,
        region: int = -1,
    ) -> tuple[float, float] | None:
        """The spot whose label covers least, remembered as taken; None if all cover too much."""
        found: tuple[int, Box, tuple[float, float]] | None = None
        for x, y in spots:
            box = (x - width / 2, y - size * 0.6, x + width / 2, y + size * 0.6)
            if not _inside(box) or any(_meet(box, other) for other in self._boxes):
                continue
            covered = self._covered(box, own)
            if region >= 0:
                covered += self._confusion(box, region, size)
            if covered <= limit and (found is None or covered < found[0]):
                found = (covered, box, (float(x), float(y)))
        if found is None:
            return None
        self._boxes.append(found[1])
        return found[2]

    def _confusion(self, box: Box, own: int, size: float) -> int:
        """How much a circle's name would seem to name another circle, in covered dots."""
        others = self._named.copy()
        others[own] = False
        x, y, radius = self._regions[others].T
        apart = np.hypot(x - np.clip(x, box[0], box[2]), y - np.clip(y, box[1], box[3])) - radius
        nearest = apart.min(initial=size)  # Farther away is all the same.
        if nearest < -0.1 * size:
            return _IN_ANOTHER_CIRCLE
        return _BESIDE_ANOTHER_CIRCLE if nearest < size * 0.6 else 0

    def _covered(self, box: Box, own: int) -> int:
        layout = self._layout
        near_x = np.clip(layout.x, box[0], box[2])
        near_y = np.clip(layout.y, box[1], box[3])
        hit = np.hypot(layout.x - near_x, layout.y - near_y) < layout.radius
        if own >= 0:
            hit[own] = False
        # A bridge counts as many dots: it must stay in sight.
        return int(hit.sum()) + 20 * int(hit[list(layout.bridges)].sum())


def _inside(box: Box) -> bool:
    return box[0] >= 4 and box[1] >= 4 and box[2] <= WIDTH - 4 and box[3] <= HEIGHT - 4


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _AIR
        and other[0] < one[2] + _AIR
        and one[1] < other[3] + _AIR
        and other[1] < one[3] + _AIR
    )


def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in "iljI.,:;'|!()·-tfr ":
        return 0.36
    return 0.9 if letter in "mwMW@%…" else 0.74 if letter.isupper() else 0.6
