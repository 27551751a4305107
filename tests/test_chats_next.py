"""The next chat, reminded of in time, and the entry that is prepared after it."""

import shlex

from tests import chat_weeks
from tests.accounts import USAGE
from tests.chat_weeks import add
from tests.conftest import Plnbuddy

teacher = chat_weeks.teacher


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
