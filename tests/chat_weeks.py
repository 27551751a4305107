"""A teacher in Berlin on two networks, and when chats meet for them."""

from typing import Any

import pytest

from tests.conftest import Answer, Plnbuddy


@pytest.fixture
def teacher(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A music teacher in Berlin who is on both networks."""
    plnbuddy(
        "start", "--topic", "music", "--level", "secondary", "--language", "en",
        "--network", "twitter", "--network", "mastodon", "--yes",
    )  # fmt: skip
    plnbuddy("config", "set", "display.timezone", "Europe/Berlin")
    return plnbuddy


def add(plnbuddy: Plnbuddy, tag: str, *options: str, **more: Any) -> Answer:
    return plnbuddy("chats", "add", tag, *options, **more)


def meetings(answer: Answer, tag: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.data["meetings"]
    return [each for each in found if tag in ("", each["chat"]["tag"])]


def starts(plnbuddy: Plnbuddy, tag: str, now: str) -> list[str]:
    return [
        each["starts_at"] for each in meetings(plnbuddy("chats", "--json", now=now, ok=False), tag)
    ]
