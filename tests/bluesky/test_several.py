"""Accounts on Mastodon and on Bluesky side by side: one sync, one network, one exploring."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.accounts import NO_ACCOUNT, UNREACHABLE, be_logged_in, serving
from tests.bluesky.signing_in import ME, several
from tests.bluesky.stand_in import Call, StandIn, did, refusal, view
from tests.conftest import Plnbuddy
from tests.mastodon_server import MastodonServer, faults

FOLLOWS = "app.bsky.graph.getFollows"
PROFILES = "app.bsky.actor.getProfiles"
BLOCKS = "app.bsky.graph.getBlocks"


@pytest.fixture
def server(server: StandIn) -> StandIn:
    """One at which `me` follows anna and ben, and both of them follow dan."""
    follows: dict[str, list[dict[str, object]]] = {
        ME: [view("anna", "Maths teacher"), view("ben", "Maths teacher, KS3")],
        did("anna"): [view("dan", "Secondary maths teacher"), view("ben")],
        did("ben"): [view("dan", "Secondary maths teacher")],
    }
    met = {str(each["did"]): each for people in follows.values() for each in people}

    def sized(actor: str) -> dict[str, object]:
        name = actor.removesuffix(".test")
        return {**met.get(actor, view(name)), "followsCount": len(follows.get(actor, "x"))}

    server.answers[FOLLOWS] = lambda call: {"follows": follows.get(call.values["actor"], [])}
    server.answers[PROFILES] = lambda call: {
        "profiles": [sized(actor) for actor in several(call, "actors")]
    }
    return server


@pytest.fixture
def mastodon() -> Iterator[MastodonServer]:
    with serving() as running:
        yield running


@pytest.fixture
def both(member: Plnbuddy, mastodon: MastodonServer) -> Plnbuddy:
    """A maths teacher with an account on each."""
    member("config", "set", "profile.networks", "mastodon,bluesky")
    member("config", "set", "profile.topics", "math")
    member("config", "set", "explore.open_reading", "no")
    be_logged_in(member, mastodon)
    return member


def test_one_sync_reads_both(both: Plnbuddy) -> None:
    read = both("sync", "--json").data
    assert [(each["handle"], each["following"]) for each in read["accounts"]] == [
        ("@anna@classroom.example", 1),
        ("@me.test", 2),
    ]
    assert read["following"] == 3
    told = both("sync").output
    assert "As @anna@classroom.example you follow 1 person" in told
    assert "As @me.test you follow 2 people; 0 follow you." in told


def test_an_account_that_fails_stops_no_other_and_the_next_sync_mends_it(
    both: Plnbuddy, server: StandIn
) -> None:
    healthy = server.answers[FOLLOWS]
    server.answers[FOLLOWS] = lambda _call: refusal(502, "UpstreamFailure")
    failed = both("sync", ok=False)
    assert failed.exit_code == UNREACHABLE
    assert "As @anna@classroom.example you follow 1 person" in failed.output
    assert "@me.test was not read to the end." in failed.output
    assert "trouble of its own" in failed.messages
    [_, broken] = both("sync", "--json", ok=False).data["accounts"]
    assert broken["following"] is None
    assert "trouble of its own" in broken["problem"]
    server.answers[FOLLOWS] = healthy
    assert both("sync", "--json").data["following"] == 3


def test_exploring_reads_whom_the_follows_on_bluesky_follow(
    both: Plnbuddy, server: StandIn
) -> None:
    both("sync")
    found = both("explore", "--json").data
    assert found["by_source"].get("follows")
    assert found["requests"] <= 60
    sections = both("suggest", "people", "--offline", "--json").data["sections"]
    reasons = {
        row["subject"]["label"]: row["reasons"] for part in sections for row in part["suggestions"]
    }
    assert "followed by @anna.test and @ben.test, both of whom you follow" in reasons["@dan.test"]
    before = len(server.asked(FOLLOWS))
    both("explore")
    assert len(server.asked(FOLLOWS)) == before  # What was read today is not read again.


def test_an_account_that_fails_does_not_end_exploring(
    both: Plnbuddy, server: StandIn, mastodon: MastodonServer
) -> None:
    both("sync")
    healthy = server.answers[FOLLOWS], server.answers[PROFILES]
    server.answers[FOLLOWS] = lambda _call: refusal(502, "UpstreamFailure")
    server.answers[PROFILES] = lambda _call: refusal(502, "UpstreamFailure")
    mastodon.log.clear()
    failed = both("explore", "--json", ok=False)
    assert failed.exit_code == UNREACHABLE
    assert "trouble of its own" in failed.messages
    told = failed.data
    assert mastodon.log.count() > 0
    here, there = told["accounts"]
    assert (here["handle"], here["problem"]) == ("@anna@classroom.example", "")
    assert here["people"] is not None
    assert (there["handle"], there["people"]) == ("@me.test", None)
    assert "trouble of its own" in there["problem"]
    spoken = both("explore", ok=False)
    assert spoken.exit_code == UNREACHABLE
    assert "@me.test was not explored to the end." in spoken.output
    assert "to suggest" in spoken.output
    server.answers[FOLLOWS], server.answers[PROFILES] = healthy
    assert both("explore", "--json").data["by_source"].get("follows")


def test_the_first_account_may_fail_too_and_each_failure_is_said(
    both: Plnbuddy, server: StandIn, mastodon: MastodonServer
) -> None:
    both("sync")
    mastodon.faults.schedule(faults.status(401), "/api/*", times=None)
    failed = both("explore", "--json", ok=False)
    assert failed.exit_code == NO_ACCOUNT
    assert failed.data["by_source"].get("follows")  # Bluesky was explored all the same.
    server.answers[BLOCKS] = lambda _call: refusal(502, "UpstreamFailure")
    both("config", "set", "explore.open_reading", "yes")
    both("config", "set", "profile.networks", "bluesky")  # Nobody else is asked openly.
    spoken = both("explore", ok=False, now="2026-12-28T09:00:00+00:00")
    assert spoken.exit_code == NO_ACCOUNT
    assert "@anna@classroom.example was not explored to the end.\n" in spoken.output
    assert "@me.test was not explored to the end. localhost" in spoken.output
    assert "living hashtags" in spoken.output  # What is told without an account was asked for.


def test_when_every_account_fails_and_nobody_else_is_asked_that_is_the_answer(
    both: Plnbuddy, server: StandIn, mastodon: MastodonServer
) -> None:
    both("sync")
    mastodon.faults.schedule(faults.status(401), "/api/*", times=None)
    server.answers[BLOCKS] = lambda _call: refusal(502, "UpstreamFailure")
    failed = both("explore", ok=False)
    assert failed.exit_code == NO_ACCOUNT
    assert failed.output == ""


def test_the_network_is_that_of_both_accounts(both: Plnbuddy) -> None:
    both("sync")
    both("explore")
    shape: Any = both("network", "--json").data
    people = [person["handle"] for person in shape["people"]]
    assert sorted(people) == ["@anna.test", "@ben.test", "@ben@classroom.example"]
    ties = {(people[a], people[b]) for a, b in shape["ties"]}
    assert ("@anna.test", "@ben.test") in ties


def test_what_followed_people_say_they_teach_is_covered_in_the_network(
    both: Plnbuddy, server: StandIn, tmp_path: Path
) -> None:
    file = tmp_path / "colleagues.csv"
    file.write_text("handle,topics\n@ben.test,history\n", encoding="utf-8")
    both("lists", "add", str(file), "--no-input")
    both("sync")
    both("explore")
    follows = [view("anna", "Maths teacher"), view("ben"), view("dan", "Secondary maths teacher")]
    usual = server.answers[FOLLOWS]
    server.answers[FOLLOWS] = lambda call: (
        {"follows": follows} if call.values["actor"] == ME else usual(call)
    )
    both("sync")
    shape: Any = both("network", "--json").data
    topics = {person["handle"]: person["topics"] for person in shape["people"]}
    assert topics["@dan.test"] == ["maths"]  # What exploring read in the profile.
    assert topics["@ben.test"] == ["history"]  # What the list says.
    assert "nobody you follow covers" not in both("network").output


def test_whoever_hides_on_bluesky_is_not_suggested_to_an_account_there_either(
    both: Plnbuddy, server: StandIn
) -> None:
    hidden = {"labels": [{"src": did("dan"), "val": "!no-unauthenticated"}]}
    follows = {
        ME: [view("anna", "Maths teacher")],
        did("anna"): [view("dan", "Maths teacher", **hidden)],
    }
    server.answers[FOLLOWS] = lambda call: {"follows": follows.get(call.values["actor"], [])}
    both("sync")
    both("explore")
    assert "@dan.test" not in both("suggest", "people", "-n", "50", "--offline", ok=False).output


def test_doctor_looks_at_the_profiles_of_both(both: Plnbuddy) -> None:
    findings = both("doctor", "--json", ok=False).data["findings"]
    facts = [each["fact"] for each in findings if each["part"] == "account"]
    assert [fact.partition(";")[0] for fact in facts] == ["@anna@classroom.example", "@me.test"]


def test_a_name_that_changes_keeps_the_follow_and_is_no_new_one(
    both: Plnbuddy, server: StandIn
) -> None:
    both("sync")
    renamed = {**view("anna", "Maths teacher"), "handle": "anna.school.test"}
    server.answers[FOLLOWS] = lambda call: {
        "follows": [renamed, view("ben", "Maths teacher")] if call.values["actor"] == ME else []
    }
    tomorrow = "2026-11-25T09:00:00+00:00"
    read = both("sync", "--json", now=tomorrow).data
    assert read["logged"]["connect"] == 0
    people = both("network", "--json", "--offline", now=tomorrow).data["people"]
    assert "@anna.school.test" in {person["handle"] for person in people}
    assert "@anna.test" not in {person["handle"] for person in people}


def test_a_name_that_somebody_else_took_over_is_not_the_earlier_owner(
    both: Plnbuddy, server: StandIn
) -> None:
    both("sync")
    both("skip", "@anna.test")
    newcomer = {**view("nora", "Maths teacher"), "handle": "anna.test"}
    server.answers[FOLLOWS] = lambda call: {
        "follows": [newcomer, {**view("anna"), "handle": "anna.school.test"}]
        if call.values["actor"] == ME
        else []
    }
    both("sync", now="2026-12-05T09:00:00+00:00")
    with closing(sqlite3.connect(both.home / "plnbuddy.sqlite3")) as store:
        decided = [row[0] for row in store.execute("SELECT key FROM decision")]
    assert decided == ["@anna.school.test"]


def test_who_was_followed_here_is_known_for_exploring_at_once(
    both: Plnbuddy, server: StandIn
) -> None:
    follows: dict[str, list[object]] = {ME: [], did("anna"): [view("dan", "Maths teacher")]}
    server.answers[FOLLOWS] = lambda call: {"follows": follows.get(call.values["actor"], [])}
    both("sync")
    both("follow", "@anna.test", "-y")
    both("explore")
    found = both("suggest", "people", "-n", "50", "--offline").output
    assert "followed by @anna.test, whom you follow" in found


def test_somebody_on_both_networks_is_one_person_in_the_network(
    both: Plnbuddy, server: StandIn, mastodon: MastodonServer
) -> None:
    mastodon.community.change("ben", note="<p>bsky: ben.test</p>")
    follows = {ME: [view("anna"), view("ben", "Also @ben@classroom.example")]}
    server.answers[FOLLOWS] = lambda call: {"follows": follows.get(call.values["actor"], [])}
    both("sync")
    people = [person["handle"] for person in both("network", "--json").data["people"]]
    assert sorted(people) == ["@anna.test", "@ben@classroom.example"]


def test_long_lists_of_several_people_are_read_page_by_page(
    both: Plnbuddy, server: StandIn
) -> None:
    people = [view("p" + "abcdefghij"[n // 10] * 3 + "abcdefghij"[n % 10]) for n in range(100)]
    mine = [view("anna", "Maths teacher"), view("ben", "Maths teacher")]

    def follows(call: Call) -> object:
        if call.values["actor"] == ME:
            return {"follows": mine}
        if call.values.get("cursor"):
            return {"follows": [view("dan", "Secondary maths teacher")]}
        return {"follows": people, "cursor": "100"}

    server.answers[FOLLOWS] = follows
    server.answers[PROFILES] = lambda call: {
        "profiles": [{**each, "followsCount": 101} for each in mine]
    }
    both("sync")
    both("explore")
    found = both("suggest", "people", "-n", "50", "--offline").output
    assert "followed by @anna.test and @ben.test, both of whom you follow" in found
