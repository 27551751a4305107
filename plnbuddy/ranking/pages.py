"""Choose whose list of follows to read next, when every request counts.

Arithmetic on arrays only: the caller asks the server and keeps the progress. A page holds 80
accounts. The next page comes from the list with the highest expected share of accounts that I
follow, estimated from its length, from the pages read and, where the server answers
`familiar_followers`, from which of my follows follow each other.
"""

from dataclasses import dataclass

import numpy as np

from plnbuddy.ranking.weights import (
    BoolArray,
    FloatArray,
    FollowGraph,
    IntArray,
    Ranking,
    places_of,
    rank_candidates,
)

PAGE_SIZE = 80
"""Accounts in one page of a list, and accounts asked about in one `familiar_followers` request."""

LENGTH_EXPONENT = 0.4
"""Before reading, a list's share of accounts that I follow falls as length ** -0.4 (measured)."""

UNSEEN_SHARE = 0.1
"""Share of a list expected to be followed by me while nothing is known."""

PRIOR_HITS = 2.0
"""Weight of that expectation against evidence, in accounts that I follow, for a mean list."""

FOLLOWS_BACK = 5.0
"""Who followed the teacher before weighs so many times as much (chosen in docs/ranking.md)."""


@dataclass(frozen=True)
class RequestPlan:
    """How a budget of requests is spent, in this order.

    `probes`: ask `familiar_followers` about a random `PAGE_SIZE` of my follows each: who of my
    follows follows them. `pages`: read pages, each chosen by `choose_next_list`. `completions`:
    ask `familiar_followers` about the best `PAGE_SIZE` candidates each, then rank once more.
    """

    probes: int
    pages: int
    completions: int


@dataclass(frozen=True)
class ReadingProgress:
    """What is known so far about the lists of my follows: one entry per follow, shapes (n,).

    `lengths`: how many they follow, as their profile says. `read`: accounts of the list read so
    far, and `shared`: how many of those I follow. `hidden`: the list cannot be read.
    `probed_shared`: how many of the follows that I asked about with `familiar_followers` they
    follow, `probed_share` being the share of my follows that I asked about (0 to 1).
    """

    lengths: IntArray
    read: IntArray
    shared: IntArray
    hidden: BoolArray
    probed_shared: IntArray
    probed_share: float = 0.0


def plan_requests(budget: int, follows: int, familiar_followers: bool) -> RequestPlan:
    """Split a budget of requests for a teacher with so many follows.

    At most two probes and one completion, and at most a third of the budget for either: more did
    not rank better. Without an answer to `familiar_followers`, everything goes to pages.
    """
    budget = max(budget, 0)
    if not familiar_followers:
        return RequestPlan(0, budget, 0)
    probes = min(2, budget // 3, -(-follows // PAGE_SIZE))
    completions = min(1, budget // 3)
    return RequestPlan(probes, budget - probes - completions, completions)


def estimate_shared_share(progress: ReadingProgress) -> FloatArray:
    """Expected share of each list that I follow, shape (n,), between 0 and 1.

    Hits over accounts examined, smoothed by what lists of that length usually hold (empirical
    Bayes with a gamma prior, Robbins 1956). A probe of a share f of my follows examines each list
    as well as reading a share f of it. Hidden lists, whose length nobody knows, say nothing
    of what lists usually hold.
    """
    if len(progress.lengths) == 0:
        return np.zeros(0)
    lengths = _expected_lengths(progress)
    usual: FloatArray = lengths**-LENGTH_EXPONENT
    examined = progress.read + progress.probed_share * lengths
    hits = (progress.shared + progress.probed_shared).astype(float)
    readable = _readable(progress)
    if hits[readable].sum() > 0:
        usual = usual * (hits[readable].sum() / (examined * usual)[readable].sum())
    else:
        usual = usual * (UNSEEN_SHARE / usual[readable].mean())
    prior = PRIOR_HITS * lengths / (usual * lengths)[readable].mean()
    share: FloatArray = np.minimum((hits + prior * usual) / (examined + prior), 1.0)
    return share


def _readable(progress: ReadingProgress) -> BoolArray:
    """Which lists say what lists usually hold: those that are not hidden, unless all are."""
    return ~progress.hidden if not progress.hidden.all() else progress.hidden


def _expected_lengths(progress: ReadingProgress) -> FloatArray:
    """The lengths, at least 1; hidden lists count as long as the others are (median)."""
    lengths: FloatArray = np.maximum(progress.lengths, 1).astype(float)
    if progress.hidden.any():
        lengths[progress.hidden] = np.median(lengths[_readable(progress)])
    return lengths


def estimate_list_weights(progress: ReadingProgress) -> FloatArray:
    """How telling each list is, as far as is known, shape (n,): for `rank_candidates`.

    Proportional to the squared cosine similarity of the list and my own follows:
    (shared / sqrt(length * my follows))**2, with the estimated share for the unknown overlap.
    Ties from hidden lists are known where a server tells them by `familiar_followers`.
    """
    if len(progress.lengths) == 0:
        return np.zeros(0)
    return np.square(estimate_shared_share(progress)) * _expected_lengths(progress)


def choose_next_list(progress: ReadingProgress, requests_left: int) -> int | None:
    """Index of the follow whose next page is the most promising; None when there is none left.

    The page expected to hold the most accounts that I follow also holds, on the same grounds, the
    most that I would want to follow. Hidden lists and lists read to the end are passed over.
    """
    open_lists = ~progress.hidden & (progress.read < progress.lengths)
    if requests_left < 1 or not open_lists.any():
        return None
    return int(np.argmax(np.where(open_lists, estimate_shared_share(progress), -1.0)))


def rank_by_progress(
    graph: FollowGraph,
    me: int,
    follows: IntArray,
    listed: IntArray,
    progress: ReadingProgress,
    *,
    followers: IntArray,
    candidate_weights: FloatArray | None = None,
    follows_back: float = FOLLOWS_BACK,
    limit: int | None = None,
) -> Ranking:
    """Rank whom my follows follow, by what was read of their lists so far.

    Weights are learned once every list that can be read was read to its end, and from what
    was read where the server tells nothing by probes (1.04 × as good there as estimated
    ones). Else they are estimated from the progress, which knows what probes told.

    Args:
        listed: those of my follows whose lists the progress tells of, in its order.
        followers: who follows me; their score is multiplied by `follows_back`.
        candidate_weights, limit: as for `rank_candidates`.
    """
    weights = None
    read_whole = np.all(progress.hidden | (progress.read >= progress.lengths))
    if progress.probed_share > 0 and not read_whole:
        weights = np.zeros(len(graph.account_ids))
        places, inside = places_of(graph.account_ids, listed)
        weights[places] = estimate_list_weights(progress)[inside]
    factors = np.ones(len(graph.account_ids))
    factors[places_of(graph.account_ids, followers)[0]] = follows_back
    if candidate_weights is not None:
        factors *= candidate_weights
    return rank_candidates(
        graph, me, follows, list_weights=weights, candidate_weights=factors, limit=limit
    )
