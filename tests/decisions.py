"""Today's list by its numbers, and what a decision on it says and writes down."""

from typing import Any

from tests.conftest import Answer, Plnbuddy


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
