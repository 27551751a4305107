"""`undo` of a follow, and `unfollow`: what ends on the account, and what is said to stay."""

import pytest

from tests.accounts import NO_ACCOUNT, in_a_hurry, journal, kept, told
from tests.conftest import Plnbuddy
from tests.following.on_account import BEN, CLEO, follows, logged_by
from tests.mastodon_server import Community, MastodonServer, faults


def test_undo_of_a_follow_unfollows_on_the_account_after_saying_so(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    anna("follow", CLEO, "#recorders")
    answer = anna("undo")
    assert "Unfollowing #recorders on classroom.example" in answer.messages
    assert list(community.followed_tags[community.find("anna").id].items()) == ["musiced"]
    answer = anna("undo")
    assert f"Unfollowing {CLEO} on classroom.example" in answer.messages
    assert not {f"Followed {CLEO}", "Followed #recorders"} & {text for _, text in told(anna)}
    assert kept(anna.home)["decision"] == []
    assert not follows(community, CLEO)
    assert not any("recorders" in row for row in kept(anna.home)["followed_tag"])
    assert logged_by(anna("sync", "--json")) == 0


def test_undo_of_an_unfollow_follows_nobody_again_and_says_so(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    anna("unfollow", BEN)
    answer = anna("undo", "--json")
    assert (answer.data["still_followed"], answer.data["not_followed"]) == ([], [BEN])
    assert "Unfollowing" not in answer.messages
    assert not follows(community, BEN)


def test_undo_says_plainly_what_stays_followed(
    anna: Plnbuddy, community: Community, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    anna("sync")
    anna("follow", CLEO)
    server.faults.schedule(faults.status(500), "*/unfollow", times=None)
    answer = anna("undo")
    assert f"you still follow {CLEO}" in answer.messages
    assert f"plnbuddy unfollow {CLEO}" in answer.messages
    assert f"Followed {CLEO}" not in {text for _, text in told(anna)}
    server.faults.clear()
    assert logged_by(anna("sync", "--json")) == 0  # nobody followed anybody since
    anna("unfollow", CLEO)
    assert not follows(community, CLEO)


def test_what_was_followed_already_stays_so_when_undone(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", BEN)
    anna("undo")
    assert follows(community, BEN)


def test_unfollow_ends_a_follow_and_is_told_for_what_it_is(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    before = anna("report", "--json").data
    answer = anna("unfollow", BEN, "#musiced")
    assert f"Unfollowed on your account: {BEN}" in answer.output
    assert not follows(community, BEN)
    assert list(community.followed_tags[community.find("anna").id].items()) == []
    texts = {text for _, text in told(anna)}
    assert {f"Unfollowed {BEN}", "Unfollowed #musiced"} <= texts
    assert anna("report", "--json").data["kinds"] == before["kinds"]  # none of the three C's
    assert BEN not in anna("suggest", "people", "-n", "30", "--topic", "music", ok=False).output
    anna("undo")
    anna("undo")
    assert not texts & {text for _, text in told(anna)} & {f"Unfollowed {BEN}"}
    assert not follows(community, BEN)  # said plainly, not followed again behind one's back


def test_unfollow_of_somebody_who_is_not_followed_changes_nothing(
    anna: Plnbuddy, community: Community
) -> None:
    answer = anna("unfollow", CLEO)
    assert f"{CLEO} is not followed" in answer.output
    assert journal(anna) == []


def test_unfollow_needs_an_account_that_may_be_changed(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("unfollow", BEN, ok=False)
    assert answer.exit_code == NO_ACCOUNT
