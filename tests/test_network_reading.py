"""Which list is read next: what choosing promises, and that it stays within its budget."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.ranking.pages import (
    PAGE_SIZE,
    choose_next_list,
    estimate_list_weights,
    estimate_shared_share,
    plan_requests,
)
from tests.follow_graphs import progress_of


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
