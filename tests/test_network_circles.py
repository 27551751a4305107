"""Circles: found, named, coloured, and the same from run to run."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plnbuddy.shape.circles import ALONE, find_circles, match_circles
from plnbuddy.shape.ego import Alter, EgoNetwork, make_ego_network
from plnbuddy.shape.naming import name_circles
from plnbuddy.shape.palette import ON_THEIR_OWN, PALETTE, color_of, next_circle_id

TOPICS = ("math", "library", "music", "ai")


def village(
    sizes: tuple[int, ...], seed: int = 1, *, topics: bool = True, within: float = 0.5
) -> EgoNetwork:
    """Groups of people with many ties within and few between."""
    chance = np.random.default_rng(seed)
    group = [number for number, size in enumerate(sizes) for _ in range(size)]
    alters = [
        Alter(
            f"u{i:03}@s.org",
            f"@u{i:03}@s.org",
            f"U{i}",
            "",
            topics=(TOPICS[g % 4],) if topics else (),
        )
        for i, g in enumerate(group)
    ]
    ties = [
        (a, b)
        for a in range(len(group))
        for b in range(len(group))
        if chance.random() < (within if group[a] == group[b] else 0.01)
    ]
    return make_ego_network("@me@s.org", alters, ties)


def without(ego: EgoNetwork, gone: set[int], extra: int = 0) -> EgoNetwork:
    """The network after some people went and some, tied to the first person's friends, came."""
    stay = [place for place in range(ego.size) if place not in gone]
    alters = [ego.alters[place] for place in stay]
    alters += [Alter(f"new{i}@s.org", f"@new{i}@s.org", "", "") for i in range(extra)]
    now = {place: i for i, place in enumerate(stay)}
    ties = [(now[a], now[b]) for a, b in ego.ties.tolist() if a in now and b in now]
    friends = [now[int(place)] for place in ego.neighbours.of(stay[0]) if int(place) in now]
    ties += [(len(stay) + i, friend) for i in range(extra) for friend in friends]
    return make_ego_network(ego.owner, alters, ties)


def test_groups_that_know_each_other_are_found() -> None:
    circles = find_circles(village((20, 15, 10)))
    assert [circles[f"u{i:03}@s.org"] for i in range(45)] == [1] * 20 + [2] * 15 + [3] * 10


@given(st.permutations(range(45)), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_the_order_of_people_makes_no_difference(order: list[int], seed: int) -> None:
    ego = village((20, 15, 10), seed, within=0.2)
    places = {place: i for i, place in enumerate(order)}
    ties = [(places[a], places[b]) for a, b in reversed(ego.ties.tolist())]
    mixed = make_ego_network(ego.owner, [ego.alters[place] for place in order], ties)
    assert find_circles(mixed) == find_circles(ego)
    named = [circle.name for circle in name_circles(ego, find_circles(ego))]
    assert [circle.name for circle in name_circles(mixed, find_circles(mixed))] == named


def test_circles_are_the_louvain_circles_of_networkx() -> None:
    ego = village((20, 15, 10))
    graph: nx.Graph[int] = nx.Graph(ego.pairs.tolist())
    expected = nx.community.louvain_communities(graph, seed=5)
    circles = find_circles(ego)
    members: dict[int, set[str]] = {}
    for key, number in circles.items():
        members.setdefault(number, set()).add(key)
    found = {frozenset(keys) for keys in members.values()}
    assert found == {frozenset(ego.alters[place].key for place in part) for part in expected}


def test_the_same_circle_keeps_its_number_name_and_colour_when_people_come_and_go() -> None:
    ego = village((20, 15, 10))
    before = find_circles(ego)
    names = {circle.id: circle.name for circle in name_circles(ego, before)}
    later = without(ego, {1, 2, 21, 22, 36}, extra=6)
    after = find_circles(later, before, names)
    assert all(after[key] == before[key] for key in after if key in before)
    assert {after[f"new{i}@s.org"] for i in range(6)} == {1}
    assert {c.id: c.name for c in name_circles(later, after, names)} == names


def test_a_circle_keeps_its_number_when_another_outgrows_it() -> None:
    before = find_circles(village((20, 15)))
    grown = village((20, 15))
    smaller = without(grown, set(range(10)))
    after = find_circles(smaller, before)
    assert {after[f"u{i:03}@s.org"] for i in range(20, 35)} == {2}
    assert {after[f"u{i:03}@s.org"] for i in range(10, 20)} == {1}


def test_a_new_circle_takes_a_new_number_even_when_an_old_one_is_gone() -> None:
    assert match_circles([["x", "y", "z"]], {"a": 1, "b": 1}, used_ids=(4,)) == [5]
    assert match_circles([["a", "b", "c"], ["x", "y", "z"]], {"a": 1, "b": 1, "q": 3}) == [1, 4]


def test_circles_are_paired_so_that_all_of_them_fit_best() -> None:
    previous = dict.fromkeys("abcdef", 1) | dict.fromkeys("ghi", 2)
    assert match_circles(["abcghi", "def"], previous) == [2, 1]


@pytest.mark.parametrize("sizes", [(1,), (2,), (1, 1, 1)])
def test_few_people_are_no_circle(sizes: tuple[int, ...]) -> None:
    ego = village(sizes, within=1.0)
    assert set(find_circles(ego).values()) == {ALONE}


def test_nobody_has_no_circles() -> None:
    ego = make_ego_network("@me", [], [])
    assert find_circles(ego) == {}
    assert name_circles(ego, {}) == ()


def test_one_crowd_is_one_circle_and_a_star_is_none() -> None:
    crowd, star = village((30,), within=1.0), village((30,), within=0.0)
    assert set(find_circles(crowd).values()) == {1}
    assert set(find_circles(star).values()) == {ALONE}
    assert [circle.name for circle in name_circles(star, find_circles(star))] == ["on their own"]


def test_a_circle_is_named_after_the_topics_that_mark_it_off() -> None:
    ego = village((20, 15, 10))
    circles = name_circles(ego, find_circles(ego))
    assert [circle.name for circle in circles] == ["maths", "school libraries", "music"]
    assert circles[0].about == "20 people: 20 about maths"


def test_a_circle_without_topics_is_named_after_its_most_central_person() -> None:
    ego = village((12, 10), topics=False)
    names = [circle.name for circle in name_circles(ego, find_circles(ego))]
    assert all(name.startswith("around @u0") for name in names)
    assert len(set(names)) == 2


def test_a_circle_without_topics_is_named_after_its_server_or_language() -> None:
    alters = [
        Alter(str(i), f"@{i}", "", "", languages=("de",) if i < 4 else (),
              server="mathstodon.xyz" if i >= 8 else f"{i}.org")
        for i in range(12)
    ]  # fmt: skip
    ties = [pair for start in (0, 4, 8) for pair in combinations(range(start, start + 4), 2)]
    ego = make_ego_network("@me", alters, ties)
    names = [circle.name for circle in name_circles(ego, find_circles(ego))]
    assert set(names) == {"in German", "around @4", "on mathstodon.xyz"}


def test_two_circles_with_the_same_topic_have_different_names() -> None:
    ego = village((10, 10, 10, 10, 10, 10, 10, 10))
    names = [circle.name for circle in name_circles(ego, find_circles(ego))]
    assert len(set(names)) == len(names) == 8


def test_a_new_circle_avoids_the_colours_in_use() -> None:
    assert next_circle_id(12, [2, 3]) == 13
    assert next_circle_id(12, [1, 2]) == 15
    assert color_of(1) == color_of(13)
    assert color_of(ALONE) == ON_THEIR_OWN


# How colours look to people who lack one kind of cone (Machado et al. 2009, severity 1).
_SIGHT = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
_TO_CONES = np.array([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
])  # fmt: skip
_TO_LAB = np.array([
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
])  # fmt: skip


def linear(colors: tuple[str, ...]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    values = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colors]) / 255
    result: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    result = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return result


@pytest.mark.parametrize("sight", sorted(_SIGHT))
def test_colours_are_apart_for_every_kind_of_sight(sight: str) -> None:
    seen = np.clip(linear(PALETTE) @ np.array(_SIGHT[sight]).T, 0, 1)
    lab = np.cbrt(seen @ _TO_CONES.T) @ _TO_LAB.T
    least = min(float(np.linalg.norm(a - b)) for a, b in combinations(lab, 2))
    assert least > 0.07


def test_colours_are_visible_on_white_and_on_dark() -> None:
    dark = float((linear(("#121212",)) @ [0.2126, 0.7152, 0.0722])[0])
    for light in (linear((*PALETTE, ON_THEIR_OWN)) @ [0.2126, 0.7152, 0.0722]).tolist():
        assert 1.05 / (light + 0.05) >= 3
        assert (light + 0.05) / (dark + 0.05) >= 3
