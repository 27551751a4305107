"""With --json every command prints exactly one document, whatever it comes to."""

import json
from typing import Any

import pytest

from tests.accounts import without_waiting
from tests.command_reference import every_command, program
from tests.conftest import Plnbuddy

NOBODY = "@nobody@example.org"
WORDS: dict[str, tuple[str, ...]] = {
    "unfollow": (NOBODY,), "skip": ("1",), "later": ("1",),
    "log connect": ("met Ben",), "log collaborate": ("answered Ben",), "log contribute": ("sang",),
    "log show": ("1",), "log edit": ("1", "other"), "log remove": ("1",),
    "log import": ("none.jsonl",), "footprint hide": ("1",), "footprint unhide": ("1",),
    "import twitter-archive": ("none.zip",), "import mastodon-archive": ("none.zip",),
    "import disqus": ("none.xml",), "import wordpress": ("none.xml",), "import feed": ("none.xml",),
    "import csv": ("none.csv",), "import remove": ("1",),
    "lists search": ("xylophagous",), "lists add": ("none.csv",), "lists new": ("Mine", "#musiced"),
    "lists edit": ("none",), "lists merge": ("Ours", "none"), "lists export": ("none",),
    "lists remove": ("none",), "lists forget": (NOBODY,), "lists show": ("none",),
    "blogs add": ("none.opml",), "blogs remove": ("none",),
    "chats add": ("#staffroom", "--day", "tue", "--time", "20:00"),
    "chats edit": ("#staffroom",), "chats remove": ("#staffroom",),
    "cohort new": ("none/ours.cohort", "--name", "Anna"), "cohort join": ("none.cohort",),
    "cohort add": (NOBODY,), "cohort remove": (NOBODY,),
    "login": ("localhost:1",), "config set": ("goals.minutes", "90"),
}  # fmt: skip
"""What commands need behind their name, so that they understand what is asked."""


def _command(words: tuple[str, ...]) -> Any:
    found = program()
    for word in words:
        found = found.commands[word]
    return found


def _options(command: Any) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


SPEAKING_JSON = [" ".join(each) for each in every_command() if "--json" in _options(_command(each))]


def test_most_commands_speak_json() -> None:
    assert len(SPEAKING_JSON) > 60


@pytest.mark.parametrize("name", SPEAKING_JSON)
def test_a_command_without_anything_prints_one_document(
    plnbuddy: Plnbuddy, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    without_waiting(monkeypatch)  # Nobody answers `login`.
    answer = plnbuddy(*name.split(), *WORDS.get(name, ()), "--json", ok=False)
    data = json.loads(answer.output)
    assert data["form"].startswith("plnbuddy.")
    if data["form"] == "plnbuddy.error.1":
        assert data["exit_code"] == answer.exit_code != 0
        assert data["problem"] in answer.messages
        assert data["remedy"] in answer.messages


def test_a_failure_is_told_once_and_only_to_programs(plnbuddy: Plnbuddy) -> None:
    assert plnbuddy("footprint", ok=False).output == ""
    failed = plnbuddy("footprint", "--json", ok=False)
    assert failed.exit_code == 6
    assert failed.data == {
        "form": "plnbuddy.error.1",
        "problem": "Nothing in the journal is public yet.",
        "remedy": failed.data["remedy"],
        "exit_code": 6,
    }
    empty = plnbuddy("log", "list", "--json", ok=False)
    assert empty.data == {"form": "plnbuddy.entries.1", "total": 0, "entries": []}
