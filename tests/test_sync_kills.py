"""Sync is killed at random points, and nothing is lost or doubled."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.accounts import MOMENT, kept, log_in, serving, staff_room
from tests.conftest import Plnbuddy, copy_of
from tests.sync.prepared import fill, sound

from .mastodon_server import MastodonServer, faults

pytestmark = pytest.mark.slow

KILLS = 50
SECONDS = 0.02  # Before each answer of the server.


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    room = staff_room()
    fill(room, posts=41, people=81, tags=201)
    with serving(room) as running:
        yield running


def test_a_sync_that_is_killed_fifty_times_ends_like_one_that_was_not(
    plnbuddy: Plnbuddy, server: MastodonServer, tmp_path: Path
) -> None:
    chance = Random(20261124)
    log_in(plnbuddy, server)
    undisturbed = copy_of(plnbuddy, tmp_path / "undisturbed")
    undisturbed("sync")
    wanted = kept(undisturbed.home)
    server.faults.schedule(faults.delay(SECONDS), times=None)
    whole = _requests_of_a_sync(copy_of(plnbuddy, tmp_path / "measured"), server)
    kills, rounds = 0, 0
    while kills < KILLS:
        rounds += 1
        victim = copy_of(plnbuddy, tmp_path / f"round {rounds}")
        while kills < KILLS and _killed(victim, server, chance, chance.randint(1, whole // 4)):
            kills += 1
            sound(victim)
        server.faults.clear()
        victim("sync")
        server.faults.schedule(faults.delay(SECONDS), times=None)
        assert kept(victim.home) == wanted
    assert rounds < KILLS / 2  # Most kills hit a sync that goes on from where another was killed.


def test_a_daily_sync_that_is_killed_loses_no_news(
    plnbuddy: Plnbuddy, server: MastodonServer, tmp_path: Path
) -> None:
    chance = Random(7)
    log_in(plnbuddy, server)
    plnbuddy("sync")
    room = server.community
    room.advance(minutes=1)
    for number in range(45):
        room.post("anna", f"News {number}")
        room.advance(minutes=1)
    for number in range(85):
        room.follow("anna", room.person(f"new{number}"))
        room.follow(f"new{number}", "anna")
    undisturbed = copy_of(plnbuddy, tmp_path / "undisturbed")
    undisturbed("sync")
    server.faults.schedule(faults.delay(SECONDS), times=None)
    whole = _requests_of_a_sync(copy_of(plnbuddy, tmp_path / "measured"), server)
    for number in range(3):
        victim = copy_of(plnbuddy, tmp_path / f"victim {number}")
        assert _killed(victim, server, chance, chance.randint(1, whole - 1))
        sound(victim)
        victim("sync")
        assert kept(victim.home) == kept(undisturbed.home)


def _requests_of_a_sync(plnbuddy: Plnbuddy, server: MastodonServer) -> int:
    before = server.log.count()
    plnbuddy.process("sync")
    return server.log.count() - before


def _killed(plnbuddy: Plnbuddy, server: MastodonServer, chance: Random, requests: int) -> bool:
    """Start a sync and kill it around its so manieth request; whether it was still at work."""
    before = server.log.count()
    child = plnbuddy.begin("sync", now=MOMENT.isoformat())
    while server.log.count() < before + requests and child.exit_code() is None:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, SECONDS))
    child.kill()
    child.close()
    return child.wait() == -signal.SIGKILL
