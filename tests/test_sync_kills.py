"""Sync is killed at random points, and nothing is lost or doubled."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.accounts import MOMENT, copy_of, kept, log_in, serving, staff_room
from tests.conftest import Plnbuddy
from tests.test_sync import fill, sound

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
    chance = random.Random(20261124)
    log_in(plnbuddy, server)
    undisturbed = copy_of(plnbuddy, tmp_path / "undisturbed")
    undisturbed("sync")
    wanted = kept(undisturbed.home)
    server.faults.schedule(faults.delay(SECONDS), times=None)
    whole = _seconds_of_a_sync(copy_of(plnbuddy, tmp_path / "measured"))
    kills, rounds = 0, 0
    while kills < KILLS:
        rounds += 1
        victim = copy_of(plnbuddy, tmp_path / f"round {rounds}")
        while kills < KILLS and _killed(victim, chance.uniform(0.25, 0.8) * whole):
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
    chance = random.Random(7)
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
    whole = _seconds_of_a_sync(copy_of(plnbuddy, tmp_path / "measured"))
    for number in range(3):
        victim = copy_of(plnbuddy, tmp_path / f"victim {number}")
        _killed(victim, chance.uniform(0.3, 1.0) * whole)
        sound(victim)
        victim("sync")
        assert kept(victim.home) == kept(undisturbed.home)


def _seconds_of_a_sync(plnbuddy: Plnbuddy) -> float:
    start = time.monotonic()
    plnbuddy.process("sync")
    return time.monotonic() - start


def _killed(plnbuddy: Plnbuddy, seconds: float) -> bool:
    """Start a sync, and kill it after so many seconds; whether it was still at work."""
    child = subprocess.Popen(
        plnbuddy.command(("sync",)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=plnbuddy.process_environment(now=MOMENT.isoformat()),
    )
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        return child.wait() == -signal.SIGKILL
    return False
