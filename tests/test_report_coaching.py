"""The weekly report coaches: what is true, never the same two weeks running, with its command."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plnbuddy.store.database import open_store
from plnbuddy.store.snapshots import KeptShape, put_shape
from tests.conftest import NOW, Plnbuddy

MOMENT = datetime.fromisoformat(NOW)
WEEK = timedelta(weeks=1)


def steps(plnbuddy: Plnbuddy, now: str | None = None) -> list[dict[str, str]]:
    found: list[dict[str, str]] = plnbuddy("report", "--json", now=now).data["next_steps"]
    return found


def told(plnbuddy: Plnbuddy, now: str | None = None) -> str:
    return " | ".join(step["sentence"] for step in steps(plnbuddy, now))


def write(plnbuddy: Plnbuddy, *entries: tuple[str, datetime, list[str]]) -> None:
    lines = (
        {"kind": kind, "when": when.isoformat(), "text": f"{kind} {at}", "people": people}
        for at, (kind, when, people) in enumerate(entries)
    )
    text = "".join(json.dumps(line) + "\n" for line in lines)
    plnbuddy("log", "import", "-", input=text)


def fill_the_week(plnbuddy: Plnbuddy) -> None:
    for kind in ("connect", "collaborate", "contribute"):
        plnbuddy("config", "set", f"goals.{kind}", "0")


@pytest.mark.parametrize("weeks", [8])
def test_no_step_is_named_two_weeks_running_and_each_has_its_command(
    music_teacher: Plnbuddy, weeks: int
) -> None:
    before: set[str] = set()
    for week in range(weeks):
        now = (MOMENT + week * WEEK).isoformat()
        found = steps(music_teacher, now)
        assert 1 <= len(found) <= 2
        assert all(step["command"].startswith("plnbuddy ") for step in found)
        names = {step["name"] for step in found}
        assert not names & before
        assert found == steps(music_teacher, now)  # All week long the same.
        before = names


def test_three_weeks_of_connecting_without_an_exchange_are_named(
    music_teacher: Plnbuddy,
) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, *(("connect", MOMENT - week * WEEK, []) for week in range(3)))
    assert "Three weeks of connecting" in told(music_teacher)
    music_teacher("log", "collaborate", "answered somebody", "--date", "2026-11-17")
    assert "Three weeks" not in told(music_teacher)


@pytest.mark.parametrize(("kinds", "named"), [(2, False), (3, True)])
def test_two_weeks_of_connecting_are_no_three(
    music_teacher: Plnbuddy, kinds: int, named: bool
) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, *(("connect", MOMENT - week * WEEK, []) for week in range(1, kinds + 1)))
    assert ("Three weeks" in told(music_teacher)) is named


def people(count: int, *servers: str) -> list[str]:
    return [f"@p{n}@{servers[n % len(servers)]}" for n in range(count)]


@pytest.mark.parametrize(
    ("who", "named"),
    [
        (people(5, "one.example"), True),
        (people(4, "one.example"), False),
        (people(6, "one.example", "two.example"), False),
    ],
)
def test_all_talk_on_one_server_is_named(
    music_teacher: Plnbuddy, who: list[str], named: bool
) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, ("collaborate", MOMENT - timedelta(days=3), who))
    assert ("are on one.example" in told(music_teacher)) is named


def test_connecting_alone_is_no_talk(music_teacher: Plnbuddy) -> None:
    fill_the_week(music_teacher)
    write(music_teacher, ("connect", MOMENT - timedelta(days=3), people(9, "one.example")))
    assert "are on one.example" not in told(music_teacher)


@pytest.mark.parametrize(("other", "named"), [(2, True), (1, False)])
def test_all_talk_with_one_circle_is_named(
    music_teacher: Plnbuddy, other: int, named: bool
) -> None:
    fill_the_week(music_teacher)
    who = people(5, "one.example", "two.example")
    write(music_teacher, ("collaborate", MOMENT - timedelta(days=3), who))
    circles = {handle.removeprefix("@"): 1 for handle in who} | {"far@three.example": other}
    snapshot = {"circles": circles, "circle_names": {"1": "maths", "2": "music"}}
    with open_store(music_teacher.home / "plnbuddy.sqlite3") as store, store.writing():
        store.execute(
            "INSERT INTO account (key, handle, following, followers) VALUES (?, ?, 0, 0)",
            ("me@one.example", "@me@one.example"),
        )
        put_shape(store, "me@one.example", KeptShape((MOMENT - WEEK).date(), snapshot, ()))
    assert ("belong to one of your circles (maths)" in told(music_teacher)) is named


def test_a_chat_later_today_is_named(music_teacher: Plnbuddy) -> None:
    fill_the_week(music_teacher)
    when = ("--day", "tue", "--time", "20:00", "--timezone", "UTC")
    music_teacher("chats", "add", "#parkchat", *when)
    found = steps(music_teacher)
    assert found[0]["sentence"].startswith("#parkchat meets tonight at 20:00")
    assert found[0]["command"] == "plnbuddy chats today"
    over = (MOMENT + timedelta(hours=11, minutes=1)).isoformat()
    assert "parkchat" not in told(music_teacher, over)


def test_a_first_text_in_the_cohort_is_named_until_it_is_answered(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    fill_the_week(music_teacher)
    file = tmp_path / "course.csv"
    music_teacher("cohort", "new", str(file), "--name", "Course")
    music_teacher("cohort", "add", "@ben@example.org", "--name", "Ben")
    folder = tmp_path / "course.cohort"
    folder.mkdir(exist_ok=True)
    shown = {
        "form": "plnbuddy.cohort-contribution.1", "handle": "@ben@example.org",
        "written_on": "2026-11-23", "weeks": [],
        "texts": [{"day": "2026-11-22", "text": "my first", "link": "https://example.org/1"}],
    }  # fmt: skip
    (folder / "ben@example.org.json").write_text(json.dumps(shown))
    assert "@ben@example.org of Course showed a first text last Sunday" in told(music_teacher)
    music_teacher("log", "collaborate", "answered @ben@example.org")
    assert "first text" not in told(music_teacher)
