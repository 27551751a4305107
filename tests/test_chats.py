"""When chats meet for a teacher, which of them live, the next one, and the teacher's own."""

import shlex
from datetime import timedelta
from typing import Any

import pytest

from plnbuddy.chats.known import KnownChat, chats_for
from plnbuddy.chats.own import read_time, read_weekday
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Chat, ChatStatus, Profile, Seen
from plnbuddy.core.platform import Platform
from plnbuddy.curated.bundled import read_chats
from tests.accounts import MOMENT, NOTHING_FOUND, USAGE, in_a_hurry, log_in, serving, staff_room
from tests.conftest import Answer, Plnbuddy

from .mastodon_server import faults

TIMELINES = "/api/v1/timelines/tag/*"


@pytest.fixture
def teacher(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A music teacher in Berlin who is on both networks."""
    plnbuddy(
        "start", "--topic", "music", "--level", "secondary", "--language", "en",
        "--network", "twitter", "--network", "mastodon", "--yes",
    )  # fmt: skip
    plnbuddy("config", "set", "display.timezone", "Europe/Berlin")
    return plnbuddy


def made_chat(name: str, platform: Platform, status: ChatStatus) -> Chat:
    return Chat(
        tag=Tag(name), name="", platforms=(platform,), topics=("music",), levels=("any",),
        languages=("en",), region="", day="Thu", time="20:00", timezone="Europe/London",
        every="week", last_seen=2026, status=status, description="", seen=Seen("https://a.example/"),
    )  # fmt: skip


def add(plnbuddy: Plnbuddy, tag: str, *options: str, **more: Any) -> Answer:
    return plnbuddy("chats", "add", tag, *options, **more)


def meetings(answer: Answer, tag: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.data["meetings"]
    return [each for each in found if tag in ("", each["chat"]["tag"])]


def starts(plnbuddy: Plnbuddy, tag: str, now: str) -> list[str]:
    return [
        each["starts_at"] for each in meetings(plnbuddy("chats", "--json", now=now, ok=False), tag)
    ]


# The week, on the teacher's clock


@pytest.mark.parametrize(
    ("now", "seen"),
    [
        # The clocks go back on 25 October 2026 in Berlin, and a week later in New York.
        ("2026-10-20T12:00+00:00", "Thu 22 Oct  02:00"),
        ("2026-10-27T12:00+00:00", "Thu 29 Oct  01:00"),
        ("2026-11-03T12:00+00:00", "Thu  5 Nov  02:00"),
        # They go forward on 14 March 2027 in New York, and two weeks later in Berlin.
        ("2027-03-09T12:00+00:00", "Thu 11 Mar  02:00"),
        ("2027-03-16T12:00+00:00", "Thu 18 Mar  01:00"),
        ("2027-03-30T12:00+00:00", "Thu  1 Apr  02:00"),
    ],
)
def test_a_chat_in_new_york_is_shown_on_the_clock_of_berlin(
    teacher: Plnbuddy, now: str, seen: str
) -> None:
    add(teacher, "ourchat", "--day", "wed", "--time", "20:00", "--timezone", "America/New_York")
    assert f"{seen}  #ourchat" in teacher("chats", now=now).output


def test_a_week_has_the_meetings_that_begin_on_its_days_for_the_teacher(teacher: Plnbuddy) -> None:
    # Sunday evening in New York is Monday in Berlin.
    add(teacher, "late", "--day", "sun", "--time", "23:30", "--timezone", "America/New_York")
    assert starts(teacher, "late", "2026-11-22T12:00+00:00") == ["2026-11-16T04:30:00Z"]
    assert starts(teacher, "late", "2026-11-23T12:00+00:00") == ["2026-11-23T04:30:00Z"]


def test_the_week_begins_where_the_settings_say(teacher: Plnbuddy) -> None:
    add(teacher, "ourchat", "--day", "sun", "--time", "18:00")
    assert starts(teacher, "ourchat", "2026-11-24T12:00+00:00") == ["2026-11-29T17:00:00Z"]
    teacher("config", "set", "display.week_starts", "sunday")
    assert starts(teacher, "ourchat", "2026-11-24T12:00+00:00") == ["2026-11-22T17:00:00Z"]


def test_today_has_only_todays(teacher: Plnbuddy) -> None:
    add(teacher, "ourchat", "--day", "tue", "--time", "20:00")
    add(teacher, "other", "--day", "wed", "--time", "20:00")
    answer = teacher("chats", "today")
    assert answer.output.startswith("Chats today, in ")
    assert teacher("chats").output.startswith("Chats this week, in ")
    assert "#ourchat" in answer.output
    assert "#other" not in answer.output


@pytest.mark.parametrize(
    ("every", "now", "expected"),
    [
        ("month-1", "2026-11-24T12:00+00:00", []),
        ("month-1", "2026-12-01T12:00+00:00", ["2026-12-01T19:00:00Z"]),
        ("month-2", "2026-12-08T12:00+00:00", ["2026-12-08T19:00:00Z"]),
        ("month-4", "2026-11-24T12:00+00:00", ["2026-11-24T19:00:00Z"]),
        ("month-5", "2026-11-24T12:00+00:00", []),
        ("month-5", "2026-12-29T12:00+00:00", ["2026-12-29T19:00:00Z"]),
        ("month-last", "2026-11-24T12:00+00:00", ["2026-11-24T19:00:00Z"]),
        ("month-last", "2026-12-22T12:00+00:00", []),
        ("month-last", "2026-12-29T12:00+00:00", ["2026-12-29T19:00:00Z"]),
    ],
)
def test_a_monthly_chat_is_there_in_its_week_only(
    teacher: Plnbuddy, every: str, now: str, expected: list[str]
) -> None:
    add(teacher, "ourchat", "--day", "tue", "--time", "20:00", "--every", every)
    assert starts(teacher, "ourchat", now) == expected


def test_a_chat_of_every_other_week_is_counted_from_its_first_day(teacher: Plnbuddy) -> None:
    options = ("--day", "thu", "--time", "20:00", "--every", "two-weeks")
    add(teacher, "ourchat", *options)
    assert starts(teacher, "ourchat", "2026-11-24T12:00+00:00") == ["2026-11-26T19:00:00Z"]
    assert starts(teacher, "ourchat", "2026-12-01T12:00+00:00") == []
    teacher("chats", "edit", "ourchat", "--first", "2026-12-03")
    assert starts(teacher, "ourchat", "2026-11-24T12:00+00:00") == []
    assert starts(teacher, "ourchat", "2026-12-01T12:00+00:00") == ["2026-12-03T19:00:00Z"]


def test_a_chat_whose_weeks_nobody_knows_says_so(teacher: Plnbuddy) -> None:
    [unknown] = meetings(teacher("chats", "--all", "--json"), "csk8")
    assert unknown["certain"] is False
    output = teacher("chats", "--all").output
    _, _, after = output.partition("#csk8")
    assert "which week is not known" in after.splitlines()[1]


# Which chats, and in what order


def test_chats_that_are_followed_stand_first_and_are_marked(teacher: Plnbuddy) -> None:
    teacher("follow", "#UKEdChat")
    output = teacher("chats", "--all").output
    mine, _, others = output.partition("Others")
    assert "You follow" in mine
    assert "#UKEdChat" in mine
    assert "#UKEdChat" not in others
    assert "#musedchat" in others
    assert [each["followed"] for each in meetings(teacher("chats", "--json"), "UKEdChat")] == [True]


def test_chats_that_may_have_ended_are_history_and_all_shows_them(teacher: Plnbuddy) -> None:
    answer = teacher("chats", "--json", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "plnbuddy chats --all" in answer.messages
    everything = teacher("chats", "--all", "--json")
    shown = {each["chat"]["tag"]: each["chat"] for each in meetings(everything)}
    assert {"musedchat", "txlchat"} <= set(shown)
    assert shown["musedchat"]["status"] == "may-have-ended"


def test_a_chat_of_the_teachers_own_platforms_that_meets_is_offered_until_it_is_skipped() -> None:
    chats = [
        KnownChat(made_chat("ours", Platform.MASTODON, ChatStatus.ALIVE)),
        KnownChat(made_chat("theirs", Platform.TWITTER, ChatStatus.ALIVE)),
        KnownChat(made_chat("past", Platform.MASTODON, ChatStatus.MAY_HAVE_ENDED)),
        KnownChat(made_chat("skipped", Platform.MASTODON, ChatStatus.ALIVE), skipped=True),
    ]
    offered = chats_for(Profile(topics=("music",)), chats)
    assert [each.chat.tag.name for each in offered] == ["ours"]


def test_every_chat_is_there_with_all(teacher: Plnbuddy) -> None:
    weekly = [chat for chat in read_chats() if chat.every in ("", "week", "two-weeks")]
    data = teacher("chats", "--all", "--json").data
    shown = {each["chat"]["tag"] for each in data["meetings"]}
    untimed = {each["chat"]["tag"] for each in data["no_known_time"]}
    assert {chat.tag.name for chat in weekly} <= shown | untimed
    assert untimed == {chat.tag.name for chat in read_chats() if not chat.time}


def test_whether_a_chat_still_meets_is_said_with_the_year(teacher: Plnbuddy) -> None:
    output = teacher("chats", "--all").output
    _, _, after = output.partition("#musedchat")
    assert "may have ended: last seen in 2019" in after.splitlines()[1]
    ended = next(
        chat
        for chat in read_chats()
        if chat.status is ChatStatus.ENDED and chat.every == "week" and chat.last_seen
    )
    _, _, after = output.partition(f"{ended.tag}  ")
    assert f"has ended: last seen in {ended.last_seen}" in after.splitlines()[1]


def test_a_chat_without_a_known_time_stands_apart(teacher: Plnbuddy) -> None:
    teacher("follow", "#EYTalking")
    mine, _, apart = teacher("chats").output.partition("No known time")
    assert "#EYTalking" not in mine
    assert "#EYTalking  (you follow it)" in apart
    assert "Wednesdays" in apart


def test_nothing_that_fits_is_no_silence(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--language", "fi", "--yes")
    answer = plnbuddy("chats", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert answer.output == ""
    assert "No chat for your topics, languages and networks meets this week." in answer.messages
    assert "plnbuddy chats --all" in answer.messages


def test_an_option_in_the_wrong_place_is_not_ignored(teacher: Plnbuddy) -> None:
    answer = teacher("chats", "--all", "today", ok=False)
    assert answer.exit_code == USAGE
    assert "plnbuddy chats today" in answer.messages


# Signs of life


def test_posts_under_the_hashtags_are_counted_once_a_day(
    teacher: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    room = staff_room()
    room.person("robot", bot=True)
    for days in (1, 20, 40):
        room.post("ben", "hello", tags=("ourchat",), at=MOMENT - timedelta(days=days))
    room.post("robot", "beep", tags=("ourchat",), at=MOMENT - timedelta(days=1))
    add(teacher, "ourchat", "--day", "tue", "--time", "20:00")
    add(teacher, "silent", "--day", "tue", "--time", "21:00")
    with serving(room) as server:
        log_in(teacher, server)
        output = teacher("chats", "today").output
        asked = server.log.count(TIMELINES)
        assert "2 posts on the fediverse in the last 30 days" in output
        assert "no posts on the fediverse in the last 30 days" in output
        assert teacher("chats", "today").output == output
        shown = teacher("chats", "today", "--json").data
        assert asked == len(shown["meetings"]) + len(shown["no_known_time"])
        assert server.log.count(TIMELINES) == asked
        teacher("chats", "today", now="2026-12-01T09:00:00+00:00")
        assert server.log.count(TIMELINES) == 2 * asked


def test_no_more_than_ten_hashtags_are_looked_at_and_none_offline(
    teacher: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    with serving() as server:
        log_in(teacher, server)
        teacher("chats", "--all", "--offline")
        teacher("chats", "remind")
        assert server.log.count(TIMELINES) == 0
        teacher("chats", "--all")
        teacher("chats", "--all")
        assert server.log.count(TIMELINES) == 10


def test_a_server_that_fails_takes_nothing_away(
    teacher: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    add(teacher, "ourchat", "--day", "tue", "--time", "20:00")
    with serving() as server:
        log_in(teacher, server)
        server.faults.schedule(faults.status(500), TIMELINES, times=None)
        answer = teacher("chats", "today")
    assert "#ourchat" in answer.output
    assert "Whether chats are alive could not be asked" in answer.messages


# The next one


def test_the_next_chat_is_one_line(teacher: Plnbuddy) -> None:
    add(teacher, "ourchat", "--day", "tue", "--time", "20:00")
    add(teacher, "other", "--day", "wed", "--time", "20:00")
    remind = ("chats", "remind")
    assert teacher(*remind).output == "#ourchat today at 20:00, in 10 hours\n"
    assert teacher(*remind, now="2026-11-24T18:30+00:00").output == (
        "#ourchat today at 20:00, in 30 minutes\n"
    )
    assert teacher(*remind, now="2026-11-24T19:10+00:00").output == (
        "#ourchat is on now, until 21:00\n"
    )
    assert teacher(*remind, now="2026-11-24T20:10+00:00").output == (
        "#other tomorrow at 20:00, in 23 hours\n"
    )


def test_no_chat_near_is_no_word_and_no_failure(teacher: Plnbuddy) -> None:
    add(teacher, "ourchat", "--day", "mon", "--time", "20:00")
    answer = teacher("chats", "remind")
    assert (answer.output, answer.messages) == ("", "")
    assert "#ourchat" in teacher("chats", "remind", "--within", "7d").output
    assert teacher("chats", "remind", "--json").data["next"] is None
    far = teacher("chats", "remind", "--within", "soon", ok=False)
    assert far.exit_code == USAGE


def test_only_chats_of_the_teachers_own_are_reminded_of(teacher: Plnbuddy) -> None:
    assert teacher("chats", "remind", "--within", "4w").output == ""
    teacher("follow", "#UKEdChat")
    assert "#UKEdChat on Thursday at 21:00" in teacher("chats", "remind", "--within", "4w").output


def test_after_a_chat_the_entry_is_prepared_until_it_is_written(teacher: Plnbuddy) -> None:
    add(teacher, "langchat", "--day", "tue", "--time", "20:00")
    command = 'plnbuddy log collaborate "took part in #langchat" --tag langchat --minutes 60'
    during, after, late = (f"2026-11-24T{time}+00:00" for time in ("19:30", "20:30", "23:30"))
    assert command not in teacher("chats", "remind", now=during).messages
    assert command in teacher("chats", "remind", now=after).messages
    assert command in teacher("chats", now=after).messages
    assert teacher("chats", "remind", "--json", now=after).data["log"] == [command]
    assert command not in teacher("chats", "remind", now=late).messages
    teacher(
        "log", "collaborate", "took part in #langchat", "--tag", "langchat", "--minutes", "60",
        now=after,
    )  # fmt: skip
    assert command not in teacher("chats", now=after).messages


def test_who_keeps_a_record_is_offered_its_fields_after_a_chat(teacher: Plnbuddy) -> None:
    add(teacher, "langchat", "--day", "tue", "--time", "20:00")
    after = "2026-11-24T20:30+00:00"
    assert "--reflection" not in teacher("chats", now=after).messages
    teacher("log", "contribute", "a course", "--provider", "Park School")
    plain = 'plnbuddy log collaborate "took part in #langchat" --tag langchat --minutes 60'
    for command in (("chats",), ("chats", "remind")):
        offered = f'{plain} --type chat --reflection "…"'
        assert offered in teacher(*command, now=after).messages
        assert teacher(*command, "--json", now=after).data["log"] == [f"{plain} --type chat"]
    words = shlex.split(offered)[1:]
    assert teacher(*words, now=after, ok=False).exit_code == USAGE
    teacher(*words[:-1], "I listen longer.", now=after)
    entry = teacher("log", "list", "--json", now=after).data["entries"][0]
    assert (entry["type"], entry["reflection"]) == ("chat", "I listen longer.")


def test_after_midnight_the_prepared_entry_names_the_day(teacher: Plnbuddy) -> None:
    add(teacher, "night", "--day", "mon", "--time", "22:30")
    messages = teacher("chats", "remind", now="2026-11-23T23:30+00:00").messages
    assert "--minutes 60 --date 2026-11-23" in messages


# The teacher's own


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
