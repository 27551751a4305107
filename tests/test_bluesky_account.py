"""An account on Bluesky: signing in, following, syncing, and what broken answers lead to."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bluesky.signing_in import ME, PASSWORD, log_in, serve_account, session
from tests.bluesky.stand_in import Call, Reply, StandIn, did, refusal, stand_in, view
from tests.conftest import Plnbuddy

CREATE = "com.atproto.server.createSession"
REFRESH = "com.atproto.server.refreshSession"
WRITE = "com.atproto.repo.applyWrites"
PROFILE = "app.bsky.actor.getProfile"
PROFILES = "app.bsky.actor.getProfiles"
FEED = "app.bsky.feed.getAuthorFeed"
NOTICES = "app.bsky.notification.listNotifications"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        serve_account(running)
        yield running


@pytest.fixture
def teacher(plnbuddy: Plnbuddy, server: StandIn) -> Plnbuddy:
    return Plnbuddy(plnbuddy.home, {**plnbuddy.environment, **server.environment})


@pytest.fixture
def member(teacher: Plnbuddy) -> Plnbuddy:
    """A teacher who is logged in."""
    log_in(teacher)
    return teacher


def kept(teacher: Plnbuddy) -> Any:
    return json.loads((teacher.home / "accounts.json").read_text(encoding="utf-8"))


def post(key: str, text: str = "Good morning", **record: object) -> dict[str, object]:
    """An entry of one's own feed; its day is the one of the tests."""
    made = {"text": text, "createdAt": "2026-11-23T10:00:00.000Z", "langs": ["en"], **record}
    uri = f"at://{ME}/app.bsky.feed.post/{key}"
    return {"post": {"uri": uri, "author": view("me"), "record": made}}


def notice(reason: str, name: str, key: str, hour: int, **record: object) -> dict[str, object]:
    kind = "app.bsky.graph.follow" if reason == "follow" else "app.bsky.feed.post"
    moment = f"2026-11-23T{hour:02}:00:00.000Z"
    return {
        "uri": f"at://{did(name)}/{kind}/{key}",
        "reason": reason,
        "author": view(name),
        "indexedAt": moment,
        "record": {"text": "Hello", "createdAt": moment, **record},
    }


# Signing in


def test_the_app_password_comes_through_standard_input_and_is_not_kept(
    teacher: Plnbuddy, server: StandIn
) -> None:
    answer = log_in(teacher)
    assert "Logged in as @me.test." in answer.output
    assert "https://bsky.app/settings/app-passwords" in answer.messages
    [made] = server.asked(CREATE)
    assert made.values == {"identifier": ME, "password": PASSWORD}
    file = teacher.home / "accounts.json"
    assert PASSWORD not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    everything = answer.output + answer.messages + teacher("whoami", "--json").output
    for secret in (PASSWORD, "access-1", "lasting-1"):
        assert secret not in everything


@pytest.mark.parametrize("word", ["hunter2", "", "Abcd-efgh-ijkl-mnop", "abcd-efgh-ijkl-mnop-q"])
def test_the_password_of_the_account_itself_is_never_sent(
    teacher: Plnbuddy, server: StandIn, word: str
) -> None:
    refused = log_in(teacher, password=word, ok=False)
    assert refused.exit_code == 2
    assert "This is no app password" in refused.messages
    assert server.calls == []
    if word:
        assert word not in refused.messages


@pytest.mark.parametrize("name", ["", "me", "@me@example.org", "https://github.com/me"])
def test_a_name_that_is_none_of_bluesky_is_refused(
    teacher: Plnbuddy, server: StandIn, name: str
) -> None:
    assert log_in(teacher, name, ok=False).exit_code == 2
    assert server.calls == []


@pytest.mark.parametrize(
    ("method", "reply", "code", "said"),
    [
        (CREATE, refusal(401, "AuthenticationRequired", "Invalid password"), 3, "not accept"),
        (CREATE, refusal(400, "AccountTakedown", "gone"), 6, "was taken down"),
        (CREATE, refusal(401, "AuthFactorTokenRequired", "A code was sent"), 3, "not accept"),
        (CREATE, refusal(429, "RateLimitExceeded", ratelimit_reset="4102444800"), 5, "pause"),
        (CREATE, Reply({**session("1"), "did": did("eve")}), 4, "does not understand"),
        (CREATE, Reply({"did": ME}), 4, "does not understand"),
        (CREATE, Reply(status=307, headers={"Location": "https://evil.example/"}), 4, "evil"),
        (f"/{ME}", Reply({"service": 3}), 4, "does not understand"),
        (f"/{ME}", Reply({"service": [{"id": "#atproto_pds", "serviceEndpoint": "ftp://x"}]}), 4,
         "does not understand"),
        (f"/{ME}", Reply({"service": [
            {"id": "#atproto_pds", "serviceEndpoint": "http://10.0.0.1"}]}), 4, "understand"),
    ],
)  # fmt: skip
def test_a_login_that_fails_says_why_and_keeps_nothing(
    teacher: Plnbuddy, server: StandIn, method: str, reply: Reply, code: int, said: str
) -> None:
    server.answers[method] = lambda _call: reply
    refused = log_in(teacher, ok=False)
    assert (refused.exit_code, said in refused.messages) == (code, True), refused.messages
    assert PASSWORD not in refused.messages
    assert not (teacher.home / "accounts.json").exists()


def test_an_expired_session_is_renewed_and_the_new_keys_are_kept(
    member: Plnbuddy, server: StandIn
) -> None:
    usual = server.answers[PROFILE]

    def profile(call: Call) -> object:
        if call.headers["Authorization"] == "Bearer access-1":
            return refusal(400, "ExpiredToken", "Token has expired")
        return usual(call)

    server.answers[PROFILE] = profile
    server.answers[REFRESH] = lambda _call: session("2")
    member("sync")
    [renewal] = server.asked(REFRESH)
    assert renewal.headers["Authorization"] == "Bearer lasting-1"
    [login] = kept(member)["logins"]
    assert login["token"] == "lasting-2 access-2"
    assert server.asked(NOTICES)[0].headers["Authorization"] == "Bearer access-2"


def test_a_session_that_is_over_asks_to_log_in_again(member: Plnbuddy, server: StandIn) -> None:
    expired = refusal(400, "ExpiredToken", "Token has been revoked")
    server.answers[PROFILE] = server.answers[REFRESH] = lambda _call: expired
    refused = member("sync", ok=False)
    assert refused.exit_code == 3
    assert "Log in again: plnbuddy login bsky me.test" in refused.messages
    assert "lasting-1" not in refused.messages


def test_logging_out_ends_the_session_there_too(member: Plnbuddy, server: StandIn) -> None:
    server.answers["com.atproto.server.deleteSession"] = lambda _call: Reply(b"")
    member("logout")
    [ended] = server.asked("com.atproto.server.deleteSession")
    assert ended.headers["Authorization"] == "Bearer lasting-1"
    assert member("whoami", ok=False).exit_code == 3


# Following


def test_many_are_followed_with_one_request(member: Plnbuddy, server: StandIn) -> None:
    names = [f"@p{letter}.test" for letter in "abcdefghij"]
    before = len(server.calls)
    outcomes = member("follow", *names, "-y", "--json").data["outcomes"]
    assert all(outcome["on_account"] for outcome in outcomes)
    [written] = server.asked(WRITE)
    assert [each["value"]["subject"] for each in written.values["writes"]] == [
        did(f"p{letter}") for letter in "abcdefghij"
    ]
    assert len(server.calls) - before == 2
    assert len(member("log", "list", "--all", "--json").data["entries"]) == 10


def test_who_is_followed_already_is_not_followed_again(member: Plnbuddy, server: StandIn) -> None:
    there = {"following": f"at://{ME}/app.bsky.graph.follow/3k"}
    server.answers[PROFILES] = lambda _call: {"profiles": [view("anna", viewer=there)]}
    [outcome] = member("follow", "@anna.test", "--json").data["outcomes"]
    assert outcome["already"]
    assert server.asked(WRITE) == []
    assert member("log", "list", "--json", ok=False).data["entries"] == []


def test_somebody_gone_or_blocking_stops_nobody_else(member: Plnbuddy, server: StandIn) -> None:
    blocking = view("ben", viewer={"blockedBy": True})
    server.answers[PROFILES] = lambda _call: {"profiles": [view("anna"), blocking]}
    profiles: dict[str, object] = {
        "ben.test": blocking,
        "cleo.test": refusal(400, "AccountDeactivated", "gone"),
        "dora.test": refusal(400, "InvalidRequest", "Profile not found"),
    }
    server.answers[PROFILE] = lambda call: profiles[call.values["actor"]]
    words = ("@anna.test", "@ben.test", "@cleo.test", "@dora.test")
    answer = member("follow", *words, "--json", ok=False)
    assert answer.exit_code == 1
    failures = {o["subject"]["label"]: o["failure"] for o in answer.data["outcomes"]}
    assert failures["@anna.test"] == ""
    assert "blocked you" in failures["@ben.test"]
    assert "is deactivated" in failures["@cleo.test"]
    assert "knows nobody called @dora.test" in failures["@dora.test"]


def test_undo_takes_back_all_of_them_on_the_account_too(member: Plnbuddy, server: StandIn) -> None:
    member("follow", "@anna.test", "@ben.test")
    record = {"following": f"at://{ME}/app.bsky.graph.follow/3kf"}
    server.answers[PROFILE] = lambda call: view(
        "anna" if call.values["actor"] == did("anna") else "ben", viewer=record
    )
    server.answers["com.atproto.repo.deleteRecord"] = lambda _call: {}
    undone = member("undo", "--json").data
    assert undone["still_followed"] == []
    deleted = server.asked("com.atproto.repo.deleteRecord")
    assert [call.values["rkey"] for call in deleted] == ["3kf", "3kf"]
    assert member("log", "list", "--json", ok=False).data["entries"] == []


def test_unfollow_ends_a_follow_there(member: Plnbuddy, server: StandIn) -> None:
    record = {"following": f"at://{ME}/app.bsky.graph.follow/3kf"}
    server.answers[PROFILE] = lambda _call: view("anna", viewer=record)
    server.answers[PROFILES] = lambda _call: {"profiles": [view("anna", viewer=record)]}
    server.answers["com.atproto.repo.deleteRecord"] = lambda _call: {}
    [ended] = member("unfollow", "@anna.test", "--json").data["outcomes"]
    assert (ended["was_followed"], ended["failure"]) == (True, "")
    [deleted] = server.asked("com.atproto.repo.deleteRecord")
    assert deleted.values == {
        "repo": ME, "collection": "app.bsky.graph.follow", "rkey": "3kf",
    }  # fmt: skip


def test_when_the_server_fails_nobody_counts_as_followed(member: Plnbuddy, server: StandIn) -> None:
    server.answers[WRITE] = lambda _call: refusal(502, "UpstreamFailure")
    assert member("follow", "@anna.test", ok=False).exit_code == 4
    assert member("log", "list", "--json", ok=False).data["entries"] == []
    server.answers[WRITE] = lambda _call: {"results": [{"uri": "at://x/y/z"}]}
    member("follow", "@anna.test")


def test_many_at_once_are_asked_for_first(member: Plnbuddy, server: StandIn) -> None:
    refused = member("follow", *(f"@p{letter}.test" for letter in "abcdef"), ok=False)
    assert refused.exit_code == 2
    assert "These are 6 at once" in refused.messages
    assert server.asked(WRITE) == []


def test_a_login_that_only_reads_follows_nobody(teacher: Plnbuddy, server: StandIn) -> None:
    log_in(teacher, "me.test", "--read-only")
    [outcome] = teacher("follow", "@anna.test", "--json").data["outcomes"]
    assert not outcome["on_account"]
    assert outcome["link"] == "https://bsky.app/profile/anna.test"
    assert server.asked(WRITE) == []


# Syncing


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
