"""A day that begins later than midnight: one setting, and every command keeps to it."""

from pathlib import Path

import pytest

from tests.conftest import Plnbuddy

NIGHT = "2026-11-25T01:30:00+00:00"  # A Wednesday by the calendar, still Tuesday for the teacher.
MONDAY_NIGHT = "2026-11-30T01:30:00+00:00"


@pytest.fixture
def owl(music_teacher: Plnbuddy) -> Plnbuddy:
    """A music teacher whose day starts at four."""
    music_teacher("config", "set", "display.day_starts", "4:00")
    return music_teacher


def logged(plnbuddy: Plnbuddy, *arguments: str, now: str = NIGHT) -> tuple[str, str]:
    entry = plnbuddy("log", "contribute", "x", "--json", *arguments, now=now).data
    return entry["day"], entry["happened_at"]


def test_what_is_logged_in_the_night_belongs_to_the_day_before(owl: Plnbuddy) -> None:
    assert logged(owl) == ("2026-11-24", "2026-11-25T01:30:00Z")
    assert logged(owl, now="2026-11-25T04:00:00+00:00")[0] == "2026-11-25"
    owl("config", "set", "display.day_starts", "00:00")
    assert logged(owl)[0] == "2026-11-25"


@pytest.mark.parametrize(
    ("said", "day", "moment"),
    [
        ("yesterday", "2026-11-23", "2026-11-23T12:00:00Z"),
        ("today 1am", "2026-11-24", "2026-11-25T01:00:00Z"),
        ("yesterday 1am", "2026-11-23", "2026-11-24T01:00:00Z"),
        ("yesterday 9pm", "2026-11-23", "2026-11-23T21:00:00Z"),
        ("1 hour ago", "2026-11-24", "2026-11-25T00:30:00Z"),
        ("2026-11-25 01:00", "2026-11-24", "2026-11-25T01:00:00Z"),
        ("2026-11-24", "2026-11-24", NIGHT.replace("+00:00", "Z")),
        ("last monday", "2026-11-23", "2026-11-23T12:00:00Z"),
    ],
)
def test_days_that_are_said_are_the_teachers_days(
    owl: Plnbuddy, said: str, day: str, moment: str
) -> None:
    assert logged(owl, "--date", said) == (day, moment)


def test_the_week_of_the_report_and_todays_page_end_in_the_night(owl: Plnbuddy) -> None:
    logged(owl, now=MONDAY_NIGHT)
    report = owl("report", "--json", now=MONDAY_NIGHT).data
    assert (report["period"]["first"], report["period"]["last"]) == ("2026-11-23", "2026-11-29")
    assert sum(kind["count"] for kind in report["kinds"]) == 1
    today = owl("--json", now=MONDAY_NIGHT).data["today"]
    assert today["day"] == "2026-11-29"
    assert today["week"]["contribute"] == 1
    morning = owl("report", "--json", now="2026-11-30T04:00:00+00:00").data
    assert morning["period"]["first"] == "2026-11-30"


def test_suggestions_stay_those_of_the_day_until_it_ends(owl: Plnbuddy) -> None:
    def shown(now: str) -> list[str]:
        found = owl("suggest", "hashtags", "--offline", "--json", now=now).data
        rows = found["sections"][0]["suggestions"]
        return [found["day"], *(row["subject"]["key"] for row in rows)]

    evening = shown("2026-11-24T20:00:00+00:00")
    assert shown(NIGHT) == evening
    assert shown("2026-11-25T05:00:00+00:00") != evening


def test_a_chat_at_one_in_the_night_is_one_of_today(owl: Plnbuddy) -> None:
    owl("chats", "add", "#late", "--day", "wed", "--time", "01:00", "--timezone", "UTC")
    evening = "2026-11-24T22:00:00+00:00"
    meetings = owl("chats", "today", "--json", now=evening).data["meetings"]
    assert "2026-11-25T01:00:00Z" in [each["starts_at"] for each in meetings]
    assert "#late today at 01:00" in owl("chats", "remind", now=evening).output


@pytest.mark.parametrize("wrong", ["12:00", "4", "four", "04:60", "-1:00", "4:0", "24:00"])
def test_a_time_that_begins_no_day_is_refused(owl: Plnbuddy, wrong: str) -> None:
    answer = owl("config", "set", "display.day_starts", "--", wrong, ok=wrong == "4")
    if wrong == "4":
        assert owl("config", "show", "--json").data["values"]["display.day_starts"] == "04:00"
    else:
        assert answer.exit_code
        assert "a time before noon" in answer.messages


def test_a_spreadsheets_midnight_is_a_date_without_a_time(owl: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text(
        "Date,Title\n2026-09-01 00:00:00,one\n02.09.2026 00:00,two\n2026-09-03T00:00:00,three\n"
        "2026-09-05 02:30,in the night\n"
    )
    owl("import", "csv", str(file), "--kind", "contribute")
    entries = owl("log", "list", "--all", "--json").data["entries"]
    assert {entry["text"]: entry["day"] for entry in entries} == {
        "one": "2026-09-01",
        "two": "2026-09-02",
        "three": "2026-09-03",
        "in the night": "2026-09-04",
    }
