"""When chats meet for a teacher, which of them are shown, and which live."""

from datetime import timedelta

import pytest

from plnbuddy.chats.known import KnownChat, chats_for
from plnbuddy.core.handles import Tag
from plnbuddy.core.model import Chat, ChatStatus, Profile, Seen
from plnbuddy.core.platform import Platform
from plnbuddy.curated.bundled import read_chats
from tests import chat_weeks
from tests.accounts import MOMENT, NOTHING_FOUND, USAGE, in_a_hurry, log_in, serving, staff_room
from tests.chat_weeks import add, meetings, starts
from tests.conftest import Plnbuddy

from .mastodon_server import faults

teacher = chat_weeks.teacher


TIMELINES = "/api/v1/timelines/tag/*"


def made_chat(name: str, platform: Platform, status: ChatStatus) -> Chat:
    return Chat(
        tag=Tag(name), name="", platforms=(platform,), topics=("music",), levels=("any",),
        languages=("en",), region="", day="Thu", time="20:00", timezone="Europe/London",
        every="week", last_seen=2026, status=status, description="", seen=Seen("https://a.example/"),
    )  # fmt: skip


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
