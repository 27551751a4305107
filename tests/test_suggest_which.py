"""How many suggestions a day brings, and which of the lists fit a teacher."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag, parse_handle
from plnbuddy.core.model import Chat, ChatStatus, Educator, EducatorKind, Profile, Seen, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import TOPICS
from plnbuddy.out.plain_data import plain_data
from plnbuddy.suggest.day import DailyList, build_day
from plnbuddy.suggest.memory import Memory
from plnbuddy.suggest.sources.curated import chat_candidates, educator_candidates
from plnbuddy.suggest.text import daily_lines
from plnbuddy.system.config import Settings
from tests import suggested
from tests.conftest import NOW, Plnbuddy
from tests.suggested import NOTHING_FOUND, labels, rows, suggestions

teacher_everywhere = suggested.teacher_everywhere


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


def test_a_keyword_of_ones_own_finds_hashtags_that_no_topic_finds(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--topic", "linocut", "--language", "en", "--yes")
    assert "#linocut" in labels(plnbuddy("suggest", "hashtags", "-n", "50", "--json"))
    plnbuddy("config", "set", "profile.keywords", "geocaching")
    tomorrow = "2026-11-25T09:00:00+00:00"
    again = labels(plnbuddy("suggest", "hashtags", "-n", "50", "--json", now=tomorrow))
    assert "#linocut" not in again
    assert "#geocaching" in again
