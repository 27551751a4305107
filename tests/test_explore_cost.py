"""What exploring costs, whose list it reads next, and what an interruption leaves."""

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    INTERRUPTED,
    MOMENT,
    RATE_LIMITED,
    THERE,
    UNREACHABLE,
    copy_of,
    in_a_hurry,
    is_one_sentence,
    log_in,
    serving,
)
from tests.conftest import Plnbuddy
from tests.village import (
    DIRECTORY,
    FAMILIAR,
    FAR,
    FAY,
    GIL,
    HANA,
    IDA,
    LISTS,
    LIVING,
    QUIET,
    RELATIONSHIPS,
    discovered_labels,
    found,
    kept_rows,
    kinds,
    known_state,
    on,
    questions,
    settle,
    village,
    with_hashtags,
)
from tests.village_truths import facts, is_true, label_of, person_of

from .mastodon_server import (
    Community,
    MastodonServer,
    ServerSettings,
    faults,
    gotosocial,
    old_mastodon,
)

# Fixtures.
anna, big_home, big_server, explored, explored_home, synced_home, village_server = (
    homes.anna,
    homes.big_home,
    homes.big_server,
    homes.explored,
    homes.explored_home,
    homes.synced_home,
    homes.village_server,
)


# What it costs


def test_exploring_the_village_costs_exactly_this(
    anna: Plnbuddy, village_server: MastodonServer
) -> None:
    answer = anna("explore", "--json")
    assert kinds(village_server) == {
        "blocks": 1,
        "mutes": 1,
        "hashtag": 1,
        "directory": 1,
        "suggestions": 1,
        "home": 2,
        "/api/v1/accounts/lookup": 3,  # Curated people: three fit, and the server knows none,
        "search": 3,  # so that it is asked to search as well.
        "familiar": 2,  # About the follows, then about the best candidates.
        "list": 3,  # ben's, cleo's and dan's; hal's is hidden.
    }
    assert answer.data["requests"] == village_server.log.count() == 18


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (5, {"blocks": 1, "mutes": 1, "hashtag": 1, "directory": 1, "suggestions": 1}),
        (
            10,
            {"blocks": 1, "mutes": 1, "hashtag": 1, "directory": 1, "suggestions": 1, "search": 2,
             "/api/v1/accounts/lookup": 2, "list": 1},
        ),
        (
            20,
            {"blocks": 1, "mutes": 1, "hashtag": 1, "directory": 1, "suggestions": 1, "home": 2,
             "/api/v1/accounts/lookup": 3, "search": 3, "familiar": 2, "list": 3},
        ),
    ],
)  # fmt: skip
def test_a_budget_buys_exactly_this(
    anna: Plnbuddy, village_server: MastodonServer, budget: int, expected: dict[str, int]
) -> None:
    answer = anna("explore", "--budget", str(budget), "--json")
    assert kinds(village_server) == expected
    assert answer.data["requests"] == village_server.log.count()
    assert answer.data["budget"] == budget


@pytest.mark.slow
@pytest.mark.parametrize("budget", [1, 2, 3, 4, 5, 6, 7, 10, 20, 60])
def test_the_budget_is_never_exceeded(budget: int, big_home: Plnbuddy, plnbuddy: Plnbuddy,
                                      big_server: MastodonServer) -> None:  # fmt: skip
    teacher = copy_of(big_home, plnbuddy.home)
    for _ in range(3):
        big_server.log.clear()
        answer = teacher("explore", "--budget", str(budget), "--json")
        assert answer.data["requests"] == big_server.log.count() <= budget


@pytest.mark.parametrize("budget", [1, 2, 3, 4, 6, 8, 13])
def test_a_small_budget_is_not_exceeded_in_a_small_place(
    anna: Plnbuddy, village_server: MastodonServer, budget: int
) -> None:
    answer = anna("explore", "--budget", str(budget), "--json")
    assert answer.data["requests"] == village_server.log.count() == budget


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5])
def test_the_budget_is_not_exceeded_by_trying_again(
    anna: Plnbuddy, village_server: MastodonServer, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    in_a_hurry(monkeypatch)
    village_server.faults.schedule(faults.status(503), nth=nth, times=None)
    anna("explore", "--budget", "5", ok=False)
    assert village_server.log.count() <= 5


@pytest.mark.parametrize("budget", ["0", "-1", "301", "many"])
def test_a_budget_that_makes_no_sense_is_refused(anna: Plnbuddy, budget: str) -> None:
    assert anna("explore", "--budget", budget, ok=False).exit_code == 2


def test_a_second_run_on_the_same_day_asks_nothing_twice(
    anna: Plnbuddy, village_server: MastodonServer
) -> None:
    anna("explore")
    first = questions(village_server)
    village_server.log.clear()
    anna("explore")
    second = kinds(village_server)
    assert set(second) <= {"search"}  # Other curated people than before.
    assert not first & questions(village_server)


def test_small_runs_go_on_where_the_last_one_stopped(
    anna: Plnbuddy, village_server: MastodonServer, tmp_path: Path
) -> None:
    whole = copy_of(anna, tmp_path / "whole")
    whole("explore")
    village_server.log.clear()
    for _ in range(12):
        anna("explore", "--budget", "3")
    asked = questions(village_server)
    paged = [count for (path, _), count in asked.items() if path != FAMILIAR]
    assert set(paged) == {1}
    assert found(anna) == found(whole)


def test_the_next_day_costs_only_what_is_due(
    explored: Plnbuddy, village_server: MastodonServer
) -> None:
    explored("explore", now=on(1))
    asked = kinds(village_server)
    assert not asked["search"]  # All curated people that fit were looked at the day before.
    asked.pop("search", None)
    assert asked == {"blocks": 1, "mutes": 1, "hashtag": 1, "home": 2}


def test_after_a_week_directory_and_probes_are_due_and_lists_are_not(
    explored: Plnbuddy, village_server: MastodonServer
) -> None:
    explored("explore", now=on(7))
    asked = kinds(village_server)
    assert asked["directory"] == asked["suggestions"] == 1
    assert asked["familiar"] in (1, 2)
    assert asked["list"] == 0


def test_suggest_after_exploring_asks_only_who_is_followed_by_now(
    explored: Plnbuddy, village_server: MastodonServer
) -> None:
    words = [word for source in LIVING for word in ("--source", source)]
    explored("suggest", *words)
    assert village_server.log.count() == village_server.log.count(RELATIONSHIPS) == 1
    village_server.log.clear()
    explored("suggest", "--offline", *words)
    explored("suggest", "--stretch", *words, "--offline", ok=False)
    assert village_server.log.entries() == []


def test_suggest_checks_only_who_was_not_looked_at_within_a_week(
    explored: Plnbuddy, village_server: MastodonServer
) -> None:
    words = [word for source in LIVING for word in ("--source", source)]
    explored("suggest", "people", *words, now=on(6))
    assert village_server.log.count() == village_server.log.count(RELATIONSHIPS) == 1
    village_server.log.clear()
    shown = found(explored, now=on(7))
    first = explored("suggest", "people", "--json", *words, now=on(7))
    assert first.data["sections"][0]["suggestions"]
    assert kinds(village_server) == {"search": 5, RELATIONSHIPS: 1}
    assert len(shown) >= 5
    village_server.log.clear()
    explored("suggest", "people", *words, now=on(7))
    assert kinds(village_server) == {RELATIONSHIPS: 1}


def test_nothing_is_checked_before_the_first_sync(
    music_teacher: Plnbuddy, village_server: MastodonServer
) -> None:
    village_server.faults.clear()
    log_in(music_teacher, village_server)
    village_server.log.clear()
    music_teacher("suggest")
    assert village_server.log.entries() == []


# Whose list is read next


def asked_lists(server: MastodonServer) -> list[str]:
    """The handles whose lists of follows were asked for, in order."""
    people = {str(person.id): person for person in server.community.people.by_id.values()}
    paths = [entry.path for entry in server.log.entries(LISTS)]
    return [label_of(server.community, people[path.split("/")[4]]) for path in paths]


def with_an_alike_and_another() -> Community:
    """Anna follows 20 people; zed follows half of them, abe none, and both 20 others."""
    community = Community(HERE, now=MOMENT)
    community.person("anna")
    others = [f"other{number}@{FAR}" for number in range(50)]
    for other in others:
        community.person(other.partition("@")[0], domain=FAR)
    hidden = [f"quiet{number}" for number in range(20)]
    for name in hidden:
        community.person(name)
    community.person("abe")
    community.person("zed")
    community.follow("anna", "abe", "zed", *hidden)
    community.follow("zed", *hidden[:10], *others[:20])
    community.follow("abe", *others[20:50])
    return community


def test_the_list_of_the_more_similar_follow_is_read_first(music_teacher: Plnbuddy) -> None:
    community = with_an_alike_and_another()
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
        assert asked_lists(server)[:2] == [f"@zed@{HERE}", f"@abe@{HERE}"]
        assert "@quiet" not in " ".join(asked_lists(server))


def test_a_long_list_that_shares_nothing_is_left_for_others(music_teacher: Plnbuddy) -> None:
    """After its first page, which holds nobody whom Anna follows, shorter lists come first."""
    community = village()
    for number in range(400):
        community.person(f"crowd{number}", domain=FAR)
    community.follow("ben", *(f"crowd{number}@{FAR}" for number in range(400)))
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
        order = asked_lists(server)
    assert order.count(f"@ben@{HERE}") >= 2
    last_of_others = max(order.index(f"@cleo@{THERE}"), order.index(f"@dan@{THERE}"))
    pages_of_ben = [at for at, label in enumerate(order) if label == f"@ben@{HERE}"]
    assert len([at for at in pages_of_ben if at < last_of_others]) <= 1


@pytest.mark.parametrize("how", ["404", "501"])
def test_without_familiar_followers_pages_alone_are_read(music_teacher: Plnbuddy, how: str) -> None:
    absent = (*QUIET.absent, FAMILIAR) if how == "404" else QUIET.absent
    with serving(village(), ServerSettings(absent=absent)) as server:
        settle(music_teacher, server)
        if how == "501":
            server.faults.schedule(faults.status(501), FAMILIAR, times=None)
        music_teacher("explore")
        assert kinds(server)["list"] == 3
        assert kinds(server)["familiar"] == 1
        people = found(music_teacher, sources=["follows"])
        assert set(people) == {FAY, GIL}
        assert is_true(server.community, FAY, facts(people[FAY]["reasons"])[0])
        server.log.clear()
        music_teacher("explore", now=on(8))
        assert kinds(server)["familiar"] == 0  # The server said that it cannot tell.


@pytest.mark.parametrize("settings", [old_mastodon, gotosocial])
def test_servers_that_lack_sources_are_explored_with_what_they_have(
    music_teacher: Plnbuddy, settings: Callable[[], ServerSettings]
) -> None:
    with serving(with_hashtags(), settings()) as server:
        settle(music_teacher, server)("explore")
        assert FAY in found(music_teacher, sources=["follows"])
        first = questions(server) | {
            (entry.path, entry.query): 1 for entry in server.log.entries() if entry.status == 404
        }
        server.log.clear()
        music_teacher("explore")
        again = [e for e in server.log.entries() if (e.path, e.query) in first]
        assert again == []


@pytest.mark.parametrize("kind", ["blocks", "mutes"])
def test_a_server_that_does_not_tell_whom_one_avoids_is_explored_all_the_same(
    music_teacher: Plnbuddy, kind: str
) -> None:
    with serving(village(), ServerSettings(absent=(f"/api/v1/{kind}",))) as server:
        settle(music_teacher, server)("explore")
    assert FAY in found(music_teacher)


@pytest.mark.parametrize("how", ["removed", "suspended", "closed"])
def test_a_follow_whose_list_cannot_be_read_any_more_does_not_stop_exploring(
    music_teacher: Plnbuddy, how: str
) -> None:
    community = village()
    with serving(community, QUIET) as server:
        settle(music_teacher, server)
        path = f"/api/v1/accounts/{person_of(community, 'ben').id}/following"
        if how == "removed":
            community.remove_person("ben")
        elif how == "suspended":
            community.change("ben", suspended=True)
        else:
            server.faults.schedule(faults.status(403), path, times=None)
        music_teacher("explore")
        assert {FAY, GIL} <= set(found(music_teacher))
        asked = server.log.count(path)
        music_teacher("explore")
        assert server.log.count(path) == asked <= 1


def test_follows_who_do_not_know_each_other_still_lead_somewhere(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    community.unfollow("ben", f"cleo@{THERE}")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
    people = found(music_teacher, sources=["follows"])
    assert list(people) == [FAY, GIL]
    assert people[FAY]["score"] > people[GIL]["score"]


def test_the_teachers_own_list_is_not_asked_for(
    anna: Plnbuddy, village_server: MastodonServer
) -> None:
    anna("explore")  # dan follows her, so she is among those whom her follows follow.
    assert f"@anna@{HERE}" not in asked_lists(village_server)


# Interrupted


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
    village_server.faults.clear()
    village_server.log.clear()
    anna("explore")
    again = {(e.path, e.query) for e in village_server.log.entries()} & done
    assert {path for path, _ in again} <= {"/api/v1/blocks", FAMILIAR}
    assert of_the_village(known_state(anna.home)) == whole_state


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


@pytest.mark.parametrize("said", [True, False])
def test_hidden_lists_say_nothing_of_what_lists_usually_hold(
    music_teacher: Plnbuddy, *, said: bool
) -> None:
    """A page without anybody whom Anna follows: the other list is next, however many are hidden.

    Some servers say that a list is hidden, others send an empty one.
    """
    community = Community(HERE, now=MOMENT)
    others = [f"other{number}" for number in range(400)]
    for name in ("anna", "abe", "bea", *others):
        community.person(name)
    hiding = [f"quiet{number}" for number in range(4)]
    for name in hiding:
        community.person(name, hide_collections=said, following_count=60)
    community.follow("anna", "abe", "bea", *hiding)
    community.follow("abe", *others)
    community.follow("bea", *others)
    community.change("bea", following_count=800)
    with serving(community, ServerSettings(absent=(*QUIET.absent, FAMILIAR))) as server:
        settle(music_teacher, server)("explore")
        asked = [label.partition("@quiet")[0] for label in asked_lists(server)]
    assert asked.count("") == (0 if said else 4)
    assert [label for label in asked if label][:2] == [f"@abe@{HERE}", f"@bea@{HERE}"]
