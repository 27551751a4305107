"""How long plnbuddy waits for Bluesky before it asks again, and that it says so."""

from tests.accounts import RATE_LIMITED, UNREACHABLE, Naps
from tests.bluesky.stand_in import Call, StandIn, refusal
from tests.conftest import Plnbuddy

PROFILE = "app.bsky.actor.getProfile"


def once(server: StandIn, refused: object) -> None:
    """Let the next question for a profile be refused, and those after it answered."""
    usual = server.answers[PROFILE]
    before = len(server.asked(PROFILE))

    def reply(call: Call) -> object:
        return refused if len(server.asked(PROFILE)) == before + 1 else usual(call)

    server.answers[PROFILE] = reply


def test_a_server_in_trouble_is_asked_three_times_with_growing_pauses(
    member: Plnbuddy, server: StandIn, naps: Naps
) -> None:
    server.answers[PROFILE] = lambda _call: refusal(502, "UpstreamFailure")
    assert member("sync", ok=False).exit_code == UNREACHABLE
    assert len(server.asked(PROFILE)) == 3
    first, second = naps.seconds
    assert 0.5 <= first <= 1.0 <= second <= 2.0


def test_trouble_that_passes_is_waited_for_and_not_spoken_of(
    member: Plnbuddy, server: StandIn, naps: Naps
) -> None:
    once(server, refusal(503, "Unavailable"))
    answer = member("sync")
    assert len(naps.seconds) == 1
    assert "waiting" not in answer.messages


def test_a_pause_that_bluesky_asks_for_is_said_and_taken(
    member: Plnbuddy, server: StandIn, naps: Naps
) -> None:
    once(server, refusal(429, "RateLimitExceeded", Retry_After="20"))
    answer = member("sync")
    assert naps.seconds == [20.0]
    assert "asks for a pause; waiting 20 seconds. Ctrl-C stops" in answer.messages


def test_a_pause_of_hours_is_not_waited_for(member: Plnbuddy, server: StandIn, naps: Naps) -> None:
    once(server, refusal(429, "RateLimitExceeded", Retry_After="7200"))
    assert member("sync", ok=False).exit_code == RATE_LIMITED
    assert naps.seconds == []
