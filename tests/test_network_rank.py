"""What ranking and choosing promise, on small graphs worked out by hand and on random ones."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.ranking.pages import (
    PAGE_SIZE,
    ReadingProgress,
    choose_next_list,
    estimate_list_weights,
    estimate_shared_share,
    plan_requests,
)
from plnbuddy.ranking.weights import (
    FollowGraph,
    IntArray,
    Ranking,
    build_graph,
    list_lengths,
    rank_candidates,
)

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


# --- the graph


def test_a_graph_keeps_each_tie_once_and_drops_self_follows() -> None:
    graph = build_graph(np.array([(7, 3), (7, 3), (7, 7), (3, 9), (7, 9)]))
    assert graph.account_ids.tolist() == [3, 7, 9]
    assert list_lengths(graph).tolist() == [1, 2, 0]
    assert graph.followed.tolist() == [2, 0, 2]


def test_an_empty_graph_has_no_accounts_and_no_candidates() -> None:
    graph = build_graph(np.zeros((0, 2), dtype=np.int64))
    assert len(graph.account_ids) == 0
    assert len(rank_candidates(graph, ME, ids(2, 3)).candidate_ids) == 0


# --- ranking


def test_equal_weights_count_my_follows_and_name_them() -> None:
    graph = graph_of({10: [30, 31], 11: [30, 32], 12: [30, 31]})
    ranking = rank_candidates(graph, ME, ids(10, 11, 12), list_weights=ones(graph))
    assert ranking.candidate_ids.tolist() == [30, 31, 32]
    assert ranking.scores.tolist() == [3.0, 2.0, 1.0]
    assert ranking.counts.tolist() == [3, 2, 1]
    assert [ranking.reasons(place).tolist() for place in range(3)] == [
        [10, 11, 12],
        [10, 12],
        [11],
    ]


def test_learned_weights_solve_the_stated_least_squares_problem() -> None:
    lists = {10: [20, 21, 22, 30], 11: [20, 31, 32], 12: [21, 30, 31, 33]}
    graph = graph_of(lists)
    mine = [10, 11, 12, 20, 21, 22]
    accounts = sorted({member for members in lists.values() for member in members})
    contains = np.array([[float(a in lists[f]) for a in accounts] for f in (10, 11, 12)])
    followed = np.array([float(a in mine) for a in accounts])
    mean = np.ones((3, 1))
    apart = np.eye(3) * np.sqrt(30.0)
    # weights = mean + deviations: stack the data and the penalty on the deviations
    design = np.block([[contains.T, contains.T @ mean], [apart, np.zeros((3, 1))]])
    solved = np.linalg.lstsq(design, np.concatenate((followed, np.zeros(3))), rcond=None)[0]
    weights = solved[:3] + solved[3]
    assert np.all(weights > 0)
    scores = as_scores(rank_candidates(graph, ME, ids(*mine)))
    expected = dict(zip(accounts, (contains.T @ weights).tolist(), strict=True))
    for account in (30, 31, 32, 33):
        assert scores[account] == pytest.approx(expected[account], rel=1e-3)


def test_a_list_like_my_own_weighs_more_than_a_list_of_strangers() -> None:
    shared, strangers = list(range(20, 60)), list(range(100, 140))
    graph = graph_of({10: [*shared, 300], 11: [*strangers, 301]})
    ranking = rank_candidates(graph, ME, ids(10, 11, *shared))
    assert ranking.candidate_ids[0] == 300
    assert as_scores(ranking)[300] > as_scores(ranking)[301]


def test_reasons_name_the_most_telling_follow_first() -> None:
    shared = list(range(20, 60))
    graph = graph_of({10: [200, 201, 300], 11: [*shared, 300]})
    ranking = rank_candidates(graph, ME, ids(10, 11, *shared))
    assert ranking.candidate_ids[0] == 300
    assert ranking.reasons(0).tolist() == [11, 10]


def test_nothing_shared_falls_back_to_counting() -> None:
    graph = graph_of({10: [30, 31], 11: [31, 32]})
    ranking = rank_candidates(graph, ME, ids(10, 11))
    assert ranking.candidate_ids.tolist() == [31, 30, 32]


def test_only_lists_of_my_follows_are_used() -> None:
    graph = graph_of({10: [30], 11: [31], 12: [32]})
    ranking = rank_candidates(graph, ME, ids(10, 11))
    assert ranking.candidate_ids.tolist() == [30, 31]


def test_my_own_row_of_the_graph_is_never_looked_at() -> None:
    lists = {10: [20, 30, 31], 11: [20, 31, 32], 12: [30, 40]}
    follows = ids(10, 11, 12, 20)
    without = rank_candidates(graph_of(lists), ME, follows)
    graph = graph_of({**lists, ME: [30, 40, 10, 11]})
    assert as_scores(rank_candidates(graph, ME, follows)) == as_scores(without)


def test_list_and_candidate_weights_multiply() -> None:
    graph = graph_of({10: [30, 31], 11: [31], 12: [32]})
    ranking = rank_candidates(
        graph,
        ME,
        ids(10, 11, 12),
        list_weights=values(graph, 1.0, a12=3.0),
        candidate_weights=values(graph, 1.0, a30=4.0),
    )
    assert as_scores(ranking) == {30: 4.0, 32: 3.0, 31: 2.0}


def test_limit_keeps_the_best_with_their_reasons() -> None:
    graph = graph_of({10: [30, 31], 11: [31, 32]})
    ranking = rank_candidates(graph, ME, ids(10, 11), limit=1)
    assert ranking.candidate_ids.tolist() == [31]
    assert ranking.reason_ids.tolist() == [10, 11]


@pytest.mark.parametrize("bad", [np.ones(2), np.array([1.0, 1.0, -1.0]), np.full(3, np.nan)])
def test_weights_of_the_wrong_size_or_sign_are_refused(bad: np.ndarray) -> None:
    graph = graph_of({10: [30, 31]})
    with pytest.raises(ValueError):
        rank_candidates(graph, ME, ids(10), candidate_weights=bad)


@given(TIES, FOLLOWS)
def test_no_known_follow_and_not_oneself_is_ever_ranked(
    ties: list[tuple[int, int]], follows: list[int]
) -> None:
    graph = build_graph(np.array(ties, dtype=np.int64).reshape(-1, 2))
    ranking = rank_candidates(graph, ME, ids(*follows))
    assert not set(ranking.candidate_ids.tolist()) & {ME, *follows}
    assert len(set(ranking.candidate_ids.tolist())) == len(ranking.candidate_ids)


@given(TIES, FOLLOWS)
def test_reasons_are_exactly_my_follows_who_follow_the_candidate(
    ties: list[tuple[int, int]], follows: list[int]
) -> None:
    graph = build_graph(np.array(ties, dtype=np.int64).reshape(-1, 2))
    ranking = rank_candidates(graph, ME, ids(*follows))
    for place, candidate in enumerate(ranking.candidate_ids.tolist()):
        expected = {f for f in follows if (f, candidate) in ties and f not in (candidate, ME)}
        assert set(ranking.reasons(place).tolist()) == expected
        assert ranking.counts[place] == len(ranking.reasons(place)) == len(expected) > 0
    assert np.all(np.diff(ranking.scores) <= 0)


@given(TIES, FOLLOWS, st.permutations(range(18)))
def test_renaming_the_accounts_changes_no_score(
    ties: list[tuple[int, int]], follows: list[int], names: list[int]
) -> None:
    renamed = [(names[a], names[b]) for a, b in ties]
    before = rank_candidates(
        build_graph(np.array(ties, dtype=np.int64).reshape(-1, 2)), ME, ids(*follows)
    )
    after = rank_candidates(
        build_graph(np.array(renamed, dtype=np.int64).reshape(-1, 2)),
        names[ME],
        ids(*(names[follow] for follow in follows)),
    )
    expected = {names[account]: score for account, score in as_scores(before).items()}
    assert as_scores(after) == pytest.approx(expected, abs=1e-9)


@given(TIES, FOLLOWS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(
    ties: list[tuple[int, int]], follows: list[int], shuffler: random.Random
) -> None:
    shuffled, others = list(ties), list(follows)
    shuffler.shuffle(shuffled)
    shuffler.shuffle(others)
    first = rank_candidates(
        build_graph(np.array(ties, dtype=np.int64).reshape(-1, 2)), ME, ids(*follows)
    )
    second = rank_candidates(
        build_graph(np.array(shuffled, dtype=np.int64).reshape(-1, 2)), ME, ids(*others)
    )
    assert first.candidate_ids.tolist() == second.candidate_ids.tolist()
    assert first.scores.tolist() == second.scores.tolist()
    assert first.reason_ids.tolist() == second.reason_ids.tolist()


def test_many_lists_with_popular_accounts_are_compared_like_few() -> None:
    generator = np.random.default_rng(3)
    lists = {f: generator.choice(400, 60, replace=False) + 1000 for f in range(10, 160)}
    popular = np.array([(f, 2000 + p) for f in range(10, 160) for p in range(3)])
    graph = build_graph(
        np.concatenate([*(np.column_stack((np.full(60, f), m)) for f, m in lists.items()), popular])
    )
    follows = ids(*range(10, 160), *range(1000, 1040), 2000)
    accounts = graph.account_ids
    contains = np.zeros((150, len(accounts)))
    for row, follow in enumerate(range(10, 160)):
        contains[row] = np.isin(accounts, [*lists[follow], 2000, 2001, 2002])
    followed = np.isin(accounts, follows).astype(float)
    common = contains @ contains.T
    normal = np.block(
        [
            [common + 30 * np.eye(150), common.sum(1)[:, None]],
            [common.sum(1)[None, :], common.sum()[None, None] + 1e-3],
        ]
    )
    target = contains @ followed
    solved = np.linalg.solve(normal, np.append(target, target.sum()))
    expected = np.maximum(solved[:150] + solved[150], 0.0) @ contains
    scores = as_scores(rank_candidates(graph, ME, follows))
    for place, account in enumerate(accounts.tolist()):
        if account in scores:
            assert scores[account] == pytest.approx(expected[place], abs=1e-6)


# --- reading


def test_before_anything_is_known_the_shortest_list_is_read_first() -> None:
    assert choose_next_list(progress_of([900, 40, 300]), 5) == 1


def test_a_list_that_shares_much_is_read_on() -> None:
    progress = progress_of([400, 400, 400], read=[80, 80, 0], shared=[2, 40, 0])
    assert choose_next_list(progress, 5) == 1


def test_a_list_that_shares_nothing_is_left_for_another() -> None:
    progress = progress_of([400, 400, 400], read=[80, 160, 0], shared=[0, 20, 0])
    share = estimate_shared_share(progress)
    assert share[0] < share[2] < 0.2


def test_probes_tell_which_list_to_read() -> None:
    progress = progress_of([300, 300, 300], probed_shared=[1, 9, 0], probed_share=0.2)
    assert choose_next_list(progress, 5) == 1
    weights = estimate_list_weights(progress)
    assert weights[1] > weights[0] > weights[2] > 0


def test_hidden_lists_change_nothing_for_the_others_and_weigh_what_probes_tell() -> None:
    alone = progress_of(
        [300, 90], read=[80, 0], shared=[8, 0], probed_shared=[0, 9], probed_share=0.3
    )
    both = progress_of(
        [300, 90, 0, 0],
        read=[80, 0, 0, 0],
        shared=[8, 0, 0, 0],
        hidden=[False, False, True, True],
        probed_shared=[0, 9, 12, 0],
        probed_share=0.3,
    )
    assert np.allclose(estimate_shared_share(both)[:2], estimate_shared_share(alone))
    weights = estimate_list_weights(both)
    assert np.allclose(weights[:2], estimate_list_weights(alone))
    assert weights[2] > weights[3] > 0


def test_hidden_and_finished_lists_are_never_chosen() -> None:
    progress = progress_of(
        [10, 50, 200], read=[0, 50, 0], shared=[0, 40, 0], hidden=[True, False, False]
    )
    assert choose_next_list(progress, 5) == 2
    assert choose_next_list(progress_of([10, 20], hidden=[True, True]), 5) is None


def test_nothing_is_chosen_without_requests_or_lists() -> None:
    assert choose_next_list(progress_of([10]), 0) is None
    assert choose_next_list(progress_of([]), 5) is None
    assert len(estimate_list_weights(progress_of([]))) == 0


def test_what_was_read_tells_what_to_expect_of_lists_of_that_length() -> None:
    share = estimate_shared_share(
        progress_of([100, 100, 3200], read=[100, 0, 0], shared=[20, 0, 0])
    )
    assert share[:2].tolist() == pytest.approx([0.2, 0.2])
    assert share[2] == pytest.approx(0.2 * 32**-0.4)  # A longer list holds a smaller share.


def test_of_two_lists_with_the_same_share_the_longer_one_tells_more() -> None:
    progress = progress_of([100, 400], read=[100, 400], shared=[20, 80], probed_share=0.5)
    short, long = estimate_list_weights(progress).tolist()
    assert long == pytest.approx(4 * short, rel=0.1)


@pytest.mark.parametrize(
    ("budget", "follows", "expected"),
    [(2, 500, (0, 2, 0)), (3, 500, (1, 1, 1)), (50, 500, (2, 47, 1)), (50, 30, (1, 48, 1))],
)
def test_a_third_of_a_small_budget_asks_who_follows_whom(
    budget: int, follows: int, expected: tuple[int, int, int]
) -> None:
    plan = plan_requests(budget, follows, familiar_followers=True)
    assert (plan.probes, plan.pages, plan.completions) == expected


@given(st.integers(-3, 500), st.integers(0, 3000), st.booleans())
def test_a_plan_never_exceeds_its_budget(budget: int, follows: int, familiar: bool) -> None:
    plan = plan_requests(budget, follows, familiar)
    assert plan.probes + plan.pages + plan.completions == max(budget, 0)
    assert min(plan.probes, plan.pages, plan.completions) >= 0
    if budget > 0:
        assert plan.pages > 0
    if not familiar:
        assert plan.probes == plan.completions == 0


@given(
    st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=8),
    st.integers(0, 30),
    st.integers(0, 2**32 - 1),
)
def test_reading_stays_within_the_budget_and_never_asks_for_a_hidden_list(
    lists: list[tuple[int, bool]], budget: int, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    progress = progress_of([n for n, _ in lists], hidden=[hidden for _, hidden in lists])
    pages = sum(-(-n // PAGE_SIZE) for n, hidden in lists if not hidden)
    spent = 0
    while (index := choose_next_list(progress, budget - spent)) is not None:
        spent += 1
        assert not progress.hidden[index]
        page = min(PAGE_SIZE, int(progress.lengths[index] - progress.read[index]))
        assert page > 0
        progress.read[index] += page
        progress.shared[index] += generator.integers(0, page + 1)
    assert spent == min(budget, pages)


@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=8),
    st.floats(0, 1),
    st.integers(0, 2**32 - 1),
)
def test_expected_shares_are_shares(lengths: list[int], probed: float, seed: int) -> None:
    generator = np.random.default_rng(seed)
    read = [int(generator.integers(0, n + 1)) for n in lengths]
    shared = [int(generator.integers(0, n + 1)) for n in read]
    share = estimate_shared_share(progress_of(lengths, read, shared, probed_share=probed))
    assert np.all((share >= 0) & (share <= 1))
