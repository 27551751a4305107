"""Following on an account on Bluesky: one request for many, and whom it fails for."""

from tests.bluesky.signing_in import ME, log_in
from tests.bluesky.stand_in import StandIn, did, refusal, view
from tests.conftest import Plnbuddy

WRITE = "com.atproto.repo.applyWrites"
PROFILE = "app.bsky.actor.getProfile"
PROFILES = "app.bsky.actor.getProfiles"


def test_many_are_followed_with_one_request(member: Plnbuddy, server: StandIn) -> None:
    names = [f"@p{letter}.test" for letter in "abcdefghij"]
    before = len(server.calls)
    outcomes = member("follow", *names, "-y", "--json").data["outcomes"]
    assert all(outcome["on_account"] for outcome in outcomes)
    [written] = server.asked(WRITE)
    assert written.headers["Authorization"] == "Bearer access-1"
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
