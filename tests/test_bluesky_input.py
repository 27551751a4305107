"""What Bluesky may send: odd names, emoji before mentions, redirects; and forgetting all of it."""

from collections.abc import Iterator

import pytest

from tests.bluesky.signing_in import ME, log_in, serve_account
from tests.bluesky.stand_in import Reply, StandIn, did, refusal, stand_in, view
from tests.conftest import Plnbuddy

FOLLOWS = "app.bsky.graph.getFollows"
FEED = "app.bsky.feed.getAuthorFeed"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        serve_account(running)
        yield running


@pytest.fixture
def member(plnbuddy: Plnbuddy, server: StandIn) -> Plnbuddy:
    there = Plnbuddy(plnbuddy.home, {**plnbuddy.environment, **server.environment})
    log_in(there)
    return there


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
