"""What failures and interruptions leave of exploring: all that was read, for the next run."""

import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    INTERRUPTED,
    RATE_LIMITED,
    THERE,
    UNREACHABLE,
    in_a_hurry,
    is_one_sentence,
)
from tests.conftest import Plnbuddy, copy_of
from tests.store_files import contents
from tests.village import (
    DIRECTORY,
    FAMILIAR,
    FAR,
    HANA,
    IDA,
    LISTS,
    discovered_labels,
    found,
    kept_rows,
    known_state,
    questions,
)

from .mastodon_server import (
    MastodonServer,
    faults,
)

# Fixtures.
anna, synced_home, village_server = (
    homes.anna,
    homes.synced_home,
    homes.village_server,
)

ENDPOINTS = (
    "/api/v1/blocks",
    "/api/v1/mutes",
    "/api/v1/timelines/tag/*",
    DIRECTORY,
    "/api/v2/suggestions",
    "/api/v1/timelines/home",
    FAMILIAR,
    LISTS,
)
TROUBLES: dict[str, tuple[faults.Fault, int]] = {
    "503": (faults.status(503), UNREACHABLE),
    "429": (faults.rate_limited(headers=False), RATE_LIMITED),
    "reset": (faults.reset(), UNREACHABLE),
    "broken JSON": (faults.truncated(), UNREACHABLE),
}


@pytest.fixture(scope="module")
def whole_state(
    synced_home: Plnbuddy, village_server: MastodonServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[Any, ...]]]:
    """What is kept after exploring the village without any trouble."""
    village_server.faults.clear()
    teacher = copy_of(synced_home, tmp_path_factory.mktemp("whole") / "home")
    teacher("explore")
    return of_the_village(known_state(teacher.home))


@dataclass(frozen=True)
class Next:
    """The run after a disturbance: what it asked, and what is kept then."""

    asked: set[tuple[str, str]]
    state: dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def explore_again(village_server: MastodonServer) -> Callable[[Plnbuddy], Next]:
    """Explore in the village without any trouble.

    Many disturbances leave exactly the same behind; what follows from there is tried once.
    """
    known: dict[frozenset[str], Next] = {}

    def explore(teacher: Plnbuddy) -> Next:
        left = contents(teacher.home)
        if left not in known:
            village_server.faults.clear()
            village_server.log.clear()
            teacher("explore")
            asked = {(entry.path, entry.query) for entry in village_server.log.entries()}
            known[left] = Next(asked, of_the_village(known_state(teacher.home)))
        return known[left]

    return explore


def of_the_village(state: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Without the curated people, of whom each run looks at others."""
    ours = tuple(f"@{domain}" for domain in (HERE, THERE, FAR))
    return {**state, "people": [row for row in state["people"] if str(row[0]).endswith(ours)]}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_failing_server_loses_nothing_and_the_next_run_goes_on(
    anna: Plnbuddy,
    village_server: MastodonServer,
    whole_state: dict[str, list[tuple[Any, ...]]],
    explore_again: Callable[[Plnbuddy], Next],
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
    trouble: str,
) -> None:
    in_a_hurry(monkeypatch)
    fault, exit_code = TROUBLES[trouble]
    village_server.faults.schedule(fault, endpoint, times=None)
    village_server.log.clear()
    answer = anna("explore", ok=False)
    assert answer.exit_code == exit_code, answer
    assert is_one_sentence(answer), answer.messages
    before = [e for e in village_server.log.entries() if e.status == 200]
    done = {(e.path, e.query) for e in before if not re.fullmatch(_as_pattern(endpoint), e.path)}
    afterwards = explore_again(anna)
    assert {path for path, _ in afterwards.asked & done} <= {"/api/v1/blocks", FAMILIAR}
    assert afterwards.state == whole_state


def _as_pattern(endpoint: str) -> str:
    return re.escape(endpoint).replace(r"\*", "[^/]+")


@pytest.mark.parametrize("nth", [2, 3])
def test_a_failure_between_pages_keeps_the_pages_before(
    anna: Plnbuddy, village_server: MastodonServer, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    in_a_hurry(monkeypatch)
    village_server.faults.schedule(faults.status(503), LISTS, nth=nth, times=None)
    assert anna("explore", ok=False).exit_code == UNREACHABLE
    rows = kept_rows(anna.home, "SELECT count(*) FROM list_reading")
    assert rows == [(nth - 1,)]
    assert discovered_labels(anna.home)  # What was read until then can be suggested.
    assert {HANA, IDA} <= set(found(anna))


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
@pytest.mark.parametrize("endpoint", [DIRECTORY, LISTS])
def test_an_interruption_loses_nothing_and_the_next_run_goes_on(
    anna: Plnbuddy,
    village_server: MastodonServer,
    whole_state: dict[str, list[tuple[Any, ...]]],
    endpoint: str,
    stop: signal.Signals,
) -> None:
    village_server.faults.schedule(faults.hold(), endpoint, nth=1, times=None)
    child = anna.begin("explore")
    deadline = time.monotonic() + 60
    while not village_server.log.count(endpoint) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert village_server.log.count(endpoint) == 1
    child.send_signal(stop)
    _, messages = child.communicate()
    ended = child.wait()
    if stop is signal.SIGINT:
        assert ended == INTERRUPTED
        assert b"Traceback" not in messages
        assert HANA in discovered_labels(anna.home)
    asked = questions(village_server)
    village_server.faults.clear()
    village_server.log.clear()
    anna("explore")
    unfinished = _as_pattern(endpoint)
    again = {path for path, _ in questions(village_server) & asked}
    assert all(path == FAMILIAR or re.fullmatch(unfinished, path) for path in again)
    assert of_the_village(known_state(anna.home)) == whole_state
