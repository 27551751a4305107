"""The two next steps of a report, named only where they are true."""

from pathlib import Path

import pytest

from tests import cohorts
from tests.cohorts import show_something
from tests.conftest import Plnbuddy
from tests.weekly_reports import steps, write

file = cohorts.file


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


def test_only_a_first_text_of_lately_by_somebody_else_asks_for_an_answer(
    music_teacher: Plnbuddy, file: Path
) -> None:
    reach_goals(music_teacher)
    music_teacher("cohort", "new", str(file), "--name", "Course")
    music_teacher("cohort", "join", str(file), "--handle", "@me@example.org", "--name", "Me")
    shown = {"me": ["22"], "ben": ["20", "22"], "cleo": ["25"], "dan": ["09"], "eve": ["10"]}
    for name, days in shown.items():
        handle = f"@{name}@example.org"
        if name != "me":
            music_teacher("cohort", "add", handle, "--name", name)
        link = "https://example.org/1"
        texts = [{"day": f"2026-11-{day}", "text": "a text", "link": link} for day in days]
        show_something(file, handle, texts=texts)
    found = steps(music_teacher)
    assert "@eve@example.org of Course showed a first text" in found
    assert found.count("showed a first text") == 1
