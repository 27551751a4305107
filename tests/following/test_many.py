"""Many follows at once and on one day: they are asked for, and there are limits."""

import time

import pytest

from tests.accounts import HERE, RATE_LIMITED, USAGE, be_logged_in, told, without_waiting
from tests.conftest import Plnbuddy
from tests.following.on_account import CLEO, EVA, follows
from tests.mastodon_server import Community, MastodonServer, RateLimits


def crowd(community: Community, size: int) -> list[str]:
    return [f"@{community.person(f'p{at}').username}@{HERE}" for at in range(size)]


def test_many_at_once_are_shown_and_need_a_yes(anna: Plnbuddy, community: Community) -> None:
    many = crowd(community, 6)
    answer = anna("follow", *many, ok=False)
    assert answer.exit_code == USAGE
    assert "--yes" in answer.messages
    assert all(handle in answer.messages for handle in many)
    assert not any(follows(community, handle) for handle in many)
    anna("follow", *many, "--yes")
    assert all(follows(community, handle) for handle in many)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_person_at_a_terminal_is_asked_about_many(
    anna: Plnbuddy, community: Community, answer: str
) -> None:
    many = crowd(community, 6)
    with anna.terminal("follow", *many) as child:
        child.expect("Follow all 6")
        assert all(handle in child.before for handle in many)
        child.sendline(answer)
        child.exit_code()
    assert all(follows(community, handle) for handle in many) is (answer == "yes")
    assert any(follows(community, handle) for handle in many) is (answer == "yes")


def test_after_400_follows_of_a_day_the_others_wait_for_tomorrow(
    music_teacher: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(399)))
    be_logged_in(music_teacher, server)
    answer = music_teacher("follow", CLEO, EVA, "#recorders", ok=False)
    assert answer.exit_code == RATE_LIMITED
    assert "400" in answer.messages
    assert "tomorrow" in answer.messages
    assert f"Followed on your account: {CLEO}" in answer.output
    assert follows(community, CLEO)
    assert not follows(community, EVA)
    music_teacher("follow", EVA, now="2026-11-25T09:00:00+00:00")
    assert follows(community, EVA)


def test_the_servers_own_limit_of_follows_ends_the_run_without_a_long_wait(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    naps = without_waiting(monkeypatch)
    server.limits = RateLimits(follows_per_day=1, clock=lambda: time.time() + 2 * 86_400)
    answer = anna("follow", CLEO, EVA, ok=False)
    assert naps.seconds == []
    assert answer.exit_code == RATE_LIMITED
    assert f"Followed on your account: {CLEO}" in answer.output
    assert "asks for a pause" in answer.messages
    assert told(anna) == {("connect", f"Followed {CLEO}")}
