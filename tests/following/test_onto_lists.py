"""`follow --list NAME`: those who are followed are put on a list of the account."""

import pytest

from tests.accounts import COULD_NOT, in_a_hurry, log_in, serving, staff_room, told
from tests.conftest import Plnbuddy
from tests.following.on_account import BEN, CLEO, DORA, EVA, follows, on_list
from tests.mastodon_server import Community, MastodonServer, faults, old_mastodon, pixelfed


def test_list_makes_the_list_once_and_fills_it(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    anna("follow", CLEO, "--list", "PLN")
    anna("follow", EVA, BEN, "--list", "PLN")
    assert on_list(community) == ["ben", "cleo", "eva"]
    assert server.log.count("/api/v1/lists", "POST") == 1


def test_list_uses_a_list_of_that_name_and_leaves_others_alone(
    anna: Plnbuddy, community: Community
) -> None:
    community.make_list("anna", "Music", "ben")
    community.make_list("anna", "PLN", "ben")
    anna("follow", CLEO, "--list", "PLN")
    assert on_list(community) == ["ben", "cleo"]
    assert on_list(community, "Music") == ["ben"]


def test_who_is_on_the_list_already_does_not_keep_others_off_it(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", CLEO, "--list", "PLN")
    answer = anna("follow", CLEO, EVA, "--list", "PLN")
    assert answer.exit_code == 0
    assert on_list(community) == ["cleo", "eva"]


def test_who_has_to_agree_first_is_left_off_the_list(anna: Plnbuddy, community: Community) -> None:
    anna("follow", DORA, CLEO, "--list", "PLN")
    assert on_list(community) == ["cleo"]


@pytest.mark.parametrize("code", [403, 404, 422, 500])
def test_when_only_the_list_fails_the_follows_are_told_and_kept(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
) -> None:
    in_a_hurry(monkeypatch)
    server.faults.schedule(faults.status(code), "/api/v1/lists*", times=None)
    answer = anna("follow", CLEO, "--list", "PLN", ok=False)
    assert answer.exit_code != 0
    assert f"Followed on your account: {CLEO}" in answer.output
    assert answer.messages.strip()
    assert follows(community, CLEO)
    assert told(anna) == {("connect", f"Followed {CLEO}")}


def test_a_list_on_software_without_lists_says_so_and_follows(music_teacher: Plnbuddy) -> None:
    room = staff_room()
    with serving(room, pixelfed()) as server:
        log_in(music_teacher, server)
        answer = music_teacher("follow", CLEO, "--list", "PLN", ok=False)
    assert answer.exit_code != 0
    assert f"Followed on your account: {CLEO}" in answer.output
    assert "list" in answer.messages
    assert follows(room, CLEO)


def test_software_without_followed_hashtags_says_so(music_teacher: Plnbuddy) -> None:
    with serving(staff_room(), old_mastodon()) as server:
        log_in(music_teacher, server)
        answer = music_teacher("follow", "#recorders", CLEO, ok=False)
    assert answer.exit_code == COULD_NOT
    assert "cannot follow hashtags" in answer.output
    assert told(music_teacher) == {("connect", f"Followed {CLEO}")}
