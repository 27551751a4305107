"""Which days a report is about, and which day an activity belongs to where the teacher is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.core.clock import week_start
from plnbuddy.report.period import Period, between, spoken_span, this_month, this_week
from tests.conftest import Plnbuddy
from tests.weekly_reports import TODAY, kind_of, report, write


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


def test_what_fell_on_todays_day_is_told_by_a_period_that_holds_today_alone(
    music_teacher: Plnbuddy,
) -> None:
    write(music_teacher, ("connect", "2025-11-24", "met somebody"), ("connect", "2026-11-03", "x"))
    this, before = (
        report(music_teacher),
        report(music_teacher, "--from", "2026-11-02", "--to", "2026-11-08"),
    )
    assert [entry["day"] for entry in this["earlier_years"]] == ["2025-11-24"]
    assert before["earlier_years"] == []


def test_the_chart_of_a_period_that_is_not_over_ends_with_this_week(
    music_teacher: Plnbuddy,
) -> None:
    weeks = report(music_teacher, "--month")["weeks"]
    assert weeks[-1]["first_day"] == "2026-11-23"
