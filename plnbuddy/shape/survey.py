"""All measures of one network in one value."""

from collections.abc import Mapping
from dataclasses import dataclass

from plnbuddy.shape.bridges import Bridge, count_bridges, find_bridges
from plnbuddy.shape.brokerage import (
    Betweenness,
    betweenness,
    open_pairs,
    pairs_only_through_teacher,
    teacher_betweenness,
)
from plnbuddy.shape.circles import ALONE
from plnbuddy.shape.constraint import constraint
from plnbuddy.shape.ego import EgoNetwork, IntArray
from plnbuddy.shape.measures import (
    Range,
    density,
    directed_density,
    effective_size,
    efficiency,
    reciprocity_among_alters,
    reciprocity_with_teacher,
)
from plnbuddy.shape.mixing import KINDS, Mixing, ei_index


@dataclass(frozen=True)
class Survey:
    """The measures of a network; what they are is said where each is computed."""

    size: int
    known: int
    followed_back: float
    reciprocity: Range | None
    density: Range | None
    directed_density: Range | None
    effective_size: Range | None
    efficiency: Range | None
    constraint: Range | None
    open_pairs: Range | None
    only_through_you: Range | None
    betweenness: Range | None
    bridge_count: Range | None
    bridges: tuple[Bridge, ...]
    linking: Betweenness
    mixing: Mapping[str, Mixing | None]


def survey_shape(ego: EgoNetwork, circle_of: Mapping[str, int], groups: IntArray) -> Survey:
    """Compute every measure.

    Args:
        ego: the network.
        circle_of: the circle of each alter, by key.
        groups: a number for each alter, the same within a circle, and one of their own
            for people in none; shape (n,).

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    return Survey(
        size=ego.size,
        known=int(ego.known.sum()),
        followed_back=reciprocity_with_teacher(ego),
        reciprocity=reciprocity_among_alters(ego),
        density=density(ego),
        directed_density=directed_density(ego),
        effective_size=effective_size(ego),
        efficiency=efficiency(ego),
        constraint=constraint(ego),
        open_pairs=open_pairs(ego),
        only_through_you=pairs_only_through_teacher(ego),
        betweenness=teacher_betweenness(ego),
        bridge_count=count_bridges(ego, circle_of, ALONE),
        bridges=find_bridges(ego, circle_of, ALONE),
        linking=betweenness(ego, groups),
        mixing={kind: ei_index(ego, kind) for kind in KINDS},
    )
