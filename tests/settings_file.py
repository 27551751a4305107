"""A settings file of a teacher, and what tests ask about it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Plnbuddy

COMMENTED = """\
# My settings.
[profile]
topics = ["music"]   # and drama one day
languages = ["en"]

# Goals: small ones.
[goals]
connect = 3 # enough
minutes = 45
# The end.
"""


@pytest.fixture
def file(plnbuddy: Plnbuddy) -> Path:
    """Where the settings file is, or will be."""
    plnbuddy.home.mkdir()
    return plnbuddy.home / "config.toml"


def values(plnbuddy: Plnbuddy) -> Any:
    return plnbuddy("config", "show", "--json").data["values"]


def refused(plnbuddy: Plnbuddy, *arguments: str, code: int = 7) -> str:
    """The sentence with which the command is refused; the settings file stays as it is."""
    file = plnbuddy.home / "config.toml"
    before = file.read_bytes() if file.exists() else None
    answer = plnbuddy(*arguments, ok=False)
    assert answer.exit_code == code, answer
    assert answer.output == ""
    assert "stumbled" not in answer.messages
    assert "Traceback" not in answer.messages
    assert (file.read_bytes() if file.exists() else None) == before
    return answer.messages


@contextlib.contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    before = path.stat().st_mode & 0o777
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def findings(plnbuddy: Plnbuddy, code: int) -> dict[str, Any]:
    answer = plnbuddy("doctor", "--json", ok=False)
    assert answer.exit_code == code, answer
    assert answer.data["healthy"] is (code == 0)
    found = {finding["part"]: finding for finding in answer.data["findings"]}
    text = plnbuddy("doctor", ok=False)
    assert text.exit_code == code
    for part, finding in found.items():
        assert finding["fact"] in text.output or part == "disk"  # Others use it, too.
        assert finding["remedy"] in text.output
        assert (finding["health"] == "fine") or finding["remedy"]
    return found


PARTS = {"program", "settings", "profile", "journal", "disk", "lists", "terminal", "time zone"}


def problems(found: dict[str, Any]) -> set[str]:
    assert set(found) >= PARTS
    return {part for part, finding in found.items() if finding["health"] == "problem"}
