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

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

SHRINKAGE = 30.0
"""How hard list weights are drawn to their mean, in accounts; 10 to 100 rank about alike."""

DENSE = 16
"""Ids that span less than so many times the number of ties get a look-up table."""

STEPS = 300
PRECISE = 1e-9
"""List weights are solved for in at most so many steps, to this share of what is unexplained."""


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
    account_ids, places = _numbered(pairs[:, 0], pairs[:, 1])
    return _graph(account_ids, places(pairs[:, 0]), places(pairs[:, 1]))


def graph_of_lists(owners: IntArray, lengths: IntArray, followed: IntArray) -> FollowGraph:
    """Graph of whole lists: `owners` (k,) ascending, `lengths` (k,), and `followed` in a row."""
    account_ids, places = _numbered(owners, followed)
    return _graph(account_ids, np.repeat(places(owners), lengths), places(followed))


def _graph(account_ids: IntArray, rows: IntArray, columns: IntArray) -> FollowGraph:
    """The graph of ties from and to places in `account_ids`."""
    size = len(account_ids)
    apart = rows != columns
    if not apart.all():
        rows, columns = rows[apart], columns[apart]
    keys = rows * size + columns
    if not np.all(keys[1:] > keys[:-1]):
        keys = np.unique(keys)
        rows = keys // size if size else keys
        columns = keys - rows * size
    row_starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=size))))
    return FollowGraph(account_ids, row_starts.astype(np.int64), columns.astype("i4"))


def _numbered(
    followers: IntArray, followed: IntArray
) -> tuple[IntArray, Callable[[IntArray], IntArray]]:
    """All ids, ascending, and what turns ids into their places among them.

    Ids that lie close together, as a store gives them, need a look-up table and no sorting.
    """
    count = len(followed)
    if not count:
        return np.zeros(0, dtype=np.int64), lambda ids: ids
    low = int(min(followers.min(), followed.min()))
    high = int(max(followers.max(), followed.max()))
    if high - low > DENSE * count:
        found: IntArray = np.union1d(followers, followed)
        return found, lambda ids: np.searchsorted(found, ids)
    seen = np.zeros(high - low + 1, dtype=bool)
    seen[followers - low] = True
    seen[followed - low] = True
    table = np.cumsum(seen) - 1
    return np.flatnonzero(seen) + low, lambda ids: table[ids - low]


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
    if limit is not None and 0 < limit < len(candidates):  # Those far behind need no order.
        least = np.partition(scores[candidates], -limit)[-limit]
        candidates = candidates[scores[candidates] >= least]
    order = candidates[np.lexsort((candidates, -counts[candidates], -scores[candidates]))][:limit]
    starts, reasons = _collect_reasons(lists, order, weights)
    return Ranking(
        graph.account_ids[lists.column_positions[order]],
        scores[order],
        counts[order],
        starts,
        graph.account_ids[lists.row_positions[reasons]],
    )


def places_of(ids: IntArray, wanted: IntArray) -> tuple[IntArray, BoolArray]:
    """Where those of `wanted` that are in `ids` (ascending) stand there, and which these are."""
    places = np.searchsorted(ids, wanted)
    inside = places < len(ids)
    inside[inside] = ids[places[inside]] == wanted[inside]
    return places[inside], inside


def _positions(graph: FollowGraph, ids: IntArray) -> IntArray:
    """Places in the graph of those ids that are in it, ascending, each once."""
    ordered = np.sort(np.asarray(ids, dtype=np.int64))
    # (np.unique would load a module of its own, which takes longer than all of this.)
    distinct = ordered[np.diff(ordered, prepend=ordered[:1] - 1) > 0]
    return places_of(graph.account_ids, distinct)[0]


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
    row_positions = mine[(list_lengths(graph)[mine] > 0) & (graph.account_ids[mine] != me)]
    lengths = list_lengths(graph)[row_positions]
    rows = np.repeat(np.arange(len(row_positions)), lengths)
    offsets = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    targets = graph.followed[np.repeat(graph.row_starts[row_positions], lengths) + offsets]
    seen = np.zeros(len(graph.account_ids), dtype=bool)
    seen[targets] = True
    seen[own] = False
    if len(own) and not seen[own].all():  # Only ties to me are left out.
        kept = seen[targets]
        rows, targets = rows[kept], targets[kept]
    column_of = np.cumsum(seen) - 1
    followed_by_me = np.zeros(len(seen), dtype=bool)
    followed_by_me[mine] = True
    return _Lists(
        row_positions,
        np.flatnonzero(seen),
        rows,
        column_of[targets],
        followed_by_me[seen],
    )


def _learn_weights(lists: _Lists) -> FloatArray:
    """Weight of each list.

    Minimises sum over accounts (I follow them - sum of weights of the lists they are in)**2
    + SHRINKAGE * sum (weight - mean)**2, the mean being free; negative results become 0, so that
    one more of my follows never lowers a score.

    Solved by conjugate gradients (Hestenes and Stiefel 1952) on the ties themselves, so that
    no matrix of lists by lists is needed. An account in one list alone, as most are, tells of
    that list only, and is counted once instead of walked in every step.
    """
    count = len(lists.row_positions)
    sizes = np.bincount(lists.columns, minlength=len(lists.column_positions))
    shared = np.bincount(
        lists.rows, lists.followed_by_me[lists.columns].astype(float), minlength=count
    )
    walked = sizes[lists.columns] > 1
    column_of = np.cumsum(sizes > 1) - 1
    columns = column_of[lists.columns[walked]]
    width = int(np.count_nonzero(sizes > 1))
    in_several = np.bincount(lists.rows[walked], minlength=count)
    alone = np.bincount(lists.rows, minlength=count) - in_several
    filled = np.flatnonzero(in_several)
    starts = (np.cumsum(in_several) - in_several)[filled]

    def common(weights: FloatArray) -> FloatArray:
        """For each list, the weights of all lists summed over the accounts in it."""
        sums = np.bincount(columns, np.repeat(weights, in_several), minlength=width)
        found: FloatArray = alone * weights
        found[filled] += np.add.reduceat(sums[columns], starts)  # Ties stand list by list.
        return found

    def normal(unknown: FloatArray) -> FloatArray:
        apart, mean = unknown[:count], unknown[count]
        found = common(apart + mean)
        return np.append(found + SHRINKAGE * apart, found.sum() + 1e-3 * mean)

    lengths = np.bincount(lists.rows, minlength=count)
    diagonal = np.append(lengths + SHRINKAGE, float(np.square(sizes, dtype=float).sum()) + 1e-3)
    solved = _solve(normal, np.append(shared, shared.sum()), diagonal)
    weights: FloatArray = np.maximum(solved[:count] + solved[count], 0.0)
    if not weights.any():  # Nothing to learn from: count.
        weights = np.ones(count)
    return weights


def _solve(
    normal: Callable[[FloatArray], FloatArray], target: FloatArray, diagonal: FloatArray
) -> FloatArray:
    """The x for which normal(x) = target; `diagonal` of the operator speeds the search up."""
    x = np.zeros_like(target)
    left = target.copy()
    scaled = left / diagonal
    direction = scaled.copy()
    product = left @ scaled
    enough = PRECISE * np.sqrt(target @ target)
    for _ in range(STEPS):
        if np.sqrt(left @ left) <= enough:
            break
        image = normal(direction)
        step = product / (direction @ image)
        x += step * direction
        left -= step * image
        scaled = left / diagonal
        product, before = left @ scaled, product
        direction = scaled + product / before * direction
    return x


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
