"""A server that is close to Mastodon but not it, and what the tests of it share.

Test modules that use its fixtures give them a name of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.accounts import (
    HERE,
    MOMENT,
    THERE,
    be_logged_in,
    serving,
    staff_room,
)
from tests.conftest import Plnbuddy, copy_of

from .mastodon_server import Community, MastodonServer
from .mastodon_server.close import be_close

POSTS = "/api/v1/accounts/*/statuses"
RELATIONSHIPS = "/api/v1/accounts/relationships"
TOMORROW = "2026-11-25T09:00:00+00:00"
CLEO = f"@cleo@{THERE}"
DORA = f"@dora@{HERE}"


def close_community() -> Community:
    """The staff room, in which Anna has written much and has no picture."""
    made = staff_room()
    made.change("anna", has_avatar=False)
    for number in range(90):
        made.post("anna", f"Post {number}", at=MOMENT - timedelta(hours=100 - number))
    return made


@contextmanager
def serving_closely(community: Community) -> Iterator[MastodonServer]:
    """A running server that is close to Mastodon."""
    with serving(community) as running:
        be_close(running)
        yield running


@pytest.fixture
def community() -> Community:
    return close_community()


@pytest.fixture
def server(community: Community) -> Iterator[MastodonServer]:
    with serving_closely(community) as running:
        yield running


@pytest.fixture(scope="module")
def synced_home(
    first_music_teacher: Plnbuddy, tmp_path_factory: pytest.TempPathFactory
) -> Plnbuddy:
    """A music teacher who has synced with such a server once."""
    teacher = copy_of(first_music_teacher, tmp_path_factory.mktemp("synced") / "home")
    with serving_closely(close_community()) as server:
        be_logged_in(teacher, server)
        teacher("sync")
    return teacher


@pytest.fixture
def anna(plnbuddy: Plnbuddy, synced_home: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """The same teacher, whose server knows the same and has an address of its own."""
    teacher = copy_of(synced_home, plnbuddy.home)
    be_logged_in(teacher, server)
    return teacher


def shown(plnbuddy: Plnbuddy, *options: str, now: str | None = None) -> list[str]:
    answer = plnbuddy("suggest", "people", "--json", *options, now=now)
    return [each["subject"]["label"] for each in answer.data["sections"][0]["suggestions"]]


def lay_people_open(community: Community, labels: list[str]) -> None:
    """Let those whom the bundled lists name be there, as they would be."""
    for label in labels:
        name, _, domain = label[1:].partition("@")
        if domain:
            community.person(name, domain=domain, last_status_at=MOMENT.date())
