"""What the tests of Bluesky share: a stand-in in its place, and teachers for whom it is Bluesky."""

from collections.abc import Iterator

import pytest

from tests.accounts import Naps, without_waiting
from tests.bluesky.signing_in import be_logged_in, serve_account
from tests.bluesky.stand_in import StandIn, stand_in
from tests.bluesky.world import World
from tests.conftest import Plnbuddy


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> Naps:
    """How long the program would have waited for the stand-in; test_waiting.py is about it."""
    return without_waiting(monkeypatch)


@pytest.fixture
def server(naps: Naps) -> Iterator[StandIn]:
    """A stand-in at which `me` has an account; some files have one that knows more."""
    with stand_in() as running:
        serve_account(running)
        yield running


@pytest.fixture
def teacher(plnbuddy: Plnbuddy, server: StandIn) -> Plnbuddy:
    """Somebody for whom the stand-in is Bluesky."""
    return Plnbuddy(plnbuddy.home, {**plnbuddy.environment, **server.environment})


@pytest.fixture
def member(teacher: Plnbuddy, server: StandIn) -> Plnbuddy:
    """Somebody who is logged in as `me`."""
    be_logged_in(teacher, server)
    return teacher


@pytest.fixture
def world(server: StandIn) -> World:
    """Starter packs and people at the stand-in, none of them before a test adds some."""
    return World(server)
