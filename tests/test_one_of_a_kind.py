"""One of something is one: whatever a command counts."""

import re
from pathlib import Path

import pytest

from tests.accounts import log_in
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer

SEVERAL = re.compile(
    r"(?<![\d.,/:-])1 (?!(?:this|was|is|does|less)\b)(?:more |of )?[a-z]{2,}s\b|1 (?:more )?people"
)
RIGHT = re.compile(r"1 [a-z]+ss\b")


@pytest.fixture
def with_one(music_teacher: Plnbuddy, server: MastodonServer, community: Community) -> Plnbuddy:
    """A teacher with one entry of one minute, one person followed, one follower."""
    log_in(music_teacher, server)
    music_teacher("sync")
    music_teacher(
        "log", "contribute", "A worksheet https://example.org/1", "--minutes", "1", "--with",
        "@ben@classroom.example", "--tag", "musiced", "--type", "course",
    )  # fmt: skip
    return music_teacher


@pytest.mark.parametrize(
    "command",
    [
        "",
        "report",
        "report --evidence",
        "report --evidence --for act48",
        "report --evidence --for nesa",
        "whoami",
        "network",
        "lists search music -n 1",
        "log list",
        "log export one.jsonl",
        "footprint",
        "start",
        "suggest -n 1 --offline",
        "doctor",
    ],
)
def test_nothing_is_said_of_one_as_if_it_were_many(
    with_one: Plnbuddy, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = with_one(*command.split(), ok=False)
    said = answer.output + answer.messages
    assert said.strip()
    wrong = [found[0] for found in SEVERAL.finditer(said) if not RIGHT.match(found[0])]
    assert not wrong, said
