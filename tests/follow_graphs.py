"""Small graphs of who follows whom, and how far their lists were read."""

import numpy as np
from hypothesis import strategies as st

from plnbuddy.ranking.pages import ReadingProgress
from plnbuddy.ranking.weights import FollowGraph, IntArray, Ranking, build_graph

ME = 1
TIES = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=80)
FOLLOWS = st.lists(st.integers(0, 17), max_size=10)


def ids(*accounts: int) -> IntArray:
    return np.array(accounts, dtype=np.int64)


def graph_of(lists: dict[int, list[int]]) -> FollowGraph:
    return build_graph(np.array([(a, b) for a, members in lists.items() for b in members]))


def ones(graph: FollowGraph) -> np.ndarray:
    return np.ones(len(graph.account_ids))


def values(graph: FollowGraph, default: float, **changed: float) -> np.ndarray:
    """One value per account, those named like `a30=2.0` changed."""
    result = np.full(len(graph.account_ids), default)
    for name, value in changed.items():
        result[np.searchsorted(graph.account_ids, int(name[1:]))] = value
    return result


def as_scores(ranking: Ranking) -> dict[int, float]:
    return dict(zip(ranking.candidate_ids.tolist(), ranking.scores.tolist(), strict=True))


def progress_of(
    lengths: list[int],
    read: list[int] | None = None,
    shared: list[int] | None = None,
    hidden: list[bool] | None = None,
    probed_shared: list[int] | None = None,
    probed_share: float = 0.0,
) -> ReadingProgress:
    none = [0] * len(lengths)
    return ReadingProgress(
        np.array(lengths, dtype=np.int64),
        np.array(read or none, dtype=np.int64),
        np.array(shared or none, dtype=np.int64),
        np.array(hidden or none, dtype=bool),
        np.array(probed_shared or none, dtype=np.int64),
        probed_share,
    )
