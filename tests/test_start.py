"""The five steps with options and without a terminal; test_start_conversation.py has the talks."""

import json
import re
import subprocess
import tomllib
from typing import Any

import pytest

from tests.conftest import Plnbuddy

USAGE = 2


def saved(plnbuddy: Plnbuddy) -> dict[str, dict[str, Any]]:
    return tomllib.loads((plnbuddy.home / "config.toml").read_text(encoding="utf-8"))


def steps(plnbuddy: Plnbuddy, *arguments: str) -> list[bool]:
    answer = plnbuddy("start", "--yes", "--json", *arguments)
    return [state["done"] for state in answer.data["steps"]]


# With options


def test_with_options_it_writes_the_settings_and_names_the_next_command(
    plnbuddy: Plnbuddy,
) -> None:
    answer = plnbuddy(
        *("start", "--topic", "Maths", "--topic", "ict", "--level", "high school"),
        *("--language", "German", "--language", "en", "--region", "de"),
        *("--network", "twitter", "--network", "mastodon"),
        *("--server", "https://Mastodon.Social/", "--purpose", "better questions", "--yes"),
    )
    assert saved(plnbuddy) == {
        "profile": {
            "topics": ["math", "computing"],
            "levels": ["secondary"],
            "languages": ["de", "en"],
            "region": "DE",
            "networks": ["twitter", "mastodon"],
            "purpose": "better questions",
        },
        "account": {"server": "mastodon.social"},
    }
    assert str(plnbuddy.home / "config.toml") in answer.messages
    assert answer.messages.count("Next: ") == 1
    assert answer.messages.rstrip().splitlines()[-1].startswith("Next: plnbuddy suggest people")


def test_the_next_command_is_the_main_job_and_works(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("start", "--topic", "math", "--level", "secondary", "--language", "en", "-y")
    found = re.search(r"Next: plnbuddy ([a-z ]+?)   \(", answer.messages)
    assert found
    assert plnbuddy(*found[1].split()).output.startswith("People\n")


def test_what_is_not_given_gets_the_usual_answer(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("start", "--yes")
    assert saved(plnbuddy)["profile"]["topics"] == ["general"]
    assert saved(plnbuddy)["profile"]["languages"] == ["en"]
    assert "No topic was given" in answer.messages
    assert "plnbuddy start --topic" in answer.messages


def test_yes_never_asks_even_in_a_terminal(plnbuddy: Plnbuddy) -> None:
    for more in ("--yes", "--no-input", "--json"):
        with plnbuddy.terminal("start", "--topic", "music", "--level", "primary", more) as child:
            text = child.rest()
        assert "?" not in text
        assert "Purpose and profile" in text


@pytest.mark.parametrize(
    ("option", "word", "hint"),
    [
        ("--topic", "musci", "Did you mean music"),
        ("--topic", "phsyics", "Did you mean physics"),
        ("--level", "secundary", "Did you mean secondary"),
        ("--level", "qqqq", "The levels are: early"),
        ("--language", "germn", "Did you mean german"),
        ("--language", "qq", "Write a code such as en"),
        ("--network", "mastdon", "Did you mean mastodon"),
        ("--region", "the moon", "country code"),
        ("--server", "not a server", "mastodon.social"),
    ],
)
def test_a_word_that_does_not_fit_is_wrong_usage_and_nothing_is_written(
    plnbuddy: Plnbuddy, option: str, word: str, hint: str
) -> None:
    answer = plnbuddy("start", "--topic", "drama", option, word, "--yes", ok=False)
    assert answer.exit_code == USAGE
    assert f"'{word}'" in answer.messages
    assert hint in answer.messages
    assert answer.output == ""
    assert not (plnbuddy.home / "config.toml").exists()


def test_a_wrong_word_leaves_the_settings_of_before(music_teacher: Plnbuddy) -> None:
    before = (music_teacher.home / "config.toml").read_bytes()
    music_teacher("start", "--topic", "musci", "--level", "primary", "--yes", ok=False)
    assert (music_teacher.home / "config.toml").read_bytes() == before


def test_options_change_only_what_they_name(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "goals.connect", "7")
    music_teacher("start", "--level", "primary", "--yes")
    assert saved(music_teacher)["goals"]["connect"] == 7
    assert saved(music_teacher)["profile"]["topics"] == ["music"]
    assert saved(music_teacher)["profile"]["levels"] == ["primary"]


@pytest.mark.parametrize(
    ("environment", "language", "region"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de", "DE"),
        ({"LANG": "fr"}, "fr", ""),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "es_ES.UTF-8"}, "es", "ES"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8"}, "pt", "BR"),
        ({"LANG": "C.UTF-8"}, "en", ""),
        ({"LANG": "tlh_XX"}, "en", ""),
    ],
)
def test_language_and_region_come_from_the_system(
    plnbuddy: Plnbuddy, environment: dict[str, Any], language: str, region: str
) -> None:
    plnbuddy("start", "--topic", "music", "--yes", **environment)
    profile = saved(plnbuddy)["profile"]
    assert (profile["languages"], profile.get("region", "")) == ([language], region)


# Without a terminal


@pytest.mark.parametrize("redirection", ["</dev/null", "<&-", "</etc/hostname"])
def test_without_a_terminal_it_never_asks(plnbuddy: Plnbuddy, redirection: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirection}', "sh", *plnbuddy.command(("start",))],
        capture_output=True,
        env=plnbuddy.process_environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done
    assert b"1/5 Purpose and profile: done" in done.stdout
    assert b"?" not in done.stdout + done.stderr
    assert b"Next: plnbuddy suggest people" in done.stderr
    assert saved(plnbuddy)["profile"]["topics"] == ["general"]


def test_running_it_again_shows_what_is_done_and_what_is_not(music_teacher: Plnbuddy) -> None:
    assert steps(music_teacher) == [True, False, False, False, False]
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    again = music_teacher("start", "--yes")
    assert "2/5 Follow a few good people: done" in again.output
    assert "3/5 Join the conversation by hashtag and chat: not yet" in again.output
    assert "Next: plnbuddy suggest hashtags" in again.messages


def test_each_step_is_done_by_its_evidence(music_teacher: Plnbuddy) -> None:
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", "#one", "#two", "#three", f"#{chat}")
    assert steps(music_teacher) == [True, False, True, False, False]
    music_teacher("log", "collaborate", "answered @ben@example.org")
    assert steps(music_teacher) == [True, False, True, False, False]
    music_teacher("log", "contribute", "shared a song")
    assert steps(music_teacher) == [True, False, True, True, False]
    music_teacher("config", "set", "goals.connect", "3")
    assert steps(music_teacher) == [True, False, True, True, False]
    music_teacher("report")
    assert steps(music_teacher) == [True, False, True, True, True]
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(9)))
    assert steps(music_teacher) == [True, False, True, True, True]
    music_teacher("follow", "@t9@example.org")
    assert steps(music_teacher) == [True, True, True, True, True]
    done = music_teacher("start", "--yes")
    assert "Next: plnbuddy suggest   (all five steps are done)" in done.messages
    music_teacher("undo")
    assert steps(music_teacher) == [True, False, True, True, True]


def test_a_chat_attended_counts_like_a_chat_planned(music_teacher: Plnbuddy) -> None:
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("log", "collaborate", f"took part in #{chat}")
    assert "a chat planned or attended" in music_teacher("start", "--yes").output


def test_json_tells_the_five_steps_and_writes_nothing_else(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("start", "--topic", "music", "--json")
    assert answer.messages == ""
    data = json.loads(answer.output)
    assert data["form"] == "plnbuddy.start.1"
    assert data["settings_file"] == str(plnbuddy.home / "config.toml")
    assert [state["step"]["number"] for state in data["steps"]] == [1, 2, 3, 4, 5]
    for state in data["steps"]:
        assert set(state) >= {"step", "done", "so_far"}
        assert set(state["step"]) >= {"title", "practises", "why", "evidence", "command"}
    assert [state["done"] for state in data["steps"]] == [True, False, False, False, False]


def test_a_broken_settings_file_is_left_alone(plnbuddy: Plnbuddy) -> None:
    plnbuddy.home.mkdir(parents=True)
    file = plnbuddy.home / "config.toml"
    file.write_text('[profile]\ntopics = ["music"\n', encoding="utf-8")
    answer = plnbuddy("start", "--topic", "drama", "--yes", ok=False)
    assert answer.exit_code == 7
    assert "line" in answer.messages
    assert file.read_text(encoding="utf-8") == '[profile]\ntopics = ["music"\n'


# Words


def test_topics_are_understood_in_other_languages(plnbuddy: Plnbuddy) -> None:
    words = ("Kunst", "histoire-géo", "Sonderpädagogik", "PSHE", "dyslexia", "Latin", "psychology")
    plnbuddy("start", *(part for word in words for part in ("--topic", word)), "--yes")
    shown = plnbuddy("config", "show", "--json").data["values"]
    assert set(shown["profile.topics"]) >= {
        "arts", "history", "geography", "special-education", "health", "languages",
        "social-studies",
    }  # fmt: skip
    assert shown["profile.keywords"] == []


def test_a_word_that_fits_no_topic_is_kept_as_a_keyword_and_said_so(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("start", "--topic", "music", "--topic", "Quilting", "--yes")
    assert "'quilting' is no topic" in answer.messages
    shown = plnbuddy("config", "show", "--json").data["values"]
    assert shown["profile.topics"] == ["music"]
    assert shown["profile.keywords"] == ["quilting"]
    again = plnbuddy("config", "set", "profile.topics", "music,makerspace")
    assert "'makerspace' is no topic" in again.messages
    assert "it is kept as a keyword" in again.messages
    shown = plnbuddy("config", "show", "--json").data["values"]
    assert shown["profile.keywords"] == ["quilting", "makerspace"]
    several = plnbuddy("config", "set", "profile.topics", "music,zines,origami").messages
    assert "'zines' and 'origami' are no topics that plnbuddy knows; they are kept" in several


@pytest.mark.parametrize("word", ["homeschool", "psychology", "geology"])
def test_did_you_mean_never_leads_to_another_subject(plnbuddy: Plnbuddy, word: str) -> None:
    answer = plnbuddy("start", "--topic", word, "--yes")
    assert "Did you mean" not in answer.messages
