"""What comes in and goes out as a file: closed posts stay closed, pipes and devices are refused."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.model import ActivityKind
from plnbuddy.platforms.mastodon.entities import read_post
from plnbuddy.platforms.post_rules import activity_from_post
from plnbuddy.system.local_file import read_file
from tests.conftest import Plnbuddy

CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)
OWN = parse_handle("@hart@school.example")


def post(**facts: Any) -> dict[str, Any]:
    account = {"id": "1", "username": "hart", "acct": "hart", "url": "https://school.example/@hart"}
    return {
        "id": "7", "account": account, "created_at": "2026-11-01T10:00:00Z",
        "content": "<p>For colleagues</p>", "url": "https://school.example/@hart/7",
        "visibility": "public", **facts,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "is_open"),
    [
        ({}, True),
        ({"visibility": "unlisted"}, True),
        ({"local_only": False}, True),
        ({"visibility": "private"}, False),
        ({"visibility": "local"}, False),
        ({"visibility": "list"}, False),
        ({"visibility": "mutuals_only"}, False),
        ({"visibility": "limited"}, False),
        ({"visibility": "something new"}, False),
        ({"visibility": None}, False),
        ({"local_only": True}, False),
        ({"localOnly": True}, False),
    ],
)
def test_only_what_is_public_or_unlisted_is_open(facts: dict[str, Any], is_open: bool) -> None:
    read = read_post(post(**facts), "school.example")
    activity = activity_from_post(OWN.key, OWN, read, CLOCK)
    assert activity is not None
    assert activity.kind is ActivityKind.CONTRIBUTE
    assert bool(activity.links) is is_open


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_redirected_output_is_utf_8_whatever_the_code_page(
    plnbuddy: Plnbuddy, encoding: str
) -> None:
    text = "日本 and 🎵 and é"
    plnbuddy("log", "contribute", text)
    for words in (("log", "export"), ("log", "list"), ("log", "list", "--json")):
        answer = plnbuddy.new_python(*words, PYTHONIOENCODING=encoding)
        assert text in answer.output


@pytest.mark.parametrize(
    "command",
    [
        ("log", "import"),
        ("import", "csv"),
        ("import", "feed"),
        ("import", "wordpress"),
        ("import", "disqus"),
        ("import", "twitter-archive"),
        ("import", "mastodon-archive"),
        ("lists", "add"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("kind", ["device", "pipe", "folder"])
def test_what_is_no_regular_file_is_refused_at_once(
    plnbuddy: Plnbuddy, tmp_path: Path, command: tuple[str, ...], kind: str
) -> None:
    place = Path("/dev/zero") if kind == "device" else tmp_path / kind
    if kind == "pipe":
        os.mkfifo(place)
    if kind == "folder":
        place.mkdir()
    answer = plnbuddy(*command, str(place), ok=False)
    assert answer.exit_code in (1, 2)
    assert "stumbled" not in answer.messages
    if kind != "folder":
        assert "device or a pipe" in answer.messages or "is not a file" in answer.messages


def test_endless_standard_input_ends(
    plnbuddy: Plnbuddy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("plnbuddy.system.csvfile.SIZE_LIMIT", 1_000)
    answer = plnbuddy("log", "import", "-", "--format", "jsonl", input="x" * 5_000, ok=False)
    assert answer.exit_code == 1
    assert "is larger than" in answer.messages
    file = tmp_path / "long.jsonl"
    file.write_text("x" * 5_000)
    with pytest.raises(PlnbuddyError, match="is larger than"):
        read_file(file, 1_000)
