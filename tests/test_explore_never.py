"""Whom exploring never brings, whatever sources know of them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    THERE,
    serving,
)
from tests.conftest import Plnbuddy
from tests.village import (
    FAR,
    FAY,
    GIL,
    HANA,
    IDA,
    JON,
    KAI,
    QUIET,
    TODAY,
    discovered_labels,
    found,
    healthy_educators,
    settle,
    village,
    write,
)

from .mastodon_server import (
    Community,
)

# Fixtures.
anna, explored, explored_home, synced_home, village_server = (
    homes.anna,
    homes.explored,
    homes.explored_home,
    homes.synced_home,
    homes.village_server,
)


# Whom never


Change = Callable[[Community, str], object]
FORBIDDEN: dict[str, Change] = {
    "says no": lambda community, who: community.change(who, discoverable=False),
    "says nothing": lambda community, who: community.change(who, discoverable=None),
    "noindex": lambda community, who: community.change(who, noindex=True),
    "limited": lambda community, who: community.change(who, limited=True),
    "suspended": lambda community, who: community.change(who, suspended=True),
    "memorial": lambda community, who: community.change(who, memorial=True),
    "moved": lambda community, who: community.move(who, "kai"),
    "bot": lambda community, who: community.change(who, bot=True),
    "silent": lambda community, who: community.change(
        who, last_status_at=TODAY - timedelta(days=366)
    ),
    "blocked": lambda community, who: community.block("anna", who),
    "muted": lambda community, who: community.mute("anna", who),
    "followed": lambda community, who: community.follow("anna", who),
}


def with_everybody_forbidden() -> tuple[Community, dict[str, str]]:
    """The village, and for each trait somebody whom all sources would name without it."""
    community = village()
    names = {trait: trait.replace(" ", "_") for trait in ("welcome", *FORBIDDEN)}
    for name in names.values():
        community.person(name, topics=("musiced",))
        community.suggest(name)
        community.follow(name, "ben")
        for follower in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
            community.follow(follower, name)
        write(community, name, 1, "musiced")
    for trait, change in FORBIDDEN.items():
        change(community, names[trait])
    return community, {trait: f"@{name}@{HERE}" for trait, name in names.items()}


def test_who_must_not_be_suggested_never_is(music_teacher: Plnbuddy) -> None:
    community, labels = with_everybody_forbidden()
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    shown, kept = set(found(music_teacher)), set(discovered_labels(music_teacher.home))
    wrong = {trait for trait, label in labels.items() if label in shown | kept}
    assert wrong == {"welcome"}
    assert {"follows", "hashtag", "directory"} == set(
        found(music_teacher)[labels["welcome"]]["sources"]
    )
    assert f"@anna@{HERE}" not in shown | kept


def test_whoever_is_decided_on_or_followed_since_is_not_shown(explored: Plnbuddy) -> None:
    explored("skip", FAY)
    explored("later", GIL)
    explored("follow", HANA, "--no-account", ok=False)
    explored("skip", KAI)
    assert {FAY, GIL, KAI}.isdisjoint(found(explored))
    assert {IDA, JON} <= set(found(explored))


def test_who_was_followed_on_the_account_leaves_the_list_after_the_next_sync(
    music_teacher: Plnbuddy,
) -> None:
    with serving(village()) as server:
        settle(music_teacher, server)("explore")
        assert FAY in found(music_teacher)
        server.community.follow("anna", FAY[1:])
        music_teacher("sync")
        assert FAY not in found(music_teacher)


def test_who_wrote_to_the_teacher_may_be_suggested_although_not_discoverable(
    music_teacher: Plnbuddy,
) -> None:
    """But blocked, moved or suspended ones may not."""
    community = village()
    for name in ("foe", "wanderer", "robot"):
        community.person(name, discoverable=None)
        community.post(name, "A question", mentions=["anna"])
    community.block("anna", "foe")
    community.move("wanderer", "kai")
    community.change("robot", bot=True)
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    assert set(found(music_teacher, sources=["interaction"])) == {IDA, JON}


def test_who_is_blocked_is_not_suggested_however_small_the_budget(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    healthy_educators(community)
    community.person("foe")
    community.person("noise")
    for follower in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        community.follow(follower, "foe", "noise")
    community.block("anna", "foe")
    community.mute("anna", "noise")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)
        for _ in range(30):
            asked = server.log.count()
            music_teacher("explore", "--budget", "1")
            assert {f"@foe@{HERE}", f"@noise@{HERE}"}.isdisjoint(found(music_teacher))
            if server.log.count() == asked:
                break  # All is read, and further runs would change nothing.
        assert FAY in found(music_teacher)


def test_a_budget_that_ends_within_a_long_list_of_blocks_forgets_none_of_it(
    music_teacher: Plnbuddy,
) -> None:
    community = village()
    community.person("foe")
    for follower in ("ben", f"cleo@{THERE}", f"dan@{THERE}"):
        community.follow(follower, "foe")
    community.block("anna", "foe")  # The first, so the last to be listed.
    for number in range(200):
        community.person(f"pest{number}", domain=FAR)
        community.block("anna", f"pest{number}@{FAR}")
    with serving(community, QUIET) as server:
        settle(music_teacher, server)
        music_teacher("explore", "--budget", "2")
        for _ in range(12):
            asked = server.log.count()
            music_teacher("explore", "--budget", "3")
            assert f"@foe@{HERE}" not in found(music_teacher)
            if server.log.count() == asked:
                break  # All is read, and further runs would change nothing.
        music_teacher("explore")
        assert f"@foe@{HERE}" not in found(music_teacher)
        assert FAY in found(music_teacher)


# What profiles say


def test_who_somebody_is_comes_from_the_words_of_the_profile(music_teacher: Plnbuddy) -> None:
    community = village()
    community.change(FAY[1:], note="<p>I teach music in a secondary school in Leeds</p>")
    community.change(GIL[1:], note="<p>Retired music teacher, now I sail</p>")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
        people = found(music_teacher, sources=["follows"])
    assert people[FAY]["reasons"][0].startswith("a teacher: music")
    assert any(re.match(r"says '.*teach music.*' in the bio", r) for r in people[FAY]["reasons"])
    assert GIL not in people
    kept = homes.kept_rows(music_teacher.home, "SELECT * FROM said")
    assert kept
    assert not any("Leeds" in str(value) for row in kept for value in row)


@pytest.mark.parametrize("wish", ["#nobot", "Please do not list me", "#noindex"])
def test_who_asks_in_the_bio_to_be_in_no_list_is_never_suggested(
    music_teacher: Plnbuddy, wish: str
) -> None:
    community = village()
    community.change(FAY[1:], note=f"<p>Music teacher. {wish}</p>")
    with serving(community) as server:
        settle(music_teacher, server)("explore")
    assert FAY not in found(music_teacher)
    assert FAY not in discovered_labels(music_teacher.home)
