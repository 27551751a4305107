"""What is only good to know keeps nobody waiting; what must wait says so and how to stop."""

import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.accounts import UNREACHABLE, Naps, in_a_hurry, without_waiting
from tests.conftest import Plnbuddy

from .mastodon_server import MastodonServer, faults
from .mastodon_server.exchange import Request, Response
from .mastodon_server.faults import Fault
from .mastodon_server.limits import rate_headers


def nothing_left(request: Request, answer: Callable[[Request], Response]) -> Response:
    """The usual answer, which says that it was the last for five minutes."""
    usual = answer(request)
    return replace(usual, headers=usual.headers | rate_headers(300, 0, time.time() + 300))


PAUSES: dict[str, Fault] = {
    "too many, come back in five minutes": faults.rate_limited(300, retry_after=True),
    "too many, without a word": faults.rate_limited(headers=False),
    "nothing left after this answer": nothing_left,
    "busy for a minute": faults.unavailable(retry_after=59),
}


@pytest.fixture(params=PAUSES)
def pause(
    request: pytest.FixtureRequest,
    anna: Plnbuddy,
    server: MastodonServer,
) -> str:
    """A server that asks for a pause, whatever it is asked."""
    server.faults.schedule(PAUSES[request.param], times=None)
    return str(request.param)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> Naps:
    """How long the program waited."""
    return without_waiting(monkeypatch)


def silent_until_told(sentence: str) -> Fault:
    """No answer before the program has said so, and a little longer; then the line breaks."""

    def fault(_request: Request, _answer: Callable[[Request], Response]) -> Response:
        messages: Any = sys.stderr  # Those of the command that runs.
        while sentence.encode() not in messages.buffer.getvalue():
            time.sleep(0.001)
            messages.flush()
        return Response(cut_after=-1, seconds=0.02)

    return fault


each_way_to_ask = pytest.mark.parametrize("options", [(), ("-q",), ("--json",)])


@each_way_to_ask
def test_suggest_shows_its_list_at_once_and_says_what_was_left_out(
    anna: Plnbuddy, naps: Naps, pause: str, options: tuple[str, ...]
) -> None:
    answer = anna("suggest", "people", *options)
    assert naps.seconds == [], pause
    assert "@" in answer.output
    assert "These people were not checked: " in answer.messages


@each_way_to_ask
def test_doctor_waits_for_nobody(
    anna: Plnbuddy, naps: Naps, pause: str, options: tuple[str, ...]
) -> None:
    answer = anna("doctor", *options, ok=False)
    assert naps.seconds == []
    assert "account" in answer.output
    if pause != "busy for a minute":
        assert "not looked at" in answer.output


def test_a_server_that_does_not_answer_holds_up_suggest_for_seconds_only(
    anna: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plnbuddy.system.wire.HURRY", 0.02)
    server.faults.schedule(faults.hold(), times=None)
    answer = anna("suggest", "people")
    assert "@" in answer.output
    assert "These people were not checked: " in answer.messages
    assert server.log.count() <= 2  # no second try of the same


@pytest.mark.parametrize("command", [("sync",), ("suggest", "people"), ("follow", "@x@y.example")])
def test_a_server_that_says_nothing_is_named_while_it_is_waited_for(
    anna: Plnbuddy,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    monkeypatch.setattr("plnbuddy.system.wire._SILENT_SECONDS", 0.01)
    in_a_hurry(monkeypatch)
    sentence = f"Still waiting for {server.url.removeprefix('http://')}. Ctrl-C stops."
    server.faults.schedule(silent_until_told(sentence), times=None)
    answer = anna(*command, ok=False)
    assert answer.messages.count(sentence) == 1


@pytest.mark.parametrize("options", [(), ("-q",)])
def test_sync_waits_and_says_for_how_long_and_how_to_stop(
    anna: Plnbuddy, server: MastodonServer, naps: Naps, options: tuple[str, ...]
) -> None:
    server.faults.schedule(faults.rate_limited(300, retry_after=True))
    answer = anna("sync", *options)
    assert len(naps.seconds) == 1
    assert "waiting 5 minutes. Ctrl-C stops, and nothing is lost." in answer.messages


@pytest.mark.parametrize(
    ("failure", "tries"), [(socket.EAI_NONAME, 1), (socket.EAI_AGAIN, 3)], ids=["nobody", "no line"]
)
def test_a_name_that_nobody_has_is_said_at_once(
    plnbuddy: Plnbuddy, naps: Naps, monkeypatch: pytest.MonkeyPatch, failure: int, tries: int
) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(failure, "no number")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    answer = plnbuddy("login", "mastodn.socail", ok=False, input="")
    assert answer.exit_code == UNREACHABLE
    assert "mastodn.socail cannot be reached" in answer.messages
    assert len(naps.seconds) == tries - 1
