"""The five steps as a conversation: asked and answered at a terminal."""

import re

import pytest
from rich.cells import cell_len

from tests.conftest import Plnbuddy
from tests.conversations import (
    LANGUAGES,
    LEVELS,
    LOG_IN,
    NETWORKS,
    PURPOSE,
    REGION,
    SERVER,
    TOPICS,
    WHICH,
    conversation,
)
from tests.test_start import saved, steps


@pytest.mark.parametrize("columns", [80, 40])
def test_the_conversation_goes_through_all_five_steps(plnbuddy: Plnbuddy, columns: int) -> None:
    with conversation(plnbuddy, columns) as talk:
        talk.ask(PURPOSE, "rhythm games")
        talk.ask(TOPICS, "musci")
        talk.hear("Did you mean music")
        talk.ask(TOPICS, "music, computing")
        talk.ask(LEVELS, "secondary")
        talk.ask(LANGUAGES, "en")
        talk.ask(REGION, "gb")
        talk.ask(NETWORKS, "1")
        talk.ask(SERVER, "Mastodon.Social")
        talk.ask(LOG_IN, "no")
        talk.ask("Go on with step 2?", "")
        talk.follow_until(3)
        talk.follow_until(4)
        talk.ask("Have you posted it?", "https://mastodon.social/@me/1")
        talk.ask("Whom have you answered?", "not a handle")
        talk.hear("is not a handle")
        talk.ask("Whom have you answered?", "@ben@example.org")
        talk.ask("Go on with step 5?", "yes")
        talk.ask("Connect: how many", "three")
        talk.hear("is not a number")
        talk.ask("Connect: how many", "3")
        talk.ask("Collaborate: how many", "")
        talk.ask("Contribute: how many", "2")
        talk.ask("At most how many minutes", "90")
        talk.hear("Your first report")
        assert talk.end() == 0
        for number in range(1, 6):
            assert re.search(rf"Step\s{number}/5", talk.heard)
        ending = talk.heard[talk.heard.rindex("Next:") :]
        assert ending.split()[1:3] == ["plnbuddy", "suggest"]
        assert max(cell_len(each) for each in talk.lines()) <= columns
    assert steps(plnbuddy) == [True] * 5
    assert saved(plnbuddy)["profile"] == {
        "purpose": "rhythm games",
        "topics": ["music", "computing"],
        "levels": ["secondary"],
        "languages": ["en"],
        "region": "GB",
        "networks": ["mastodon"],
    }
    assert saved(plnbuddy)["account"] == {"server": "mastodon.social"}
    goals = {"connect": 3, "collaborate": 2, "contribute": 2, "minutes": 90}
    assert saved(plnbuddy)["goals"] == goals
    journal = plnbuddy("log", "list", "--all", "--json").data["entries"]
    kinds = [entry["kind"] for entry in journal]
    assert (kinds.count("collaborate"), kinds.count("contribute")) == (1, 1)
    assert kinds.count("connect") >= 13
    assert ["https://mastodon.social/@me/1"] in [entry["links"] for entry in journal]
    assert ["@ben@example.org"] in [
        entry["people"] for entry in journal if entry["kind"] == "collaborate"
    ]


def test_when_all_is_done_it_asks_nothing_more(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--level", "primary", "--language", "en", "--yes")
    chat = plnbuddy("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    plnbuddy("follow", *(f"@t{number}@example.org" for number in range(10)))
    plnbuddy("follow", "#one", "#two", "#three", f"#{chat}")
    plnbuddy("log", "collaborate", "answered somebody")
    plnbuddy("log", "contribute", "shared a song")
    plnbuddy("config", "set", "goals.connect", "3")
    plnbuddy("report")
    with conversation(plnbuddy) as talk:
        assert talk.end() == 0
        assert "?" not in talk.heard
        assert "all five steps are done" in talk.heard


def test_back_returns_to_the_question_before(plnbuddy: Plnbuddy) -> None:
    with conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "songs")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "primary")
        talk.ask(LANGUAGES, "back")
        talk.ask(LEVELS, "back")
        talk.ask(TOPICS, "Back")
        # The answers of before are offered again.
        talk.hear(PURPOSE)
        talk.hear("[songs]")
        talk.answer("")
        talk.hear(TOPICS)
        talk.hear("[music]")
        talk.answer("drama")
        talk.ask(LEVELS, "")
        talk.ask(LANGUAGES, "")
        talk.hear(REGION)
        talk.press_ctrl_c()
        talk.end()
    profile = saved(plnbuddy)["profile"]
    assert (profile["purpose"], profile["topics"], profile["levels"]) == (
        "songs",
        ["drama"],
        ["primary"],
    )


def test_back_at_the_first_question_stays_there_however_often(plnbuddy: Plnbuddy) -> None:
    with conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "back", "back", "b", "songs")
        talk.ask(TOPICS, "music")
        talk.hear(LEVELS)
    assert saved(plnbuddy)["profile"]["purpose"] == "songs"


def test_back_at_the_end_of_a_step_does_not_go_on(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    music_teacher("follow", "#one", "#two", "#three")
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", f"#{chat}")
    with conversation(music_teacher) as talk:
        talk.ask("Have you posted it?", "")
        talk.ask("Whom have you answered?", "")
        talk.ask("Go on with step 5?", "back")
        talk.ask("Whom have you answered?", "@ben@example.org")
        talk.hear("Go on with step 5?")


def test_going_back_and_answering_again_logs_nothing_twice(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", "#one", "#two", "#three", f"#{chat}")
    with conversation(music_teacher) as talk:
        talk.ask("Have you posted it?", "yes")
        talk.ask("Whom have you answered?", "back")
        talk.ask("Have you posted it?", "yes")
        talk.ask("Whom have you answered?", "@ben@example.org")
        talk.hear("Go on with step 5?")
    journal = music_teacher("log", "list", "--all", "--json").data["entries"]
    assert [entry["kind"] for entry in journal].count("contribute") == 1


@pytest.mark.parametrize("answer", ["no", "Nein"])
def test_a_no_is_not_logged_as_a_post(music_teacher: Plnbuddy, answer: str) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", "#one", "#two", "#three", f"#{chat}")
    with conversation(music_teacher) as talk:
        talk.ask("Have you posted it?", answer)
        talk.hear("Whom have you answered?")
    journal = music_teacher("log", "list", "--all", "--json").data["entries"]
    assert "contribute" not in [entry["kind"] for entry in journal]


def test_leaving_keeps_the_answers_and_the_next_start_resumes(plnbuddy: Plnbuddy) -> None:
    with conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "songs")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "primary, early")
        talk.ask(LANGUAGES, "en")
        talk.ask(REGION, "")
        talk.ask(NETWORKS, "mastodon")
        talk.ask(SERVER, "")
        talk.ask("Go on with step 2?", "")
        shown = talk.hear(WHICH)
        talk.hear(": ")
        talk.answer("1")
        talk.hear("Show more?")
        talk.press_ctrl_c()
        talk.hear("Everything so far is kept")
        talk.hear("Next: plnbuddy start")
        assert talk.end() in (0, 130)
        assert "Traceback" not in talk.heard
    assert saved(plnbuddy)["profile"]["levels"] == ["primary", "early"]
    followed = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert len(followed) == 1
    with conversation(plnbuddy) as talk:
        opening = talk.hear(WHICH)
        assert "1/5 Purpose and profile: done" in opening
        assert "1 of 10 people followed" in opening
        assert "Step 2/5" in opening
        assert PURPOSE not in opening
        people = [entry["people"][0] for entry in followed]
        assert all(handle in shown for handle in people)
        assert not any(handle in opening for handle in people)


def test_leaving_in_the_middle_of_the_first_step_asks_the_rest_next_time(
    plnbuddy: Plnbuddy,
) -> None:
    with conversation(plnbuddy, LANG="de_DE.UTF-8") as talk:
        talk.ask(PURPOSE, "songs")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "primary")
        talk.hear(LANGUAGES)
        talk.hear("[de]")
        talk.press_ctrl_c()
        talk.hear("Everything so far is kept")
        talk.end()
    with conversation(plnbuddy, LANG="de_DE.UTF-8") as talk:
        talk.hear(PURPOSE)
        talk.hear("[songs]")
        talk.answer("")
        talk.ask(TOPICS, "")
        talk.ask(LEVELS, "")
        talk.ask(LANGUAGES, "")
        talk.hear(REGION)
        talk.hear("[DE]")
    profile = saved(plnbuddy)["profile"]
    assert (profile["topics"], profile["languages"]) == (["music"], ["de"])


def test_the_end_of_input_leaves_like_ctrl_c(plnbuddy: Plnbuddy) -> None:
    with conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "songs")
        talk.hear(TOPICS)
        talk.press_ctrl_d()
        talk.hear("Everything so far is kept")
        assert talk.end() in (0, 130)
    assert saved(plnbuddy)["profile"]["purpose"] == "songs"


def test_a_step_that_is_not_done_can_be_left_for_later(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--level", "primary", "--language", "en", "--yes")
    with conversation(plnbuddy) as talk:
        talk.ask(WHICH, "")
        talk.hear("plnbuddy lists add https://")
        talk.ask("Read it now?", "no")
        talk.hear("Not done yet, and that is fine")
        talk.ask("Go on with step 3?", "no")
        assert talk.end() == 0
        assert "Next: plnbuddy suggest people" in talk.heard


def test_wrong_answers_are_explained_and_asked_again(plnbuddy: Plnbuddy) -> None:
    with conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "[bold]songs[/bold] [/] \\[x]")
        talk.ask(TOPICS, "")
        talk.hear("One answer is needed")
        talk.ask(TOPICS, "99")
        talk.hear("There is no number 99")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "2, 4")
        talk.ask(LANGUAGES, "klingon")
        talk.hear("is not a language")
        talk.ask(LANGUAGES, "english, fr")
        talk.ask(REGION, "somewhere else")
        talk.hear("a country code such as DE")
        talk.ask(REGION, "us-tx")
        talk.ask(NETWORKS, "facebook")
        talk.hear("one of mastodon, bluesky, twitter")
        talk.ask(NETWORKS, "twitter, mastodon")
        talk.ask(SERVER, "my school")
        talk.hear("is not the name of a Mastodon server")
        talk.ask(SERVER, "@me@school.example")
        talk.ask(LOG_IN, "no")
        talk.hear("Go on with step 2?")
    assert saved(plnbuddy) == {
        "profile": {
            "purpose": "[bold]songs[/bold] [/] \\[x]",
            "topics": ["music"],
            "levels": ["primary", "secondary"],
            "languages": ["en", "fr"],
            "region": "US-TX",
            "networks": ["twitter", "mastodon"],
        },
        "account": {"server": "school.example"},
        "explore": {"open_reading": "no"},
    }


def test_wrong_numbers_in_the_conversation_decide_nothing(music_teacher: Plnbuddy) -> None:
    with conversation(music_teacher) as talk:
        talk.ask(WHICH, "1, 99")
        talk.hear("There is no number 99")
        talk.ask(WHICH, "1")
        talk.hear("1 of 10 so far")
    assert len(music_teacher("log", "list", "--all", "--json").data["entries"]) == 1
