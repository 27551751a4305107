"""Following is logged once, and gives the link where it happens."""

import stat
import time
from pathlib import Path

import pytest

from tests.accounts import journal
from tests.conftest import Plnbuddy
from tests.decisions import listed, outcomes

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
