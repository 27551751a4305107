"""The report: periods, goals, comparison, streak, balance, next steps, and every format."""

import csv
import io
import json
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plnbuddy.core.clock import week_start
from plnbuddy.report.period import Period, between, spoken_span, this_month, this_week
from tests.conftest import NOW, Plnbuddy

TODAY = date(2026, 11, 24)  # A Tuesday; the week is 23 to 29 November.
MONDAY = date(2026, 11, 23)


def write(plnbuddy: Plnbuddy, *entries: tuple[str, str, str]) -> None:
    """Add entries of kind, day (noon UTC) and text, in one import."""
    records = [
        {"uid": f"{at}-{day}-{kind}", "kind": kind, "when": f"{day}T12:00:00Z", "day": day}
        | {"text": text}
        for at, (kind, day, text) in enumerate(entries)
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    file = plnbuddy.home.parent / "entries.jsonl"
    file.write_text(lines, encoding="utf-8")
    plnbuddy("log", "import", str(file))


def weeks_ago(*weeks: int) -> list[tuple[str, str, str]]:
    """One entry on the Monday of each of these weeks."""
    return [("connect", str(MONDAY - timedelta(weeks=week)), "met somebody") for week in weeks]


def report(plnbuddy: Plnbuddy, *arguments: str, now: str | None = None) -> Any:
    return plnbuddy("report", "--json", *arguments, now=now).data


def kind_of(data: Any, kind: str) -> Any:
    return next(each for each in data["kinds"] if each["kind"] == kind)


def steps(plnbuddy: Plnbuddy, now: str | None = None) -> str:
    data = report(plnbuddy, now=now)
    assert len(data["next_steps"]) == 2
    return " | ".join(step["sentence"] for step in data["next_steps"])


# This week against the goals.


def test_this_week_is_counted_against_the_weekly_goals(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "goals.connect", "3")
    music_teacher("config", "set", "goals.minutes", "90")
    for kind, minutes in (("connect", 5), ("connect", 10), ("collaborate", 20)):
        music_teacher("log", kind, "did it", "--minutes", str(minutes), "--date", "yesterday")
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
    file = music_teacher.home.parent / "again.jsonl"
    records = [json.loads(line) for line in music_teacher("log", "export").output.splitlines()]
    for record in records:  # What the text mentions is not recognised by an import.
        words = record["text"].split()
        record["people"] = [word for word in words if word.startswith("@")]
        record["tags"] = [word for word in words if word.startswith("#")]
        record["uid"] += "-full"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    music_teacher("log", "import", str(file))
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
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    entries = [
        {"kind": kind, "when": f"2026-11-23T0{hour}:00:00Z", "text": f"{kind} {number}"}
        for kind, hour, count in (("contribute", 1, 1), ("collaborate", 2, 250))
        for number in range(count)
    ]
    file = tmp_path / "many.jsonl"
    file.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    music_teacher("log", "import", str(file))
    highlights = report(music_teacher)["highlights"]
    assert [activity["kind"] for activity in highlights] == ["contribute"] + ["collaborate"] * 4


# Periods.


@pytest.fixture
def busy_autumn(music_teacher: Plnbuddy) -> Plnbuddy:
    """One connect on every day from 1 September to 24 November."""
    first = date(2026, 9, 1)
    days = [first + timedelta(days=at) for at in range((TODAY - first).days + 1)]
    write(music_teacher, *(("connect", str(day), f"day {day}") for day in days))
    return music_teacher


@pytest.mark.parametrize(
    ("arguments", "first", "last", "count", "goal"),
    [
        ([], "2026-11-23", "2026-11-29", 2, 2),
        (["--week"], "2026-11-23", "2026-11-29", 2, 2),
        (["--month"], "2026-11-01", "2026-11-30", 24, 8),
        (["--since", "2026-11-20"], "2026-11-20", "2026-11-24", 5, 2),
        (["--since", "last friday"], "2026-11-20", "2026-11-24", 5, 2),
        (["--since", "today"], "2026-11-24", "2026-11-24", 1, 2),
        (["--from", "2026-09-01", "--to", "2026-09-14"], "2026-09-01", "2026-09-14", 14, 4),
        (["--from", "1 october", "--to", "yesterday"], "2026-10-01", "2026-11-23", 54, 16),
        (["--from", "2026-11-23"], "2026-11-23", "2026-11-24", 2, 2),
        (["--from", "2026-09-05", "--to", "2026-09-05"], "2026-09-05", "2026-09-05", 1, 2),
        (["--from", "2026-08-20", "--to", "2026-08-31"], "2026-08-20", "2026-08-31", 0, 4),
    ],
)
def test_a_period_holds_its_days_and_the_goals_of_its_weeks(
    busy_autumn: Plnbuddy, arguments: list[str], first: str, last: str, count: int, goal: int
) -> None:
    data = report(busy_autumn, *arguments)
    assert (data["period"]["first"], data["period"]["last"]) == (first, last)
    assert (kind_of(data, "connect")["count"], kind_of(data, "connect")["goal"]) == (count, goal)


@pytest.mark.parametrize(
    ("starts", "first", "count"), [("monday", "2026-11-23", 2), ("sunday", "2026-11-22", 3)]
)
def test_the_week_starts_on_the_day_that_the_teacher_chose(
    busy_autumn: Plnbuddy, starts: str, first: str, count: int
) -> None:
    busy_autumn("config", "set", "display.week_starts", starts)
    data = report(busy_autumn)
    assert data["period"]["first"] == first
    assert kind_of(data, "connect")["count"] == count
    chart = [week["first_day"] for week in data["weeks"]]
    assert chart == [str(date.fromisoformat(first) - timedelta(weeks=7 - at)) for at in range(8)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--week", "--month"],
        ["--month", "--since", "yesterday"],
        ["--since", "yesterday", "--from", "2026-11-01"],
        ["--week", "--to", "yesterday"],
        ["--to", "yesterday"],
        ["--from", "2026-11-20", "--to", "2026-11-01"],
        ["--since", "tomorrow"],
        ["--since", "whenever"],
        ["--since", ""],
        ["--from", "2026-02-31"],
        ["--format", "pdf"],
        ["everything"],
    ],
)
def test_a_period_that_does_not_fit_is_refused(
    music_teacher: Plnbuddy, arguments: list[str]
) -> None:
    answer = music_teacher("report", *arguments, ok=False)
    assert answer.exit_code == 2, answer
    assert answer.output == ""
    assert answer.messages.strip()
    assert "stumbled" not in answer.messages


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), first_weekday=st.sampled_from([0, 6]))
def test_a_week_has_seven_days_around_its_day(day: date, first_weekday: int) -> None:
    week = this_week(day, first_weekday)
    assert (week.days, week.weeks) == (7, 1)
    assert week.first <= day <= week.last
    assert week.first.weekday() == first_weekday
    assert week_start(week.last, first_weekday) == week.first
    assert week_start(week.last + timedelta(days=1), first_weekday) > week.first


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_month_has_all_its_days(day: date) -> None:
    month = this_month(day)
    assert month.first.day == 1
    assert (month.last + timedelta(days=1)).day == 1
    assert month.first <= day <= month.last
    assert 28 <= month.days <= 31
    assert month.weeks == 4


@given(first=st.dates(date(1990, 1, 1), date(2100, 1, 1)), days=st.integers(0, 2_000))
def test_a_period_has_both_its_ends(first: date, days: int) -> None:
    period = between(first, first + timedelta(days=days))
    assert period.days == days + 1
    assert abs(period.weeks * 7 - period.days) <= 6
    assert period.weeks >= 1
    assert str(first.year) in period.name
    assert period == Period(first, period.last, spoken_span(first, period.last))


# Time zones.


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("Europe/Berlin", "2026-11-22T22:30:00Z", "2026-11-22"),
        ("Europe/Berlin", "2026-11-22T23:30:00Z", "2026-11-23"),
        ("America/New_York", "2026-11-23T04:30:00Z", "2026-11-22"),
        ("America/New_York", "2026-11-23T05:30:00Z", "2026-11-23"),
        ("Pacific/Auckland", "2026-11-22T10:30:00Z", "2026-11-22"),
        ("Pacific/Auckland", "2026-11-22T11:30:00Z", "2026-11-23"),
        ("Asia/Kathmandu", "2026-11-22T18:14:00Z", "2026-11-22"),
        ("Asia/Kathmandu", "2026-11-22T18:16:00Z", "2026-11-23"),
        # Around the change of the clocks.
        ("Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-25"),
        ("Europe/Berlin", "2026-10-25T23:30:00Z", "2026-10-26"),
        ("Europe/Berlin", "2026-03-28T23:30:00Z", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29T21:30:00Z", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29T22:30:00Z", "2026-03-30"),
    ],
)
def test_an_activity_late_in_the_evening_belongs_to_the_local_day_and_week(
    music_teacher: Plnbuddy, zone: str, now: str, day: str
) -> None:
    music_teacher("config", "set", "display.timezone", zone)
    entry = music_teacher("log", "connect", "late", "--json", now=now).data
    assert entry["day"] == day
    data = report(music_teacher, now=now)
    assert data["period"]["first"] == str(week_start(date.fromisoformat(day)))
    assert kind_of(data, "connect")["count"] == 1
    assert kind_of(report(music_teacher, "--from", day, "--to", day, now=now), "connect")["count"]


def test_the_zone_of_the_computer_holds_when_none_is_set(music_teacher: Plnbuddy) -> None:
    late = "2026-11-22T23:30:00Z"
    answer = music_teacher.process("log", "connect", "x", "--json", now=late, TZ="Europe/Berlin")
    assert answer.data["day"] == "2026-11-23"
    answer = music_teacher.process("log", "connect", "x", "--json", now=late, TZ="UTC")
    assert answer.data["day"] == "2026-11-22"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-03-29 01:30", "2026-03-29T00:30:00Z"),
        ("2026-03-29 03:30", "2026-03-29T01:30:00Z"),
        ("2026-10-25 01:30", "2026-10-24T23:30:00Z"),
        ("2026-10-25 04:30", "2026-10-25T03:30:00Z"),
        ("2026-10-25", "2026-10-25T11:00:00Z"),
        ("2026-03-29", "2026-03-29T10:00:00Z"),
    ],
)
def test_times_around_the_change_of_the_clocks_are_the_teachers(
    music_teacher: Plnbuddy, said: str, moment: str
) -> None:
    music_teacher("config", "set", "display.timezone", "Europe/Berlin")
    entry = music_teacher("log", "connect", "x", "--date", said, "--json").data
    assert (entry["happened_at"], entry["day"]) == (moment, said[:10])


@pytest.mark.parametrize("said", ["2026-03-29 02:30", "2026-10-25 02:30"])
def test_an_hour_that_is_missing_or_double_still_names_its_day(
    music_teacher: Plnbuddy, said: str
) -> None:
    music_teacher("config", "set", "display.timezone", "Europe/Berlin")
    entry = music_teacher("log", "connect", "x", "--date", said, "--json").data
    assert entry["day"] == said[:10]
    assert said[:10] in music_teacher("log", "show", "1").output


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


# Next steps, only where they are true.


def reach_goals(plnbuddy: Plnbuddy) -> None:
    """As many activities as this week's usual goals ask for, naming nobody."""
    write(
        plnbuddy,
        *[("connect", "2026-11-23", "x")] * 2,
        *[("collaborate", "2026-11-23", "x")] * 2,
        ("contribute", "2026-11-23", "x"),
    )


def test_without_topics_the_first_step_is_to_name_them(plnbuddy: Plnbuddy) -> None:
    assert steps(plnbuddy).startswith("Say what you teach")


def test_with_topics_nobody_is_asked_for_them(music_teacher: Plnbuddy) -> None:
    assert "what you teach" not in steps(music_teacher)


@pytest.mark.parametrize(("minutes", "over"), [(60, False), (61, True)])
def test_too_many_minutes_are_named(music_teacher: Plnbuddy, minutes: int, over: bool) -> None:
    music_teacher("log", "connect", "a long day", "--minutes", str(minutes))
    assert (f"You spent {minutes} minutes" in steps(music_teacher)) is over


def test_somebody_met_and_not_answered_is_named(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met @anna@example.org")
    sentence = steps(music_teacher)
    assert "connected with 1 person and answered nobody" in sentence
    assert "@anna@example.org" in sentence
    music_teacher("log", "connect", "met @ben@example.org")
    assert "connected with 2 people" in steps(music_teacher)


def test_after_an_answer_nobody_is_called_unanswered(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met @anna@example.org")
    music_teacher("log", "collaborate", "answered @anna@example.org")
    assert "answered nobody" not in steps(music_teacher)


def test_a_connect_that_names_nobody_is_not_called_unanswered(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "joined a group")
    assert "answered" not in steps(music_teacher).split("|")[0]


def test_what_was_put_off_is_named_when_it_is_due(music_teacher: Plnbuddy) -> None:
    reach_goals(music_teacher)
    music_teacher("later", "@anna@example.org", "@ben@example.org", "--for", "1w")
    assert "put off" not in steps(music_teacher)
    due = "2026-12-01T09:00:00Z"
    assert "2 suggestions you put off came back" in steps(music_teacher, now=due)
    music_teacher("follow", "@anna@example.org", now=due)
    music_teacher("log", "collaborate", "answered", now=due)
    assert "1 suggestion you put off came back" in steps(music_teacher, now=due)
    music_teacher("skip", "@ben@example.org", now=due)
    assert "put off" not in steps(music_teacher, now=due)


def test_open_goals_are_named_with_what_is_missing(music_teacher: Plnbuddy) -> None:
    sentence = steps(music_teacher)
    assert "1 to go for your contribute goal" in sentence
    assert "2 to go for your collaborate goal" in sentence
    music_teacher("log", "contribute", "shared it")
    music_teacher("log", "collaborate", "answered")
    sentence = steps(music_teacher)
    assert "contribute goal" not in sentence
    assert "1 to go for your collaborate goal" in sentence
    assert "2 to go for your connect goal" in sentence


def test_reached_goals_are_not_named(music_teacher: Plnbuddy) -> None:
    reach_goals(music_teacher)
    assert "goal" not in steps(music_teacher)
    assert "Look at today's suggestions" in steps(music_teacher)


def test_somebody_followed_long_ago_without_exchange_is_named(music_teacher: Plnbuddy) -> None:
    followed = "2026-10-27T09:00:00Z"  # 28 days before.
    music_teacher("follow", "@anna@example.org", now=followed)
    reach_goals(music_teacher)
    assert "@anna@example.org" in steps(music_teacher)
    assert "no exchange" in steps(music_teacher)
    music_teacher("log", "collaborate", "answered @Anna@example.org")
    assert "no exchange" not in steps(music_teacher)


def test_somebody_followed_lately_is_not_called_quiet(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", "@anna@example.org", now="2026-10-28T09:00:00Z")
    reach_goals(music_teacher)
    assert "no exchange" not in steps(music_teacher)


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


@pytest.mark.parametrize("file_format", ["text", "md", "json", "csv"])
def test_a_report_works_without_settings_and_journal(plnbuddy: Plnbuddy, file_format: str) -> None:
    answer = plnbuddy.process("report", "--format", file_format)
    assert answer.output.strip()
    assert answer.messages == ""


# Formats.

HOSTILE = "*bold* _it_ <script>alert(1)</script> [x](javascript:alert(1)) `code` # a|b"


def test_markdown_shows_a_text_as_it_was_typed(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "contribute", HOSTILE, "--url", "https://example.org/a_b?c=d")
    lines = music_teacher("report", "--format", "md").output.splitlines()
    assert lines[0] == "# My learning network: 23 to 29 November 2026"
    line = next(line for line in lines if "2026-11-24:" in line)
    text, _, link = line.partition(" <https")
    for sign in "*_<>[]`|#":
        assert text.count(sign) == text.count("\\" + sign) > 0
    assert text.replace("\\", "") == f"- 2026-11-24: {HOSTILE}"
    assert link == "://example.org/a_b?c=d>"


def test_markdown_keeps_a_text_of_many_lines_in_its_item(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "contribute", "one\n\n# two\n| three |")
    output = music_teacher("report", "--format", "md").output
    assert "\n# two" not in output
    assert "- 2026-11-24: one \\# two \\| three \\|" in output


def test_markdown_has_a_table_of_the_three_and_of_the_weeks(music_teacher: Plnbuddy) -> None:
    write(music_teacher, *weeks_ago(0, 1, 1))
    output = music_teacher("report", "--format", "md").output
    tables = [line for line in output.splitlines() if line.startswith("|")]
    assert len(tables) == 5 + 10
    assert all(line.count("|") == tables[0].count("|") for line in tables[:5])
    assert all(line.count("|") == tables[5].count("|") for line in tables[5:])
    assert "| 2026-11-16 | 2 | 0 | 0 | 0 |" in output
    assert "## What next" in output


def test_csv_has_one_row_for_each_fact(music_teacher: Plnbuddy) -> None:
    music_teacher(
        *("log", "connect", "met @anna@example.org on #edchat", "--minutes", "15"),
    )
    output = music_teacher("report", "--format", "csv").output
    rows = list(csv.reader(io.StringIO(output)))
    assert rows[0] == ["section", "name", "count", "goal", "minutes"]
    assert all(len(row) == 5 for row in rows)
    assert ["kind", "connect", "1", "2", "15"] in rows
    assert ["kind", "contribute", "0", "1", "0"] in rows
    assert ["week", "2026-11-23", "1", "", "15"] in rows
    assert ["person", "'@anna@example.org", "1", "", ""] in rows
    assert ["hashtag", "#edchat", "1", "", ""] in rows
    assert len([row for row in rows if row[0] == "week"]) == 8
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_json_is_the_same_by_both_names_and_alone_on_standard_output(
    music_teacher: Plnbuddy,
) -> None:
    write(music_teacher, *weeks_ago(0, 1, 2))
    answer = music_teacher.process("report", "--json")
    assert answer.messages == ""
    assert answer.data == report(music_teacher)
    assert answer.data == music_teacher("report", "--format", "json").data
    assert set(answer.data) == {
        *("form", "period", "kinds", "minutes", "minutes_limit", "people", "people_count"),
        *("new_people_count", "tags", "tags_count", "weeks", "balance", "streak"),
        *("highlights", "next_steps", "network", "reflections", "earlier_years"),
    }


def test_every_format_goes_to_a_file_as_it_is(music_teacher: Plnbuddy, tmp_path: Path) -> None:
    music_teacher("log", "contribute", "shared – “it” 日本語 👩\u200d🏫")
    for file_format in ("text", "md", "json", "csv"):
        piped = music_teacher.process("report", "--format", file_format).output
        assert piped == music_teacher("report", "--format", file_format).output
        assert "\x1b" not in piped


def test_a_text_is_not_markup_on_a_colour_terminal(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "contribute", "[bold]x[/bold] :smile: [link=https://evil.example]y[/link]")
    output = music_teacher("report", FORCE_COLOR="1", COLUMNS="200").output
    assert "[bold]x[/bold] :smile: [link=https://evil.example]y[/link]" in output


def test_a_shown_report_counts_as_read(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "goals.connect", "3")

    def last_step() -> Any:
        return music_teacher("start", "--json").data["steps"][4]

    assert not last_step()["done"]
    music_teacher("report")
    assert last_step()["done"]
