"""Circles: groups of people who are tied to each other more than to the rest.

Louvain's method (Blondel et al. 2008) as implemented in networkx, with a fixed seed and people
and ties in a fixed order, so that the same network gives the same circles. It maximises
modularity (Newman & Girvan 2004), which cannot see circles that are small beside the whole
network (Fortunato & Barthelemy 2007), and other divisions may be almost as good.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from plnbuddy.shape.ego import EgoNetwork
from plnbuddy.shape.palette import next_circle_id

if TYPE_CHECKING:
    from networkx import Graph

ALONE = 0
"""The id of the people who belong to no circle."""

LEAST_MEMBERS = 3
"""Smaller groups are no circles."""

SAME_CIRCLE = 0.2
"""From this overlap on (shared people by all people of both), a circle is an earlier one."""

_SEED = 2008


def find_circles(
    ego: EgoNetwork, previous: Mapping[str, int] | None = None, used_ids: Collection[int] = ()
) -> dict[str, int]:
    """The circle of each alter, by key; `ALONE` for those in none.

    Args:
        ego: the network; ties count in either direction.
        previous: the circle of each person last time. A circle that overlaps most with
            an earlier one keeps its id; every other gets a new one.
        used_ids: more ids that are never given again.
    """
    groups = [group for group in _louvain_groups(ego) if len(group) >= LEAST_MEMBERS]
    ids = match_circles(groups, previous or {}, used_ids)
    circle_of = dict.fromkeys((alter.key for alter in ego.alters), ALONE)
    for group, number in zip(groups, ids, strict=True):
        circle_of.update(dict.fromkeys(group, number))
    return circle_of


def _louvain_groups(ego: EgoNetwork) -> list[frozenset[str]]:
    """Groups of keys, largest first; the order of alters and ties makes no difference."""
    if not len(ego.pairs):
        return []
    from networkx.algorithms.community import louvain_communities

    found = louvain_communities(ordered_graph(ego), seed=_SEED)
    groups = [frozenset(group) for group in found]
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def ordered_graph(ego: EgoNetwork) -> "Graph[str]":
    """The undirected ties as a networkx graph of keys, with people and ties in order of key."""
    from networkx import Graph

    keys = [alter.key for alter in ego.alters]
    graph: Graph[str] = Graph()
    graph.add_nodes_from(sorted(keys))
    graph.add_edges_from(sorted(tuple(sorted((keys[a], keys[b]))) for a, b in ego.pairs.tolist()))
    return graph


def match_circles(
    groups: Sequence[Collection[str]], previous: Mapping[str, int], used_ids: Collection[int] = ()
) -> list[int]:
    """An id for each group: that of the earlier circle it is, or a new one.

    Groups and earlier circles are paired so that the sum of their Jaccard overlaps
    (Jaccard 1901) is greatest; an overlap below `SAME_CIRCLE` is none.
    """
    earlier = Counter(number for number in previous.values() if number != ALONE)
    shared = [Counter(previous[key] for key in group if key in previous) for group in groups]
    overlaps = {
        (place, number): common / (len(groups[place]) + earlier[number] - common)
        for place, counts in enumerate(shared)
        for number, common in counts.items()
        if number != ALONE
    }
    pairs = _best_pairs({pair: share for pair, share in overlaps.items() if share >= SAME_CIRCLE})
    highest = max([ALONE, *previous.values(), *used_ids])
    ids: list[int] = []
    for place in range(len(groups)):
        number = pairs.get(place)
        if number is None:
            number = highest = next_circle_id(highest, [*ids, *pairs.values()])
        ids.append(number)
    return ids


def _best_pairs(overlaps: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """The earlier circle of each group by maximum weight matching."""
    if not overlaps:
        return {}
    from networkx import Graph, max_weight_matching

    graph: Graph[tuple[str, int]] = Graph()
    for (place, number), share in sorted(overlaps.items()):
        graph.add_edge(("now", place), ("before", number), weight=share)
    matched = (sorted(pair, reverse=True) for pair in max_weight_matching(graph))
    return {now[1]: before[1] for now, before in matched}
