"""Readers that leave, full disks and closed streams: one sentence at most, and nothing is lost."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.command_reference import every_command
from tests.conftest import Plnbuddy

COULD_NOT = 1


def in_a_shell(
    plnbuddy: Plnbuddy, script: str, *arguments: str
) -> "subprocess.CompletedProcess[str]":
    """Run a script in which "$@" is a command of plnbuddy."""
    return subprocess.run(
        ["bash", "-c", script, "bash", *plnbuddy.command(arguments)],
        env=plnbuddy.process_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


LONG = [
    ("--help",),
    ("--version",),
    ("suggest", "--explain"),
    ("lists", "show", "hashtags", "-n", "500"),
    ("lists", "show", "hashtags", "--json"),
    ("chats", "--help"),
    ("config", "show"),
]


@pytest.mark.parametrize("arguments", LONG, ids=" ".join)
@pytest.mark.parametrize("colour", ["", "1"], ids=["plain", "colour"])
def test_a_reader_that_leaves_is_no_failure(
    music_teacher: Plnbuddy, arguments: tuple[str, ...], colour: str
) -> None:
    running = music_teacher.begin(*arguments, FORCE_COLOR=colour)
    with running.stdout as reader:
        assert os.read(reader.fileno(), 1)
    messages = running.stderr.read().decode()
    assert running.wait() == 0, messages
    for word in ("Error", "Traceback", "Exception ignored", "stumbled", "could not"):
        assert word not in messages


@pytest.mark.parametrize("where", [">/dev/full", ">&-"], ids=["full", "closed"])
def test_what_cannot_be_written_is_said_and_what_was_logged_is_kept(
    plnbuddy: Plnbuddy, where: str
) -> None:
    done = in_a_shell(plnbuddy, f'"$@" {where}', "log", "connect", "met Ben")
    assert done.returncode == COULD_NOT
    assert "The answer could not be written" in done.stderr
    assert "What was logged or decided is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert [entry["text"] for entry in plnbuddy("log", "list", "--json").data["entries"]] == [
        "met Ben"
    ]


@pytest.mark.parametrize("arguments", LONG, ids=" ".join)
def test_a_full_disk_is_one_sentence_everywhere(
    music_teacher: Plnbuddy, arguments: tuple[str, ...]
) -> None:
    running = music_teacher.begin(*arguments, output=Path("/dev/full"))
    messages = running.communicate()[1].decode()
    assert running.wait() == COULD_NOT
    assert messages.count("The answer could not be written") == 1
    assert "Traceback" not in messages
    assert "Exception ignored" not in messages


def test_everything_closed_still_writes_the_journal_and_nothing_into_it(plnbuddy: Plnbuddy) -> None:
    """No file of the program takes the place of a closed stream."""
    plnbuddy("log", "connect", "first")
    done = in_a_shell(plnbuddy, '"$@" <&- >&- 2>&-', "log", "connect", "second")
    assert done.returncode == COULD_NOT
    assert len(plnbuddy("log", "list", "--json").data["entries"]) == 2
    assert plnbuddy("doctor", ok=False).exit_code in (0, COULD_NOT)


@pytest.mark.parametrize("columns", ["0", "1", "-5", "many"])
def test_any_number_of_columns_prints(plnbuddy: Plnbuddy, columns: str) -> None:
    answer = plnbuddy.process("lists", COLUMNS=columns, FORCE_COLOR="1")
    assert "educators" in answer.output.replace("\n", "") or columns == "1"


HOSTILE = {
    "bytes": "\udcff\udcfe",
    "half of a pair": "\ud83d",
    "escapes": "\x1b]0;owned\x07\x1b[2J",
    "directions": "\u202eevil\u2066",
    "an address that ends early": "https://[::1",
    "somebody else's home": "~nosuch-user-here",
    "long": "x" * 300,
    "very long": "x" * 20_000,
    "other digits": "²",
    "a huge number": "9" * 4_500,
    "year one": "0001-01-01",
    "nothing": "",
    "a lonely @": "@",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_no_command_stumbles_over_any_text(
    music_teacher: Plnbuddy,
    words: tuple[str, ...],
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # Some of them write a file of that name.
    for arguments in ((text,), (text, text), ("--json", text)):
        answer = music_teacher(*words, *arguments, ok=False, input="", TERM="dumb")
        assert "stumbled" not in answer.messages, arguments
        assert "Traceback" not in answer.messages
        assert "\x1b]" not in answer.output + answer.messages
