"""Ego networks to measure: of pairs, made up, and half known."""

from collections.abc import Callable, Sequence

import networkx as nx
from hypothesis import strategies as st

from plnbuddy.shape.bridges import count_bridges
from plnbuddy.shape.brokerage import open_pairs, pairs_only_through_teacher, teacher_betweenness
from plnbuddy.shape.constraint import constraint
from plnbuddy.shape.ego import Alter, EgoNetwork, make_ego_network
from plnbuddy.shape.measures import (
    Range,
    density,
    directed_density,
    effective_size,
    efficiency,
    reciprocity_among_alters,
)

Pair = tuple[int, int]
Measure = Callable[[EgoNetwork], Range | None]
TEACHER = -1


def network(
    size: int,
    ties: Sequence[Pair],
    follows_me: Sequence[int] = (),
    unknown: Sequence[int] = (),
    circles: int = 3,
) -> EgoNetwork:
    alters = [
        Alter(
            f"u{i:03}", f"@u{i}@s.org", f"U{i}", f"https://s.org/@u{i}",
            topics=(("math",), ("music", "math"), (), ("ai",))[i % 4],
            languages=("en", "de")[: i % 3],
            region=("", "AT", "US")[i % 3], server=f"s{i % circles}.org",
            follows_me=i in follows_me, list_known=i not in unknown,
        )
        for i in range(size)
    ]  # fmt: skip
    return make_ego_network("@me@s.org", alters, list(ties))


def clique(size: int) -> list[Pair]:
    return [(a, b) for a in range(size) for b in range(size) if a != b]


def as_graph(ego: EgoNetwork) -> "nx.DiGraph[int]":
    """The ego network with the teacher, in networkx."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from([TEACHER, *range(ego.size)])
    graph.add_edges_from((a, b) for a, b in ego.ties.tolist())
    graph.add_edges_from((TEACHER, place) for place in range(ego.size))
    graph.add_edges_from((p, TEACHER) for p, alter in enumerate(ego.alters) if alter.follows_me)
    return graph


def exact(found: Range | None) -> float:
    assert found is not None
    assert found.exact
    return found.lowest


@st.composite
def networks(draw: st.DrawFn, most: int = 12) -> EgoNetwork:
    size = draw(st.integers(1, most))
    return network(size, draw(ties_among(size)), draw(st.lists(st.integers(0, size - 1))))


def ties_among(size: int) -> st.SearchStrategy[list[Pair]]:
    """Who follows whom, each tie as one number: to draw takes longer than what is tried."""
    cell = st.integers(0, size * size - 1)
    return st.lists(cell, max_size=size * size).map(lambda cells: [divmod(c, size) for c in cells])


@st.composite
def half_known(draw: st.DrawFn) -> tuple[EgoNetwork, EgoNetwork]:
    """A network, and what is seen of it: some lists are unknown, and some ties of those known."""
    size = draw(st.integers(1, 10))
    place = st.integers(0, size - 1)
    ties = draw(ties_among(size))
    follows = draw(st.lists(place))
    unknown = draw(st.sets(place, max_size=size // 2))
    seen = [tie for tie in ties if tie[0] not in unknown or draw(st.booleans())]
    return network(size, ties, follows), network(size, seen, follows, tuple(unknown))


RANGES: dict[str, Measure] = {
    "density": density,
    "directed density": directed_density,
    "reciprocity": reciprocity_among_alters,
    "effective size": effective_size,
    "efficiency": efficiency,
    "constraint": constraint,
    "open pairs": open_pairs,
    "islands": pairs_only_through_teacher,
    "teacher's betweenness": teacher_betweenness,
    "bridges": lambda ego: count_bridges(ego, circles_of(ego)),
}


def circles_of(ego: EgoNetwork) -> dict[str, int]:
    return {alter.key: place % 4 for place, alter in enumerate(ego.alters)}
