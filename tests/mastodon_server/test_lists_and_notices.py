"""Lists, notifications, the directory and suggestions of the stand-in."""

from typing import Any, cast

import pytest
from mastodon import MastodonAPIError, MastodonNotFoundError

from tests.mastodon_server import MastodonServer
from tests.mastodon_server.clients import client


def test_lists_hold_followed_accounts(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    ben = home.find("ben").id
    made = api.list_create("Music")
    with pytest.raises(MastodonNotFoundError):
        api.list_accounts_add(made, [ben])
    home.follow("anna", "ben")
    api.list_accounts_add(made, [ben])
    with pytest.raises(MastodonAPIError, match="already been taken"):
        api.list_accounts_add(made, [ben])
    assert [each.acct for each in api.list_accounts(made)] == ["ben"]
    assert [each.title for each in api.account_lists(ben)] == ["Music"]
    assert api.list_update(made, "Choirs").title == "Choirs"
    with pytest.raises(MastodonAPIError, match="blank"):
        api.list_create(" ")
    with pytest.raises(MastodonNotFoundError):
        client(server, "ben").list(made.id)
    api.list_accounts_delete(made, [ben])
    assert api.list_accounts(made) == []
    api.list_delete(made)
    assert api.lists() == []


def test_notifications_are_filtered_and_paged(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    own = home.post("anna", "hello")
    home.follow("ben", "anna")
    home.favourite("ben", own)
    home.boost("dora", own)
    home.post("ben", "answer", in_reply_to=own)
    home.post("ben", "look", quote=own)
    kinds = [each.type for each in api.notifications()]
    assert kinds == ["quote", "mention", "reblog", "favourite", "follow"]
    assert [each.type for each in api.notifications(types=["follow", "reblog"])] == [
        "reblog",
        "follow",
    ]
    assert len(api.notifications(exclude_types=["follow"])) == 4
    page = api.notifications(limit=2)
    server.log.clear()
    rest = api.fetch_remaining(page)
    assert [each.type for each in rest] == kinds
    assert server.log.count("/api/v1/notifications") == 3
    newest = api.notifications(since_id=page[1].id)
    assert [each.type for each in newest] == ["quote"]
    assert cast(Any, page[1].status).in_reply_to_id == str(own.id)


def test_the_directory_lists_who_wants_to_be_found(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    home.post("cleo@schule.example", "hello")
    assert api.directory()[0].acct == "cleo@schule.example"
    assert {each.acct for each in api.directory(local=True)} == {"anna", "ben"}
    assert len(api.directory(limit=1, offset=2)) == 1
    home.change("ben", discoverable=False)
    assert {each.acct for each in api.directory(local=True)} == {"anna"}


def test_suggestions_are_seeded_ones_and_friends_of_friends(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    home.person("eva")
    home.suggest("ben", "featured", to="anna")
    home.suggest("dora")
    home.follow("anna", "cleo@schule.example")
    home.follow("cleo@schule.example", "eva", "ben")
    found = [(each.account.acct, list(each.sources), each.source) for each in api.suggestions_v2()]
    assert found == [
        ("ben", ["featured", "friends_of_friends"], "staff"),
        ("eva", ["friends_of_friends"], "past_interactions"),
    ]
