"""Entries as `log` writes and gives them, a journal of four, and how something is refused."""

import json
from typing import Any

import pytest

from tests.conftest import Plnbuddy


def log(plnbuddy: Plnbuddy, *arguments: str, kind: str = "connect", now: str | None = None) -> Any:
    """Log an entry and give it as JSON."""
    return plnbuddy("log", kind, *arguments, "--json", now=now).data


def entries(plnbuddy: Plnbuddy, *arguments: str) -> list[Any]:
    """All entries that a list gives, newest first."""
    answer = plnbuddy("log", "list", "--all", "--json", *arguments, ok=False)
    assert answer.exit_code in (0, 6), answer
    found: list[Any] = answer.data["entries"]
    return found


def write(plnbuddy: Plnbuddy, *records: dict[str, Any]) -> None:
    """Import these entries in one go."""
    text = "".join(json.dumps(record) + "\n" for record in records)
    plnbuddy("log", "import", "-", input=text)


def shown(plnbuddy: Plnbuddy, number: int) -> Any:
    return plnbuddy("log", "show", str(number), "--json").data


def refused(plnbuddy: Plnbuddy, *arguments: str, code: int = 2, input: str | None = None) -> str:
    """The sentence with which the program refuses; nothing is written down."""
    before = entries(plnbuddy)
    answer = plnbuddy(*arguments, ok=False, input=input)
    assert answer.exit_code == code, answer
    assert "stumbled" not in answer.messages
    assert "Traceback" not in answer.messages
    assert answer.output == ""
    assert entries(plnbuddy) == before
    return answer.messages


@pytest.fixture
def full_journal(plnbuddy: Plnbuddy) -> Plnbuddy:
    """Entries 1 to 4, oldest first, each of another day."""
    log(plnbuddy, "met @anna@example.org", "--date", "2026-09-01")
    log(plnbuddy, "Über #Rubrics gesprochen", "--date", "2026-10-01", kind="collaborate")
    log(
        plnbuddy,
        *("shared a unit #musiced", "--date", "2026-11-01", "--note", "Café idea"),
        kind="contribute",
    )
    log(plnbuddy, "answered @anna@example.org", "--date", "2026-11-20", kind="collaborate")
    return plnbuddy
