"""Variety, rest and returns, in small made-up lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.model import Decision, Profile, Subject, SubjectKind, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.store.decisions import Showing
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.suggest.choose import REST_DAYS, Scored, order_of_the_day
from plnbuddy.suggest.day import DailyList, build_day
from plnbuddy.suggest.memory import Memory
from plnbuddy.system.config import Settings
from tests.suggested import days_later

TODAY = date(2026, 11, 24)


def person(
    name: str,
    topics: Sequence[str] = ("music",),
    sort: str = "person",
    place: str = "",
    languages: Sequence[str] = ("en",),
    levels: Sequence[str] = ("any",),
    role: Role = Role.TEACHER,
) -> Candidate:
    place = place or f"{name}.example"
    handle = f"{name}@{place}"
    return Candidate(
        subject=Subject(SubjectKind.PERSON, parse_handle(f"@{handle}")),
        name=name.capitalize(),
        sources=("curated",),
        topics=tuple(topics),
        levels=tuple(levels),
        languages=tuple(languages),
        region="",
        platforms=(Platform.MASTODON,),
        sort=sort,
        place=place,
        seen_year=2026,
        role=role,
    )


def scored(candidate: Candidate, score: float) -> Scored:
    return Scored(candidate, score, candidate.topics[0])


def names(chosen: Iterable[Scored]) -> list[str]:
    return [item.candidate.name.lower() for item in chosen]


@pytest.mark.parametrize("day", range(5))
def test_a_day_is_not_five_of_one_server(day: int) -> None:
    crowd = [scored(person(f"crowd{n}", place="big.example"), 0.9) for n in range(10)]
    others = [scored(person(f"other{n}"), 0.6) for n in range(3)]
    chosen = order_of_the_day([*crowd, *others], {}, TODAY + timedelta(days=day), 5)
    places = [item.candidate.place for item in chosen]
    assert len(set(places)) == 4
    assert places.count("big.example") == 2


@pytest.mark.parametrize("day", range(5))
def test_a_day_is_not_five_of_one_topic(day: int) -> None:
    crowd = [scored(person(f"crowd{n}"), 0.9) for n in range(10)]
    others = [scored(person("painter", ["arts"]), 0.76), scored(person("actor", ["drama"]), 0.76)]
    chosen = order_of_the_day([*crowd, *others], {}, TODAY + timedelta(days=day), 5)
    assert {item.topic for item in chosen} == {"music", "arts", "drama"}


@pytest.mark.parametrize("day", range(5))
def test_a_day_is_not_five_of_one_sort(day: int) -> None:
    crowd = [scored(person(f"crowd{n}", sort="organisation"), 0.9) for n in range(10)]
    chosen = order_of_the_day([*crowd, scored(person("human"), 0.8)], {}, TODAY, 5)
    assert {item.candidate.sort for item in chosen} == {"organisation", "person"}


def test_variety_never_hides_the_best_one() -> None:
    best = scored(person("best", place="big.example"), 0.95)
    rest = [scored(person(f"other{n}", place="big.example"), 0.5) for n in range(20)]
    for day in range(20):
        assert names(order_of_the_day([*rest, best], {}, TODAY + timedelta(days=day), 5))[0] == (
            "best"
        )


def test_those_shown_in_the_last_days_rest_until_the_others_run_out() -> None:
    pool = [scored(person(name), 0.5) for name in ("one", "two", "three", "four")]
    pool += [scored(person("rested"), 0.9), scored(person("resting"), 0.9)]
    shown = {
        "rested@rested.example": Showing(1, TODAY - timedelta(days=REST_DAYS)),
        "resting@resting.example": Showing(1, TODAY - timedelta(days=REST_DAYS - 1)),
    }
    assert names(order_of_the_day(pool, shown, TODAY, 5))[0] == "rested"
    assert "resting" not in names(order_of_the_day(pool, shown, TODAY, 5))
    assert names(order_of_the_day(pool, shown, TODAY, 6))[5] == "resting"


def test_what_was_shown_often_without_a_decision_fades() -> None:
    pool = [scored(person("often"), 0.6), scored(person("never"), 0.6)]
    shown = {"often@often.example": Showing(3, TODAY - timedelta(days=30))}
    for day in range(10):
        order = names(order_of_the_day(pool, shown, TODAY + timedelta(days=day), 2))
        assert order == ["never", "often"]


def test_near_equals_take_turns_from_day_to_day() -> None:
    pool = [scored(person(name), 0.6) for name in ("one", "two", "three", "four")]
    first = {
        names(order_of_the_day(pool, {}, TODAY + timedelta(days=day), 1))[0] for day in range(30)
    }
    assert first == {"one", "two", "three", "four"}


pools = st.lists(
    st.tuples(
        st.floats(0.01, 1.0),
        st.sampled_from(["music", "arts", "drama"]),
        st.sampled_from(["person", "organisation"]),
        st.sampled_from(["a.example", "b.example", "c.example", ""]),
    ),
    max_size=30,
)


@given(
    pool=pools,
    count=st.integers(0, 12),
    resting=st.sets(st.integers(0, 29)),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    mixed=st.randoms(use_true_random=False),
)
def test_an_order_of_the_day_depends_on_nothing_but_its_input(
    pool: list[tuple[float, str, str, str]],
    count: int,
    resting: set[int],
    day: date,
    mixed: Any,
) -> None:
    items = [
        scored(person(f"n{at}", [topic], sort, place), score)
        for at, (score, topic, sort, place) in enumerate(pool)
    ]
    keys = [item.candidate.subject.key for item in items]
    shown = {keys[at]: Showing(1, day - timedelta(days=1)) for at in resting if at < len(keys)}
    order = [item.candidate.subject.key for item in order_of_the_day(items, shown, day, count)]
    assert len(order) == min(count, len(items))
    assert len(set(order)) == len(order)
    assert set(order) <= set(keys)
    # Nobody who rests stands before somebody who does not.
    rests = [key in shown for key in order]
    assert rests == sorted(rests)
    # Neither the order of the candidates nor the length of the list matters.
    mixed.shuffle(items)
    longer = order_of_the_day(items, shown, day, count + 5)
    assert [item.candidate.subject.key for item in longer][:count] == order


def list_of_the_day(
    candidates: Sequence[Candidate],
    day: int = 0,
    decisions: Mapping[str, tuple[Verdict, int, int | None]] = {},
    shown: Mapping[str, Showing] = {},
    count: int = 5,
) -> DailyList:
    """A list; `decisions` by name: the verdict, the day it fell on and the day it is due."""
    kept = {
        (candidate.subject.kind, candidate.subject.key): Decision(
            candidate.subject,
            decisions[candidate.name][0],
            TODAY + timedelta(days=decisions[candidate.name][1]),
            None if (due := decisions[candidate.name][2]) is None else TODAY + timedelta(days=due),
        )
        for candidate in candidates
        if candidate.name in decisions
    }
    showings = {
        (candidate.subject.kind, candidate.subject.key): shown[candidate.name]
        for candidate in candidates
        if candidate.name in shown
    }
    return build_day(
        candidates=lambda kind: candidates,
        memory=Memory(kept, showings),
        settings=Settings(profile=Profile(topics=("music",), levels=("secondary",))),
        clock=Clock(datetime.fromisoformat(days_later(day)), UTC),
        wanted={SubjectKind.PERSON: count},
    )


def people_of_the_day(
    candidates: Sequence[Candidate],
    day: int = 0,
    decisions: Mapping[str, tuple[Verdict, int, int | None]] = {},
    shown: Mapping[str, Showing] = {},
) -> list[str]:
    daily = list_of_the_day(candidates, day, decisions, shown)
    return [suggestion.name for suggestion in daily.suggestions]


def test_the_topic_next_door_is_only_for_who_asks_for_it_and_strangers_stay_away() -> None:
    candidates = [
        person("physicist", ["physics"]),
        person("painter", ["arts"]),
        person("musician", ["music"]),
        person("foreigner", ["music"], languages=["fi"]),
    ]
    assert people_of_the_day(candidates) == ["Musician"]


def test_decisions_strike_out_and_later_returns_on_its_day() -> None:
    candidates = [person(f"n{at}") for at in range(4)]
    decisions = {
        "N0": (Verdict.FOLLOWED, -3, None),
        "N1": (Verdict.SKIPPED, 0, None),
        "N2": (Verdict.LATER, -3, 2),
    }
    assert people_of_the_day(candidates, 0, decisions) == ["N3"]
    assert people_of_the_day(candidates, 1, decisions) == ["N3"]
    assert sorted(people_of_the_day(candidates, 2, decisions)) == ["N2", "N3"]
    assert sorted(people_of_the_day(candidates, 90, decisions)) == ["N2", "N3"]


def test_a_put_off_person_who_is_due_comes_before_those_who_only_rest() -> None:
    candidates = [person(f"n{at}") for at in range(9)]
    shown = {"N0": Showing(1, TODAY)}
    decisions = {"N0": (Verdict.LATER, 0, 3)}
    assert "N0" not in people_of_the_day(candidates, 2, decisions, shown)
    assert "N0" in people_of_the_day(candidates, 3, decisions, shown)


def test_a_put_off_person_is_on_the_list_of_the_due_day_whatever_the_score() -> None:
    weak = person("weak", levels=["early"])  # The teacher is at a secondary school.
    candidates = [weak, *(person(f"n{at}") for at in range(20))]
    decisions = {"Weak": (Verdict.LATER, 0, 3)}
    for day in (0, 3):
        assert "Weak" not in people_of_the_day(candidates, day)
    assert "Weak" not in people_of_the_day(candidates, 2, decisions)
    assert "Weak" in people_of_the_day(candidates, 3, decisions)


def test_explain_says_why_each_of_the_others_is_not_here() -> None:
    candidates = [
        *(person(name) for name in ("followed", "skipped", "later", "resting")),
        person("chosen", place="shared.example"),
        person("neighbour", place="shared.example", languages=["en", "fi"]),
    ]
    daily = list_of_the_day(
        candidates,
        day=1,
        decisions={
            "Followed": (Verdict.FOLLOWED, 0, None),
            "Skipped": (Verdict.SKIPPED, -1, None),
            "Later": (Verdict.LATER, 0, 8),
        },
        shown={"Resting": Showing(1, TODAY)},
        count=1,
    )
    [section] = daily.sections
    chosen = section.suggestions[0].name.lower()
    left = "neighbour" if chosen == "chosen" else "chosen"
    assert {
        each.label.partition("@")[2].partition("@")[0]: each.why for each in section.passed_over
    } == {
        "followed": "followed yesterday",
        "skipped": "skipped last Monday",
        "later": "put off, comes back on 2 December",
        "resting": "shown yesterday, rests until 1 December",
        left: f"same server as @{chosen}@shared.example",
    }
    assert (section.fitting, section.decided) == (6, 3)
