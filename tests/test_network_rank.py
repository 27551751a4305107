"""What ranking promises, on small graphs worked out by hand and on random ones."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.ranking.weights import build_graph, list_lengths, rank_candidates
from tests.follow_graphs import FOLLOWS, ME, TIES, as_scores, graph_of, ids, ones, values


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
