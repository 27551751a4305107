"""A week's report: goals, people, the weeks before, the streak, the balance, and an empty week."""

import json
import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import journal_entries
from tests.conftest import NOW, Plnbuddy
from tests.weekly_reports import MONDAY, kind_of, report, steps, weeks_ago, write


def test_this_week_is_counted_against_the_weekly_goals(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "goals.connect", "3")
    music_teacher("config", "set", "goals.minutes", "90")
    for kind, minutes in (("connect", 5), ("connect", 10), ("collaborate", 20)):
        music_teacher("log", kind, "did it", "--minutes", str(minutes), "--date", "2026-11-23")
    music_teacher("log", "contribute", "without minutes")
    write(music_teacher, ("connect", "2026-11-22", "last week"))
    data = report(music_teacher)
    assert data["form"] == "plnbuddy.report.1"
    assert (data["period"]["first"], data["period"]["last"]) == ("2026-11-23", "2026-11-29")
    numbers = {k["kind"]: (k["count"], k["goal"], k["minutes"]) for k in data["kinds"]}
    assert numbers == {"connect": (2, 3, 15), "collaborate": (1, 2, 20), "contribute": (1, 1, 0)}
    assert (data["minutes"], data["minutes_limit"]) == (35, 90)
    text = music_teacher("report").output
    assert "This week, 23 to 29 November 2026" in text
    for phrase in ("2 of 3", "1 of 2", "1 of 1", "35 minutes", "90 you allow yourself"):
        assert phrase in text


def test_a_limit_that_was_passed_is_named_with_a_command_that_mends_it(
    music_teacher: Plnbuddy,
) -> None:
    music_teacher("log", "collaborate", "answered @anna@example.org", "--minutes", "100")
    (step,) = [s for s in report(music_teacher)["next_steps"] if "set yourself 60" in s["sentence"]]
    assert step["command"] == "plnbuddy config set goals.minutes 105"
    music_teacher(*step["command"].split()[1:])
    assert "set yourself" not in steps(music_teacher)


def test_goals_of_zero_are_no_goals(music_teacher: Plnbuddy) -> None:
    for goal in ("connect", "collaborate", "contribute", "minutes"):
        music_teacher("config", "set", f"goals.{goal}", "0")
    music_teacher("log", "connect", "met somebody", "--minutes", "50")
    text = music_teacher("report").output
    assert " of 0" not in text
    assert "allow yourself" not in text
    assert "goal" not in steps(music_teacher)


def test_people_and_hashtags_are_counted_and_new_people_named(music_teacher: Plnbuddy) -> None:
    write(
        music_teacher,
        ("connect", "2026-11-10", "met @old@example.org"),
        ("connect", "2026-11-23", "met @Old@example.org and @new@example.org on #EdChat"),
        ("collaborate", "2026-11-24", "answered @new@example.org on #edchat #rhythm"),
    )
    records = [json.loads(line) for line in music_teacher("log", "export").output.splitlines()]
    for record in records:  # What the text mentions is not recognised by an import.
        words = record["text"].split()
        record["people"] = [word for word in words if word.startswith("@")]
        record["tags"] = [word for word in words if word.startswith("#")]
        record["uid"] += "-full"
    journal_entries.write(music_teacher, *records)
    data = report(music_teacher)
    assert [(p["handle"].lower(), p["count"], p["new"]) for p in data["people"]] == [
        ("@new@example.org", 2, True),
        ("@old@example.org", 1, False),
    ]
    assert (data["people_count"], data["new_people_count"]) == (2, 1)
    tags = [(tag["tag"].lower().removeprefix("#"), tag["count"]) for tag in data["tags"]]
    assert tags == [("edchat", 2), ("rhythm", 1)]
    text = music_teacher("report").output
    assert "2 people, 1 for the first time: @new@example.org (2)" in text
    assert "(2)" in next(line for line in text.splitlines() if line.startswith("Hashtags:"))


def test_more_than_ten_people_are_counted_though_not_all_named(music_teacher: Plnbuddy) -> None:
    people = " ".join(f"@p{number}@example.org" for number in range(13))
    music_teacher("log", "connect", people)
    data = report(music_teacher)
    assert data["people_count"] == data["new_people_count"] == 13
    assert len(data["people"]) == 10
    assert "13 people" in music_teacher("report").output


def test_highlights_are_what_others_can_look_at(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "only met")
    music_teacher("log", "contribute", "shared it", "--url", "https://example.org/u")
    music_teacher("follow", "@anna@example.org")
    data = report(music_teacher)
    assert [activity["text"] for activity in data["highlights"]] == ["shared it", "only met"]
    assert "https://example.org/u" in music_teacher("report").output


def test_a_contribution_is_worth_remembering_before_any_number_of_newer_entries(
    music_teacher: Plnbuddy,
) -> None:
    entries = [
        {"kind": kind, "when": f"2026-11-23T0{hour}:00:00Z", "text": f"{kind} {number}"}
        for kind, hour, count in (("contribute", 1, 1), ("collaborate", 2, 250))
        for number in range(count)
    ]
    journal_entries.write(music_teacher, *entries)
    highlights = report(music_teacher)["highlights"]
    assert [activity["kind"] for activity in highlights] == ["contribute"] + ["collaborate"] * 4


# Earlier weeks.


def test_the_four_weeks_before_give_the_usual_number(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *weeks_ago(0, 0, 1, 1, 2, 4, 4, 4, 5, 5))
    data = report(music_teacher)
    assert kind_of(data, "connect")["usual"] == 1.5
    assert kind_of(data, "contribute")["usual"] == 0
    text = music_teacher("report").output
    assert "usually 1.5 a week" in text
    assert "none in the four weeks before" in text


def test_a_whole_usual_number_has_no_decimals(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *weeks_ago(1, 2, 3, 4))
    music_teacher("log", "connect", "met somebody")
    assert "usually 1 a week" in music_teacher("report").output


def test_the_chart_shows_eight_weeks(music_teacher: Plnbuddy) -> None:
    write(
        music_teacher,
        *weeks_ago(0, 7, 7, 8),
        ("contribute", "2026-11-24", "shared"),
        ("collaborate", "2026-11-15", "answered"),
    )
    weeks = report(music_teacher)["weeks"]
    numbers = [(week["connect"], week["collaborate"], week["contribute"]) for week in weeks]
    assert numbers == [(2, 0, 0), *[(0, 0, 0)] * 4, (0, 1, 0), (0, 0, 0), (1, 0, 1)]
    chart = music_teacher("report").output.split("Week by week")[1].splitlines()[1:9]
    assert [line.split()[:2] for line in chart] == [
        f"{MONDAY - timedelta(weeks=7 - at):%d %b}".split() for at in range(8)
    ]
    assert chart[0].count("▪") == 2
    assert chart[-1].count("●") == 1


def test_a_very_busy_week_fits_the_screen(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *(("connect", "2026-11-23", "x") for _ in range(500)), *weeks_ago(1))
    text = music_teacher("report").output
    assert max(map(len, text.split("Week by week")[1].split("Worth")[0].splitlines())) <= 80
    assert "500" in text


# The streak.


@pytest.mark.parametrize(
    ("weeks", "streak", "forgiven"),
    [
        ([], 0, 0),
        ([0], 1, 0),
        ([0, 1, 2], 3, 0),
        ([1, 2], 2, 0),
        ([0, 2, 3], 3, 1),
        ([0, 2, 4, 6], 4, 3),
        ([0, 1, 4, 5], 2, 0),
        ([2, 3], 2, 0),
        ([3, 4], 0, 0),
        ([0, 3], 1, 0),
        ([5], 0, 0),
    ],
)
def test_a_streak_forgives_one_missed_week_and_ends_with_two(
    music_teacher: Plnbuddy, weeks: list[int], streak: int, forgiven: int
) -> None:
    if weeks:
        write(music_teacher, *weeks_ago(*weeks))
    data = report(music_teacher)["streak"]
    assert (data["weeks"], data["forgiven"]) == (streak, forgiven)
    text = music_teacher("report").output
    assert (f"{streak} weeks in a row" in text) is (streak > 1)
    assert ("forgiven" in text) is (streak > 1 and forgiven > 0)


def test_a_streak_of_an_earlier_period_ends_with_that_period(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *weeks_ago(0, 1, 2, 3))
    data = report(music_teacher, "--from", "2026-11-02", "--to", "2026-11-15")
    assert data["streak"]["weeks"] == 2


@given(weeks=st.sets(st.integers(0, 12), min_size=1))
@settings(max_examples=40, deadline=None)
def test_a_streak_counts_active_weeks_up_to_the_first_gap_of_two(weeks: set[int]) -> None:
    newest_first = sorted(weeks)
    streak, forgiven = (1, 0) if newest_first[0] <= 2 else (0, 0)
    for newer, older in pairwise(newest_first) if streak else ():
        if older - newer > 2:
            break
        streak += 1
        forgiven += older - newer - 1
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        plnbuddy = Plnbuddy(home, {"PLNBUDDY_HOME": str(home), "PLNBUDDY_NOW": NOW})
        write(plnbuddy, *weeks_ago(*weeks))
        assert report(plnbuddy)["streak"] == {"weeks": streak, "forgiven": forgiven}


def test_a_streak_can_be_as_long_as_the_journal(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *weeks_ago(*range(300)))
    assert report(music_teacher)["streak"] == {"weeks": 300, "forgiven": 0}


# The balance.


@pytest.mark.parametrize(
    ("connect", "collaborate", "contribute", "sentence"),
    [
        (2, 0, 0, ""),
        (3, 0, 0, "All 3 activities were connect."),
        (1, 6, 1, "6 of 8 activities were collaborate."),
        (2, 2, 0, "contributed nothing"),
        (2, 0, 2, "Nothing was collaborate"),
        (0, 2, 2, "Nothing was connect"),
        (2, 1, 1, "All three C's have their share."),
    ],
)
def test_the_balance_says_how_the_three_relate(
    music_teacher: Plnbuddy, connect: int, collaborate: int, contribute: int, sentence: str
) -> None:
    counts = {"connect": connect, "collaborate": collaborate, "contribute": contribute}
    write(
        music_teacher,
        *((kind, "2026-11-23", "x") for kind, count in counts.items() for _ in range(count)),
    )
    balance = report(music_teacher)["balance"]
    assert sentence in balance
    assert bool(balance) is bool(sentence)
    assert balance in music_teacher("report").output


# An empty week.


def test_an_empty_week_is_kind_and_useful(music_teacher: Plnbuddy) -> None:
    text = music_teacher("report").output
    assert "Nothing is written down for these days, and that is fine" in text
    assert "plnbuddy log connect" in text
    assert "What next" in text
    assert "0 of" not in text
    assert report(music_teacher)["people"] == []


def test_an_empty_week_remembers_the_streak(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *weeks_ago(1, 2, 3))
    assert "3 weeks in a row" in music_teacher("report").output


def test_a_shown_report_counts_as_read(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "goals.connect", "3")

    def last_step() -> Any:
        return music_teacher("start", "--json").data["steps"][4]

    assert not last_step()["done"]
    music_teacher("report")
    assert last_step()["done"]
