"""What Bluesky may send: odd names, emoji before mentions, redirects; and forgetting all of it.

Where the other bad input is tried: names that change or are taken over, in test_several,
test_lists and test_network; names that do not resolve, labels, wrong shapes of packs and lists, in
test_lists; who is gone, taken down or blocked, and whom a follow fails for, in test_following;
wrong shapes while syncing, in test_syncing, and while exploring, in test_explore; kills, in
test_kills; posts that are gone, in test_everywhere.
"""

import pytest

from tests.bluesky.signing_in import ME, log_in
from tests.bluesky.stand_in import Reply, StandIn, did, refusal, serve_pack, view
from tests.conftest import Plnbuddy

FOLLOWS = "app.bsky.graph.getFollows"
FEED = "app.bsky.feed.getAuthorFeed"
NOTICES = "app.bsky.notification.listNotifications"


def test_marks_that_turn_or_hide_letters_are_in_no_name(member: Plnbuddy, server: StandIn) -> None:
    odd = view("anna", displayName="An\u202ena\u200b\x1b[31m")
    server.answers[FOLLOWS] = lambda _call: {"follows": [odd]}
    member("sync")
    shown = member("network", "--offline", "--json").output
    assert "anna" in shown
    for mark in ("\u202e", "\u200b", "\x1b", "\\u202e", "\\u001b"):
        assert mark not in shown


def test_a_mention_after_an_emoji_is_whom_it_says(member: Plnbuddy, server: StandIn) -> None:
    text = "👩‍🏫 @anna.test how do you begin?"
    start = len("👩‍🏫 ".encode())
    record = {
        "text": text,
        "createdAt": "2026-11-23T10:00:00.000Z",
        "facets": [
            {
                "index": {"byteStart": start, "byteEnd": start + len("@anna.test")},
                "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did("anna")}],
            },
            {"index": {"byteStart": -3, "byteEnd": 10_000}, "features": "none"},
        ],
    }
    uri = f"at://{ME}/app.bsky.feed.post/3k1"
    post = {"post": {"uri": uri, "author": view("me"), "record": record}}
    server.answers[FEED] = lambda _call: {"feed": [post, 3, {"post": None}]}
    [activity] = member("sync", "--json").data["activities"]
    assert activity["people"] == ["@anna.test"]


def test_a_server_of_accounts_that_leads_elsewhere_is_not_followed(
    member: Plnbuddy, server: StandIn
) -> None:
    elsewhere = {"Location": "https://elsewhere.example/xrpc/app.bsky.graph.getFollows"}
    server.answers[FOLLOWS] = lambda _call: Reply({}, 302, elsewhere)
    failed = member("sync", ok=False)
    assert failed.exit_code == 4
    assert "stumbled" not in failed.messages
    server.answers[FOLLOWS] = lambda _call: {"follows": [view("anna")]}
    assert member("sync", "--json").data["following"] == 1


@pytest.mark.parametrize("error", ["AccountTakedown", "AccountDeactivated"])
def test_an_account_of_ones_own_that_is_gone_is_a_sentence(
    member: Plnbuddy, server: StandIn, error: str
) -> None:
    server.answers["app.bsky.actor.getProfile"] = lambda _call: refusal(400, error)
    failed = member("sync", ok=False)
    assert failed.exit_code == 6
    assert "This account" in failed.messages


def test_a_forgotten_account_leaves_nothing_of_those_whom_it_followed(
    member: Plnbuddy, server: StandIn
) -> None:
    follows = [view("anna", "Maths teacher. Also @anna@maths.example"), view("ben")]
    server.answers[FOLLOWS] = lambda call: {
        "follows": follows if call.values["actor"] == ME else [view("dan", "Maths teacher")]
    }
    member("config", "set", "profile.topics", "math")
    member("sync")
    member("explore")
    member("log", "connect", "talked about fractions", "--with", "@ben.test")
    member("forget-account", "--yes")
    content = (member.home / "plnbuddy.sqlite3").read_bytes()
    assert did("anna").encode() not in content
    assert b"@dan.test" not in content
    assert "@ben.test" in member("report").output


# Pages, pauses and keys


@pytest.mark.parametrize(
    ("method", "field", "item"),
    [
        (FOLLOWS, "follows", view("anna")),
        ("app.bsky.graph.getFollowers", "followers", view("anna")),
        (FEED, "feed", {"post": {"uri": f"at://{ME}/app.bsky.feed.post/3k1", "author": view("me"),
                                 "record": {"text": "Hi", "createdAt": "2026-11-23T10:00:00Z"}}}),
        (NOTICES, "notifications",
         {"uri": f"at://{did('anna')}/app.bsky.graph.follow/3k1", "reason": "follow",
          "author": view("anna"), "indexedAt": "2026-11-23T10:00:00Z", "record": {}}),
    ],
    ids=["follows", "followers", "posts", "notifications"],
)  # fmt: skip
def test_a_cursor_that_comes_back_ends_the_reading_and_the_next_one_mends_it(
    member: Plnbuddy, server: StandIn, method: str, field: str, item: object
) -> None:
    usual = server.answers["app.bsky.actor.getProfile"]
    server.answers["app.bsky.actor.getProfile"] = lambda _call: view(
        "me", followsCount=250, followersCount=250, postsCount=250
    )
    server.answers[method] = lambda _call: {field: [item], "cursor": "again"}
    failed = member("sync", ok=False)
    assert failed.exit_code == 4
    assert "without end" in failed.messages or "comes round" in failed.messages, failed.messages
    assert len(server.asked(method)) <= 3
    server.answers["app.bsky.actor.getProfile"] = usual
    server.answers[method] = lambda _call: {field: [item]}
    member("sync")
    assert len(member("sync", "--json").data["activities"]) == 0


@pytest.mark.parametrize(
    ("command", "method"),
    [
        (("sync",), "app.bsky.actor.getProfile"),
        (("follow", "@anna.test"), "app.bsky.actor.getProfiles"),
        (("follow", "@anna.test"), "com.atproto.repo.applyWrites"),
    ],
    ids=["sync", "follow, looking", "follow, writing"],
)
@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (refusal(429, "RateLimitExceeded", ratelimit_reset="4102444800"), 5, "minutes and run"),
        (refusal(502, "UpstreamFailure"), 4, "trouble of its own"),
        (Reply({}, 302, {"Location": "https://elsewhere.example/xrpc/x"}), 4, "elsewhere.example"),
        (Reply([1, 2]), 4, "does not understand"),
    ],
    ids=["429", "502", "redirect", "wrong shape"],
)
def test_whatever_goes_wrong_is_a_sentence_and_loses_nothing(
    member: Plnbuddy,
    server: StandIn,
    command: tuple[str, ...],
    method: str,
    answer: object,
    code: int,
    said: str,
) -> None:
    member("log", "contribute", "a lesson")
    usual = server.answers[method]
    server.answers[method] = lambda _call: answer
    failed = member(*command, ok=False)
    told = failed.output + failed.messages
    assert (failed.exit_code, said in told) == (code, True), failed
    assert "stumbled" not in told
    entries = member("log", "list", "--json").data["entries"]
    assert [entry["text"] for entry in entries] == ["a lesson"]
    server.answers[method] = usual
    member(*command)


def test_keys_that_cannot_be_renewed_now_are_kept_for_the_next_run(
    member: Plnbuddy, server: StandIn
) -> None:
    usual = server.answers["app.bsky.actor.getProfile"]
    server.answers["app.bsky.actor.getProfile"] = lambda _call: refusal(400, "ExpiredToken")
    server.answers["com.atproto.server.refreshSession"] = lambda _call: refusal(502, "Upstream")
    before = (member.home / "accounts.json").read_bytes()
    assert member("sync", ok=False).exit_code == 4
    assert (member.home / "accounts.json").read_bytes() == before
    server.answers["app.bsky.actor.getProfile"] = usual
    assert member("sync").exit_code == 0


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (refusal(404, "NotFound", "DID not registered"), 6),
        (refusal(410, "Gone", "DID not available"), 6),
        (Reply({"service": "none"}), 4),
        (Reply({"service": [{"id": "#atproto_pds", "serviceEndpoint": "http://10.0.0.1"}]}), 4),
        (Reply({}, 302, {"Location": "https://elsewhere.example/did"}), 4),
    ],
    ids=["unknown", "gone", "wrong shape", "private address", "redirect"],
)
def test_an_identity_that_is_gone_or_leads_nowhere_gets_no_app_password(
    teacher: Plnbuddy, server: StandIn, answer: object, code: int
) -> None:
    server.answers[f"/{ME}"] = lambda _call: answer
    failed = log_in(teacher, ok=False)
    assert failed.exit_code == code, failed
    assert "stumbled" not in failed.messages
    assert server.asked("com.atproto.server.createSession") == []
    assert not (teacher.home / "accounts.json").exists()


def test_an_app_password_is_not_sent_on_to_another_server(
    teacher: Plnbuddy, server: StandIn
) -> None:
    elsewhere = {"Location": "https://elsewhere.example/xrpc/com.atproto.server.createSession"}
    server.answers["com.atproto.server.createSession"] = lambda _call: Reply({}, 307, elsewhere)
    failed = log_in(teacher, ok=False)
    assert failed.exit_code == 4
    assert "elsewhere.example" in failed.messages
    assert not (teacher.home / "accounts.json").exists()


# Texts and names


@pytest.mark.parametrize(
    ("start", "end"), [(2, 9), (0, 3), (9, 4), (7, 7), (-1, 5), (0, 10_000), (True, 3)]
)
def test_a_facet_that_cuts_an_emoji_or_points_nowhere_does_no_harm(
    member: Plnbuddy, server: StandIn, start: int, end: int
) -> None:
    record = {
        "text": "👩‍🏫🎲 #Mathe",
        "createdAt": "2026-11-23T10:00:00.000Z",
        "facets": [
            {
                "index": {"byteStart": start, "byteEnd": end},
                "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did("anna")}],
            },
            {
                "index": {"byteStart": start, "byteEnd": end},
                "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Mathe"}],
            },
        ],
    }
    uri = f"at://{ME}/app.bsky.feed.post/3k1"
    server.answers[FEED] = lambda _call: {
        "feed": [{"post": {"uri": uri, "author": view("me"), "record": record}}]
    }
    [activity] = member("sync", "--json").data["activities"]
    assert activity["tags"] == ["Mathe"]
    assert "👩‍🏫🎲" in member("log", "list").output


def test_odd_names_of_a_pack_are_clean_wherever_they_are_shown(
    member: Plnbuddy, server: StandIn
) -> None:
    member("config", "set", "profile.networks", "bluesky")
    member("config", "set", "profile.topics", "math")
    odd = view("anna", "Maths teacher \u2066\u202e\x1b[31m", displayName="An\u202ena\u200b\u0007")
    address = serve_pack(server, [odd], "Maths\u202e \x1b[31mteachers\u200b")
    server.answers["com.atproto.identity.resolveHandle"] = lambda call: {
        "did": did(call.values["handle"].removesuffix(".test"))
    }
    added = member("lists", "add", address, "--no-input")
    shown = member("suggest", "people", "--offline")
    assert "@anna.test" in shown.output
    listed = member("lists")
    for answer in (added, shown, listed, member("suggest", "people", "--offline", "--json")):
        for mark in ("\u202e", "\u2066", "\u200b", "\x1b", "\x07", "\\u202e", "\\u001b"):
            assert mark not in answer.output + answer.messages
