"""Today's list by its numbers, and what a decision on it says and writes down."""

from typing import Any

from tests.conftest import Answer, Plnbuddy

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


def journal(plnbuddy: Plnbuddy) -> list[dict[str, Any]]:
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    return list(answer.data["entries"]) if answer.exit_code == 0 else []
