"""Today's suggestions: how many, whom, why, and what comes back when."""

import json
import math
import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag, parse_handle
from plnbuddy.core.model import (
    Chat,
    ChatStatus,
    Decision,
    Educator,
    EducatorKind,
    Profile,
    Seen,
    Subject,
    SubjectKind,
    Verdict,
)
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.core.vocabulary import LANGUAGES, TOPICS
from plnbuddy.out.plain_data import plain_data
from plnbuddy.store.decisions import Showing
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.suggest.choose import REST_DAYS, Scored, order_of_the_day
from plnbuddy.suggest.day import DailyList, build_day
from plnbuddy.suggest.memory import Memory
from plnbuddy.suggest.sources.curated import chat_candidates, educator_candidates
from plnbuddy.suggest.text import daily_lines
from plnbuddy.system.config import Settings
from tests.conftest import NOW, Answer, Plnbuddy

TODAY = date(2026, 11, 24)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")
NOTHING_FOUND = 6


def days_later(days: int) -> str:
    return (datetime.fromisoformat(NOW) + timedelta(days=days)).isoformat()


def labels(answer: Answer, kind: str | None = None) -> list[str]:
    return [
        suggestion["subject"]["label"]
        for section in answer.data["sections"]
        if kind in (None, section["kind"])
        for suggestion in section["suggestions"]
    ]


def suggestions(answer: Answer) -> list[dict[str, Any]]:
    return [each for section in answer.data["sections"] for each in section["suggestions"]]


def rows(plnbuddy: Plnbuddy, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plnbuddy("lists", "show", table, "--json").data["tables"][table]
    return found


@pytest.fixture
def teacher_everywhere(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A teacher on both networks with broad interests: every kind has enough for them."""
    plnbuddy(
        *("start", "--topic", "general", "--topic", "edtech", "--topic", "science"),
        *("--level", "secondary", "--language", "en"),
        *("--network", "mastodon", "--network", "twitter", "--yes"),
    )
    return plnbuddy


@pytest.fixture
def spanish_teacher(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A teacher for whom a list of 50 shows everybody who fits, so that a return would be seen."""
    topics = [word for topic in TOPICS for word in ("--topic", topic)]
    plnbuddy("start", *topics, "--language", "es", "--yes")
    return plnbuddy


# How many, and which


def test_a_day_brings_five_people_three_hashtags_and_no_chat_that_may_have_ended(
    teacher_everywhere: Plnbuddy,
) -> None:
    answer = teacher_everywhere("suggest", "--json")
    counts = {s["kind"]: len(s["suggestions"]) for s in answer.data["sections"]}
    assert counts == {"person": 5, "hashtag": 3, "chat": 0}


def test_the_settings_change_how_many_a_day_brings(teacher_everywhere: Plnbuddy) -> None:
    for key, value in (("people", "2"), ("hashtags", "4"), ("chats", "0")):
        teacher_everywhere("config", "set", f"suggest.{key}", value)
    answer = teacher_everywhere("suggest", "--json")
    counts = {s["kind"]: len(s["suggestions"]) for s in answer.data["sections"]}
    assert counts == {"person": 2, "hashtag": 4}


@pytest.mark.parametrize(
    ("word", "kind", "count"), [("people", "person", 5), ("hashtags", "hashtag", 3)]
)
def test_a_word_narrows_the_list_to_one_kind(
    teacher_everywhere: Plnbuddy, word: str, kind: str, count: int
) -> None:
    [section] = teacher_everywhere("suggest", word, "--json").data["sections"]
    assert section["kind"] == kind
    assert len(section["suggestions"]) == count
    whole = labels(teacher_everywhere("suggest", "--json"), kind)
    assert [each["subject"]["label"] for each in section["suggestions"]] == whole


def test_chats_alone_can_be_asked_for_and_none_is_made_up(teacher_everywhere: Plnbuddy) -> None:
    answer = teacher_everywhere("suggest", "chats", "-n", "2", "--json", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    [section] = answer.data["sections"]
    assert (section["kind"], section["suggestions"]) == ("chat", [])
    words = teacher_everywhere("suggest", "chats", ok=False).messages
    assert "No chat is known to meet now that fits you." in words
    assert "plnbuddy chats --all" in words


def test_the_number_option_gives_that_many_of_each_kind(teacher_everywhere: Plnbuddy) -> None:
    answer = teacher_everywhere("suggest", "-n", "2", "--json")
    assert [len(s["suggestions"]) for s in answer.data["sections"]] == [2, 2, 0]
    assert len(labels(teacher_everywhere("suggest", "people", "-n", "12", "--json"))) == 12


@pytest.mark.parametrize("number", ["0", "51", "-3", "many"])
def test_an_absurd_number_is_refused(music_teacher: Plnbuddy, number: str) -> None:
    answer = music_teacher("suggest", "-n", number, ok=False)
    assert answer.exit_code == 2
    assert answer.output == ""


def test_an_unknown_kind_is_refused(music_teacher: Plnbuddy) -> None:
    answer = music_teacher("suggest", "peple", ok=False)
    assert answer.exit_code == 2
    assert "people" in answer.messages


def test_a_topic_option_looks_into_that_topic_and_keeps_the_profile(
    music_teacher: Plnbuddy,
) -> None:
    settings_before = (music_teacher.home / "config.toml").read_bytes()
    for each in suggestions(music_teacher("suggest", "--topic", "computing", "--json")):
        near = {"computing", *TOPICS["computing"].neighbours, "general", "pedagogy", "new-teachers"}
        assert near & set(each["topics"])
    first = suggestions(music_teacher("suggest", "people", "--topic", "computing", "--json"))[0]
    assert "computing" in first["topics"]
    assert (music_teacher.home / "config.toml").read_bytes() == settings_before


def test_a_topic_is_found_by_other_spellings(music_teacher: Plnbuddy) -> None:
    by_name = music_teacher("suggest", "--topic", "computing", "--json")
    by_spelling = music_teacher("suggest", "--topic", "Computer Science", "--json")
    assert labels(by_name) == labels(by_spelling)


def test_a_misspelt_topic_gets_did_you_mean_and_nothing_happens(music_teacher: Plnbuddy) -> None:
    answer = music_teacher("suggest", "--topic", "phsyics", ok=False)
    assert answer.exit_code == 2
    assert "Did you mean physics" in answer.messages
    assert answer.output == ""
    assert "no list" in music_teacher("follow", "1", ok=False).messages


def test_without_a_profile_it_names_the_next_command(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("suggest", ok=False)
    assert answer.exit_code == 2
    assert "plnbuddy start" in answer.messages
    assert answer.output == ""


def test_without_a_profile_a_topic_is_enough(plnbuddy: Plnbuddy) -> None:
    assert len(labels(plnbuddy("suggest", "people", "--topic", "computing", "--json"))) == 5


@pytest.mark.parametrize("language", ["de", "es"])
def test_only_languages_that_the_teacher_reads_are_suggested(
    plnbuddy: Plnbuddy, language: str
) -> None:
    plnbuddy("start", "--topic", "general", "--topic", "science", "--language", language, "--yes")
    spoken = {
        **{row["handle"]: row["languages"] for row in rows(plnbuddy, "educators")},
        **{f"#{row['tag']}": row["languages"] for row in rows(plnbuddy, "hashtags")},
    }
    found = labels(plnbuddy("suggest", "people", "-n", "50", "--json"))
    found += labels(plnbuddy("suggest", "hashtags", "-n", "50", "--json", ok=False))
    assert found
    assert all(language in spoken[label] for label in found)


def test_a_mastodon_teacher_is_sent_nowhere_else(music_teacher: Plnbuddy) -> None:
    chats = {f"#{row['tag']}": row["networks"] for row in rows(music_teacher, "chats")}
    answer = music_teacher("suggest", "-n", "50", "--json")
    assert all(parse_handle(label).domain for label in labels(answer, "person"))
    assert all("mastodon" in chats[label] for label in labels(answer, "chat"))
    assert not any("x.com" in each["link"] for each in suggestions(answer))


def test_a_hashtag_of_another_platform_only_is_for_who_is_there(plnbuddy: Plnbuddy) -> None:
    where = {f"#{row['tag']}": row["networks"] for row in rows(plnbuddy, "hashtags")}
    for platforms, option in ((["mastodon"], "mastodon"), (["twitter"], "twitter")):
        plnbuddy("start", "--topic", "math", "--language", "en", "--network", option, "--yes")
        answer = plnbuddy("suggest", "hashtags", "-n", "50", "--json")
        assert labels(answer)
        assert all(set(where[label]) & set(platforms) for label in labels(answer))


def test_a_twitter_teacher_gets_twitter_people_and_links(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "general", "--language", "en", "--network", "twitter", "--yes")
    answer = plnbuddy("suggest", "-n", "20", "--json")
    people = labels(answer, "person")
    assert people
    assert all(parse_handle(label).platform is Platform.TWITTER for label in people)
    tags = {f"#{row['tag']}": row["networks"] for row in rows(plnbuddy, "hashtags")}
    assert all("twitter" in tags[label] for label in labels(answer, "hashtag"))
    by_label = {each["subject"]["label"]: each["link"] for each in suggestions(answer)}
    assert all(by_label[label] == f"https://x.com/{label[1:]}" for label in people)
    only_there = [label for label in labels(answer, "hashtag") if tags[label] == ["twitter"]]
    assert only_there
    assert all(by_label[label] == f"https://x.com/hashtag/{label[1:]}" for label in only_there)


def test_numbers_run_through_all_sections(teacher_everywhere: Plnbuddy) -> None:
    data = suggestions(teacher_everywhere("suggest", "--json"))
    assert [each["number"] for each in data] == list(range(1, len(data) + 1))
    text = teacher_everywhere("suggest").output
    assert [int(n) for n in re.findall(r"^ ?(\d+)  ", text, re.MULTILINE)] == [
        each["number"] for each in data
    ]
    for heading in ("People", "Hashtags"):
        assert f"{heading}\n" in text


def test_each_suggestion_has_reasons_and_a_link(teacher_everywhere: Plnbuddy) -> None:
    text = teacher_everywhere("suggest").output
    for each in suggestions(teacher_everywhere("suggest", "--json")):
        assert len(each["reasons"]) >= 2
        block = text.partition(each["subject"]["label"])[2].partition("https://")[0]
        assert all(reason in block for reason in each["reasons"])
        assert f"\n    {each['link']}\n" in text


def test_links_lead_to_the_account_and_to_the_teachers_own_server(
    music_teacher: Plnbuddy,
) -> None:
    for each in suggestions(music_teacher("suggest", "--json")):
        label = each["subject"]["label"]
        if each["subject"]["kind"] == "person":
            handle = parse_handle(label)
            assert each["link"] == f"https://{handle.domain}/@{handle.username}"
        else:
            assert each["link"].startswith("https://mastodon.social/tags/")
    music_teacher("config", "set", "account.server", "school.example")
    for each in suggestions(music_teacher("suggest", "hashtags", "--json")):
        assert each["link"].startswith("https://school.example/tags/")


# The same all day, new tomorrow


def test_the_list_is_the_same_all_day(teacher_everywhere: Plnbuddy) -> None:
    morning, noon, night = (
        labels(teacher_everywhere.process("suggest", "--json", now=f"2026-11-24T{time}:00+00:00"))
        for time in ("00:01", "13:00", "23:59")
    )
    assert len(morning) == 8
    assert morning == noon == night


def test_the_list_is_the_same_in_every_process(teacher_everywhere: Plnbuddy) -> None:
    first, *others = (
        teacher_everywhere.process("suggest", "--explain", PYTHONHASHSEED=seed).output
        for seed in ("0", "1", "4242")
    )
    assert first
    assert others == [first, first]


def test_offline_changes_nothing_because_nothing_is_looked_up(music_teacher: Plnbuddy) -> None:
    assert music_teacher("suggest", "--offline").output == music_teacher("suggest").output


def test_two_teachers_with_the_same_profile_get_the_same_day(plnbuddy: Plnbuddy) -> None:
    profile = ("start", "--topic", "math", "--level", "middle", "--language", "en", "--yes")
    one, two = (str(plnbuddy.home / name) for name in ("one", "two"))
    plnbuddy(*profile, PLNBUDDY_HOME=one)
    plnbuddy(*profile, PLNBUDDY_HOME=two)
    first = plnbuddy("suggest", "--json", PLNBUDDY_HOME=one)
    assert first.data == plnbuddy("suggest", "--json", PLNBUDDY_HOME=two).data


def test_the_next_days_bring_other_people(teacher_everywhere: Plnbuddy) -> None:
    seen: set[str] = set()
    for day in range(4):
        today = labels(teacher_everywhere("suggest", "people", "--json", now=days_later(day)))
        assert len(today) == 5
        assert not seen & set(today)
        seen.update(today)


def test_the_teachers_own_time_zone_says_when_a_day_begins(teacher_everywhere: Plnbuddy) -> None:
    teacher_everywhere("config", "set", "display.timezone", "Pacific/Auckland")
    before = teacher_everywhere("suggest", "--json", now="2026-11-24T10:59:00+00:00").data
    after = teacher_everywhere("suggest", "--json", now="2026-11-24T11:01:00+00:00").data
    assert (before["day"], after["day"]) == ("2026-11-24", "2026-11-25")


@pytest.mark.parametrize("verb", ["follow", "skip", "later"])
def test_deciding_during_the_day_does_not_reshuffle_the_rest(
    teacher_everywhere: Plnbuddy, verb: str
) -> None:
    before = labels(teacher_everywhere("suggest", "people", "--json"))
    teacher_everywhere(verb, "2", "4")
    after = labels(teacher_everywhere("suggest", "people", "--json"))
    kept = [before[0], before[2], before[4]]
    assert after[:3] == kept
    assert len(after) == 5
    assert not set(after[3:]) & set(before)


def test_taking_a_decision_back_gives_the_same_list_again(teacher_everywhere: Plnbuddy) -> None:
    before = teacher_everywhere("suggest").output
    teacher_everywhere("skip", "1-3")
    assert teacher_everywhere("suggest").output != before
    teacher_everywhere("undo")
    assert teacher_everywhere("suggest").output == before


# What was decided


@pytest.mark.parametrize("verb", ["follow", "skip"])
def test_a_skipped_or_followed_educator_is_never_suggested_again(
    spanish_teacher: Plnbuddy, verb: str
) -> None:
    section = spanish_teacher("suggest", "people", "-n", "50", "--json").data["sections"][0]
    assert 3 < section["fitting"] <= 50
    everybody = {each["subject"]["label"] for each in section["suggestions"]}
    assert len(everybody) == section["fitting"]
    gone = {each["subject"]["label"] for each in section["suggestions"][:2]}
    spanish_teacher(verb, "1", "2")
    for day in (0, 1, 7, 8, 30, 400):
        answer = spanish_teacher("suggest", "people", "-n", "50", "--json", now=days_later(day))
        assert set(labels(answer)) == everybody - gone


def test_a_skipped_hashtag_is_never_suggested_again(music_teacher: Plnbuddy) -> None:
    first = labels(music_teacher("suggest", "hashtags", "--json"))[0]
    music_teacher("skip", "1")
    for day in (0, 1, 8, 9, 30):
        answer = music_teacher("suggest", "hashtags", "-n", "50", "--json", now=days_later(day))
        assert first not in labels(answer)


def test_a_put_off_suggestion_is_on_the_list_when_it_is_due_and_not_before(
    teacher_everywhere: Plnbuddy,
) -> None:
    put_off = labels(teacher_everywhere("suggest", "people", "--json"))[0]
    teacher_everywhere("later", "1", "--for", "3d")
    for day in (0, 1, 2):
        answer = teacher_everywhere("suggest", "people", "-n", "50", "--json", now=days_later(day))
        assert put_off not in labels(answer)
    due = teacher_everywhere("suggest", "people", "--json", now=days_later(3))
    assert put_off in labels(due)
    [reasons] = [s["reasons"] for s in suggestions(due) if s["subject"]["label"] == put_off]
    assert any("you put it off" in reason for reason in reasons)


def test_a_put_off_suggestion_that_came_back_rests_like_any_other(
    teacher_everywhere: Plnbuddy,
) -> None:
    put_off = labels(teacher_everywhere("suggest", "people", "--json"))[0]
    teacher_everywhere("later", "1", "--for", "3d")
    shown = [
        put_off in labels(teacher_everywhere("suggest", "people", "--json", now=days_later(day)))
        for day in (3, 4, 5, 6)
    ]
    assert shown == [True, False, False, False]


def test_a_put_off_suggestion_comes_back_after_its_rest_too(spanish_teacher: Plnbuddy) -> None:
    put_off = labels(spanish_teacher("suggest", "people", "--json"))[0]
    spanish_teacher("later", "1", "--for", "2w")
    before, due = (
        labels(spanish_teacher("suggest", "people", "-n", "50", "--json", now=days_later(day)))
        for day in (13, 14)
    )
    assert put_off not in before
    assert put_off in due


# When lists run dry


def test_dry_lists_say_so_and_what_to_do(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "explore.open_reading", "no")
    for _ in range(10):
        answer = music_teacher("suggest", "hashtags", "-n", "50", ok=False)
        if answer.exit_code:
            break
        last = re.findall(r"^ ?(\d+)  ", answer.output, re.MULTILINE)[-1]
        music_teacher("skip", f"1-{last}")
    assert answer.exit_code == NOTHING_FOUND
    assert answer.output == ""
    assert "You have decided on all" in answer.messages
    assert "omorrow" not in answer.messages
    assert "plnbuddy lists add https://" in answer.messages
    as_json = music_teacher("suggest", "hashtags", "--json", ok=False)
    assert as_json.exit_code == NOTHING_FOUND
    assert as_json.data["sections"][0]["suggestions"] == []


def test_a_short_list_says_how_many_are_known_and_is_still_a_success(
    music_teacher: Plnbuddy,
) -> None:
    section = music_teacher("suggest", "hashtags", "-n", "50", "--json").data["sections"][0]
    count = len(section["suggestions"])
    assert 2 < count < 50
    assert section["missing"] == 50 - count
    whole = music_teacher("suggest", "hashtags", "-n", "50").messages
    assert f"{count} hashtags today: no others are known to fit you." in whole
    music_teacher("skip", "1")
    answer = music_teacher("suggest", "hashtags", "-n", "50")
    said = f"{count - 1} hashtags today: {count} known in all fit you, and you have decided on 1"
    assert said in answer.messages


def test_a_single_one_is_said_in_the_singular(music_teacher: Plnbuddy) -> None:
    count = len(labels(music_teacher("suggest", "people", "-n", "50", "--json")))
    assert count > 1
    music_teacher("skip", f"1-{count - 1}")
    messages = music_teacher("suggest", "people").messages
    assert f"1 person today: {count} known in all fit you" in messages
    assert "1 people" not in messages


def test_a_language_without_rows_says_that_nothing_fits(plnbuddy: Plnbuddy) -> None:
    used = {
        language
        for table in ("educators", "hashtags", "chats")
        for row in rows(plnbuddy, table)
        for language in row["languages"]
    }
    unused = sorted(set(LANGUAGES) - used)[0]
    plnbuddy("start", "--topic", "music", "--language", unused, "--yes")
    plnbuddy("config", "set", "explore.open_reading", "no")
    answer = plnbuddy("suggest", ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "No people that fit you are known." in answer.messages
    assert "plnbuddy login" in answer.messages
    assert "Traceback" not in answer.messages


# Explanations and JSON


def test_explained_factors_multiply_to_the_score(teacher_everywhere: Plnbuddy) -> None:
    for each in suggestions(teacher_everywhere("suggest", "-n", "20", "--json")):
        product = math.prod(factor["value"] for factor in each["factors"])
        assert product == pytest.approx(each["score"], abs=0.0001)
        assert 0 < each["score"] <= 1
        assert all(factor["fact"] for factor in each["factors"])


def test_explain_shows_the_product_and_others_with_the_reason_why_not(
    teacher_everywhere: Plnbuddy,
) -> None:
    plain = teacher_everywhere("suggest", "people").output
    assert "score" not in plain
    assert "Not today" not in plain
    text = teacher_everywhere("suggest", "people", "--explain").output
    scores = re.findall(r"score (\d\.\d{3}) = (.+)", text)
    assert len(scores) == 5
    for score, product in scores:
        values = [float(part.split()[-1]) for part in product.split(" × ")]
        assert len(values) > 1
        assert math.prod(values) == pytest.approx(float(score), abs=0.02)
    others = text.partition("Not today:")[2].strip().splitlines()
    assert len(others) == 5
    shown = set(labels(teacher_everywhere("suggest", "people", "--json")))
    for other in others:
        label, _, why = re.fullmatch(r"\s*(\S+)  (\d\.\d{3}): (.+)", other).groups()  # type: ignore[union-attr]
        assert label not in shown
        assert why
    others_scores = [float(other.split()[1].rstrip(":")) for other in others]
    assert others_scores == sorted(others_scores, reverse=True)
    assert others_scores[0] > others_scores[-1]


def test_json_is_the_only_thing_that_is_written(teacher_everywhere: Plnbuddy) -> None:
    answer = teacher_everywhere.process("suggest", "--json")
    assert answer.messages == ""
    data = json.loads(answer.output)
    assert set(data) >= {"form", "day", "sections"}
    assert (data["form"], data["day"]) == ("plnbuddy.suggest.1", "2026-11-24")
    for section in data["sections"]:
        assert set(section) >= {
            "kind", "suggestions", "missing", "fitting", "decided", "passed_over",
        }  # fmt: skip
        for each in section["suggestions"]:
            assert set(each) >= {
                "subject", "name", "sources", "reasons", "link", "score", "factors", "topics",
                "number", "shown_before",
            }  # fmt: skip
            assert set(each["subject"]) >= {"kind", "key", "label"}
            assert {f["name"] for f in each["factors"]} == {
                "topic", "level", "language", "region", "platform", "source",
                "role" if section["kind"] == "person" else "about",
            }  # fmt: skip


def test_how_often_something_was_shown_is_counted_in_days(spanish_teacher: Plnbuddy) -> None:
    show_all = ("suggest", "people", "-n", "50", "--json")
    for again in range(3):
        assert {s["shown_before"] for s in suggestions(spanish_teacher(*show_all))} == {0}, again
    assert {
        s["shown_before"] for s in suggestions(spanish_teacher(*show_all, now=days_later(1)))
    } == {1}
    assert {
        s["shown_before"] for s in suggestions(spanish_teacher(*show_all, now=days_later(2)))
    } == {2}


def test_quiet_leaves_out_the_hints(teacher_everywhere: Plnbuddy) -> None:
    loud = teacher_everywhere("suggest")
    assert "Next: plnbuddy follow 1" in loud.messages
    quiet = teacher_everywhere("suggest", "-q")
    assert (quiet.output, quiet.messages) == (loud.output, "")


# Chats that may have ended, and bots


def chat(name: str, status: ChatStatus, last_seen: int | None) -> Chat:
    return Chat(
        tag=Tag(name),
        name="",
        platforms=(Platform.MASTODON,),
        topics=("music",),
        levels=("any",),
        languages=("en",),
        region="",
        day="Thu",
        time="20:00",
        timezone="Europe/London",
        every="week",
        last_seen=last_seen,
        status=status,
        description="Music teachers talk",
        seen=Seen("https://example.org/chats", str(last_seen or "undated, read 2026-09")),
    )


def chats_of_today(chats: Iterable[Chat]) -> DailyList:
    clock = Clock(datetime.fromisoformat(NOW), UTC)
    return build_day(
        candidates=lambda kind: chat_candidates(chats),
        memory=Memory({}, {}),
        settings=Settings(profile=Profile(topics=("music",), levels=("secondary",))),
        clock=clock,
        wanted={SubjectKind.CHAT: 9},
    )


def test_only_a_chat_that_is_known_to_meet_is_suggested() -> None:
    daily = chats_of_today(
        [
            chat("endedchat", ChatStatus.ENDED, 2026),
            chat("maybechat", ChatStatus.MAY_HAVE_ENDED, 2026),
            chat("unseenchat", ChatStatus.MAY_HAVE_ENDED, None),
            chat("livechat", ChatStatus.ALIVE, 2026),
        ]
    )
    [live] = daily.suggestions
    assert live.subject.label == "#livechat"
    assert any(reason.startswith("next on Thursday 26 November") for reason in live.reasons)
    text = "\n".join(each.plain for each in daily_lines(daily, explain=False))
    for written in (text, json.dumps(plain_data(daily))):
        assert written.count("seen meeting in 2026") == 1


def test_no_bundled_chat_that_may_have_ended_is_suggested(plnbuddy: Plnbuddy) -> None:
    alive = {f"#{row['tag']}" for row in rows(plnbuddy, "chats") if row["status"] == "alive"}
    topics = [word for topic in TOPICS for word in ("--topic", topic)]
    everywhere = ("--network", "mastodon", "--network", "twitter")
    plnbuddy("start", "--topic", "general", *everywhere, "--yes")
    answer = plnbuddy("suggest", "chats", "-n", "50", *topics, "--json", ok=False)
    assert set(labels(answer)) <= alive


def test_bots_are_never_suggested(plnbuddy: Plnbuddy) -> None:
    def educator(name: str, kind: EducatorKind) -> Educator:
        return Educator(
            handle=parse_handle(f"{name}@example.org"),
            name=name,
            kind=kind,
            topics=("music",),
            levels=("any",),
            languages=("en",),
            region="",
            basis="organisation",
            description="",
            seen=Seen("https://example.org/", "2026"),
        )

    everybody = [educator(kind.value, kind) for kind in EducatorKind]
    found = {c.subject.label for c in educator_candidates(everybody)}
    assert found == {"@person@example.org", "@organisation@example.org", "@group@example.org"}


# Variety, in small made-up lists


def person(
    name: str,
    topics: Sequence[str] = ("music",),
    sort: str = "person",
    place: str = "",
    languages: Sequence[str] = ("en",),
    levels: Sequence[str] = ("any",),
    role: Role = Role.TEACHER,
) -> Candidate:
    place = place or f"{name}.example"
    handle = f"{name}@{place}"
    return Candidate(
        subject=Subject(SubjectKind.PERSON, parse_handle(f"@{handle}")),
        name=name.capitalize(),
        sources=("curated",),
        topics=tuple(topics),
        levels=tuple(levels),
        languages=tuple(languages),
        region="",
        platforms=(Platform.MASTODON,),
        sort=sort,
        place=place,
        seen_year=2026,
        role=role,
    )


def scored(candidate: Candidate, score: float) -> Scored:
    return Scored(candidate, score, candidate.topics[0])


def names(chosen: Iterable[Scored]) -> list[str]:
    return [item.candidate.name.lower() for item in chosen]


@pytest.mark.parametrize("day", range(5))
def test_a_day_is_not_five_of_one_server(day: int) -> None:
    crowd = [scored(person(f"crowd{n}", place="big.example"), 0.9) for n in range(10)]
    others = [scored(person(f"other{n}"), 0.6) for n in range(3)]
    chosen = order_of_the_day([*crowd, *others], {}, TODAY + timedelta(days=day), 5)
    places = [item.candidate.place for item in chosen]
    assert len(set(places)) == 4
    assert places.count("big.example") == 2


@pytest.mark.parametrize("day", range(5))
def test_a_day_is_not_five_of_one_topic(day: int) -> None:
    crowd = [scored(person(f"crowd{n}"), 0.9) for n in range(10)]
    others = [scored(person("painter", ["arts"]), 0.76), scored(person("actor", ["drama"]), 0.76)]
    chosen = order_of_the_day([*crowd, *others], {}, TODAY + timedelta(days=day), 5)
    assert {item.topic for item in chosen} == {"music", "arts", "drama"}


@pytest.mark.parametrize("day", range(5))
def test_a_day_is_not_five_of_one_sort(day: int) -> None:
    crowd = [scored(person(f"crowd{n}", sort="organisation"), 0.9) for n in range(10)]
    chosen = order_of_the_day([*crowd, scored(person("human"), 0.8)], {}, TODAY, 5)
    assert {item.candidate.sort for item in chosen} == {"organisation", "person"}


def test_variety_never_hides_the_best_one() -> None:
    best = scored(person("best", place="big.example"), 0.95)
    rest = [scored(person(f"other{n}", place="big.example"), 0.5) for n in range(20)]
    for day in range(20):
        assert names(order_of_the_day([*rest, best], {}, TODAY + timedelta(days=day), 5))[0] == (
            "best"
        )


def test_those_shown_in_the_last_days_rest_until_the_others_run_out() -> None:
    pool = [scored(person(name), 0.5) for name in ("one", "two", "three", "four")]
    pool += [scored(person("rested"), 0.9), scored(person("resting"), 0.9)]
    shown = {
        "rested@rested.example": Showing(1, TODAY - timedelta(days=REST_DAYS)),
        "resting@resting.example": Showing(1, TODAY - timedelta(days=REST_DAYS - 1)),
    }
    assert names(order_of_the_day(pool, shown, TODAY, 5))[0] == "rested"
    assert "resting" not in names(order_of_the_day(pool, shown, TODAY, 5))
    assert names(order_of_the_day(pool, shown, TODAY, 6))[5] == "resting"


def test_what_was_shown_often_without_a_decision_fades() -> None:
    pool = [scored(person("often"), 0.6), scored(person("never"), 0.6)]
    shown = {"often@often.example": Showing(3, TODAY - timedelta(days=30))}
    for day in range(10):
        order = names(order_of_the_day(pool, shown, TODAY + timedelta(days=day), 2))
        assert order == ["never", "often"]


def test_near_equals_take_turns_from_day_to_day() -> None:
    pool = [scored(person(name), 0.6) for name in ("one", "two", "three", "four")]
    first = {
        names(order_of_the_day(pool, {}, TODAY + timedelta(days=day), 1))[0] for day in range(30)
    }
    assert first == {"one", "two", "three", "four"}


pools = st.lists(
    st.tuples(
        st.floats(0.01, 1.0),
        st.sampled_from(["music", "arts", "drama"]),
        st.sampled_from(["person", "organisation"]),
        st.sampled_from(["a.example", "b.example", "c.example", ""]),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(
    pool=pools,
    count=st.integers(0, 12),
    resting=st.sets(st.integers(0, 29)),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    mixed=st.randoms(use_true_random=False),
)
def test_an_order_of_the_day_depends_on_nothing_but_its_input(
    pool: list[tuple[float, str, str, str]],
    count: int,
    resting: set[int],
    day: date,
    mixed: Any,
) -> None:
    items = [
        scored(person(f"n{at}", [topic], sort, place), score)
        for at, (score, topic, sort, place) in enumerate(pool)
    ]
    keys = [item.candidate.subject.key for item in items]
    shown = {keys[at]: Showing(1, day - timedelta(days=1)) for at in resting if at < len(keys)}
    order = [item.candidate.subject.key for item in order_of_the_day(items, shown, day, count)]
    assert len(order) == min(count, len(items))
    assert len(set(order)) == len(order)
    assert set(order) <= set(keys)
    # Nobody who rests stands before somebody who does not.
    rests = [key in shown for key in order]
    assert rests == sorted(rests)
    # Neither the order of the candidates nor the length of the list matters.
    mixed.shuffle(items)
    longer = order_of_the_day(items, shown, day, count + 5)
    assert [item.candidate.subject.key for item in longer][:count] == order


def list_of_the_day(
    candidates: Sequence[Candidate],
    day: int = 0,
    decisions: Mapping[str, tuple[Verdict, int, int | None]] = {},
    shown: Mapping[str, Showing] = {},
    count: int = 5,
) -> DailyList:
    """A list; `decisions` by name: the verdict, the day it fell on and the day it is due."""
    kept = {
        (candidate.subject.kind, candidate.subject.key): Decision(
            candidate.subject,
            decisions[candidate.name][0],
            TODAY + timedelta(days=decisions[candidate.name][1]),
            None if (due := decisions[candidate.name][2]) is None else TODAY + timedelta(days=due),
        )
        for candidate in candidates
        if candidate.name in decisions
    }
    showings = {
        (candidate.subject.kind, candidate.subject.key): shown[candidate.name]
        for candidate in candidates
        if candidate.name in shown
    }
    return build_day(
        candidates=lambda kind: candidates,
        memory=Memory(kept, showings),
        settings=Settings(profile=Profile(topics=("music",), levels=("secondary",))),
        clock=Clock(datetime.fromisoformat(days_later(day)), UTC),
        wanted={SubjectKind.PERSON: count},
    )


def people_of_the_day(
    candidates: Sequence[Candidate],
    day: int = 0,
    decisions: Mapping[str, tuple[Verdict, int, int | None]] = {},
    shown: Mapping[str, Showing] = {},
) -> list[str]:
    daily = list_of_the_day(candidates, day, decisions, shown)
    return [suggestion.name for suggestion in daily.suggestions]


def test_the_topic_next_door_is_only_for_who_asks_for_it_and_strangers_stay_away() -> None:
    candidates = [
        person("physicist", ["physics"]),
        person("painter", ["arts"]),
        person("musician", ["music"]),
        person("foreigner", ["music"], languages=["fi"]),
    ]
    assert people_of_the_day(candidates) == ["Musician"]


def test_decisions_strike_out_and_later_returns_on_its_day() -> None:
    candidates = [person(f"n{at}") for at in range(4)]
    decisions = {
        "N0": (Verdict.FOLLOWED, -3, None),
        "N1": (Verdict.SKIPPED, 0, None),
        "N2": (Verdict.LATER, -3, 2),
    }
    assert people_of_the_day(candidates, 0, decisions) == ["N3"]
    assert people_of_the_day(candidates, 1, decisions) == ["N3"]
    assert sorted(people_of_the_day(candidates, 2, decisions)) == ["N2", "N3"]
    assert sorted(people_of_the_day(candidates, 90, decisions)) == ["N2", "N3"]


def test_a_put_off_person_who_is_due_comes_before_those_who_only_rest() -> None:
    candidates = [person(f"n{at}") for at in range(9)]
    shown = {"N0": Showing(1, TODAY)}
    decisions = {"N0": (Verdict.LATER, 0, 3)}
    assert "N0" not in people_of_the_day(candidates, 2, decisions, shown)
    assert "N0" in people_of_the_day(candidates, 3, decisions, shown)


def test_a_put_off_person_is_on_the_list_of_the_due_day_whatever_the_score() -> None:
    weak = person("weak", levels=["early"])  # The teacher is at a secondary school.
    candidates = [weak, *(person(f"n{at}") for at in range(20))]
    decisions = {"Weak": (Verdict.LATER, 0, 3)}
    for day in (0, 3):
        assert "Weak" not in people_of_the_day(candidates, day)
    assert "Weak" not in people_of_the_day(candidates, 2, decisions)
    assert "Weak" in people_of_the_day(candidates, 3, decisions)


def test_explain_says_why_each_of_the_others_is_not_here() -> None:
    candidates = [
        *(person(name) for name in ("followed", "skipped", "later", "resting")),
        person("chosen", place="shared.example"),
        person("neighbour", place="shared.example", languages=["en", "fi"]),
    ]
    daily = list_of_the_day(
        candidates,
        day=1,
        decisions={
            "Followed": (Verdict.FOLLOWED, 0, None),
            "Skipped": (Verdict.SKIPPED, -1, None),
            "Later": (Verdict.LATER, 0, 8),
        },
        shown={"Resting": Showing(1, TODAY)},
        count=1,
    )
    [section] = daily.sections
    chosen = section.suggestions[0].name.lower()
    left = "neighbour" if chosen == "chosen" else "chosen"
    assert {
        each.label.partition("@")[2].partition("@")[0]: each.why for each in section.passed_over
    } == {
        "followed": "followed yesterday",
        "skipped": "skipped last Monday",
        "later": "put off, comes back on 2 December",
        "resting": "shown yesterday, rests until 1 December",
        left: f"same server as @{chosen}@shared.example",
    }
    assert (section.fitting, section.decided) == (6, 3)


# Pipes and terminals


def in_terminal(plnbuddy: Plnbuddy, *arguments: str, columns: int, **environment: str) -> str:
    """What a run writes to standard output in a terminal of that width."""
    settings = plnbuddy.process_environment(**environment)
    for name in ("COLUMNS", "LINES", "NO_COLOR", "TERM"):
        if name not in environment:
            settings.pop(name, None)
    settings.setdefault("TERM", "xterm-256color")
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", 'exec "$@" 2>/dev/null', "sh", *plnbuddy.command(arguments)],
        env=settings,
        dimensions=(50, columns),
        encoding="utf-8",
        timeout=60,
    )
    output = child.read()
    child.close()
    assert child.exitstatus == 0
    return str(output)


def test_output_in_a_pipe_is_plain_and_unwrapped(teacher_everywhere: Plnbuddy) -> None:
    answer = teacher_everywhere.process("suggest", "--explain", COLUMNS="40", TERM="xterm-256color")
    assert "\x1b" not in answer.output + answer.messages
    assert max(map(len, answer.output.splitlines())) > 80


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("extra", [(), ("--explain",)], ids=["short", "explained"])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(
    teacher_everywhere: Plnbuddy, columns: int, extra: tuple[str, ...]
) -> None:
    piped = teacher_everywhere("suggest", "-n", "6", *extra).output
    watched = ESCAPE.sub(
        "", in_terminal(teacher_everywhere, "suggest", "-n", "6", *extra, columns=columns)
    )
    assert max(cell_len(each.rstrip("\r")) for each in watched.split("\n")) <= columns
    assert "".join(watched.split()) == "".join(piped.split())
    # Words are broken only where one alone is too long for the line.
    short = {word for word in piped.split() if len(word) <= columns - 12}
    assert short <= set(watched.split())


def test_colour_and_links_are_for_terminals_and_no_color_turns_colour_off(
    teacher_everywhere: Plnbuddy,
) -> None:
    with_colour = in_terminal(teacher_everywhere, "suggest", columns=80)
    assert COLOUR.search(with_colour)
    assert "\x1b]8;" in with_colour
    without = in_terminal(teacher_everywhere, "suggest", columns=80, NO_COLOR="1")
    assert not COLOUR.search(without)
    assert ESCAPE.sub("", without) == ESCAPE.sub("", with_colour)


def test_a_reader_that_leaves_early_is_no_error(teacher_everywhere: Plnbuddy) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -n 1', "sh", *teacher_everywhere.command(("suggest",))],
        capture_output=True,
        env={**teacher_everywhere.process_environment(), "PYTHONUNBUFFERED": "1"},
        timeout=60,
        check=True,
    )
    assert done.stdout == f"People{os.linesep}".encode()
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr


def test_a_keyword_of_ones_own_finds_hashtags_that_no_topic_finds(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--topic", "linocut", "--language", "en", "--yes")
    assert "#linocut" in labels(plnbuddy("suggest", "hashtags", "-n", "50", "--json"))
    plnbuddy("config", "set", "profile.keywords", "geocaching")
    tomorrow = "2026-11-25T09:00:00+00:00"
    again = labels(plnbuddy("suggest", "hashtags", "-n", "50", "--json", now=tomorrow))
    assert "#linocut" not in again
    assert "#geocaching" in again
