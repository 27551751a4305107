"""The rankings that bench.ranking compares, and how they are compared.

What `plnbuddy explore` calls is called here, too: `rank_by_progress`.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from bench.follow_graph import Case, Data, Ranker, list_of
from plnbuddy.ranking.pages import FOLLOWS_BACK, ReadingProgress, rank_by_progress
from plnbuddy.ranking.weights import FloatArray, IntArray, list_lengths, rank_candidates

COUNT = "count"
LEARNED = "learned weights"
FOLLOWED = "learned × follows me"


def count_followers(data: Data, user: int) -> IntArray:
    """Number of known followers of each account, not counting the user."""
    counts = np.bincount(data.lists.followed, minlength=len(data.lists.account_ids))
    counts[np.isin(data.lists.account_ids, list_of(data.lists, user))] -= 1
    return counts


def rank_by_popularity(data: Data, case: Case) -> IntArray:
    order = np.argsort(-count_followers(data, case.user), kind="stable")
    ids = data.lists.account_ids[order]
    candidates: IntArray = ids[~np.isin(ids, case.known) & (ids != case.user)]
    return candidates


def rank_by_weights(weigh: Callable[[FloatArray, FloatArray, int], FloatArray]) -> Ranker:
    """Fixed list weights from (accounts shared with me, length of the list, my follows)."""

    def rank(data: Data, case: Case) -> IntArray:
        weights = np.zeros(len(data.lists.account_ids))
        places = np.searchsorted(data.lists.account_ids, case.readable)
        lists = [list_of(data.lists, follow) for follow in case.readable.tolist()]
        shared = np.array([np.isin(members, case.known).sum() for members in lists], dtype=float)
        lengths = list_lengths(data.lists)[places].astype(float)
        weights[places] = weigh(shared, lengths, len(case.known))
        ranking = rank_candidates(data.lists, case.user, case.known, list_weights=weights)
        return ranking.candidate_ids

    return rank


def rank_as_explore(data: Data, case: Case, follows_back: float = FOLLOWS_BACK) -> IntArray:
    """As `plnbuddy explore` ranks when it has read everything."""
    lengths = np.array(
        [len(list_of(data.lists, f)) for f in case.readable.tolist()], dtype=np.int64
    )
    none = np.zeros_like(lengths)
    progress = ReadingProgress(lengths, lengths, none, none > 0, none)
    return rank_by_progress(
        data.lists,
        case.user,
        case.known,
        case.readable,
        progress,
        followers=case.followers,
        follows_back=follows_back,
    ).candidate_ids


RANKERS: Mapping[str, Ranker] = {
    "popularity": rank_by_popularity,
    COUNT: rank_by_weights(lambda shared, _length, _mine: np.ones_like(shared)),
    "Adamic-Adar": rank_by_weights(lambda _shared, length, _mine: 1 / np.log(1 + length)),
    "resource allocation": rank_by_weights(lambda _shared, length, _mine: 1 / length),
    "cosine": rank_by_weights(lambda shared, length, mine: shared / np.sqrt(length * mine)),
    "cosine squared": rank_by_weights(lambda shared, length, mine: shared**2 / length / mine),
    LEARNED: partial(rank_as_explore, follows_back=1.0),
    FOLLOWED: rank_as_explore,
}


def interval(ours: FloatArray, theirs: FloatArray) -> tuple[float, float, float]:
    """Ratio of the means over users, with a paired bootstrap 95 % interval."""
    picks = np.random.default_rng(0).integers(0, len(ours), (10_000, len(ours)))
    ratios = ours[picks].mean(axis=1) / theirs[picks].mean(axis=1)
    low, high = np.quantile(ratios, (0.025, 0.975))
    return float(ours.mean() / theirs.mean()), float(low), float(high)


def spoken_interval(ratio: float, low: float, high: float) -> str:
    return f"{ratio:.2f} ({low:.2f}-{high:.2f})"
