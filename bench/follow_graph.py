"""The follow graph of bench.ranking, its users, and what is measured (see the data's README)."""

import gzip
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plnbuddy.ranking.weights import (
    FloatArray,
    FollowGraph,
    IntArray,
    build_graph,
)

MEASURES = ("P@5", "P@10", "hit@10", "recall@50", "MRR")
PRECISION_AT_10 = MEASURES.index("P@10")
RECALL_AT_50 = MEASURES.index("recall@50")
LONGEST_LIST = 3000


@dataclass(frozen=True)
class Data:
    """All ties (`graph`), the ties of complete accounts alone (`lists`), and their ids."""

    graph: FollowGraph
    lists: FollowGraph
    complete: IntArray


@dataclass(frozen=True)
class Case:
    """One user with some follows hidden.

    `readable`: known follows whose lists are complete. `followers`: who follows the user.
    """

    user: int
    split: int
    hidden: IntArray
    known: IntArray
    readable: IntArray
    followers: IntArray


Ranker = Callable[[Data, Case], IntArray]
"""From a case to account ids, best first."""


def read_data(folder: Path) -> Data:
    """The data folder as graphs."""
    with gzip.open(folder / "mastodon-ties.csv.gz", "rt") as file:
        ties = np.loadtxt(file, delimiter=",", skiprows=1, dtype=np.int64)
    complete = np.loadtxt(folder / "mastodon-complete.txt", dtype=np.int64)
    return Data(build_graph(ties), build_graph(ties[np.isin(ties[:, 0], complete)]), complete)


def list_of(graph: FollowGraph, account: int) -> IntArray:
    """Whom an account follows, as far as is known."""
    place = np.searchsorted(graph.account_ids, account)
    if place == len(graph.account_ids) or graph.account_ids[place] != account:
        return np.zeros(0, dtype=np.int64)
    row = graph.followed[graph.row_starts[place] : graph.row_starts[place + 1]]
    return graph.account_ids[row]


def select_users(data: Data, complete_follows: int) -> list[int]:
    """Complete accounts that follow at least so many complete accounts, and not too many others."""
    users = []
    for user in data.complete.tolist():
        follows = list_of(data.lists, user)
        complete = np.isin(follows, data.complete).sum()
        if len(follows) <= LONGEST_LIST and complete >= complete_follows:
            users.append(user)
    return sorted(users)


def hidden_of(follows: int) -> int:
    """How many of so many follows are hidden: a fifth, at least one."""
    return max(1, follows // 5)


def make_case(data: Data, user: int, split: int) -> Case:
    """Split 0 is the protocol's (seed 1000 + id); the others only reduce the noise."""
    follows = list_of(data.lists, user).tolist()
    random.Random(1000 + user + 1_000_003 * split).shuffle(follows)
    hide = hidden_of(len(follows))
    known = np.array(follows[hide:])
    with_list = known[np.isin(known, data.complete)]
    readable = np.array([f for f in with_list.tolist() if len(list_of(data.lists, f))])
    return Case(user, split, np.array(follows[:hide]), known, readable, followers_of(data, user))


def followers_of(data: Data, user: int) -> IntArray:
    """Who is known to follow a user, whenever that began."""
    place = np.searchsorted(data.graph.account_ids, user)
    ties = np.flatnonzero(data.graph.followed == place)
    return data.graph.account_ids[np.searchsorted(data.graph.row_starts, ties, side="right") - 1]


def measure(ranked: IntArray, hidden: IntArray) -> FloatArray:
    """The MEASURES of one ranking."""
    hits = np.isin(ranked, hidden)
    first = np.flatnonzero(hits)
    return np.array(
        [
            hits[:5].sum() / 5,
            hits[:10].sum() / 10,
            float(hits[:10].any()),
            hits[:50].sum() / min(len(hidden), 50),
            1 / (first[0] + 1) if len(first) else 0.0,
        ]
    )
