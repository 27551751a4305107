"""`suggest` looks at the people of the day before it shows them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    NOTHING_FOUND,
    THERE,
    in_a_hurry,
    is_one_sentence,
    serving,
)
from tests.conftest import Plnbuddy
from tests.village import (
    FAY,
    GIL,
    QUIET,
    RELATIONSHIPS,
    SEARCH,
    TODAY,
    found,
    healthy_educators,
    on,
    settle,
    village,
)
from tests.village_truths import is_true

from .mastodon_server import (
    Community,
    MastodonServer,
    faults,
)

# Fixtures.
anna, explored, explored_home, synced_home, village_server = (
    homes.anna,
    homes.explored,
    homes.explored_home,
    homes.synced_home,
    homes.village_server,
)


def shown_online(plnbuddy: Plnbuddy, *words: str, now: str | None = None) -> dict[str, Any]:
    """The people of a `suggest` that may ask the server, by label."""
    answer = plnbuddy("suggest", "people", "--json", *words, ok=False, now=now)
    assert answer.exit_code in (0, NOTHING_FOUND), answer
    (section,) = answer.data["sections"]
    return {each["subject"]["label"]: each for each in section["suggestions"]}


def test_a_curated_person_who_moved_or_fell_silent_is_not_shown_and_not_found_is_not_gone(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    healthy_educators(community)
    with serving(community) as server:
        settle(music_teacher, server)("config", "set", "profile.topics", "computing")
        first = list(found(music_teacher, sources=["curated"]))[:5]
        on_fediverse = [label for label in first if label.count("@") == 2]
        moved, gone, silent, *_ = on_fediverse
        community.move(moved[1:], "kai")
        community.remove_person(gone[1:])
        community.change(silent[1:], last_status_at=date(2024, 5, 1))
        shown = shown_online(music_teacher, "--source", "curated")
        assert len(shown) == 5
        assert {moved, silent}.isdisjoint(shown)
        assert {
            each["checked_on"]
            for label, each in shown.items()
            if label.count("@") == 2 and label != gone
        } == {TODAY.isoformat()}
        assert shown[gone]["checked_on"] is None
        asked = server.log.count(SEARCH)
        assert asked == len({*on_fediverse, *(label for label in shown if label.count("@") == 2)})
        server.log.clear()
        assert shown_online(music_teacher, "--source", "curated") == shown
        assert server.log.count() == server.log.count(RELATIONSHIPS) == 1


def test_who_was_deleted_according_to_the_server_is_not_shown(music_teacher: Plnbuddy) -> None:
    community = village()
    healthy_educators(community)
    with serving(community) as server:
        settle(music_teacher, server)("config", "set", "profile.topics", "computing")
        first = list(found(music_teacher, sources=["curated"]))[:5]
        deleted = next(label for label in first if label.count("@") == 2)
        asked = f"*{quote(deleted[1:], safe='')}*"
        server.faults.schedule(faults.status(410), SEARCH, query=asked, times=None)
        assert deleted not in shown_online(music_teacher, "--source", "curated")


def test_nobody_who_moved_is_shown_even_when_nearly_all_moved(music_teacher: Plnbuddy) -> None:
    community = village()
    healthy_educators(community)
    with serving(community) as server:
        settle(music_teacher, server)("config", "set", "profile.topics", "computing")
        best = list(found(music_teacher, sources=["curated"]))[:25]
        for label in best:
            if label.count("@") == 2:
                community.move(label[1:], "kai")
        for day in range(3):
            shown = shown_online(music_teacher, "--source", "curated", now=on(day))
            assert set(best).isdisjoint(label for label in shown if label.count("@") == 2)


def test_a_server_that_is_down_is_said_and_suggest_still_works(
    anna: Plnbuddy, village_server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    anna("config", "set", "profile.topics", "computing")
    village_server.faults.schedule(faults.status(503), times=None)
    answer = anna("suggest", "people", "--json")
    assert "not checked" in answer.messages
    assert is_one_sentence(answer), answer.messages
    (section,) = answer.data["sections"]
    assert len(section["suggestions"]) == 5
    village_server.faults.clear()
    village_server.faults.schedule(faults.hang_up(), times=None)
    assert "not checked" in anna("suggest", "people").messages


def test_a_login_that_is_no_longer_accepted_does_not_stop_suggest(
    anna: Plnbuddy, village_server: MastodonServer
) -> None:
    village_server.faults.schedule(faults.status(401), times=None)
    answer = anna("suggest", "people")
    assert "not checked" in answer.messages
    assert "@" in answer.output


def test_one_server_that_is_gone_does_not_keep_the_others_from_being_checked(
    music_teacher: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    community = village()
    healthy_educators(community)
    with serving(community) as server:
        settle(music_teacher, server)
        first = [
            label
            for label in list(found(music_teacher, sources=["curated"]))[:5]
            if label.count("@") == 2
        ]
        community.unreachable.add(first[0].rpartition("@")[2].lower())
        shown = shown_online(music_teacher, "--source", "curated")
        for label in first[1:]:
            assert shown[label]["checked_on"] == TODAY.isoformat(), label
        answer = music_teacher("explore")
        assert FAY in found(music_teacher), answer


def test_offline_asks_nothing(explored: Plnbuddy, village_server: MastodonServer) -> None:
    explored("suggest", "--offline", now=on(30))
    assert village_server.log.entries() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda community: community.change(FAY[1:], discoverable=False),
        lambda community: community.move(FAY[1:], "kai"),
        lambda community: community.change(FAY[1:], suspended=True),
        lambda community: community.change(FAY[1:], limited=True),
    ],
    ids=["no longer discoverable", "moved", "suspended", "limited"],
)
def test_who_changed_since_exploring_is_not_shown(
    music_teacher: Plnbuddy, change: Callable[[Community], object]
) -> None:
    community = village()
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        assert FAY in shown_online(music_teacher, "--source", "network", now=on(8))
        change(community)
        shown = shown_online(music_teacher, "--source", "network", now=on(15))
        assert FAY not in shown
        assert GIL in shown


@pytest.mark.parametrize("yes", ["true", "True", 1])
def test_a_yes_counts_however_a_server_writes_it(
    explored: Plnbuddy, village_server: MastodonServer, yes: object
) -> None:
    def spoil(entity: dict[str, Any]) -> dict[str, Any]:
        followers = {"followers_count": str(entity.get("followers_count"))}
        return {**entity, **followers, "limited": yes} if entity.get("acct") == FAY[1:] else entity

    village_server.faults.schedule(faults.changed_objects(spoil), times=None)
    shown = shown_online(explored, "--source", "network", now=on(8))
    assert FAY not in shown
    assert GIL in shown


def test_an_unfollow_is_noticed_when_lists_are_read_anew(music_teacher: Plnbuddy) -> None:
    community = village()
    with serving(community, QUIET) as server:
        settle(music_teacher, server)("explore")
        community.unfollow("ben", FAY[1:])
        community.unfollow(f"dan@{THERE}", GIL[1:])
        later = on(61)
        music_teacher("sync", now=later)
        music_teacher("explore", now=later)
        people = found(music_teacher, sources=["follows"], now=later)
    assert set(people) == {FAY}
    (told,) = (each for each in people[FAY]["reasons"] if each.startswith("followed by"))
    assert is_true(community, FAY, told)
    assert f"@ben@{HERE}" not in told
