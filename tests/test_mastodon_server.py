"""The stand-in server, driven with the client library that plnbuddy uses."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import requests
from mastodon import (
    Mastodon,
    MastodonAPIError,
    MastodonError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonServiceUnavailableError,
    MastodonUnauthorizedError,
)

from .mastodon_server import (
    Community,
    MastodonServer,
    RateLimits,
    ServerSettings,
    akkoma,
    faults,
    gotosocial,
    old_mastodon,
    pixelfed,
    realistic_community,
)

SCOPES = ["read:accounts", "read:follows", "read:search", "write:follows"]


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    community = Community()
    community.person("anna", topics=("musiced",))
    community.person("ben", topics=("musiced",), hide_collections=True)
    community.person("cleo", topics=("mathsed",), domain="schule.example")
    community.person("dora", locked=True, discoverable=None)
    with MastodonServer(community) as running:
        yield running
    assert running.crashes == []


def client(server: MastodonServer, username: str = "anna", scopes: str = "") -> Mastodon:
    token = server.token(username, scopes) if scopes else server.token(username)
    return Mastodon(
        access_token=token,
        api_base_url=server.url,
        ratelimit_method="throw",
        request_timeout=5,
    )


def raw(server: MastodonServer, path: str, **options: Any) -> Any:
    headers = {"Authorization": f"Bearer {server.token('anna')}"}
    return requests.get(server.url + path, headers=headers, timeout=5, **options)


def crowd(community: Community, size: int) -> list[str]:
    return [community.person(f"p{number}").username for number in range(size)]


# Logging in


def test_a_code_from_the_page_logs_in(server: MastodonServer) -> None:
    client_id, secret = Mastodon.create_app("pln", scopes=SCOPES, api_base_url=server.url)
    api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
    address = api.auth_request_url(scopes=SCOPES, allow_http=True)
    page = requests.get(address, timeout=5)
    assert "Authorize as anna" in page.text
    agreed = requests.get(address + "&username=anna", timeout=5)
    found = re.search(r'value="([^"]+)"', agreed.text)
    assert found is not None
    api.log_in(code=found.group(1), scopes=SCOPES, allow_http=True)
    assert api.me().username == "anna"
    assert api.app_verify_credentials().name == "pln"


def test_a_code_works_once_and_a_revoked_token_no_more(server: MastodonServer) -> None:
    client_id, secret = Mastodon.create_app("pln", scopes=SCOPES, api_base_url=server.url)
    api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
    code = server.authorize(client_id, "anna", " ".join(SCOPES))
    api.log_in(code=code, scopes=SCOPES, allow_http=True)
    other = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
    with pytest.raises(MastodonError):
        other.log_in(code=code, scopes=SCOPES, allow_http=True)
    token = api.access_token
    api.revoke_access_token(allow_http=True)
    late = Mastodon(access_token=token, api_base_url=server.url)
    with pytest.raises(MastodonUnauthorizedError, match="revoked"):
        late.account_verify_credentials()


def test_more_scopes_than_registered_are_refused(server: MastodonServer) -> None:
    client_id, _ = Mastodon.create_app("pln", scopes=["read:lists"], api_base_url=server.url)
    address = (
        f"{server.url}/oauth/authorize?response_type=code&client_id={client_id}"
        "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&scope=write"
    )
    answer = requests.get(address, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        ("read", True),
        ("read:follows", True),
        ("follow", True),
        ("read:accounts", False),
        ("write:follows", False),
    ],
)
def test_an_endpoint_wants_its_scope(server: MastodonServer, scopes: str, allowed: bool) -> None:
    api = client(server, scopes=scopes)
    if allowed:
        assert api.followed_tags() == []
    else:
        with pytest.raises(MastodonAPIError) as caught:
            api.followed_tags()
        assert caught.value.args[1] == 403
        answer = requests.get(
            f"{server.url}/api/v1/followed_tags",
            headers={"Authorization": f"Bearer {api.access_token}"},
            timeout=5,
        )
        assert answer.json() == {"error": "This action is outside the authorized scopes"}


def test_tokens_of_nobody_and_missing_tokens_are_refused(server: MastodonServer) -> None:
    answer = requests.get(f"{server.url}/api/v1/notifications", timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"error": "The access token is invalid"})
    client_id, secret = Mastodon.create_app("pln", scopes=["read"], api_base_url=server.url)
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
        "scope": "read",
    }
    token = requests.post(f"{server.url}/oauth/token", form, timeout=5).json()["access_token"]
    refused = requests.get(
        f"{server.url}/api/v1/notifications",
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    assert refused.status_code == 422


def test_tokens_expire_where_the_server_says_so() -> None:
    now = [1_000.0]
    community = Community()
    community.person("anna")
    settings = ServerSettings(token_lifetime=60, closed=("/api/v1/directory",))
    with MastodonServer(community, settings, clock=lambda: now[0]) as server:
        client_id, secret = Mastodon.create_app("pln", scopes=SCOPES, api_base_url=server.url)
        api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=server.url)
        code = server.authorize(client_id, "anna", " ".join(SCOPES))
        token = api.log_in(code=code, scopes=SCOPES, allow_http=True)
        api = Mastodon(access_token=token, api_base_url=server.url)
        assert len(api.directory()) == 1
        now[0] += 60
        with pytest.raises(MastodonUnauthorizedError, match="expired"):
            api.account_verify_credentials()
        assert requests.get(f"{server.url}/api/v1/directory", timeout=5).status_code == 401


def test_each_token_has_its_own_person(server: MastodonServer) -> None:
    assert client(server, "ben").me().acct == "ben"
    assert client(server, "anna").me().source.note == "Teacher. #musiced"
    assert client(server, "anna", "profile").account_verify_credentials().acct == "anna"


# Paging


def test_following_is_paged_with_cursors_that_are_no_account_ids(server: MastodonServer) -> None:
    names = crowd(server.community, 170)
    server.community.follow("anna", *names)
    api = client(server)
    me = api.me()
    server.log.clear()
    first = api.account_following(me, limit=80)
    second = cast(Any, api.fetch_next(first))
    third = cast(Any, api.fetch_next(second))
    assert [len(page) for page in (first, second, third)] == [80, 80, 10]
    assert api.fetch_next(third) is None
    everybody = [person.username for page in (first, second, third) for person in page]
    assert everybody == list(reversed(names))
    assert server.log.count("/api/v1/accounts/*/following") == 3
    cursor = server.log.entries()[1].values["max_id"][0]
    assert cursor not in {person.id for person in first}
    assert [person.username for person in cast(Any, api.fetch_previous(second))] == everybody[:80]


def test_a_following_page_holds_at_most_80(server: MastodonServer) -> None:
    server.community.follow("anna", *crowd(server.community, 100))
    api = client(server)
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
    api, ben = client(server), home.find("ben").id
    page = api.account_statuses(ben, exclude_replies=True, exclude_reblogs=True, limit=40)
    assert [status.id for status in page] == [str(post.id) for post in reversed(posts[10:])]
    rest = cast(Any, api.fetch_next(page))
    assert [status.id for status in rest] == [str(post.id) for post in reversed(posts[:10])]
    assert len(api.account_statuses(ben)) == 20
    newer = api.account_statuses(ben, min_id=str(posts[5].id), limit=3)
    assert [status.id for status in newer] == [str(post.id) for post in reversed(posts[6:9])]
    since = api.account_statuses(ben, since_id=str(posts[-1].id))
    assert [bool(status.reblog) for status in since] == [True, False]
    assert len(client(server, "ben").account_statuses(ben, since_id=str(posts[-1].id))) == 4
    home.follow("anna", "ben")
    assert api.account_statuses(ben, limit=1)[0].visibility == "private"


# Accounts and search


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
    api = client(server)
    assert len(api.search_v2("quentin", limit=100).accounts) == 40
    assert [tag.name for tag in api.search_v2("#music").hashtags] == ["music", "musiced"]
    assert len(api.account_search("quentin", limit=100)) == 60
    assert [each.acct for each in api.account_search("anna")] == ["anna"]


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


# Hashtags and timelines


def test_followed_tags_are_paged(server: MastodonServer) -> None:
    server.community.follow_tag("anna", *(f"tag{number}" for number in range(230)))
    api = client(server)
    first = api.followed_tags()
    assert len(first) == 100
    assert len(api.followed_tags(limit=1000)) == 200
    names = [tag.name for tag in api.fetch_remaining(first)]
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


# Lists, notifications, directory, suggestions


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


# Shapes


def compare(received: Any, wire: Any, where: str) -> None:
    if isinstance(wire, dict):
        for name, value in wire.items():
            assert name in received, f"{where}.{name} is missing"
            compare(received[name], value, f"{where}.{name}")
    elif isinstance(wire, list):
        assert len(received) == len(wire), where
        for index, value in enumerate(wire):
            compare(received[index], value, f"{where}[{index}]")
    elif wire is None:
        assert received is None, where
    else:
        assert received is not None, f"{where} was lost"


def test_the_client_reads_every_entity_without_loss(server: MastodonServer) -> None:
    home, api = server.community, client(server)
    home.change("ben", featured_tags=["musiced"], moved_to=home.find("dora").id)
    own = home.post("anna", "hello #musiced", mentions=["cleo@schule.example"])
    home.post("ben", "quoting", quote=own, edited_at=home.now)
    home.boost("cleo@schule.example", own)
    home.suggest("cleo@schule.example")
    home.follow_tag("anna", "choir")
    kept = home.make_list("anna", "Music", "ben")
    ben, me = home.find("ben").id, home.find("anna").id
    calls: list[tuple[str, Any]] = [
        ("/api/v1/instance", api.instance_v1),
        ("/api/v2/instance", api.instance_v2),
        ("/nodeinfo/2.0", api.instance_nodeinfo),
        ("/api/v1/accounts/verify_credentials", api.account_verify_credentials),
        (f"/api/v1/accounts/{ben}", lambda: api.account(ben)),
        (f"/api/v1/accounts/{ben}/statuses", lambda: api.account_statuses(ben)),
        (f"/api/v1/accounts/{ben}/featured_tags", lambda: api.account_featured_tags(ben)),
        (f"/api/v1/accounts/relationships?id[]={ben}", lambda: api.account_relationships([ben])),
        (f"/api/v1/accounts/{me}/statuses", lambda: api.account_statuses(me)),
        ("/api/v1/notifications", api.notifications),
        ("/api/v1/followed_tags", api.followed_tags),
        ("/api/v2/suggestions", api.suggestions_v2),
        ("/api/v1/lists", api.lists),
        (f"/api/v1/lists/{kept.id}/accounts", lambda: api.list_accounts(kept.id)),
        ("/api/v2/search?q=musiced", lambda: api.search_v2("musiced")),
        ("/api/v1/preferences", api.preferences),
    ]
    for path, call in calls:
        compare(call(), raw(server, path).json(), path)


def test_required_fields_of_typed_entities_are_there(server: MastodonServer) -> None:
    server.community.post("ben", "hello #musiced")
    api = client(server)
    status = api.account_statuses(server.community.find("ben").id)[0]
    relation = api.account_relationships([server.community.find("ben").id])[0]
    for entity in (status, status.account, relation):
        hints = cast(Any, type(entity)).__annotations__
        skipped = {"show_media", "show_media_replies", "show_featured", "tagged_collections"}
        needed = {name for name, kind in hints.items() if "Optional" not in str(kind)} - skipped
        assert needed <= set(entity), needed - set(entity)


@pytest.mark.parametrize(
    ("settings", "name", "version"),
    [
        (ServerSettings(), "mastodon", "4.6.0"),
        (old_mastodon(), "mastodon", "3.5.19"),
        (gotosocial(), "gotosocial", "0.20.2"),
        (akkoma(), "akkoma", "2.7.2 (compatible; Akkoma"),
        (pixelfed(), "pixelfed", "3.5.3 (compatible; Pixelfed"),
    ],
)
def test_variants_say_what_they_are(settings: ServerSettings, name: str, version: str) -> None:
    with MastodonServer(realistic_community(50), settings) as server:
        api = client(server)
        assert api.instance_nodeinfo().software.name == name
        assert api.instance_v1().version.startswith(version)
        me = api.me()
        assert len(api.fetch_remaining(api.account_following(me, limit=5))) > 5
        assert isinstance(me.id, str)
        assert me.id.isdigit() is (settings.id_style == "decimal")
        for path in settings.absent:
            if "*" not in path:
                assert raw(server, path).status_code == 404
        assert server.crashes == []


def test_an_unknown_route_is_not_found(server: MastodonServer) -> None:
    answer = raw(server, "/api/v1/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


# Limits


def test_requests_above_the_limit_are_refused(server: MastodonServer) -> None:
    now = [1_000_000_200.0]
    server.limits = RateLimits(requests=3, clock=lambda: now[0])
    api = client(server)
    for left in ("2", "1", "0"):
        answer = requests.get(
            f"{server.url}/api/v1/preferences",
            headers={"Authorization": f"Bearer {api.access_token}"},
            timeout=5,
        )
        assert answer.headers["X-RateLimit-Remaining"] == left
    assert answer.headers["X-RateLimit-Limit"] == "3"
    assert answer.headers["X-RateLimit-Reset"] == "2001-09-09T01:55:00.000000Z"
    with pytest.raises(MastodonRatelimitError):
        api.preferences()
    assert client(server, "ben").preferences()
    now[0] += 300
    assert api.preferences()


def test_paging_has_its_own_limit(server: MastodonServer) -> None:
    server.community.follow("anna", *crowd(server.community, 10))
    server.limits = RateLimits(requests=300, paging=2)
    api = client(server)
    page = api.account_following(api.me(), limit=2)
    with pytest.raises(MastodonRatelimitError):
        api.fetch_remaining(page)
    assert api.me()


def test_follows_of_a_day_are_limited(server: MastodonServer) -> None:
    crowd(server.community, 3)
    server.limits = RateLimits(follows_per_day=2, retry_after=True)
    api = client(server)
    ids = [server.community.find(f"p{number}").id for number in range(3)]
    api.account_follow(ids[0])
    api.account_follow(ids[0])
    api.account_follow(ids[1])
    with pytest.raises(MastodonRatelimitError):
        api.account_follow(ids[2])
    assert server.community.follows.count_outgoing(server.community.find("anna").id) == 2


# Faults


@pytest.mark.parametrize("code", [401, 403, 404, 410, 422, 500, 503])
def test_a_status_strikes_on_the_nth_request_only(server: MastodonServer, code: int) -> None:
    planned = server.faults.schedule(faults.status(code), "/api/v1/accounts/*", nth=2)
    api = client(server)
    api.me()
    with pytest.raises(MastodonAPIError) as caught:
        api.account_lookup("ben")
    assert caught.value.args[1] == code
    assert api.account_lookup("ben")
    assert (planned.seen, planned.used) == (3, 1)
    assert [entry.status for entry in server.log.entries("/api/v1/accounts/*")] == [200, code, 200]


@pytest.mark.parametrize("headers", [True, False])
def test_too_many_requests_with_and_without_headers(server: MastodonServer, headers: bool) -> None:
    server.faults.schedule(faults.rate_limited(5, headers=headers, retry_after=True))
    answer = raw(server, "/api/v1/preferences")
    assert answer.status_code == 429
    assert ("X-RateLimit-Reset" in answer.headers) is headers
    assert answer.headers["Retry-After"] == "5"


def test_unavailable_says_when_to_come_back(server: MastodonServer) -> None:
    server.faults.schedule(faults.unavailable(7))
    answer = raw(server, "/api/v1/preferences")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")


def test_slow_answers_time_out(server: MastodonServer) -> None:
    server.faults.schedule(faults.hold())
    api = Mastodon(access_token=server.token("anna"), api_base_url=server.url, request_timeout=0.2)
    with pytest.raises(MastodonNetworkError):
        api.preferences()
    server.stop()  # It waits for no answer that is held back.


def test_a_reset_connection_is_a_network_error(server: MastodonServer) -> None:
    api = client(server)
    for fault in (faults.hang_up(), faults.reset(), faults.reset(0)):
        server.faults.schedule(fault)
        with pytest.raises(MastodonNetworkError):
            api.preferences()
    assert api.preferences()


def test_bodies_that_are_no_json(server: MastodonServer) -> None:
    api = client(server)
    for fault in (faults.truncated(), faults.html()):
        server.faults.schedule(fault)
        with pytest.raises(MastodonAPIError, match="Could not parse"):
            api.preferences()
    server.faults.schedule(faults.wrong_type())
    assert raw(server, "/api/v1/preferences").json() == []
    server.faults.schedule(faults.json_body("hello"))
    assert raw(server, "/api/v1/preferences").json() == "hello"


def test_pages_that_never_end_or_repeat(server: MastodonServer) -> None:
    server.community.follow("anna", *crowd(server.community, 5))
    api = client(server)
    me = api.me()
    for fault, cursors in ((faults.endless_pages(), 9), (faults.repeated_page(), 1)):
        server.faults.clear()
        server.log.clear()
        server.faults.schedule(fault, "*/following", times=None)
        page: Any = api.account_following(me, limit=2)
        for _ in range(9):
            assert len(page) == 2
            page = api.fetch_next(page)
        asked = [entry.values.get("max_id", [""])[0] for entry in server.log.entries()]
        assert len(set(asked[1:])) == cursors


def test_redirects_lead_elsewhere(server: MastodonServer) -> None:
    with MastodonServer(Community("other.example")) as other:
        server.faults.schedule(faults.redirect(other.url.replace("127.0.0.1", "localhost") + "/x"))
        answer = raw(server, "/api/v1/preferences")
        assert answer.status_code == 404
        assert [(entry.path, entry.token) for entry in other.log.entries()] == [("/x", None)]


@pytest.mark.parametrize("compressed", [False, True])
def test_oversized_answers_state_no_length(server: MastodonServer, compressed: bool) -> None:
    server.faults.schedule(faults.oversized(3_000_000, compressed=compressed))
    answer = raw(server, "/api/v1/preferences", stream=True)
    assert "Content-Length" not in answer.headers
    assert len(answer.content) == 3_000_004
    server.faults.schedule(faults.oversized(10**12))
    with raw(server, "/api/v1/preferences", stream=True) as endless:
        assert len(next(endless.iter_content(1000))) == 1000


def test_entities_lose_and_gain_fields(server: MastodonServer) -> None:
    path = f"/api/v1/accounts/{server.community.find('ben').id}"
    server.faults.schedule(faults.without_fields("discoverable", "note"))
    assert not {"discoverable", "note"} & set(raw(server, path).json())
    server.faults.schedule(faults.null_fields("display_name"))
    assert raw(server, path).json()["display_name"] is None
    server.faults.schedule(faults.replaced_fields(followers_count="many"))
    assert raw(server, path).json()["followers_count"] == "many"
    server.faults.schedule(faults.unknown_fields())
    assert client(server).account_lookup("ben")["future_flag"] is True


# Size, change, and life as a process


def test_a_large_community_is_served_whole() -> None:
    community = realistic_community(5_000, ties=100_000)
    assert len(community.people.by_id) == 5_000
    ties = sum(community.follows.count_outgoing(number) for number in community.people.by_id)
    assert 90_000 < ties < 140_000
    with MastodonServer(community) as server:
        api = client(server)
        popular = max(community.people.by_id, key=community.follows.count_incoming)
        community.change(community.find(popular), hide_collections=False, suspended=False)
        server.log.clear()
        followers = api.fetch_remaining(api.account_followers(popular, limit=80))
        assert len({person.id for person in followers}) == len(followers) > 100
        assert server.log.count("*/followers") == len(followers) // 80 + 1
        assert server.crashes == []


def test_many_clients_at_once_are_counted_exactly() -> None:
    with MastodonServer(realistic_community(200)) as server, ThreadPoolExecutor(16) as pool:
        token = server.token("anna")

        def ask(number: int) -> int:
            headers = {"Authorization": f"Bearer {token}"}
            paths = ("/api/v1/timelines/home", "/api/v1/notifications", "/api/v1/directory")
            url = server.url + paths[number % 3]
            server.community.post("anna", f"post {number}")
            return requests.get(url, headers=headers, timeout=10).status_code

        assert set(pool.map(ask, range(150))) == {200}
        assert server.log.count() == 150
        assert server.log.count("/api/v1/notifications") == 50
        assert server.crashes == []


def test_the_same_seed_gives_the_same_community() -> None:
    one, two = (realistic_community(200, seed=5) for _ in range(2))
    assert one.people.by_id == two.people.by_id
    assert one.posts.all == two.posts.all
    people = one.people.by_id.values()
    assert any(person.moved_to for person in people)
    assert any(person.hide_collections for person in people)
    assert any(not person.known for person in people)
    assert any(person.discoverable is None for person in people)


def test_a_community_changes_between_requests(server: MastodonServer) -> None:
    api = client(server)
    assert api.account_lookup("ben").statuses_count == 0
    server.community.advance(hours=1)
    post = server.community.post("ben", "new")
    assert api.account_lookup("ben").statuses_count == 1
    assert api.account_statuses(server.community.find("ben").id)[0].id == str(post.id)
    server.community.remove_person("ben")
    with pytest.raises(MastodonNotFoundError):
        api.account_lookup("ben")


def test_the_server_runs_as_a_process(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "tests.mastodon_server", "--size", "50", "--log", str(log)]
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        where = json.loads(process.stdout.readline())
        api = Mastodon(access_token=where["tokens"]["anna"], api_base_url=where["url"])
        assert api.account_verify_credentials().acct == "anna"
        process.stdin.close()
        assert process.wait(timeout=10) == 0
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert entries[-1]["path"] == "/api/v1/accounts/verify_credentials"
