"""A server that is close to Mastodon but not it: plnbuddy checks the answer, not the request."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.accounts import MOMENT, journal, log_in, serving, staff_room
from tests.conftest import Plnbuddy

from .mastodon_server import MastodonServer, gotosocial
from .mastodon_server.close import be_close

POSTS = "/api/v1/accounts/*/statuses"
TOMORROW = "2026-11-25T09:00:00+00:00"


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    community = staff_room()
    for number in range(90):
        community.post("anna", f"Post {number}", at=MOMENT - timedelta(hours=100 - number))
    with serving(community, gotosocial()) as running:
        be_close(running)
        yield running


@pytest.fixture
def anna(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    log_in(plnbuddy, server)
    plnbuddy("sync")
    server.log.clear()
    return plnbuddy


def test_reading_stops_at_the_first_post_that_is_known(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    anna("sync", now=TOMORROW)
    assert server.log.count(POSTS) == 1
    server.community.post("anna", "Newest of all")
    server.log.clear()
    anna("sync", now=TOMORROW)
    assert server.log.count(POSTS) == 1
    assert "Newest of all" in {entry["text"] for entry in journal(anna)}


def test_a_post_that_was_not_asked_for_is_no_introduction(anna: Plnbuddy) -> None:
    findings = anna("doctor", "--json", ok=False).data["findings"]
    (account,) = (each for each in findings if each["part"] == "account")
    assert "introduction" not in account["fact"]  # not known, so neither there nor missing
