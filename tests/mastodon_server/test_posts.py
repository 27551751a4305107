"""Posts of the stand-in: under hashtags, at home, in threads."""

from datetime import timedelta
from typing import Any, cast

import pytest
from mastodon import MastodonNotFoundError

from tests.mastodon_server import MastodonServer
from tests.mastodon_server.clients import client, plain_client, raw


def test_followed_tags_are_paged(server: MastodonServer) -> None:
    server.community.follow_tag("anna", *(f"tag{number}" for number in range(230)))
    api = plain_client(server)
    first = api.followed_tags()
    assert len(first) == 100
    assert len(api.followed_tags(limit=1000)) == 200
    names = [tag["name"] for tag in api.fetch_remaining(first)]
    assert names == [f"tag{number}" for number in reversed(range(230))]


def test_tags_are_followed_and_unfollowed(server: MastodonServer) -> None:
    api = client(server)
    server.community.post("ben", "#MusicEd", at=server.community.now - timedelta(days=1))
    tag = api.tag("musiced")
    assert tag.following is False
    assert [day.uses for day in cast(Any, tag.history)][:3] == ["0", "1", "0"]
    assert api.tag_follow("musiced").following
    assert api.tag_follow("MUSICED").following
    assert [each.name for each in api.followed_tags()] == ["musiced"]
    assert not api.tag_unfollow("musiced").following
    assert api.followed_tags() == []


def test_hashtag_timelines_combine_tags(server: MastodonServer) -> None:
    home = server.community
    one = home.post("ben", "#MusicEd")
    two = home.post("ben", "#musiced #choir")
    three = home.post("cleo@schule.example", "#choir #band")
    home.post("ben", "#musiced", visibility="unlisted")
    home.change("dora", limited=True)
    home.post("dora", "#musiced")
    server_ids = {"one": str(one.id), "two": str(two.id), "three": str(three.id)}

    def timeline(query: str) -> list[str]:
        return [each["id"] for each in raw(server, f"/api/v1/timelines/tag/{query}").json()]

    assert timeline("MUSICED") == [server_ids["two"], server_ids["one"]]
    assert timeline("musiced?any[]=band") == [server_ids[name] for name in ("three", "two", "one")]
    assert timeline("musiced?all[]=choir") == [server_ids["two"]]
    assert timeline("musiced?none[]=choir") == [server_ids["one"]]
    assert timeline("choir?local=true") == [server_ids["two"]]
    assert timeline("nothing") == []
    first = raw(server, "/api/v1/timelines/tag/musiced?any[]=band&limit=1")
    assert first.links["next"]["url"].endswith(f"musiced?limit=1&max_id={three.id}")
    page = client(server).timeline_hashtag("musiced", limit=1)
    assert [each.id for each in cast(Any, client(server).fetch_next(page))] == [server_ids["one"]]
    home.mute("anna", "ben")
    assert timeline("musiced") == []


def test_home_shows_followed_people_and_tags(server: MastodonServer) -> None:
    home = server.community
    home.follow("anna", "ben")
    home.follow_tag("anna", "choir")
    wanted = [home.post("ben", "hello"), home.post("cleo@schule.example", "#choir")]
    home.post("cleo@schule.example", "not for anna")
    shown = client(server).timeline_home()
    assert [each.id for each in shown] == [str(post.id) for post in reversed(wanted)]


def test_a_thread_has_ancestors_and_descendants(server: MastodonServer) -> None:
    home = server.community
    first = home.post("anna", "question")
    second = home.post("ben", "answer", in_reply_to=first)
    third = home.post("cleo@schule.example", "another", in_reply_to=second)
    api = client(server)
    context = api.status_context(str(second.id))
    assert [each.id for each in context.ancestors] == [str(first.id)]
    assert [each.id for each in context.descendants] == [str(third.id)]
    answer = api.status(str(second.id))
    assert answer.in_reply_to_id == str(first.id)
    assert [each.acct for each in answer.mentions] == ["anna"]
    assert 'class="u-url mention"' in answer.content
    home.delete_post(second)
    with pytest.raises(MastodonNotFoundError):
        api.status(str(second.id))
    posted = api.status_post("Thanks @ben #musiced", language="de")
    assert [tag.name for tag in posted.tags] == ["musiced"]
