"""Syncing an account on Bluesky: what its posts and notifications become, how little is asked."""

import pytest

from tests.bluesky.posts import FEED, NOTICES, notice, post
from tests.bluesky.signing_in import ME
from tests.bluesky.stand_in import Reply, StandIn, did, refusal, view
from tests.conftest import Plnbuddy

PROFILE = "app.bsky.actor.getProfile"


def test_a_sync_without_news_takes_four_requests_at_most(member: Plnbuddy, server: StandIn) -> None:
    member("sync")
    before = len(server.calls)
    assert member("sync", "--json").data["requests"] <= 4
    assert len(server.calls) - before <= 4


def test_posts_answers_and_quotes_become_the_three_cs(member: Plnbuddy, server: StandIn) -> None:
    theirs = f"at://{did('anna')}/app.bsky.feed.post/3ka"
    text = "Mit Perlen 🎲 @anna.test #Mathe"
    start = len("Mit Perlen 🎲 ".encode())
    facets: list[object] = [
        {"index": {"byteStart": start, "byteEnd": start + 10},
         "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did("anna")}]},
        {"index": {"byteStart": start + 11, "byteEnd": start + 17},
         "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Mathe"}]},
        {"index": {"byteStart": "x"}, "features": [7]}, 5,
    ]  # fmt: skip
    answering = {"root": {"uri": theirs}, "parent": {"uri": theirs}}
    own = {"root": {"uri": f"at://{ME}/app.bsky.feed.post/3kb"},
           "parent": {"uri": f"at://{ME}/app.bsky.feed.post/3kb"}}  # fmt: skip
    parent = {"reply": {"parent": {"author": view("anna")}}}
    boosted = {**post("3kz"), "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}}
    quoting = {"embed": {"$type": "app.bsky.embed.record", "record": {"uri": theirs}}}
    server.answers[FEED] = lambda _call: {
        "feed": [
            boosted,
            {**post("3kf", "Well said", **quoting)},
            {**post("3ke", text, reply=answering, facets=facets), **parent},
            {**post("3kd", "I see", reply=answering), **parent},
            post("3kc", "And more of it", reply=own),
            post("3kb", "A lesson"),
            {"post": 3}, None,
        ]
    }  # fmt: skip
    member("sync")
    entries = member("log", "list", "--all", "--json").data["entries"]
    found = {entry["text"]: entry for entry in entries}
    assert {text: entry["kind"] for text, entry in found.items()} == {
        "Well said": "contribute",
        text: "contribute",  # An answer under a hashtag, where others find it.
        "I see": "collaborate",
        "A lesson": "contribute",
    }
    assert found[text]["people"] == ["@anna.test"]
    assert found[text]["tags"] == ["Mathe"]
    assert found["I see"]["people"] == ["@anna.test"]
    assert found["A lesson"]["links"] == ["https://bsky.app/profile/me.test/post/3kb"]
    assert found["A lesson"]["origin"] == "bluesky"


def test_a_second_sync_reads_no_further_than_what_it_knows(
    member: Plnbuddy, server: StandIn
) -> None:
    feed = [post("3kb", "Second"), post("3ka", "First")]
    pages = {"": {"feed": feed, "cursor": "older"}, "older": {"feed": []}}
    server.answers[FEED] = lambda call: pages[call.values.get("cursor", "")]
    member("sync")
    feed.insert(0, post("3kc", "Third"))
    before = len(server.asked(FEED))
    member("sync")
    assert len(server.asked(FEED)) - before == 1
    entries = member("log", "list", "--all", "--json").data["entries"]
    assert sorted(entry["text"] for entry in entries) == ["First", "Second", "Third"]


def test_a_page_of_what_others_wrote_hides_nothing(member: Plnbuddy, server: StandIn) -> None:
    passed_on = {**post("3kz"), "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}}
    pages = {
        "": {"feed": [passed_on], "cursor": "older"},
        "older": {"feed": [post("3ka", "First")]},
    }
    server.answers[FEED] = lambda call: pages[call.values.get("cursor", "")]
    member("sync")
    entries = member("log", "list", "--all", "--json").data["entries"]
    assert [entry["text"] for entry in entries] == ["First"]


def test_notifications_are_follows_and_who_wrote(member: Plnbuddy, server: StandIn) -> None:
    server.answers[NOTICES] = lambda _call: {
        "notifications": [
            notice("reply", "ben", "3kb", 12),
            notice("follow", "anna", "3ka", 11),
            notice("like", "cleo", "3kc", 10),
            {"reason": "follow"},
        ]
    }
    member("sync")
    entries = member("log", "list", "--all", "--json").data["entries"]
    assert [(entry["text"], entry["kind"]) for entry in entries] == [
        ("@anna.test follows you", "connect")
    ]
    assert server.asked(NOTICES)[0].values["reasons"] == ["follow", "mention", "reply", "quote"]
    member("sync")
    assert len(member("log", "list", "--all", "--json").data["entries"]) == 1


def test_pages_without_end_stop_a_sync(member: Plnbuddy, server: StandIn) -> None:
    server.answers[FEED] = lambda _call: {"feed": [], "cursor": "again"}
    refused = member("sync", ok=False)
    assert refused.exit_code == 4
    assert "pages without end" in refused.messages


@pytest.mark.parametrize(
    ("method", "reply", "code"),
    [
        (FEED, refusal(502, "UpstreamFailure"), 4),
        (FEED, refusal(429, "RateLimitExceeded", ratelimit_reset="4102444800"), 5),
        (FEED, Reply({"feed": {}}), 4),
        (NOTICES, Reply(b"null"), 4),
        (PROFILE, Reply({"handle": "me.test"}), 4),
        ("app.bsky.graph.getFollows", Reply({"follows": "none"}), 4),
        ("app.bsky.graph.getFollowers", refusal(403, "Forbidden"), 1),
    ],
)
def test_a_sync_that_fails_says_so_and_the_next_one_mends_it(
    member: Plnbuddy, server: StandIn, method: str, reply: Reply, code: int
) -> None:
    feed = {"feed": [post("3kb", "A lesson")]}
    server.answers[FEED] = lambda _call: feed
    usual = server.answers[method]
    server.answers[method] = lambda _call: reply
    failed = member("sync", ok=False)
    assert failed.exit_code == code, failed.messages
    assert "stumbled" not in failed.messages
    server.answers[method] = usual
    member("sync")
    entries = member("log", "list", "--all", "--json").data["entries"]
    assert [entry["text"] for entry in entries] == ["A lesson"]
