"""Whom one follows, who follows, and lists."""

from tests.accounts import HERE, THERE, entry, kept
from tests.conftest import Plnbuddy
from tests.mastodon_server import Community, MastodonServer
from tests.sync.prepared import BEN, CLEO, TOMORROW


def test_who_is_no_longer_followed_vanishes(synced: Plnbuddy, community: Community) -> None:
    community.unfollow("anna", "ben")
    community.unfollow_tag("anna", "musiced")
    answer = synced("sync", "--json")
    assert (answer.data["following"], answer.data["tags"]) == (0, 0)
    assert not [row for row in kept(synced.home)["tie"] if '"following"' in row]


def test_one_gone_and_one_new_are_noticed_though_the_number_is_as_before(
    synced: Plnbuddy, community: Community
) -> None:
    community.unfollow("anna", "ben")
    community.follow("anna", f"cleo@{THERE}")
    synced("sync", now=TOMORROW)
    ties = [row for row in kept(synced.home)["tie"] if '"following"' in row]
    assert len(ties) == 1
    assert CLEO in ties[0]
    assert entry(synced, f"Followed {CLEO}")


def test_a_new_follower_is_known_from_the_notice_and_followers_are_not_read_again(
    synced: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.unfollow(f"cleo@{THERE}", "anna")
    community.follow("dora", "anna")
    synced("sync", now=TOMORROW)
    followers = [row for row in kept(synced.home)["tie"] if '"follower"' in row]
    assert any(f"@dora@{HERE}" in row for row in followers)


def test_suspended_accounts_among_the_follows_cost_no_daily_reading(
    synced: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.follow("anna", community.person("p1"), community.person("p2"))
    community.change("p1", suspended=True)
    synced("sync", now=TOMORROW)
    server.log.clear()
    synced("sync", now=TOMORROW)
    assert server.log.count("*/following") == 1  # its first page: a swap would stand there


def test_ones_own_hidden_collections_are_read_all_the_same(
    anna: Plnbuddy, community: Community
) -> None:
    community.change("anna", hide_collections=True)
    assert anna("sync", "--json").data["following"] == 1


def test_an_account_that_moved_is_known_with_its_new_one(
    anna: Plnbuddy, community: Community
) -> None:
    community.follow("anna", "old")
    anna("sync")
    (row,) = (row for row in kept(anna.home)["tie"] if "@old@" in row)
    assert BEN in row


def test_lists_come_and_go(synced: Plnbuddy, community: Community) -> None:
    made = community.make_list("anna", "Choir")
    synced("sync")
    assert "Choir" in "".join(kept(synced.home)["account_list"])
    del community.lists[made.id]
    synced("sync")
    assert kept(synced.home)["account_list"] == []
