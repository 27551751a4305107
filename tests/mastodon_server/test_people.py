"""Accounts of the stand-in: looked up, searched for, followed."""

from typing import Any, cast

import pytest
import requests
from mastodon import MastodonAPIError, MastodonNotFoundError, MastodonServiceUnavailableError

from tests.mastodon_server import MastodonServer
from tests.mastodon_server.clients import client, plain_client


def test_look_up_knows_handles_in_any_case_with_and_without_domain(server: MastodonServer) -> None:
    api = client(server)
    for handle in ("anna", "@anna", "ANNA@classroom.example", "anna@Classroom.Example"):
        assert api.account_lookup(handle).acct == "anna"
    assert api.account_lookup("cleo@schule.example").acct == "cleo@schule.example"
    with pytest.raises(MastodonNotFoundError):
        api.account_lookup("cleo")


def test_search_resolves_accounts_that_were_unknown(server: MastodonServer) -> None:
    server.community.person("eva", domain="far.example", known=False)
    api = client(server)
    assert api.search_v2("@eva@far.example", resolve=False).accounts == []
    with pytest.raises(MastodonNotFoundError):
        api.account_lookup("eva@far.example")
    found = api.search_v2("@eva@far.example", resolve=True, result_type="accounts").accounts
    assert [person.acct for person in found] == ["eva@far.example"]
    assert api.account_lookup("eva@far.example").id == found[0].id
    address = api.search_v2("https://far.example/@eva").accounts
    assert [person.id for person in address] == [found[0].id]
    server.community.unreachable.add("gone.example")
    with pytest.raises(MastodonServiceUnavailableError):
        api.search_v2("x@gone.example")
    without = requests.get(
        f"{server.url}/api/v2/search", {"q": "eva@far.example", "resolve": "true"}, timeout=5
    )
    assert without.status_code == 401


def test_search_finds_words_of_names_hashtags_and_limits(server: MastodonServer) -> None:
    for number in range(60):
        server.community.person(f"q{number}", display_name=f"Quentin Nr{number}")
    server.community.post("anna", "#MusicEd and #music")
    api = plain_client(server)
    assert len(api.search_v2("quentin", limit=100).accounts) == 40
    assert [tag["name"] for tag in api.search_v2("#music").hashtags] == ["music", "musiced"]
    assert len(api.account_search("quentin", limit=100)) == 60
    assert [each["acct"] for each in api.account_search("anna")] == ["anna"]


def test_accounts_by_id_leave_unknown_ones_out(server: MastodonServer) -> None:
    home = server.community
    ids = [str(home.find("anna").id), "1", str(home.find("dora").id)]
    assert [person.acct for person in client(server).accounts(ids)] == ["anna", "dora"]
    with pytest.raises(MastodonNotFoundError, match="Record not found"):
        client(server).account("1")


def test_flags_of_accounts_are_shown(server: MastodonServer) -> None:
    home = server.community
    home.person("old", has_avatar=False, has_header=False)
    home.move("old", "anna")
    home.person("gone", suspended=True, display_name="Gone", followers_count=9)
    home.person("quiet", limited=True, memorial=True, bot=True, group=True, noindex=True)
    api = client(server)
    old = api.account_lookup("old")
    assert cast(Any, old.moved).acct == "anna"
    assert old.avatar.endswith("/avatars/original/missing.png")
    assert old.header.endswith("/headers/original/missing.png")
    gone = api.account_lookup("gone")
    assert gone == api.account(home.find("gone").id)
    assert (gone.suspended, gone.display_name, gone.followers_count) == (True, "", 0)
    quiet = api.account_lookup("quiet")
    assert (quiet.limited, quiet.memorial, quiet.bot, quiet.noindex) == (True, True, True, True)
    assert api.account_lookup("dora").discoverable is None
    assert api.account_lookup("cleo@schule.example").noindex is None


def test_familiar_followers_are_those_i_follow_who_follow_them(server: MastodonServer) -> None:
    home = server.community
    home.person("eva")
    home.follow("anna", "ben", "cleo@schule.example", "dora")
    for who in ("ben", "cleo@schule.example", "eva"):
        home.follow(who, "dora")
    home.follow("cleo@schule.example", "ben")
    ids = [home.find(name).id for name in ("dora", "ben", "eva")]
    found = client(server).account_familiar_followers(ids)
    assert [[person.username for person in each.accounts] for each in found] == [["cleo"], [], []]
    assert [each.id for each in found] == [str(number) for number in ids]


def test_following_a_locked_account_is_a_request(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    ben, dora = home.find("ben").id, home.find("dora").id
    assert api.account_follow(ben).following
    asked = api.account_follow(dora)
    assert (asked.following, asked.requested) == (False, True)
    assert [note.type for note in client(server, "dora").notifications()] == ["follow_request"]
    home.accept_follow("anna", "dora")
    relations = api.account_relationships([dora, ben, 1])
    assert [each.following for each in relations] == [True, True]
    assert not api.account_unfollow(ben).following
    assert ("anna" in [each.acct for each in api.account_followers(ben)]) is False


def test_moved_and_blocking_accounts_cannot_be_followed(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    home.move("ben", "dora")
    home.block("cleo@schule.example", "anna")
    for name in ("ben", "cleo@schule.example", "anna"):
        with pytest.raises(MastodonAPIError, match="not allowed"):
            api.account_follow(home.find(name).id)
    assert client(server).blocks() == []
    home.block("anna", "dora")
    home.mute("anna", "ben")
    assert [each.acct for each in api.blocks()] == ["dora"]
    assert [each.acct for each in api.mutes()] == ["ben"]
