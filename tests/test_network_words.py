"""What is said about a network: sentences, numbers, advice and changes."""

import json
from collections.abc import Sequence
from datetime import date

import pytest

from plnbuddy.shape.advice import Prospect, choose_advice
from plnbuddy.shape.changes import (
    Snapshot,
    say_what_changed,
    snapshot_from_dict,
    snapshot_to_dict,
)
from plnbuddy.shape.circles import find_circles
from plnbuddy.shape.describe import describe_shape
from plnbuddy.shape.ego import Alter, EgoNetwork, make_ego_network
from plnbuddy.shape.explanations import EXPLANATIONS
from plnbuddy.shape.naming import name_circles
from plnbuddy.shape.shape import Shape

DAY = date(2026, 11, 24)


def person(number: int, *topics: str, back: bool = False, known: bool = True) -> Alter:
    handle = f"@p{number:02}@school.social"
    return Alter(
        handle[1:], handle, f"P{number}", "", topics, ("secondary",), ("en",), "",
        "school.social", back, known,
    )  # fmt: skip


def among(places: Sequence[int], step: int = 1) -> list[tuple[int, int]]:
    """Everybody follows everybody of these, or every so manyth."""
    return [(a, b) for a in places for b in places if a != b and (a + b) % step == 0]


def shown(
    ego: EgoNetwork,
    topics: Sequence[str] = (),
    levels: Sequence[str] = (),
    prospects: Sequence[Prospect] = (),
    before: Snapshot | None = None,
) -> Shape:
    return describe_shape(ego, topics, levels, prospects, before, None, DAY)[0]


def two_circles(between: Sequence[tuple[int, int]], alone: int = 4) -> EgoNetwork:
    """Ten people about maths, ten about educational technology, and some on their own."""
    alters = [person(i, "math" if i < 10 else "edtech") for i in range(20)]
    alters += [person(20 + i) for i in range(alone)]
    ties = among(range(10)) + among(range(10, 20)) + list(between)
    return make_ego_network("@me@school.social", alters, ties)


CLOSE = [(a, b) for a in range(10) for b in range(10, 20) if (a + b) % 2 == 0]


def test_two_circles_that_know_each_other_well_and_few_outside() -> None:
    assert shown(two_circles(CLOSE), ("math",), ("primary",)).sentences == (
        "You follow 24 people.",
        "Most belong to two circles that know each other well: maths and educational technology.",
        "Only four people link you to anyone outside them.",
        "Nobody you follow teaches primary.",
    )


def test_two_circles_that_one_person_links() -> None:
    assert shown(two_circles([(0, 10)], alone=1), ("music", "edtech")).sentences == (
        "You follow 21 people.",
        "Most belong to two circles that hardly know each other: maths and educational technology.",
        "Two people link them: @p00@school.social and @p10@school.social.",
        "Nobody you follow is known for music.",
    )


def test_two_circles_that_nobody_links() -> None:
    assert shown(two_circles([], alone=0), ("math",), ("secondary",)).sentences == (
        "You follow 20 people.",
        "All belong to two circles that hardly know each other: maths and educational technology.",
        "Nobody but you clearly links these circles.",
        "None of them follows you back yet.",
    )


def test_nobody() -> None:
    view = shown(make_ego_network("@me", [], []))
    assert view.sentences == (
        "You follow nobody yet.",
        "Find a few people first: plnbuddy suggest people",
    )
    assert (view.people, view.numbers, view.advice, view.unknown) == ((), (), (), "")


def test_one_person() -> None:
    view = shown(make_ego_network("@me", [person(1, back=True)], [(0, 0)]))
    assert view.sentences == (
        "You follow one person, @p01@school.social.",
        "Circles show from about ten people on: plnbuddy suggest people",
        "They follow you back.",
    )
    assert {n.measure for n in view.numbers} == {"size", "followed_back", "circles"}


def test_one_crowd() -> None:
    crowd = make_ego_network("@me", [person(i, "math", back=True) for i in range(12)],
                             among(range(12)))  # fmt: skip
    assert shown(crowd).sentences == (
        "You follow twelve people.",
        "All of them know each other: news that reaches one reaches all of them.",
        "All of them follow you back.",
    )


def test_a_star() -> None:
    star = make_ego_network("@me", [person(i, back=i == 0) for i in range(15)], [])
    assert shown(star).sentences == (
        "You follow 15 people.",
        "No two of them follow each other: each opens a place of its own for you.",
        "One of them follows you back.",
    )


def test_everything_unknown() -> None:
    ego = make_ego_network("@me", [person(i, known=False) for i in range(15)], [])
    view = shown(ego, ("math",))
    assert view.sentences == (
        "You follow 15 people.",
        "Whom they follow is not known yet, so their circles are not: plnbuddy explore",
        "Nobody you follow is known for maths.",
    )
    assert view.unknown.startswith("Whom the people you follow follow is not known yet")
    values = {n.measure: n.value for n in view.numbers}
    assert values["density"] == values["constraint"] == "too little is known"
    assert "circles" not in values
    assert [circle.name for circle in view.circles] == ["not known yet"]


def test_little_known_is_said_with_care() -> None:
    alters = [person(i, "math", known=i < 6) for i in range(15)]
    view = shown(make_ego_network("@me", alters, among(range(6))))
    assert view.sentences[1] == "As far as is known, they form one circle: maths (six people)."
    assert view.unknown == (
        "Whom they follow is known for 6 of 15 people; some lists are hidden and some are not "
        "read yet. Numbers that depend on the rest are given as a range."
    )


def test_as_far_as_is_known_is_said_once() -> None:
    alters = [person(i, "math", known=i < 2) for i in range(15)]
    for ties in ([(0, 1)], [(0, 1), (1, 0)], []):
        sentence = shown(make_ego_network("@me", alters, ties)).sentences[1]
        assert sentence.lower().count("as far as is known") == 1, sentence


def test_levels_that_few_state_are_not_said_to_be_missing_for_certain() -> None:
    alters = [Alter(str(i), f"@{i}", "", "") for i in range(10)]
    ego = make_ego_network("@me", alters, among(range(10)))
    last = shown(ego, ("music", "arts"), ("higher", "any")).sentences[-1]
    assert last == (
        "Nobody you follow is known to teach in higher education or is known for music or art."
    )


def test_every_number_has_an_explanation_with_source_and_limits() -> None:
    view, _ = describe_shape(two_circles(CLOSE), (), (), (), None, 900, DAY)
    assert {n.measure for n in view.numbers} <= set(EXPLANATIONS)
    for name, text in EXPLANATIONS.items():
        assert "Limits" in text, name
        assert "  " not in text, name
    assert "0.100" in EXPLANATIONS["constraint"]
    assert "0.027" in EXPLANATIONS["constraint"]
    assert "Macià" in EXPLANATIONS["density"]


def test_numbers_are_digits_with_their_unit() -> None:
    view, _ = describe_shape(two_circles([], alone=0), (), (), (), None, 900, DAY)
    values = {n.measure: n.value for n in view.numbers}
    assert values["size"] == "20"
    assert values["followed_back"] == "0 of 20 (0%)"
    assert values["density"] == "47%"
    assert values["effective_size"] == "11.0 of 20"
    assert values["efficiency"] == "55%"
    assert values["open_pairs"] == values["only_through_you"] == "100"
    assert values["ei_topic"] == "-1.00 (by chance +0.05)"
    assert values["reach"] == "920"
    assert "ei_server" not in values  # all are on one server: it says nothing


def test_each_person_has_one_sentence_and_a_share_of_the_way_between_circles() -> None:
    people = {p.key: p for p in shown(two_circles([(0, 10)])).people}
    first, other, alone = (people[f"p{i}@school.social"] for i in ("00", "01", "20"))
    assert first.why == "The only link between maths and educational technology."
    assert other.why == "Belongs to maths; knows nine people you follow."
    assert alone.why.startswith("Not tied to anybody else you follow")
    assert (first.bridging, other.bridging, alone.bridging) == (1.0, 0.0, 0.0)
    assert first.topics == ("maths",)


def prospect(
    key: str,
    followed_by: Sequence[int] = (),
    *,
    new: float | None = None,
    topics: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
) -> Prospect:
    keys = tuple(f"p{i:02}@school.social" for i in followed_by)
    return Prospect(key, f"@{key}", key, "", tuple(topics), tuple(languages), keys, new)


def advised(*prospects: Prospect) -> dict[str, str]:
    view = shown(two_circles([(0, 10)]), ("music", "math"), (), prospects)
    return {advice.handle: advice.why for advice in view.advice}


def test_advice_says_exactly_how_somebody_improves_the_network() -> None:
    assert advised(
        prospect("a", topics=["music"], languages=["de"]),
        prospect("b", [0, 1, 11, 12, 13]),
        prospect("c", new=0.8),
        prospect("d", [2]),
        prospect("e", [20]),
    ) == {
        "@a": "Brings music, which nobody you follow covers; writes in German, which is new among "
        "them.",
        "@b": "Would link circles: followed by three in educational technology and two in maths.",
        "@c": "Opens new ground: 80% of whom they follow is new to you.",
        "@d": "Deepens the circle maths: followed by one of its ten people.",
        "@e": "Starts a circle for people on their own: followed by one of them.",
    }


def test_advice_is_not_five_of_a_kind() -> None:
    deeper = [prospect(f"d{i}", range(10), new=0.9) for i in range(5)]
    chosen = list(advised(*deeper, prospect("links", [0, 1, 11, 12])))
    assert chosen[1] == "@links"
    assert len(chosen) == 5


def test_nobody_is_advised_without_a_reason_or_when_followed_already() -> None:
    assert advised(prospect("x"), prospect("p03@school.social", [0], topics=["music"])) == {}


def test_advice_does_not_depend_on_the_order_of_prospects() -> None:
    ego = two_circles([(0, 10)])
    circle_of = find_circles(ego)
    circles = name_circles(ego, circle_of)
    some = [prospect(f"d{i}", range(i % 4), new=i / 10) for i in range(10)]
    chosen = choose_advice(ego, circles, circle_of, some)
    assert choose_advice(ego, circles, circle_of, some[::-1]) == chosen


def test_a_snapshot_survives_json() -> None:
    _, snapshot = describe_shape(two_circles(CLOSE), (), (), (), None, None, DAY)
    assert snapshot_from_dict(json.loads(json.dumps(snapshot_to_dict(snapshot)))) == snapshot


@pytest.mark.parametrize("plain", [{}, {"day": "soon"}, {"day": "2026-01-01", "circles": [1]}])
def test_what_is_no_snapshot_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        snapshot_from_dict(plain)


def test_nothing_is_said_when_nothing_changed_or_there_is_no_last_time() -> None:
    ego = two_circles([(0, 10)])
    view, snapshot = describe_shape(ego, (), (), (), None, None, date(2026, 3, 1))
    again, _ = describe_shape(ego, (), (), (), snapshot, None, DAY)
    assert view.changes == again.changes == ()
    assert [c.id for c in again.circles] == [c.id for c in view.circles]


def test_new_people_new_bridges_and_a_circle_that_grew() -> None:
    _, before = describe_shape(two_circles([]), (), (), (), None, None, date(2026, 3, 1))
    grown = two_circles([(0, b) for b in range(10, 15)])
    more = [person(30 + i, "math") for i in range(4)]
    ties = [(24 + i, b) for i in range(4) for b in range(10)]
    ego = make_ego_network(
        grown.owner, [*grown.alters, *more], [*map(tuple, grown.ties.tolist()), *ties]
    )
    assert shown(ego, before=before).changes == (
        "You follow four more people since March: @p30@school.social, @p31@school.social, "
        "@p32@school.social and @p33@school.social.",
        "One new bridge since March: @p00@school.social.",
        "The circle maths grew from 10 to 14 people since March.",
    )


def snapshot(day: str, keys: str = "abc", **more: object) -> Snapshot:
    return Snapshot(day, tuple(keys), **more)  # type: ignore[arg-type]


def test_changes_are_counted_in_the_right_number() -> None:
    now = snapshot("2026-11-24", "abd", bridges=("a",))
    before = snapshot("2026-11-03", "abc", bridges=("b", "c"))
    assert say_what_changed(before, now, {"d": "@d@s.org"}) == (
        "You follow one new person since 3 November: @d@s.org; you no longer follow one other.",
        "One new bridge since 3 November, and two fewer: a.",
    )
    assert say_what_changed(snapshot("2025-11-03", "abdx", bridges=("a",)), now, {}) == (
        "Since November 2025 you no longer follow one other.",
    )


def test_a_circle_that_is_new_and_one_that_is_gone() -> None:
    names = {1: "maths", 2: "music"}
    one = snapshot("2026-03-01", "abc", circles=dict.fromkeys("abc", 1), circle_names=names)
    both = snapshot("2026-11-24", "abc", circles={"a": 1, "b": 2, "c": 2}, circle_names=names)
    assert say_what_changed(one, both, {}) == ("New circle since March: music (2 people).",)
    none = snapshot("2026-11-24", "abc", circles=dict.fromkeys("abc", 0), circle_names=names)
    assert say_what_changed(one, none, {}) == ("The circle maths is no longer one since March.",)


def test_better_sight_is_not_sold_as_change() -> None:
    before = snapshot("2026-03-01", measures={"known": 10})
    now = snapshot("2026-11-24", measures={"known": 40}, bridges=("a",))
    assert say_what_changed(before, now, {}) == (
        "One new bridge since March: a.",
        "30 more lists are known than last time, so some of this may not be new.",
    )
