"""Seconds that the measures of a network take, beside networkx on the same network.

Run: python -m bench.network_measures [--networkx]
"""

import sys
import time
from collections.abc import Callable
from datetime import date

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from plnbuddy.shape.circles import find_circles
from plnbuddy.shape.describe import describe_shape
from plnbuddy.shape.ego import Alter, EgoNetwork, IntArray, make_ego_network
from plnbuddy.shape.survey import survey_shape

SIZES = ((1_000, 20_000, 1.0), (5_000, 250_000, 10.0))
"""People, ties, and the seconds that all measures may take."""


def make_village(people: int, ties: int, unknown: float = 0.0, seed: int = 7) -> EgoNetwork:
    """Eight circles with four in five ties inside; some people are far better known than others."""
    chance = np.random.default_rng(seed)
    circle, drawn = chance.integers(0, 8, people), np.zeros((0, 2), dtype=np.int64)
    fame = np.minimum(chance.pareto(1.5, people) + 1, 50)
    while len(drawn) < ties:
        more = _draw_ties(chance, circle, fame, 2 * ties)
        drawn = np.unique(np.concatenate([drawn, more]), axis=0)
    topics = ("math", "library", "music", "ai", "edtech", "history", "arts", "english")
    alters = [
        Alter(
            f"u{i}@s{circle[i] % 5}.org", f"@u{i}@s{circle[i] % 5}.org", f"U{i}", "",
            topics=(topics[circle[i]],) if i % 3 else (), languages=("en",), region="AT",
            server=f"s{circle[i] % 5}.org", follows_me=i % 2 == 0,
            list_known=bool(chance.random() >= unknown),
        )
        for i in range(people)
    ]  # fmt: skip
    return make_ego_network("@me@s1.org", alters, chance.permutation(drawn)[:ties])


def _draw_ties(
    chance: np.random.Generator, circle: IntArray, fame: NDArray[np.float64], count: int
) -> IntArray:
    followers = chance.integers(0, len(circle), count)
    followed = chance.choice(len(circle), count, p=fame / fame.sum())
    stays = (circle[followers] == circle[followed]) | (chance.random(count) < 0.03)
    apart = followers != followed
    kept: IntArray = np.stack([followers, followed], axis=1)[stays & apart]
    return kept


def measure_with_networkx(ego: EgoNetwork) -> None:
    """Effective size, constraint and betweenness of the teacher, and Louvain, in networkx."""
    graph: nx.DiGraph[int] = nx.DiGraph(ego.ties.tolist())
    graph.add_edges_from((-1, place) for place in range(ego.size))
    graph.add_edges_from((p, -1) for p, alter in enumerate(ego.alters) if alter.follows_me)
    plain = graph.to_undirected()
    _time("  networkx: effective size", lambda: nx.effective_size(plain, nodes=[-1]))
    if ego.size <= 1_000:
        _time("  networkx: constraint of everybody", lambda: nx.constraint(graph))
    _time("  networkx: density, reciprocity", lambda: (nx.density(graph), nx.reciprocity(graph)))
    if ego.size <= 1_000:
        _time("  networkx: betweenness", lambda: nx.betweenness_centrality(plain))


def _time(what: str, call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    seconds = time.perf_counter() - start
    print(f"{what:44}{seconds:8.2f} s", flush=True)
    return seconds


def main() -> int:
    """Print the figures; 1 when a network took longer than it may."""
    _time("import of networkx (already loaded here)", lambda: __import__("networkx"))
    slow = False
    for people, ties, limit in SIZES:
        for unknown in (0.0, 0.3):
            ego = make_village(people, ties, unknown)
            title = f"{people:,} people, {ties:,} ties, {unknown:.0%} of lists unknown"
            seconds = _measure(ego, title)
            slow = slow or seconds > limit
        if "--networkx" in sys.argv:
            measure_with_networkx(make_village(people, ties))
    return int(slow)


def _measure(ego: EgoNetwork, title: str) -> float:
    print(title)
    circles: dict[str, int] = {}
    _time("  circles", lambda: circles.update(find_circles(ego)))
    groups = np.array([circles[alter.key] for alter in ego.alters])
    _time("  measures", lambda: survey_shape(ego, circles, groups))
    fresh = make_ego_network(ego.owner, ego.alters, ego.ties)
    day = date(2026, 11, 24)
    return _time(
        "  everything, with words",
        lambda: describe_shape(fresh, ("math",), ("primary",), (), None, None, day),
    )


if __name__ == "__main__":
    raise SystemExit(main())
