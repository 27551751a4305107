"""What a day's list holds, read from `suggest --json`, and two teachers who get one."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from plnbuddy.core.vocabulary import TOPICS
from tests.conftest import NOW, Answer, Plnbuddy

NOTHING_FOUND = 6


def days_later(days: int) -> str:
    return (datetime.fromisoformat(NOW) + timedelta(days=days)).isoformat()


def labels(answer: Answer, kind: str | None = None) -> list[str]:
    return [
        suggestion["subject"]["label"]
        for section in answer.data["sections"]
        if kind in (None, section["kind"])
        for suggestion in section["suggestions"]
    ]


def suggestions(answer: Answer) -> list[dict[str, Any]]:
    return [each for section in answer.data["sections"] for each in section["suggestions"]]


def rows(plnbuddy: Plnbuddy, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plnbuddy("lists", "show", table, "--json").data["tables"][table]
    return found


@pytest.fixture
def teacher_everywhere(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A teacher on both networks with broad interests: every kind has enough for them."""
    plnbuddy(
        *("start", "--topic", "general", "--topic", "edtech", "--topic", "science"),
        *("--level", "secondary", "--language", "en"),
        *("--network", "mastodon", "--network", "twitter", "--yes"),
    )
    return plnbuddy


@pytest.fixture
def spanish_teacher(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A teacher for whom a list of 50 shows everybody who fits, so that a return would be seen."""
    topics = [word for topic in TOPICS for word in ("--topic", topic)]
    plnbuddy("start", *topics, "--language", "es", "--yes")
    return plnbuddy
