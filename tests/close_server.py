"""A server that is close to Mastodon but not it, and what the tests of it share.

Test modules that use its fixtures give them a name of their own.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.accounts import (
    HERE,
    MOMENT,
    THERE,
    serving,
    staff_room,
)
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer
from .mastodon_server.close import be_close

POSTS = "/api/v1/accounts/*/statuses"
RELATIONSHIPS = "/api/v1/accounts/relationships"
TOMORROW = "2026-11-25T09:00:00+00:00"
CLEO = f"@cleo@{THERE}"
DORA = f"@dora@{HERE}"


@pytest.fixture
def community() -> Community:
    made = staff_room()
    made.change("anna", has_avatar=False)
    for number in range(90):
        made.post("anna", f"Post {number}", at=MOMENT - timedelta(hours=100 - number))
    return made


@pytest.fixture
def server(community: Community) -> Iterator[MastodonServer]:
    with serving(community) as running:
        be_close(running)
        yield running


def shown(plnbuddy: Plnbuddy, *options: str, now: str | None = None) -> list[str]:
    answer = plnbuddy("suggest", "people", "--json", *options, now=now)
    return [each["subject"]["label"] for each in answer.data["sections"][0]["suggestions"]]


def lay_people_open(community: Community, labels: list[str]) -> None:
    """Let those whom the bundled lists name be there, as they would be."""
    for label in labels:
        name, _, domain = label[1:].partition("@")
        if domain:
            community.person(name, domain=domain, last_status_at=MOMENT.date())
