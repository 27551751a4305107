"""The shape of a network, as values: what a renderer needs, and nothing it has to work out."""

from dataclasses import dataclass
from functools import cached_property

from plnbuddy.shape.palette import ON_THEIR_OWN


@dataclass(frozen=True)
class Circle:
    """People who know each other well; `about` is what they have in common, in words.

    `id` stays the same from run to run, `color` is "#rrggbb" and belongs to the id.
    """

    id: int
    name: str
    color: str
    about: str
    size: int


@dataclass(frozen=True)
class Person:
    """Somebody the teacher follows.

    `circle` is a `Circle.id`; `bridging` from 0 to 1 says how much of the way
    between circles leads through them; `why` puts it in one sentence. `known` is
    whether their ties to the others are known.
    """

    key: str
    handle: str
    name: str
    link: str
    circle: int
    bridging: float
    topics: tuple[str, ...]
    server: str
    follows_back: bool
    known: bool
    why: str


@dataclass(frozen=True)
class Number:
    """A measure: its short name, its value in words or digits, and what it means, in one line."""

    measure: str
    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Advice:
    """Somebody who would improve the network, and how: which circle they open or deepen."""

    handle: str
    name: str
    link: str
    why: str


@dataclass(frozen=True)
class Shape:
    """The shape of a PLN on one day.

    `ties` are pairs of places in `people`: the first follows the second.
    `sentences` say what matters, `changes` what is different from last time, and
    `unknown` what could not be seen.
    """

    owner: str
    day: str
    people: tuple[Person, ...]
    ties: tuple[tuple[int, int], ...]
    circles: tuple[Circle, ...]
    sentences: tuple[str, ...]
    changes: tuple[str, ...]
    numbers: tuple[Number, ...]
    advice: tuple[Advice, ...]
    unknown: str

    @cached_property
    def _by_id(self) -> dict[int, Circle]:
        return {circle.id: circle for circle in self.circles}

    def circle_name(self, circle: int) -> str:
        """What the circle with that id is called."""
        return self._by_id[circle].name if circle in self._by_id else "in no circle"

    def circle_color(self, circle: int) -> str:
        """The colour of the circle with that id, "#rrggbb"."""
        return self._by_id[circle].color if circle in self._by_id else ON_THEIR_OWN
