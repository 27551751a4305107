"""Waiting, watching, stopping, and what happens until the next sync."""

import signal
from datetime import timedelta
from pathlib import Path

import pytest

from tests.accounts import (
    HERE,
    INTERRUPTED,
    MOMENT,
    THERE,
    UNREACHABLE,
    in_a_hurry,
    kept,
    told,
)
from tests.conftest import Plnbuddy, copy_of
from tests.mastodon_server import Community, MastodonServer, faults
from tests.sync.prepared import NOTHING, PATHS, Prepared, fill, logged, sound, wait_for


@pytest.mark.parametrize("stream", ["posts", "notices", "follows", "followers"])
def test_news_since_an_interrupted_sync_are_in_the_next_one(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    stream: str,
) -> None:
    in_a_hurry(monkeypatch)
    fill(community)
    server.faults.schedule(faults.status(500), PATHS[stream], nth=2, times=None)
    assert anna("sync", ok=False).exit_code == UNREACHABLE
    server.faults.clear()
    community.advance(minutes=5)
    community.post("anna", "Newest of all")
    community.follow("anna", f"cleo@{THERE}")
    community.follow("dora", "anna")
    anna("follow", "@eva@far.example")
    server.log.clear()
    answer = anna("sync", "--json")
    goes_on = server.log.entries(PATHS[stream])[0].query
    assert "max_id=" in goes_on or stream not in ("posts", "notices")
    assert "Newest of all" in {text for _, text in told(anna)}
    assert f"@dora@{HERE} follows you" in {text for _, text in told(anna)}
    assert (answer.data["following"], answer.data["followers"]) == (13, 8)
    assert logged(anna("sync", "--json")) == NOTHING


def test_who_was_unfollowed_during_an_interruption_is_gone_after_the_next_sync(
    anna: Plnbuddy, community: Community, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    fill(community)
    server.faults.schedule(faults.status(500), PATHS["follows"], nth=2, times=None)
    anna("sync", ok=False)
    server.faults.clear()
    community.unfollow("anna", "p9", "p1")
    anna("sync")
    later = anna("sync", "--json", now=(MOMENT + timedelta(days=8)).isoformat())
    assert later.data["following"] == 9


def test_a_terminal_shows_how_far_it_is_and_a_pipe_does_not(
    prepared: Prepared, disturbed: Plnbuddy, tmp_path: Path
) -> None:
    piped = copy_of(disturbed, tmp_path / "piped").process("sync")
    assert "Reading" not in piped.output + piped.messages
    prepared.server.faults.schedule(faults.delay(0.15), times=None)
    with disturbed.terminal("sync") as child:
        child.expect("Reading posts")
        child.expect("Reading following")
        child.expect("You follow 7 people")
        assert child.exit_code() == 0


def test_ctrl_c_stops_and_the_next_sync_goes_on_from_there(
    prepared: Prepared, disturbed: Plnbuddy
) -> None:
    prepared.server.faults.schedule(faults.hold(), PATHS["follows"])
    with disturbed.terminal("sync") as child:
        child.expect("Reading posts")
        wait_for(lambda: prepared.server.log.count(PATHS["follows"]) > 0)
        child.press_ctrl_c()
        child.expect("Stopped")
        assert child.exit_code() == INTERRUPTED
        assert "Traceback" not in child.before
    sound(disturbed)
    prepared.server.faults.clear()
    prepared.server.log.clear()
    disturbed("sync")
    assert kept(disturbed.home) == prepared.after


def test_ctrl_c_ends_a_wait(prepared: Prepared, disturbed: Plnbuddy) -> None:
    prepared.server.faults.schedule(faults.rate_limited(60), PATHS["posts"], times=None)
    with disturbed.terminal("sync") as child:
        child.expect("asks for a pause")
        child.program.send_signal(signal.SIGINT)
        child.expect("Stopped")
        assert child.exit_code() == INTERRUPTED


def test_two_syncs_at_once_double_nothing(prepared: Prepared, disturbed: Plnbuddy) -> None:
    prepared.server.faults.schedule(faults.delay(0.05), times=None)
    sync = ("sync", "--json")
    with disturbed.terminal(*sync) as one, disturbed.terminal(*sync) as other:
        for child in (one, other):
            assert child.exit_code() in (0, 1, 4, 8), child.before
    prepared.server.faults.clear()
    disturbed("sync")
    sound(disturbed)
    state = kept(disturbed.home)
    assert state["activity"] == prepared.after["activity"]
    assert state["tie"] == prepared.after["tie"]
