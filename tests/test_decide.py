"""Deciding on suggestions: follow, skip, later, undo."""

import re
import stat
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Answer, Plnbuddy

USAGE = 2
NOTHING_FOUND = 6


def listed(plnbuddy: Plnbuddy, *arguments: str, now: str | None = None) -> dict[int, str]:
    """Today's list: the labels by their numbers."""
    answer = plnbuddy("suggest", *arguments, "--json", now=now)
    return {
        each["number"]: each["subject"]["label"]
        for section in answer.data["sections"]
        for each in section["suggestions"]
    }


def outcomes(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.data["outcomes"]
    return found


def decided(answer: Answer) -> list[str]:
    return [each["subject"]["label"] for each in outcomes(answer)]


def journal(plnbuddy: Plnbuddy) -> list[dict[str, Any]]:
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    return list(answer.data["entries"]) if answer.exit_code == 0 else []


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


# Following is logged


def test_following_logs_one_connect_for_each(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", "@anna@example.org", "#Rhythm")
    tag, person = journal(music_teacher)
    assert (person["kind"], person["people"], person["tags"]) == (
        "connect",
        ["@anna@example.org"],
        [],
    )
    assert (tag["kind"], tag["people"], tag["tags"]) == ("connect", [], ["Rhythm"])
    assert person["day"] == "2026-11-24"
    assert person["origin"] == "follow"


def test_following_again_changes_nothing_and_says_so(plnbuddy: Plnbuddy) -> None:
    plnbuddy("follow", "@anna@example.org")
    answer = plnbuddy("follow", "ANNA@example.org")
    assert "nothing changed" in answer.output
    assert len(journal(plnbuddy)) == 1
    plnbuddy("undo")
    assert journal(plnbuddy) == []


@pytest.mark.parametrize("verb", ["skip", "later"])
def test_skipping_and_putting_off_log_nothing(music_teacher: Plnbuddy, verb: str) -> None:
    listed(music_teacher)
    music_teacher(verb, "1-4")
    assert journal(music_teacher) == []


def test_followed_people_and_tags_count_in_the_steps(plnbuddy: Plnbuddy) -> None:
    plnbuddy("follow", *(f"@t{number}@example.org" for number in range(10)), "#one", "#two")
    output = plnbuddy("start", "--yes").output
    assert "10 of 10 people followed" in output
    assert "2 of 3 hashtags followed" in output


# Links


@pytest.mark.parametrize(
    ("server", "word", "link"),
    [
        ("", "@Anna@example.org", "https://example.org/@Anna"),
        (
            "school.example",
            "@Anna@example.org",
            "https://school.example/authorize_interaction?uri=Anna%40example.org",
        ),
        ("", "@Someone", "https://x.com/intent/follow?screen_name=Someone"),
        ("school.example", "@Someone", "https://x.com/intent/follow?screen_name=Someone"),
        ("", "#MusicEd", "https://mastodon.social/tags/MusicEd"),
        ("school.example", "#MusicEd", "https://school.example/tags/MusicEd"),
        ("", "#Schüler", "https://mastodon.social/tags/Sch%C3%BCler"),
    ],
)
def test_following_gives_the_link_where_it_happens(
    music_teacher: Plnbuddy, server: str, word: str, link: str
) -> None:
    if server:
        music_teacher("config", "set", "account.server", server)
    assert f"    {link}\n" in music_teacher("follow", word).output
    [outcome] = outcomes(music_teacher("follow", word, "--json"))
    assert outcome["link"] == link


def test_a_twitter_teacher_follows_tags_on_twitter(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--network", "twitter", "--yes")
    [outcome] = outcomes(plnbuddy("follow", "#edchat2", "--json"))
    assert outcome["link"] == "https://x.com/hashtag/edchat2"


def test_the_next_command_and_the_way_back_are_named(music_teacher: Plnbuddy) -> None:
    answer = music_teacher("follow", "@anna@example.org")
    assert "Next: plnbuddy suggest" in answer.messages
    assert "plnbuddy undo" in answer.messages
    assert music_teacher("follow", "@ben@example.org", "-q").messages == ""


# The browser


@pytest.fixture
def browser(tmp_path: Path) -> tuple[Path, Path]:
    """A browser that writes down what it was asked to open, and the file it writes to."""
    script, opened = tmp_path / "browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{opened}"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script, opened


def test_open_opens_each_link_that_is_new_in_the_browser(
    music_teacher: Plnbuddy, browser: tuple[Path, Path]
) -> None:
    script, opened = browser
    music_teacher("follow", "@old@example.org")
    music_teacher.process(
        "follow",
        *("--open", "@anna@example.org", "@old@example.org", "#rhythm"),
        BROWSER=f"{script} %s",
        DISPLAY="",
    )
    expected = ["https://example.org/@anna", "https://mastodon.social/tags/rhythm"]
    assert _lines_when_there(opened, len(expected)) == expected


def _lines_when_there(file: Path, count: int, seconds: float = 10) -> list[str]:
    """The sorted lines of a file that another process writes to."""
    until = time.monotonic() + seconds
    lines: list[str] = []
    while len(lines) < count and time.monotonic() < until:
        time.sleep(0.05)
        lines = file.read_text().splitlines() if file.exists() else []
    return sorted(lines)


def test_without_open_no_browser_is_started(
    music_teacher: Plnbuddy, browser: tuple[Path, Path]
) -> None:
    script, opened = browser
    music_teacher.process("follow", "@anna@example.org", BROWSER=f"{script} %s", DISPLAY="")
    assert _lines_when_there(opened, 1, seconds=0.5) == []


def test_a_browser_that_cannot_be_opened_is_said_and_the_decision_stays(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    answer = music_teacher.process(
        *("follow", "--open", "@anna@example.org"),
        PATH=str(tmp_path / "nothing-here"),
        BROWSER=str(tmp_path / "no-such-browser"),
        DISPLAY="",
        WAYLAND_DISPLAY="",
    )
    assert "https://example.org/@anna" in answer.output
    assert "browser" in answer.messages.lower().replace(str(tmp_path), "")
    assert len(journal(music_teacher)) == 1


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
