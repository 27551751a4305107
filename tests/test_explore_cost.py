"""What exploring costs: every request is counted, and none is made twice."""

from pathlib import Path

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    MOMENT,
    in_a_hurry,
    log_in,
    serving,
)
from tests.conftest import Plnbuddy, copy_of
from tests.village import (
    FAMILIAR,
    LIVING,
    QUIET,
    RELATIONSHIPS,
    found,
    kinds,
    on,
    questions,
    settle,
)

from .mastodon_server import (
    Community,
    MastodonServer,
    faults,
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


def test_a_run_reads_six_hashtags_and_the_next_one_the_others(music_teacher: Plnbuddy) -> None:
    community = Community(HERE, now=MOMENT)
    community.person("anna")
    for name in ("art", "choir", "drums", "harp", "lute", "oboe", "tuba", "viola"):
        community.follow_tag("anna", name)
    with serving(community, QUIET) as server:
        settle(music_teacher, server)
        for expected in (6, 2):
            server.log.clear()
            music_teacher("explore")
            assert kinds(server)["hashtag"] == expected


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
