"""Rank the accounts followed by those I follow.

Arithmetic on arrays only: nothing is read, asked or stored. Accounts are integer ids that the
caller chooses; a *list* is the accounts that somebody follows; "my follows" are the accounts that
the teacher follows.

Counting how many of my follows follow a candidate treats all my follows as equally telling.
`rank_candidates` weighs each list by how well it explains whom I follow already: least squares
over all accounts in the lists (1 if I follow the account, else 0), with the weights drawn towards
their common mean, so that little knowledge means counting and much knowledge means regression
(ridge regression: Hoerl and Kennard 1970; the same idea over items is EASE: Steck 2019,
arXiv 1905.03375). `pages` chooses whose list to read, and weighs lists that are read in part.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

SHRINKAGE = 30.0
"""How hard list weights are drawn to their mean, in accounts; 10 to 100 rank about alike."""

POPULAR = 64
"""Accounts in more lists than this are compared by matrix product, the rest pair by pair."""


@dataclass(frozen=True)
class FollowGraph:
    """Known follows, stored compactly: one row of followed accounts per account.

    `account_ids` (n,) ascending; row i is `followed[row_starts[i]:row_starts[i + 1]]`, holding
    positions in `account_ids`, ascending. `row_starts` has n + 1 entries.
    """

    account_ids: IntArray
    row_starts: IntArray
    followed: NDArray[np.int32]


@dataclass(frozen=True)
class Ranking:
    """Candidates, best first, and which of my follows follow each of them.

    `candidate_ids` (c,), `scores` (c,) and `counts` (c,), the number of my follows who follow
    them. The reasons for candidate i are `reason_ids[reason_starts[i]:reason_starts[i + 1]]`,
    the most telling of my follows first.
    """

    candidate_ids: IntArray
    scores: FloatArray
    counts: IntArray
    reason_starts: IntArray
    reason_ids: IntArray

    def reasons(self, place: int) -> IntArray:
        """Ids of my follows who follow the candidate at this place (0 is the best)."""
        return self.reason_ids[self.reason_starts[place] : self.reason_starts[place + 1]]


@dataclass(frozen=True)
class _Lists:
    """Ties from my follows to others: tie t goes from `rows[t]` to `columns[t]`.

    Rows count through `row_positions`, columns through `column_positions` (places in the graph).
    """

    row_positions: IntArray
    column_positions: IntArray
    rows: IntArray
    columns: IntArray
    followed_by_me: BoolArray
    """(columns,) whether I follow the account."""


def build_graph(ties: IntArray) -> FollowGraph:
    """Graph of pairs (follower id, followed id), shape (m, 2); doubles and self-follows go."""
    pairs = np.asarray(ties, dtype=np.int64).reshape(-1, 2)
    account_ids, places = np.unique(pairs, return_inverse=True)
    size = len(account_ids)
    followers, followed = places.reshape(-1, 2).T
    apart = followers != followed
    keys = np.unique(followers[apart] * size + followed[apart])
    rows = keys // size if size else keys
    row_starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=size))))
    return FollowGraph(account_ids, row_starts.astype(np.int64), (keys - rows * size).astype("i4"))


def list_lengths(graph: FollowGraph) -> IntArray:
    """Number of known follows of each account, shape (n,)."""
    return np.diff(graph.row_starts)


def rank_candidates(
    graph: FollowGraph,
    me: int,
    follows: IntArray,
    *,
    list_weights: FloatArray | None = None,
    candidate_weights: FloatArray | None = None,
    limit: int | None = None,
) -> Ranking:
    """Rank the accounts in my follows' lists that I do not follow yet.

    A candidate's score is the sum of the weights of my follows who follow them. My own row of the
    graph is never looked at; `follows` alone says whom I follow.

    Args:
        list_weights: how telling each list is; learned from whom I follow, unless given.
        candidate_weights: factor on each candidate's score (recency; whether they follow me).
        limit: return only the best so many.

    Both arrays have one non-negative value per account, in the order of `graph.account_ids`.
    Ties in the score go to the higher count, then to the lower id.

    Raises:
        ValueError: an array is of another size, or holds a negative or infinite value.
    """
    for given in (list_weights, candidate_weights):
        _check_one_value_per_account(graph, given)
    lists = _gather_lists(graph, me, follows)
    weights = _learn_weights(lists) if list_weights is None else list_weights[lists.row_positions]
    columns = len(lists.column_positions)
    scores: FloatArray = np.bincount(lists.columns, weights[lists.rows], minlength=columns).astype(
        np.float64
    )
    if candidate_weights is not None:
        scores = scores * candidate_weights[lists.column_positions]
    counts = np.bincount(lists.columns, minlength=columns)
    candidates = np.flatnonzero(~lists.followed_by_me)
    order = candidates[np.lexsort((candidates, -counts[candidates], -scores[candidates]))][:limit]
    starts, reasons = _collect_reasons(lists, order, weights)
    return Ranking(
        graph.account_ids[lists.column_positions[order]],
        scores[order],
        counts[order],
        starts,
        graph.account_ids[lists.row_positions[reasons]],
    )


def _positions(graph: FollowGraph, ids: IntArray) -> IntArray:
    """Places in the graph of those ids that are in it, ascending, each once."""
    wanted: IntArray = np.unique(np.asarray(ids, dtype=np.int64))
    places = np.searchsorted(graph.account_ids, wanted)
    inside = places < len(graph.account_ids)
    places, wanted = places[inside], wanted[inside]
    found: IntArray = places[graph.account_ids[places] == wanted]
    return found


def _check_one_value_per_account(graph: FollowGraph, values: FloatArray | None) -> None:
    if values is None:
        return
    if values.shape != graph.account_ids.shape:
        raise ValueError(f"expected {len(graph.account_ids)} values, one per account")
    if not np.all(np.isfinite(values) & (values >= 0)):
        raise ValueError("weights must be finite and not negative")


def _gather_lists(graph: FollowGraph, me: int, follows: IntArray) -> _Lists:
    """The lists of those of my follows of which something is known, without me in them."""
    mine = _positions(graph, follows)
    own = _positions(graph, np.array([me]))
    row_positions = np.setdiff1d(mine[list_lengths(graph)[mine] > 0], own)
    lengths = list_lengths(graph)[row_positions]
    rows = np.repeat(np.arange(len(row_positions)), lengths)
    offsets = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    targets = graph.followed[np.repeat(graph.row_starts[row_positions], lengths) + offsets]
    seen = np.zeros(len(graph.account_ids), dtype=bool)
    seen[targets] = True
    seen[own] = False
    kept = seen[targets]
    column_of = np.cumsum(seen) - 1
    followed_by_me = np.zeros(len(seen), dtype=bool)
    followed_by_me[mine] = True
    return _Lists(
        row_positions,
        np.flatnonzero(seen),
        rows[kept],
        column_of[targets[kept]],
        followed_by_me[seen],
    )


def _learn_weights(lists: _Lists) -> FloatArray:
    """Weight of each list.

    Minimises sum over accounts (I follow them - sum of weights of the lists they are in)**2
    + SHRINKAGE * sum (weight - mean)**2, the mean being free; negative results become 0, so that
    one more of my follows never lowers a score.
    """
    count = len(lists.row_positions)
    mine = lists.followed_by_me[lists.columns].astype(float)
    shared = np.bincount(lists.rows, mine, minlength=count)
    common = _count_common(lists)
    normal = np.zeros((count + 1, count + 1))
    normal[:count, :count] = common + SHRINKAGE * np.eye(count)
    normal[count, :count] = normal[:count, count] = common.sum(axis=1)
    normal[count, count] = common.sum() + 1e-3
    target = np.concatenate((shared, [shared.sum()]))
    solved = np.linalg.solve(normal, target)
    weights: FloatArray = np.maximum(solved[:count] + solved[count], 0.0)
    if not weights.any():  # Nothing to learn from: count.
        weights = np.ones(count)
    return weights


def _count_common(lists: _Lists) -> FloatArray:
    """How many accounts each two lists have in common, shape (lists, lists)."""
    count = len(lists.row_positions)
    order = np.lexsort((lists.rows, lists.columns))
    rows, columns = lists.rows[order], lists.columns[order]
    sizes = np.bincount(columns, minlength=len(lists.column_positions))
    common = _count_common_popular(rows, columns, sizes, count)
    few = sizes[columns] <= POPULAR
    rows, columns = rows[few], columns[few]
    for step in range(1, POPULAR):
        first = np.flatnonzero(columns[:-step] == columns[step:])
        if len(first) == 0:
            break
        np.add.at(common, (rows[first], rows[first + step]), 1.0)
    common += common.T
    np.fill_diagonal(common, np.bincount(lists.rows, minlength=count))
    return common


def _count_common_popular(
    rows: IntArray, columns: IntArray, sizes: IntArray, count: int
) -> FloatArray:
    """Half of the accounts in common, of those in many lists, by dense blocks of columns."""
    common = np.zeros((count, count), dtype=np.float32)
    popular = np.flatnonzero(sizes > POPULAR)
    for block in np.array_split(popular, len(popular) // 2048 + 1):
        place = np.full(len(sizes), -1)
        place[block] = np.arange(len(block))
        inside = place[columns] >= 0
        dense = np.zeros((count, len(block)), dtype=np.float32)
        dense[rows[inside], place[columns[inside]]] = 1.0
        common += dense @ dense.T
    return common.astype(np.float64) / 2


def _collect_reasons(
    lists: _Lists, order: IntArray, weights: FloatArray
) -> tuple[IntArray, IntArray]:
    """Row starts and rows of the reasons for the ranked columns, heaviest row first."""
    place = np.full(len(lists.column_positions), -1)
    place[order] = np.arange(len(order))
    ranked = place[lists.columns] >= 0
    places, rows = place[lists.columns[ranked]], lists.rows[ranked]
    sequence = np.lexsort((rows, -weights[rows], places))
    sizes = np.bincount(places, minlength=len(order))
    return np.concatenate(([0], np.cumsum(sizes))), rows[sequence]
