"""Which suggestions a decision means, however they are named; all of them are decided or none."""

import re

import pytest

from tests.accounts import NOTHING_FOUND, USAGE, journal
from tests.conftest import Answer, Plnbuddy
from tests.decisions import listed, outcomes


def decided(answer: Answer) -> list[str]:
    return [each["subject"]["label"] for each in outcomes(answer)]


# Which ones


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["2"], [2]),
        (["1", "3"], [1, 3]),
        (["5", "1"], [5, 1]),
        (["1-3"], [1, 2, 3]),
        (["1-2", "4", "5-6"], [1, 2, 4, 5, 6]),
        (["1,4"], [1, 4]),
        (["1, 2,", "4"], [1, 2, 4]),
        (["2-4", "3", "2"], [2, 3, 4]),
        (["3-1"], [1, 2, 3]),
        (["4-4"], [4]),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else str(value),
)
def test_numbers_and_ranges_name_the_suggestions_of_the_last_list(
    music_teacher: Plnbuddy, words: list[str], numbers: list[int]
) -> None:
    shown = listed(music_teacher)
    answer = music_teacher("skip", *words, "--json")
    assert decided(answer) == [shown[number] for number in numbers]


def test_numbers_mean_the_list_that_was_shown_last(music_teacher: Plnbuddy) -> None:
    listed(music_teacher)
    hashtags = listed(music_teacher, "hashtags")
    assert decided(music_teacher("skip", "1", "--json")) == [hashtags[1]]


def test_a_number_of_an_earlier_longer_list_is_refused(music_teacher: Plnbuddy) -> None:
    assert 5 in listed(music_teacher)
    listed(music_teacher, "hashtags", "-n", "2")
    answer = music_teacher("skip", "5", ok=False)
    assert answer.exit_code == USAGE
    assert "it goes from 1 to 2" in answer.messages


@pytest.mark.parametrize(
    "spelling",
    [
        "@Anna@example.org",
        "Anna@example.org",
        "anna@EXAMPLE.org",
        "acct:anna@example.org",
        "https://example.org/@Anna",
        "https://example.org/users/anna",
        "http://example.org/@anna/",
        "example.org/@anna",
        "https://other.example/@anna@example.org",
        "  @anna@example.org ",
    ],
)
def test_a_handle_is_the_same_in_every_spelling(plnbuddy: Plnbuddy, spelling: str) -> None:
    plnbuddy("skip", "anna@example.org")
    [outcome] = outcomes(plnbuddy("skip", spelling, "--json"))
    assert outcome["subject"]["key"] == "anna@example.org"
    assert outcome["already"] is True


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("@Someone", "@someone"),
        ("https://x.com/someone", "@someone"),
        ("https://twitter.com/Someone?lang=en", "@someone"),
        ("someone@twitter.com", "@someone"),
        ("@lehrer@bücher.example", "lehrer@xn--bcher-kva.example"),
        ("https://bücher.example/@Lehrer", "lehrer@xn--bcher-kva.example"),
    ],
)
def test_twitter_and_international_handles_are_understood(
    plnbuddy: Plnbuddy, spelling: str, key: str
) -> None:
    [outcome] = outcomes(plnbuddy("follow", spelling, "--json"))
    assert (outcome["subject"]["kind"], outcome["subject"]["key"]) == ("person", key)


@pytest.mark.parametrize("spelling", ["#MusicEd", "#musiced", "＃musiced", "#MUSICED"])
def test_a_tag_is_the_same_in_any_case(plnbuddy: Plnbuddy, spelling: str) -> None:
    plnbuddy("follow", "#MusicEd")
    [outcome] = outcomes(plnbuddy("follow", spelling, "--json"))
    assert outcome["subject"]["key"] == "musiced"
    assert outcome["already"] is True


def test_the_same_person_in_two_spellings_is_decided_once(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("follow", "anna@example.org", "https://example.org/@Anna", "--json")
    assert [each["already"] for each in outcomes(answer)] == [False]
    assert len(journal(plnbuddy)) == 1


def test_numbers_handles_and_tags_can_be_mixed(music_teacher: Plnbuddy) -> None:
    shown = listed(music_teacher)
    answer = music_teacher("follow", "2", "@anna@example.org", "#rhythm", "--json")
    assert decided(answer) == [shown[2], "@anna@example.org", "#rhythm"]
    assert len(journal(music_teacher)) == 3


def test_the_tag_of_a_known_chat_is_the_chat(plnbuddy: Plnbuddy) -> None:
    chats = plnbuddy("lists", "show", "chats", "--json").data["tables"]["chats"]
    [outcome] = outcomes(plnbuddy("follow", f"#{chats[0]['tag']}", "--json"))
    assert outcome["subject"]["kind"] == "chat"
    [entry] = journal(plnbuddy)
    assert entry["tags"] == [chats[0]["tag"]]


# All or nothing


def test_one_wrong_word_and_nothing_is_decided(music_teacher: Plnbuddy) -> None:
    before = listed(music_teacher)
    for wrong, words in (
        ("99", "There is no number 99 in the last list; it goes from 1 to"),
        ("0", "There is no number 0"),
        ("6-60", "There is no number"),
        ("musiced", "Did you mean @musiced or #musiced"),
        ("@", "is not a handle"),
        ("@anna@", "is not a handle"),
        ("anna@nodots", "is not a handle"),
        ("@an na@example.org", "is not a handle"),
        ("#", "is not a hashtag"),
        ("#two words", "is not a hashtag"),
        ("#2026", "is not a hashtag"),
        ("1.5", "is not a handle"),
        ("-", "neither"),
        ("\x1b[31m@evil", "neither|is not a handle"),
    ):
        for verb in ("skip", "later", "follow"):
            answer = music_teacher(verb, "1", "@anna@example.org", "--", wrong, ok=False)
            assert answer.exit_code == USAGE, wrong
            assert re.search(words, answer.messages)
            assert "\x1b" not in answer.messages
            assert answer.output == ""
    assert journal(music_teacher) == []
    assert listed(music_teacher) == before
    assert music_teacher("undo", ok=False).exit_code == NOTHING_FOUND


def test_numbers_without_a_list_say_what_to_run_first(music_teacher: Plnbuddy) -> None:
    answer = music_teacher("follow", "1", ok=False)
    assert answer.exit_code == USAGE
    assert "plnbuddy suggest" in answer.messages


@pytest.mark.parametrize("verb", ["follow", "skip", "later"])
@pytest.mark.parametrize("words", [[], [","], [""]], ids=["nothing", "a comma", "empty"])
def test_naming_nothing_is_wrong_usage(plnbuddy: Plnbuddy, verb: str, words: list[str]) -> None:
    answer = plnbuddy(verb, *words, ok=False)
    assert answer.exit_code == USAGE
    assert answer.messages
    assert "Traceback" not in answer.messages


# JSON


@pytest.mark.parametrize(
    ("verb", "verdict"), [("follow", "followed"), ("skip", "skipped"), ("later", "later")]
)
def test_decisions_as_json_are_the_only_thing_written(
    music_teacher: Plnbuddy, verb: str, verdict: str
) -> None:
    label = listed(music_teacher)[1]
    answer = music_teacher(verb, "1", "--json")
    assert answer.data["form"] == "plnbuddy.decisions.1"
    [outcome] = outcomes(answer)
    assert set(outcome) >= {"subject", "verdict", "link", "due", "already"}
    assert outcome["subject"]["label"] == label
    assert outcome["verdict"] == verdict
    assert outcome["already"] is False
    assert (outcome["due"] is None) is (verb != "later")
    assert answer.messages == ""


# What a word is taken for


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/anna",
        "https://www.threads.com/@anna",
        "https://www.linkedin.com/in/anna",
        "https://school.example/anna",
    ],
)
def test_a_page_of_another_service_is_nobody(plnbuddy: Plnbuddy, address: str) -> None:
    answer = plnbuddy("follow", "-y", "--no-input", address, ok=False)
    assert answer.exit_code == 2
    assert (
        "plnbuddy knows people on" in answer.messages or "not that of a person" in answer.messages
    )
    assert plnbuddy("log", "list", "--json", ok=False).data["entries"] == []


@pytest.mark.parametrize(
    ("address", "label", "link"),
    [
        (
            "https://social.example/@south@baw%C3%BC.example",
            "@south@xn--baw-joa.example",
            "https://xn--baw-joa.example/@south",
        ),
        ("https://example.org/@anna/1135", "@anna@example.org", "https://example.org/@anna"),
        (
            "https://bsky.app/profile/alice.bsky.social",
            "@alice.bsky.social",
            "https://bsky.app/profile/alice.bsky.social",
        ),
        ("@alice.school.org", "@alice.school.org", "https://bsky.app/profile/alice.school.org"),
    ],
)
def test_an_address_is_followed_as_who_it_is(
    plnbuddy: Plnbuddy, address: str, label: str, link: str
) -> None:
    [outcome] = plnbuddy("follow", "-y", "--no-input", address, "--json").data["outcomes"]
    assert (outcome["subject"]["label"], outcome["link"]) == (label, link)


def test_a_name_that_two_platforms_could_have_is_settled_and_said(plnbuddy: Plnbuddy) -> None:
    said = "is read as a name on Bluesky"
    assert f"@anna.school.org {said}" in plnbuddy("follow", "@anna.school.org").messages
    assert said not in plnbuddy("follow", "@anna.bsky.social").messages
    assert said not in plnbuddy("skip", "@anna", "@anna@school.org").messages
