"""Measures of a network that is half known are ranges, and the truth is within them."""

from collections.abc import Callable
from itertools import combinations, compress, product

import pytest
from hypothesis import given

from plnbuddy.shape.brokerage import betweenness, open_pairs, teacher_betweenness
from plnbuddy.shape.ego import EgoNetwork, EmptyNetworkError
from plnbuddy.shape.measures import (
    Range,
    density,
    directed_density,
    effective_size,
    reciprocity_among_alters,
    reciprocity_with_teacher,
)
from plnbuddy.shape.mixing import KINDS, ei_index
from tests.measured_networks import RANGES, exact, half_known, network


def assert_within(truth: float, found: Range) -> None:
    assert found.lowest - 1e-5 <= truth <= found.highest + 1e-5


# To make up a network takes longer than to measure it, so each is measured in every way.
@given(half_known())
def test_the_truth_is_within_the_range_of_what_is_known(
    pair: tuple[EgoNetwork, EgoNetwork],
) -> None:
    whole, seen = pair
    for name, measure in RANGES.items():
        truth, found = measure(whole), measure(seen)
        if truth is not None:
            assert found is not None, name
            assert_within(exact(truth), found)


@given(half_known())
def test_the_true_mixing_is_within_the_range(pair: tuple[EgoNetwork, EgoNetwork]) -> None:
    for kind in KINDS:
        truth, found = (ei_index(ego, kind) for ego in pair)
        if truth is not None and found is not None:
            assert_within(exact(truth.index), found.index)
            assert truth.by_chance == found.by_chance


@given(half_known())
def test_a_range_is_reached_by_the_emptiest_and_the_fullest_network(
    pair: tuple[EgoNetwork, EgoNetwork],
) -> None:
    _, seen = pair
    unknown = [p for p, known in enumerate(seen.known.tolist()) if not known]
    back = [p for p, alter in enumerate(seen.alters) if alter.follows_me]
    rest = [(a, b) for a in unknown for b in range(seen.size)]
    ties = [(a, b) for a, b in seen.ties.tolist()]
    emptiest, fullest = network(seen.size, ties, back), network(seen.size, ties + rest, back)
    for measure in (effective_size, open_pairs, teacher_betweenness):
        found = measure(seen)
        assert found is not None
        assert found.highest == pytest.approx(exact(measure(emptiest)), abs=1e-5)
        assert found.lowest == pytest.approx(exact(measure(fullest)), abs=1e-5)


def test_reciprocity_reaches_from_the_lowest_to_the_highest_possible_truth() -> None:
    """Every network of three people, whoever of them hides whom they follow."""
    cells = [(a, b) for a in range(3) for b in range(3) if a != b]
    for unknown in (chosen for n in range(4) for chosen in combinations(range(3), n)):
        for chosen in product((True, False), repeat=len(cells)):
            ties = list(compress(cells, chosen))
            hidden = [cell for cell in cells if cell not in ties and cell[0] in unknown]
            seen = network(3, ties, unknown=unknown)
            found = reciprocity_among_alters(seen)
            whole = [
                {*ties, *compress(hidden, more)} for more in product((0, 1), repeat=len(hidden))
            ]
            truths = [
                sum((b, a) in all_ties for a, b in all_ties) / len(all_ties)
                for all_ties in whole
                if all_ties
            ]
            if found is not None:
                assert (found.lowest, found.highest) == (min(truths), max(truths)), (unknown, ties)


@pytest.mark.parametrize("measure", [*RANGES.values(), betweenness, reciprocity_with_teacher])
def test_a_network_of_nobody_has_no_measures(measure: Callable[[EgoNetwork], object]) -> None:
    with pytest.raises(EmptyNetworkError):
        measure(network(0, ()))


def test_a_network_of_one_has_a_size_and_no_density() -> None:
    one = network(1, ())
    assert exact(effective_size(one)) == 1
    assert density(one) is None
    assert directed_density(one) is None


@pytest.mark.parametrize("name", sorted(RANGES))
def test_measures_abstain_when_fewer_than_half_of_the_lists_are_known(name: str) -> None:
    ties = [(0, 1), (0, 4)]
    assert RANGES[name](network(10, ties, unknown=range(4, 10))) is None
    assert RANGES[name](network(10, ties, unknown=range(5, 10))) is not None
