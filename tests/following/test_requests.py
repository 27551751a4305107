"""Asking to follow somebody who has to agree first, until they do or do not."""

from tests.accounts import journal, kept
from tests.conftest import Plnbuddy
from tests.following.on_account import DORA, RELATIONSHIPS, about, connected, follows, outcomes
from tests.mastodon_server import Community, MastodonServer, faults


def test_a_request_is_a_note_and_becomes_a_connect_when_it_is_agreed_to(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    anna("sync")
    before = connected(anna)
    answer = anna("follow", DORA, "--json")
    assert outcomes(answer)[DORA]["requested"] is True
    assert not follows(community, DORA)
    assert community.find("dora").id in community.follow_requests.targets(community.find("anna").id)
    assert "was asked before, and has not agreed yet" in anna("follow", DORA).output
    for _ in range(2):
        assert about(anna, DORA) == [("request", f"Asked to follow {DORA}")]
        (listed,) = (row for row in anna("log", "list").output.splitlines() if "Asked" in row)
        assert "note" in listed
        assert connected(anna) == before
        anna("sync")
    assert not any(DORA in row for row in kept(anna.home)["tie"])
    (asked,) = (entry["id"] for entry in journal(anna) if DORA in entry["people"])
    community.accept_follow("anna", "dora")
    later = "2026-11-26T09:00:00+00:00"
    said = anna("sync", now=later)
    assert "Logged: 1 connect" in said.output
    server.log.clear()
    assert "Logged: 0 connect" in anna("sync", now=later).output
    assert server.log.count(RELATIONSHIPS) == 0  # nobody is waited for
    assert about(anna, DORA) == [("mastodon", f"{DORA} agreed that you follow")]
    (agreed,) = (entry for entry in journal(anna) if DORA in entry["people"])
    assert (agreed["id"], agreed["kind"], agreed["day"]) == (asked, "connect", "2026-11-26")
    assert connected(anna) == before + 1


def test_what_was_added_to_a_request_stays_when_it_is_agreed_to(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", DORA)
    (asked,) = (str(entry["id"]) for entry in journal(anna))
    anna("log", "edit", asked, f"Asked {DORA}, who teaches harp", "--minutes", "5")
    community.accept_follow("anna", "dora")
    anna("sync")
    (agreed,) = (entry for entry in journal(anna) if str(entry["id"]) == asked)
    assert (agreed["text"], agreed["minutes"]) == (f"Asked {DORA}, who teaches harp", 5)
    assert agreed["origin"] == "mastodon"


def test_a_request_that_is_refused_is_said_and_counts_as_nothing(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    before = connected(anna)
    anna("follow", DORA)
    community.unfollow("anna", "dora")
    answer = anna("sync")
    assert f"{DORA} did not agree that you follow, or the request was taken back." in answer.output
    assert about(anna, DORA) == [("request", f"Asked to follow {DORA}, who did not agree")]
    assert kept(anna.home)["requested_follow"] == []
    assert connected(anna) == before
    assert anna("sync", "--json").data["refused"] == []  # said once
    steps = anna("start", "--json", ok=False).data["steps"]
    assert any(step["so_far"].startswith("1 of 10") for step in steps)  # ben alone
    anna("follow", DORA)  # one may ask again
    community.accept_follow("anna", "dora")
    anna("sync")
    assert about(anna, DORA)[0] == ("mastodon", f"{DORA} agreed that you follow")


def test_an_agreement_that_the_list_of_follows_does_not_show_is_seen(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    anna("sync")
    anna("follow", DORA)
    community.accept_follow("anna", "dora")
    without = faults.json_body([])
    server.faults.schedule(without, "/api/v1/accounts/*/following", times=None)
    assert "Logged: 1 connect" in anna("sync").output
    server.faults.clear()
    anna("sync")
    assert about(anna, DORA) == [("mastodon", f"{DORA} agreed that you follow")]


def test_a_request_that_is_taken_back_by_unfollow_is_noted_as_that(anna: Plnbuddy) -> None:
    anna("follow", DORA)
    anna("unfollow", DORA)
    assert ("unfollow", f"Asked no more to follow {DORA}") in about(anna, DORA)


def test_undo_of_a_request_that_was_agreed_to_ends_the_follow_and_its_entry(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", DORA)
    community.accept_follow("anna", "dora")
    anna("sync")
    anna("undo")
    assert not follows(community, DORA)
    assert about(anna, DORA) == []
    anna("sync")
    assert about(anna, DORA) == []


def test_a_request_can_be_taken_back(anna: Plnbuddy, community: Community) -> None:
    anna("follow", DORA)
    answer = anna("undo")
    assert f"Taken back: asked to follow {DORA}" in answer.output
    asked = community.follow_requests.targets(community.find("anna").id)
    assert community.find("dora").id not in asked
    assert kept(anna.home)["requested_follow"] == []
