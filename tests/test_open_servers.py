"""The stand-in servers as a stranger sees them: what is told without a token."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from .mastodon_server import Community, MastodonServer, Pack, PackServer, ServerSettings, Several
from .mastodon_server.settings import FeedAccess


def get(server: MastodonServer, path: str, **query: Any) -> requests.Response:
    return requests.get(f"{server.url}{path}", params=query, timeout=5)


def staff() -> Community:
    community = Community("maths.example")
    community.person("priya", topics=("mathstoot",))
    community.person("tomas", domain="elsewhere.example", topics=("mathstoot",))
    community.person("shy", discoverable=None)
    community.follow("priya", "tomas@elsewhere.example")
    community.post("priya", "Fractions #MathsToot")
    community.post("tomas@elsewhere.example", "Proofs #MathsToot")
    return community


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with MastodonServer(staff()) as running:
        yield running
    assert running.crashes == []


def test_a_stranger_reads_hashtags_their_history_directory_trends_and_ties(
    server: MastodonServer,
) -> None:
    posts = get(server, "/api/v1/timelines/tag/mathstoot", limit=40).json()
    assert [post["account"]["acct"] for post in posts] == ["tomas@elsewhere.example", "priya"]
    assert "favourited" not in posts[0]
    tag = get(server, "/api/v1/tags/MathsToot").json()
    assert tag["history"][0]["uses"] == "2"
    assert "following" not in tag
    listed = get(server, "/api/v1/directory", local="true").json()
    assert [account["acct"] for account in listed] == ["priya"]
    assert [tag["name"] for tag in get(server, "/api/v1/trends/tags").json()] == ["mathstoot"]
    priya = get(server, "/api/v1/accounts/lookup", acct="priya").json()["id"]
    following = get(server, f"/api/v1/accounts/{priya}/following").json()
    assert [account["acct"] for account in following] == ["tomas@elsewhere.example"]
    assert get(server, f"/api/v1/accounts/{priya}/followers").json() == []
    assert len(get(server, f"/api/v1/accounts/{priya}/statuses").json()) == 1


def test_pages_are_linked_for_a_stranger_too(server: MastodonServer) -> None:
    page = get(server, "/api/v1/timelines/tag/mathstoot", limit=1)
    assert 'rel="next"' in page.headers["Link"]
    rest = requests.get(page.links["next"]["url"], timeout=5).json()
    assert [post["account"]["acct"] for post in rest] == ["priya"]


@pytest.mark.parametrize(
    ("feeds", "query", "status", "posts"),
    [
        (("public", "public"), {}, 200, 2),
        (("authenticated", "authenticated"), {}, 401, 0),
        (("public", "authenticated"), {}, 401, 0),
        (("public", "authenticated"), {"local": "true"}, 200, 1),
        (("disabled", "disabled"), {}, 200, 0),
    ],
)
def test_a_server_may_close_its_hashtags(
    feeds: tuple[FeedAccess, FeedAccess], query: dict[str, str], status: int, posts: int
) -> None:
    with MastodonServer(staff(), ServerSettings(hashtag_feeds=feeds)) as closed:
        answer = get(closed, "/api/v1/timelines/tag/mathstoot", **query)
        assert answer.status_code == status
        assert (len(answer.json()) if status == 200 else 0) == posts
        said = get(closed, "/api/v2/instance").json()
    access = said["configuration"]["timelines_access"]["hashtag_feeds"]
    assert (access["local"], access["remote"]) == feeds
    assert said["api_versions"] == {"mastodon": 10}


def test_older_servers_state_no_access() -> None:
    with MastodonServer(staff(), ServerSettings(states_access=False)) as old:
        assert "timelines_access" not in get(old, "/api/v2/instance").json()["configuration"]


def test_look_ups_the_whole_interface_and_profiles_may_be_closed() -> None:
    settings = ServerSettings(open_lookup=False, secure_mode=True)
    with MastodonServer(staff(), settings) as strict:
        assert get(strict, "/api/v1/accounts/lookup", acct="priya").status_code == 401
        assert get(strict, "/users/priya").status_code == 401
        finger = get(strict, "/.well-known/webfinger", resource="acct:priya@maths.example")
        assert finger.json()["subject"] == "acct:priya@maths.example"
    with MastodonServer(staff(), ServerSettings(api_open=False)) as closed:
        assert get(closed, "/api/v1/directory").status_code == 401
        assert get(closed, "/api/v1/tags/mathstoot").status_code == 401
        assert get(closed, "/api/v2/instance").status_code == 200


def test_an_actor_says_whether_it_wants_to_be_found_and_where_it_went(
    server: MastodonServer,
) -> None:
    assert get(server, "/users/shy").json()["discoverable"] is False
    server.community.move("shy", "priya")
    assert get(server, "/users/shy").json()["movedTo"] == "https://maths.example/users/priya"


def test_collections_show_a_stranger_only_who_agreed(server: MastodonServer) -> None:
    kept = server.community.collect(
        "priya", "Maths people", "tomas@elsewhere.example", asked=["shy"], tag="mathstoot"
    )
    priya = get(server, "/api/v1/accounts/lookup", acct="priya").json()["id"]
    for path in (f"/api/v1/accounts/{priya}/collections", f"/api/v1/{priya}/collections"):
        (shown,) = get(server, path).json()["collections"]
        assert (shown["name"], shown["item_count"]) == ("Maths people", 1)
    whole = get(server, f"/api/v1/collections/{kept.id}").json()
    assert {account["acct"] for account in whole["accounts"]} == {
        "priya",
        "tomas@elsewhere.example",
    }
    assert [item["state"] for item in whole["collection"]["items"]] == ["accepted"]


def test_several_servers_show_the_same_people_each_in_its_own_way() -> None:
    world = Several("maths.example", "big.example")
    world.person("priya@maths.example", noindex=True)
    world.person("omar@big.example", only_at_home=True)
    world.post(
        "priya@maths.example",
        "Fractions #MathsToot",
        at=world.at["big.example"].now - timedelta(days=1),
    )
    with world.serving() as servers:
        here = get(servers["maths.example"], "/api/v1/timelines/tag/mathstoot").json()
        there = get(servers["big.example"], "/api/v1/timelines/tag/mathstoot").json()
        assert here[0]["account"]["acct"] == "priya"
        assert here[0]["account"]["noindex"] is True
        assert there[0]["account"]["acct"] == "priya@maths.example"
        assert "noindex" not in there[0]["account"]
        assert here[0]["account"]["id"] != there[0]["account"]["id"]
        missing = get(servers["maths.example"], "/api/v1/accounts/lookup", acct="omar@big.example")
        assert missing.status_code == 404


def test_packs_and_trunk_answer_in_their_own_shapes() -> None:
    packs = {"maths": Pack("Maths teachers", ("@priya@maths.example", "@shy@maths.example"))}
    with PackServer(packs, {"Education": ["omar@big.example"]}) as server:
        pack = get(server, "/s/maths/", format="json").json()
        assert [each["handle"] for each in pack["accounts"]] == [
            "@priya@maths.example",
            "@shy@maths.example",
        ]
        assert get(server, "/s/maths/").headers["Content-Type"].startswith("text/html")
        assert get(server, "/trunk/api/v1/list").json() == ["Education"]
        named = get(server, "/trunk/api/v1/list/Education").json()
        assert named == [{"acct": "omar@big.example"}]
        assert get(server, "/trunk/api/v1/list/Nothing").status_code == 404
