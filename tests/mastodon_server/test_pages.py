"""Pages of the stand-in: how much one holds, and which comes next."""

from typing import Any, cast

from tests.mastodon_server import MastodonServer
from tests.mastodon_server.clients import client, crowd, plain_client


def test_following_is_paged_with_cursors_that_are_no_account_ids(server: MastodonServer) -> None:
    names = crowd(server.community, 170)
    server.community.follow("anna", *names)
    api = plain_client(server)
    me = api.me()
    server.log.clear()
    first = api.account_following(me, limit=80)
    second = cast(Any, api.fetch_next(first))
    third = cast(Any, api.fetch_next(second))
    assert [len(page) for page in (first, second, third)] == [80, 80, 10]
    assert api.fetch_next(third) is None
    everybody = [person["username"] for page in (first, second, third) for person in page]
    assert everybody == list(reversed(names))
    assert server.log.count("/api/v1/accounts/*/following") == 3
    cursor = server.log.entries()[1].values["max_id"][0]
    assert cursor not in {person["id"] for person in first}
    before = cast(Any, api.fetch_previous(second))
    assert [person["username"] for person in before] == everybody[:80]


def test_a_following_page_holds_at_most_80(server: MastodonServer) -> None:
    server.community.follow("anna", *crowd(server.community, 100))
    api = plain_client(server)
    assert len(api.account_following(api.me(), limit=500)) == 80
    assert len(api.account_following(api.me())) == 40
    assert len(api.fetch_remaining(api.account_following(api.me()))) == 100


def test_hidden_collections_are_empty_for_others(server: MastodonServer) -> None:
    server.community.follow("ben", "anna", "cleo@schule.example")
    ben = server.community.find("ben")
    assert client(server).account_following(ben.id) == []
    assert client(server).account_followers(ben.id) == []
    assert len(client(server, "ben").account_following(ben.id)) == 2


def test_posts_are_paged_both_ways_and_filtered(server: MastodonServer) -> None:
    home = server.community
    posts = []
    for number in range(50):
        home.advance(minutes=1)
        posts.append(home.post("ben", f"post {number}"))
    home.post("ben", "to anna", in_reply_to=home.post("anna", "hello"))
    home.boost("ben", home.post("cleo@schule.example", "boosted"))
    home.post("ben", "for followers", visibility="private")
    home.post("ben", "for nobody", visibility="direct")
    api, ben = plain_client(server), home.find("ben").id
    page = api.account_statuses(ben, exclude_replies=True, exclude_reblogs=True, limit=40)
    assert [status["id"] for status in page] == [str(post.id) for post in reversed(posts[10:])]
    rest = cast(Any, api.fetch_next(page))
    assert [status["id"] for status in rest] == [str(post.id) for post in reversed(posts[:10])]
    assert len(api.account_statuses(ben)) == 20
    newer = api.account_statuses(ben, min_id=str(posts[5].id), limit=3)
    assert [status["id"] for status in newer] == [str(post.id) for post in reversed(posts[6:9])]
    since = api.account_statuses(ben, since_id=str(posts[-1].id))
    assert [bool(status["reblog"]) for status in since] == [True, False]
    assert len(client(server, "ben").account_statuses(ben, since_id=str(posts[-1].id))) == 4
    home.follow("anna", "ben")
    assert api.account_statuses(ben, limit=1)[0]["visibility"] == "private"
