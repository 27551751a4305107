"""Chats of the teacher's own: adding, changing, removing, and how days and times are read."""

import pytest

from plnbuddy.chats.own import read_time, read_weekday
from plnbuddy.core.errors import UsageError
from tests import chat_weeks
from tests.accounts import NOTHING_FOUND, USAGE
from tests.chat_weeks import add, meetings
from tests.conftest import Plnbuddy

teacher = chat_weeks.teacher


def test_an_own_chat_takes_the_place_of_the_curated_one_until_it_is_removed(
    teacher: Plnbuddy,
) -> None:
    add(teacher, "#MusedChat", "--day", "fri", "--time", "17:00")
    [own] = meetings(teacher("chats", "--all", "--json"), "MusedChat")
    assert (own["own"], own["starts_at"]) == (True, "2026-11-27T16:00:00Z")
    assert own["chat"]["name"] == "Music education chat"
    teacher("chats", "remove", "musedchat")
    [curated] = meetings(teacher("chats", "--all", "--json"), "musedchat")
    assert (curated["own"], curated["starts_at"]) == (False, "2026-11-24T01:00:00Z")


def test_adding_changing_and_removing_are_undone_one_after_the_other(teacher: Plnbuddy) -> None:
    add(teacher, "ourchat", "--day", "thu", "--time", "20:00", "--name", "Ours")
    before = teacher("chats", "--json").data["meetings"]
    teacher("chats", "edit", "ourchat", "--day", "fri", "--every", "two-weeks")
    changed = teacher("chats", "--json").data["meetings"]
    teacher("chats", "remove", "ourchat")
    assert "ourchat" not in teacher("chats", ok=False).output
    assert "removed the chat #ourchat" in teacher("undo").output
    assert teacher("chats", "--json").data["meetings"] == changed != before
    assert "changed the chat #ourchat" in teacher("undo").output
    assert teacher("chats", "--json").data["meetings"] == before
    teacher("undo")
    assert "ourchat" not in teacher("chats", ok=False).output


def test_what_is_not_named_stays(teacher: Plnbuddy) -> None:
    options = ("--name", "Ours", "--timezone", "america/new_york", "--network", "both")
    add(teacher, "ourchat", "--day", "thu", "--time", "20:00", *options)
    changed = teacher("chats", "edit", "ourchat", "--time", "8:30pm", "--json").data
    assert {key: changed[key] for key in ("name", "day", "time", "timezone", "every")} == {
        "name": "Ours",
        "day": "Thu",
        "time": "20:30",
        "timezone": "America/New_York",
        "every": "week",
    }
    assert changed["networks"] == ["mastodon", "twitter"]


def test_without_a_setting_the_zone_is_the_computers(plnbuddy: Plnbuddy) -> None:
    answer = add(
        plnbuddy, "ourchat", "--day", "thu", "--time", "20:00", "--json", TZ="Pacific/Auckland"
    )
    assert answer.data["timezone"] == "Pacific/Auckland"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--time", "25:00"), "'25:00' is not a time of day."),
        (("--time", "20:60"), "'20:60' is not a time of day."),
        (("--time", "13pm"), "'13pm' is not a time of day."),
        (("--day", "funday"), "'funday' is not a day of the week."),
        (("--timezone", "Europe/Atlantis"), "'Europe/Atlantis' is not a time zone."),
        (("--timezone", "../../etc/passwd"), "'../../etc/passwd' is not a time zone."),
        (("--timezone", "EST"), "'EST' is not a time zone."),
        (("--timezone", "berlin"), "Did you mean Europe/Berlin?"),
        (("--every", "month-6"), "'month-6' does not say how often a chat meets."),
        (("--network", "myspace"), "'myspace' is not a network."),
        (("--first", "2026-11-26"), "A first day is only needed"),
        (("--every", "two-weeks", "--first", "2026-11-25"), "is a Wednesday, and the chat meets"),
    ],
)
def test_a_word_that_does_not_fit_is_named_and_nothing_is_kept(
    teacher: Plnbuddy, options: tuple[str, ...], sentence: str
) -> None:
    answer = add(teacher, "ourchat", "--day", "thu", "--time", "20:00", *options, ok=False)
    assert answer.exit_code == USAGE
    assert sentence in answer.messages
    assert "ourchat" not in teacher("chats", ok=False).output


def test_a_tag_that_is_none_and_one_that_is_there_already_are_refused(teacher: Plnbuddy) -> None:
    fits = ("--day", "thu", "--time", "20:00")
    assert add(teacher, "no tag", *fits, ok=False).exit_code == USAGE
    add(teacher, "ourchat", *fits)
    twice = add(teacher, "OurChat", *fits, ok=False)
    assert twice.exit_code == USAGE
    assert "plnbuddy chats edit" in twice.messages
    assert teacher("chats", "edit", "ourchat", ok=False).exit_code == USAGE


def test_a_chat_that_is_not_the_teachers_own_cannot_be_changed(teacher: Plnbuddy) -> None:
    curated = teacher("chats", "remove", "musedchat", ok=False)
    assert curated.exit_code == NOTHING_FOUND
    assert "comes with plnbuddy" in curated.messages
    unknown = teacher("chats", "edit", "nothere", "--time", "20:00", ok=False)
    assert unknown.exit_code == NOTHING_FOUND
    assert "You have no chat #nothere." in unknown.messages


def test_a_hostile_name_is_harmless(teacher: Plnbuddy) -> None:
    name = "Evil\x1b[31m \u202etxt [bold red]x[/]\nBEGIN:VEVENT"
    add(teacher, "ourchat", "--day", "thu", "--time", "20:00", "--name", name)
    output = teacher("chats", FORCE_COLOR="1").output
    assert "[bold red]x[/]" in output
    assert "\x1b[31m" not in output
    assert "\u202e" not in output
    assert "\nBEGIN" not in output


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("20:00", "20:00"),
        ("8:05", "08:05"),
        ("20.30", "20:30"),
        ("20h", "20:00"),
        ("20h15", "20:15"),
        ("8pm", "20:00"),
        ("8:30 p.m.", "20:30"),
        ("12am", "00:00"),
        ("12 PM", "12:00"),
    ],
)
def test_a_time_is_read_as_teachers_write_it(text: str, time: str) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize("text", ["", "8", "24:00", "0pm", "20:0", "-1:00", "20:00 tomorrow"])
def test_no_time_is_no_time(text: str) -> None:
    with pytest.raises(UsageError):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [("thu", "Thu"), ("Thurs", "Thu"), ("TUESDAYS", "Tue"), ("tues", "Tue"), ("sa", "Sat")],
)
def test_a_day_is_read_as_teachers_write_it(text: str, day: str) -> None:
    assert read_weekday(text) == day


@pytest.mark.parametrize("text", ["", "s", "t", "day", "thursdayx"])
def test_no_day_is_no_day(text: str) -> None:
    with pytest.raises(UsageError):
        read_weekday(text)
