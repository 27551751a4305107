"""Putting off until a day that is named in any way, and taking decisions back."""

from datetime import datetime, timedelta

import pytest

from tests.accounts import NOTHING_FOUND, USAGE, journal
from tests.conftest import NOW, Plnbuddy
from tests.decisions import listed, outcomes

# Later


@pytest.mark.parametrize(
    ("span", "due"),
    [
        (None, "2026-12-08"),
        ("3d", "2026-11-27"),
        ("3 days", "2026-11-27"),
        ("in 3 days", "2026-11-27"),
        ("1 day", "2026-11-25"),
        ("2w", "2026-12-08"),
        ("2W", "2026-12-08"),
        ("2 weeks", "2026-12-08"),
        ("two weeks", "2026-12-08"),
        ("1m", "2026-12-24"),
        ("1 month", "2026-12-24"),
        ("1 year", "2027-11-24"),
        ("tomorrow", "2026-11-25"),
        ("friday", "2026-11-27"),
        ("next monday", "2026-11-30"),
        ("2026-12-01", "2026-12-01"),
        ("1 December", "2026-12-01"),
        ("January 15", "2027-01-15"),
    ],
)
def test_later_understands_how_long(plnbuddy: Plnbuddy, span: str | None, due: str) -> None:
    arguments = ["later", "@anna@example.org", "--json", *(["--for", span] if span else [])]
    [outcome] = outcomes(plnbuddy(*arguments))
    assert (outcome["verdict"], outcome["due"]) == ("later", due)


def test_later_understands_the_teachers_languages(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--language", "de", "--yes")
    for span, due in (("morgen", "2026-11-25"), ("2 Wochen", "2026-12-08")):
        [outcome] = outcomes(plnbuddy("later", "@anna@example.org", "--for", span, "--json"))
        assert outcome["due"] == due


def test_later_refuses_what_is_no_coming_day(music_teacher: Plnbuddy) -> None:
    before = listed(music_teacher)
    for span in (
        *("", " ", "0d", "today", "yesterday", "3 days ago", "-2w", "9999w", "99 years", "soonish"),
        *("2025-01-01", "2026-13-45", "31 february", "x" * 5000),
    ):
        answer = music_teacher("later", "1", f"--for={span}", ok=False)
        assert answer.exit_code == USAGE, span
        assert answer.output == ""
        assert len(answer.messages) < 400
    assert listed(music_teacher) == before
    assert music_teacher("undo", ok=False).exit_code == NOTHING_FOUND


@pytest.mark.parametrize("span", ["0d", "9999w", "soonish"])
def test_a_refused_time_is_quoted_as_it_was_written(plnbuddy: Plnbuddy, span: str) -> None:
    answer = plnbuddy("later", "@anna@example.org", "--for", span, ok=False)
    assert f"'{span}'" in answer.messages


def test_later_says_when_it_comes_back(music_teacher: Plnbuddy) -> None:
    listed(music_teacher)
    assert "comes back on Friday" in music_teacher("later", "1", "--for", "3d").output
    assert "comes back on 8 December" in music_teacher("later", "1").output


def test_later_again_moves_the_day(music_teacher: Plnbuddy) -> None:
    label = listed(music_teacher)[1]
    music_teacher("later", "1", "--for", "3d")
    music_teacher("later", label, "--for", "10d")
    far = [
        label in listed(music_teacher, "people", "-n", "50", now=_days_later(days)).values()
        for days in (3, 9, 10)
    ]
    assert far == [False, False, True]


def _days_later(days: int) -> str:
    return (datetime.fromisoformat(NOW) + timedelta(days=days)).isoformat()


# Taking back


def test_undo_takes_back_the_decision_and_its_journal_entry(music_teacher: Plnbuddy) -> None:
    before = listed(music_teacher)
    music_teacher("follow", "1", "3")
    assert listed(music_teacher) != before
    answer = music_teacher("undo")
    assert f"followed {before[1]} and {before[3]}" in answer.output
    assert journal(music_teacher) == []
    assert listed(music_teacher) == before


@pytest.mark.parametrize("verb", ["skip", "later"])
def test_undo_takes_back_skip_and_later(music_teacher: Plnbuddy, verb: str) -> None:
    before = listed(music_teacher)
    music_teacher(verb, "2")
    assert listed(music_teacher) != before
    music_teacher("undo")
    assert listed(music_teacher) == before


def test_undo_goes_back_one_thing_at_a_time_in_order(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", "@one@example.org")
    music_teacher("skip", "@two@example.org")
    music_teacher("log", "contribute", "shared a song")
    music_teacher("later", "@three@example.org")
    undone = [music_teacher("undo", "--json").data["undone"] for _ in range(4)]
    assert "@three@example.org" in undone[0]
    assert "shared a song" in undone[1]
    assert "skipped @two@example.org" in undone[2]
    assert "followed @one@example.org" in undone[3]
    assert journal(music_teacher) == []
    answer = music_teacher("undo", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "nothing to take back" in answer.messages


def test_undo_brings_an_earlier_decision_back(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", "@anna@example.org")
    music_teacher("skip", "@anna@example.org")
    music_teacher("undo")
    [outcome] = outcomes(music_teacher("follow", "@anna@example.org", "--json"))
    assert outcome["already"] is True
    assert len(journal(music_teacher)) == 1


def test_undo_survives_the_process(music_teacher: Plnbuddy) -> None:
    music_teacher.process("follow", "@anna@example.org")
    music_teacher.process("undo")
    assert journal(music_teacher) == []
