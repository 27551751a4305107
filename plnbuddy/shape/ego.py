"""The people whom a teacher follows, and the ties among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plnbuddy.core.errors import NothingFoundError

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class EmptyNetworkError(NothingFoundError):
    """A network without people has no measures."""

    def __init__(self) -> None:
        super().__init__(
            "You follow nobody yet, so there is no network to look at.",
            "Find a few people first: plnbuddy suggest people",
        )


@dataclass(frozen=True)
class Alter:
    """Somebody the teacher follows.

    `key` is the normalised handle. `list_known` is whether it is known whom of the
    others they follow; when it is False, some of those ties may still be known.
    """

    key: str
    handle: str
    name: str
    link: str
    topics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    region: str = ""
    server: str = ""
    follows_me: bool = False
    list_known: bool = True


@dataclass(frozen=True, eq=False)
class EgoNetwork:
    """The teacher, the people they follow, and the known ties among those.

    `ties` has the shape (m, 2): (follower, followed), places in `alters`, sorted,
    without doubles. Make one with `make_ego_network`.
    """

    owner: str
    alters: tuple[Alter, ...]
    ties: IntArray

    @property
    def size(self) -> int:
        """How many people the teacher follows."""
        return len(self.alters)

    @cached_property
    def known(self) -> BoolArray:
        """Whose lists are known, shape (n,)."""
        return np.fromiter((alter.list_known for alter in self.alters), dtype=bool, count=self.size)

    @cached_property
    def pairs(self) -> IntArray:
        """Undirected ties: pairs of places, the smaller first, shape (t, 2), sorted."""
        return _unique_pairs(np.sort(self.ties, axis=1), self.size)

    @cached_property
    def neighbours(self) -> "Neighbours":
        """Who is tied to whom, in either direction."""
        both = np.concatenate([self.pairs, self.pairs[:, ::-1]])
        both = both[np.argsort(both[:, 0], kind="stable")]
        counts = np.bincount(both[:, 0], minlength=self.size)
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        return Neighbours(starts, np.ascontiguousarray(both[:, 1]))


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Undirected ties by person: those of place i are `places[starts[i]:starts[i + 1]]`."""

    starts: IntArray
    places: IntArray

    def of(self, place: int) -> IntArray:
        """Places of the people tied to this one."""
        return self.places[self.starts[place] : self.starts[place + 1]]

    @property
    def counts(self) -> IntArray:
        """How many people each one is tied to, shape (n,)."""
        return np.diff(self.starts)


def make_ego_network(
    owner: str, alters: Sequence[Alter], ties: Iterable[tuple[int, int]] | IntArray
) -> EgoNetwork:
    """The network of these people and the ties that make sense among them.

    Args:
        owner: the teacher's handle.
        alters: the people whom the teacher follows; a key that comes twice counts once,
            with the ties of both.
        ties: pairs of places in `alters`, (follower, followed). Ties to oneself,
            doubles, and places that do not exist are dropped.
    """
    first: dict[str, int] = {}
    places = np.array([first.setdefault(a.key, len(first)) for a in alters], dtype=np.int64)
    once = {alter.key: alter for alter in reversed(alters)}
    listed = ties if isinstance(ties, np.ndarray) else np.array(list(ties), dtype=np.int64)
    raw = listed.reshape(-1, 2).astype(np.int64)
    inside = ((raw >= 0) & (raw < len(alters))).all(axis=1)
    clean = places[raw[inside]] if len(alters) else raw[inside]
    apart = clean[clean[:, 0] != clean[:, 1]]
    people = tuple(once[key] for key in first)
    return EgoNetwork(owner, people, _unique_pairs(apart, len(people)))


def _unique_pairs(pairs: IntArray, size: int) -> IntArray:
    codes = np.unique(pairs[:, 0] * max(size, 1) + pairs[:, 1])
    return np.stack(np.divmod(codes, max(size, 1)), axis=1)
