"""Whose list exploring reads next, and what it does where lists or sources are missing."""

from collections.abc import Callable

import pytest

from tests import village as homes
from tests.accounts import (
    HERE,
    MOMENT,
    THERE,
    serving,
)
from tests.conftest import Plnbuddy
from tests.village import (
    FAMILIAR,
    FAR,
    FAY,
    GIL,
    LISTS,
    QUIET,
    found,
    kinds,
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
anna, synced_home, village_server = (
    homes.anna,
    homes.synced_home,
    homes.village_server,
)


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
