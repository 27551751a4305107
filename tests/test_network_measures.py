"""The measures of a network against second implementations and published examples."""

from collections.abc import Sequence
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.shape.bridges import count_bridges, find_bridges
from plnbuddy.shape.brokerage import (
    _betweenness_by_lists,
    _betweenness_by_matrix,
    betweenness,
    component_of,
    open_pairs,
    pairs_only_through_teacher,
    teacher_betweenness,
)
from plnbuddy.shape.constraint import constraint
from plnbuddy.shape.ego import Alter, EgoNetwork, make_ego_network
from plnbuddy.shape.measures import (
    density,
    directed_density,
    effective_size,
    efficiency,
    reach_in_three_steps,
    reciprocity_among_alters,
    reciprocity_with_teacher,
)
from plnbuddy.shape.mixing import KINDS, ei_index
from tests.measured_networks import (
    TEACHER,
    Pair,
    as_graph,
    circles_of,
    clique,
    exact,
    network,
    networks,
)


@given(networks())
def test_densities_and_reciprocity_are_those_of_networkx(ego: EgoNetwork) -> None:
    graph = as_graph(ego).subgraph(range(ego.size))
    if ego.size > 1:
        assert exact(directed_density(ego)) == pytest.approx(nx.density(graph))
        assert exact(density(ego)) == pytest.approx(nx.density(graph.to_undirected()))
    if len(ego.ties):
        assert exact(reciprocity_among_alters(ego)) == pytest.approx(nx.overall_reciprocity(graph))
    else:
        assert reciprocity_among_alters(ego) is None
    back = as_graph(ego).in_degree(TEACHER) / ego.size
    assert reciprocity_with_teacher(ego) == pytest.approx(back)


@given(networks())
def test_effective_size_is_that_of_networkx(ego: EgoNetwork) -> None:
    graph = as_graph(ego).to_undirected()
    expected = nx.effective_size(graph, nodes=[TEACHER])[TEACHER]
    assert exact(effective_size(ego)) == pytest.approx(expected)
    assert exact(efficiency(ego)) == pytest.approx(expected / ego.size)


@given(networks())
def test_constraint_is_that_of_networkx_on_directed_ties(ego: EgoNetwork) -> None:
    expected = nx.constraint(as_graph(ego), nodes=[TEACHER])[TEACHER]
    assert exact(constraint(ego)) == pytest.approx(expected)


@given(networks())
def test_betweenness_is_freemans_within_the_ego_network(ego: EgoNetwork) -> None:
    expected = nx.betweenness_centrality(as_graph(ego).to_undirected(), normalized=False)
    found = betweenness(ego)
    assert found.of_teacher == pytest.approx(expected[TEACHER], abs=1e-5)
    assert found.of_alters == pytest.approx([expected[p] for p in range(ego.size)], abs=1e-5)


@given(networks(), st.data())
def test_both_ways_to_betweenness_agree_with_counting_by_hand(
    ego: EgoNetwork, data: st.DataObject
) -> None:
    groups = np.array(data.draw(st.lists(st.integers(0, 2), min_size=ego.size, max_size=ego.size)))
    graph = as_graph(ego).to_undirected()
    expected = dict.fromkeys([TEACHER, *range(ego.size)], 0.0)
    for a, b in combinations(range(ego.size), 2):
        if groups[a] != groups[b] and not graph.has_edge(a, b):
            between = list(nx.common_neighbors(graph, a, b))
            for middle in between:
                expected[middle] += 1 / len(between)
    for way in (_betweenness_by_lists, _betweenness_by_matrix):
        found = way(ego, groups)
        assert found.of_teacher == pytest.approx(expected[TEACHER], abs=1e-4)
        assert found.of_alters == pytest.approx([expected[p] for p in range(ego.size)], abs=1e-4)


@given(networks())
def test_open_pairs_and_islands_are_counted_as_by_hand(ego: EgoNetwork) -> None:
    graph = as_graph(ego).subgraph(range(ego.size)).to_undirected()
    pairs = list(combinations(range(ego.size), 2))
    assert exact(open_pairs(ego)) == sum(not graph.has_edge(a, b) for a, b in pairs)
    apart = sum(not nx.has_path(graph, a, b) for a, b in pairs)
    assert exact(pairs_only_through_teacher(ego)) == apart
    assert len(set(component_of(ego).tolist())) == nx.number_connected_components(graph)


@given(networks())
def test_the_ei_index_counts_ties_outside_less_ties_inside(ego: EgoNetwork) -> None:
    def groups(place: int, kind: str) -> set[str]:
        alter = ego.alters[place]
        one = {"server": alter.server, "region": alter.region}.get(kind)
        many = {"topic": alter.topics, "language": alter.languages}.get(kind, ())
        return ({one} if one else set()) | set(many)

    def ei(pairs: Sequence[Pair], kind: str) -> float | None:
        both = [(groups(a, kind), groups(b, kind)) for a, b in pairs]
        told = [(a, b) for a, b in both if a and b]
        outside = sum(not a & b for a, b in told)
        return (outside - (len(told) - outside)) / len(told) if told else None

    for kind in KINDS:
        found = ei_index(ego, kind)
        expected = ei([(a, b) for a, b in ego.pairs.tolist()], kind)
        if found is None:
            assert expected is None
        else:
            assert exact(found.index) == pytest.approx(expected)
            chance = ei(list(combinations(range(ego.size), 2)), kind)
            assert found.by_chance == pytest.approx(chance)


@given(networks())
def test_bridges_are_those_of_their_definition(ego: EgoNetwork) -> None:
    circle_of = circles_of(ego)
    circle = [circle_of[alter.key] for alter in ego.alters]
    tied = {frozenset(pair) for pair in ego.pairs.tolist()}

    def count(place: int, number: int) -> int:
        return sum(frozenset({place, q}) in tied for q in range(ego.size) if circle[q] == number)

    expected = {}
    for place, own in enumerate(circle):
        others = {1, 2, 3} - {own} if own else set()
        many = {c for c in others if count(place, c) >= max(2, count(place, own) / 3)}
        fellows = [q for q in range(ego.size) if circle[q] == own and q != place]
        sole = {c for c in others if count(place, c) and not any(count(q, c) for q in fellows)}
        if many | sole:
            expected[ego.alters[place].key] = (sorted(many | sole), sorted(sole))
    found = {b.key: (list(b.circles), list(b.only_link)) for b in find_bridges(ego, circle_of)}
    assert found == expected
    assert exact(count_bridges(ego, circle_of)) == len(found)


@pytest.mark.parametrize("back", [(), range(10)])
def test_a_star_of_ten_has_a_constraint_of_a_tenth(back: Sequence[int]) -> None:
    assert exact(constraint(network(10, (), back))) == pytest.approx(0.100)


def test_constraint_falls_with_size_alone_even_in_a_crowd_where_all_know_each_other() -> None:
    crowd_of_150 = network(149, clique(149), range(149))
    assert exact(constraint(crowd_of_150)) == pytest.approx(0.027, abs=5e-4)
    assert exact(constraint(network(1, ()))) == 1


def test_borgattis_effective_size_of_150_people_in_five_cliques() -> None:
    ties = [(a, b) for a, b in clique(150) if a % 5 == b % 5]
    assert exact(effective_size(network(150, ties))) == pytest.approx(121)
    assert exact(efficiency(network(150, ties))) == pytest.approx(0.81, abs=0.005)


def test_effective_size_is_the_size_less_the_average_number_of_ties_as_borgatti_shows() -> None:
    three_ties = network(6, [(0, 1), (2, 3), (4, 5)])
    assert exact(effective_size(three_ties)) == pytest.approx(6 - 1)
    four_ties = network(6, [(0, 1), (2, 3), (4, 5), (1, 2)])
    assert exact(effective_size(four_ties)) == pytest.approx(4.67, abs=0.005)


def test_krackhardt_and_sterns_index_is_at_its_ends_when_all_ties_are_inside_or_outside() -> None:
    inside = ei_index(network(6, [(0, 3), (1, 4)]), "server")
    outside = ei_index(network(6, [(0, 1), (1, 2)]), "server")
    assert inside is not None
    assert outside is not None
    assert exact(inside.index) == -1
    assert exact(outside.index) == 1
    assert inside.by_chance == pytest.approx((12 - 3) / 15)


def test_a_star_and_a_clique_are_the_two_ends() -> None:
    star, crowd = network(10, ()), network(10, clique(10))
    assert exact(effective_size(star)) == 10
    assert exact(effective_size(crowd)) == pytest.approx(1)
    assert exact(teacher_betweenness(star)) == 45
    assert exact(teacher_betweenness(crowd)) == 0
    assert exact(pairs_only_through_teacher(star)) == 45
    assert exact(open_pairs(crowd)) == 0


def test_ties_to_oneself_doubles_and_places_that_do_not_exist_are_dropped() -> None:
    ego = network(3, [(0, 0), (0, 1), (0, 1), (1, 0), (2, 7), (-1, 2), (2, 1)])
    assert ego.ties.tolist() == [[0, 1], [1, 0], [2, 1]]
    assert ego.pairs.tolist() == [[0, 1], [1, 2]]


def test_a_person_listed_twice_counts_once_with_the_ties_of_both() -> None:
    people = [Alter(key, f"@{key}", key, "") for key in ("a", "b", "a")]
    ego = make_ego_network("@me", people, [(0, 1), (1, 2), (2, 0)])
    assert [alter.key for alter in ego.alters] == ["a", "b"]
    assert ego.ties.tolist() == [[0, 1], [1, 0]]


def test_reach_is_a_plain_count_when_the_second_step_was_counted() -> None:
    assert reach_in_three_steps(network(3, ()), 40) == 43
    assert reach_in_three_steps(network(3, ()), None) is None
