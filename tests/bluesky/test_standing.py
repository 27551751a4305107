"""How an account on Bluesky stands to others: asked 25 at a time, however many they are."""

import pytest

from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.platforms.bluesky.account_api import PROFILES_AT_ONCE, BlueskyAccount
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.values import Relationship
from tests.bluesky.signing_in import ME, several
from tests.bluesky.stand_in import StandIn, did, view

PROFILES = "app.bsky.actor.getProfiles"
NAMES = [f"p{a}{b}" for a in "abc" for b in "abcdefghijklmnopqrst"]
STANDING: dict[str, dict[str, object]] = {
    "paa": {"blocking": f"at://{ME}/app.bsky.graph.block/3k1"},
    "pbb": {"muted": True},
    "pct": {"following": f"at://{ME}/app.bsky.graph.follow/3k1"},
}


@pytest.fixture
def account(server: StandIn) -> BlueskyAccount:
    """The account of `me`, of which anybody may be asked."""
    views = {
        key: view(name, viewer=STANDING.get(name, {}))
        for name in NAMES
        for key in (did(name), f"{name}.test")
    }
    server.answers[PROFILES] = lambda call: {
        "profiles": [views[actor] for actor in several(call, "actors")]
    }
    login = Login(parse_handle("@me.test"), server.address, ME, False, "lasting-1 access-1")
    return BlueskyAccount(login, lambda _text: None, lambda _token: None)


def asked(server: StandIn) -> list[list[str]]:
    return [several(call, "actors") for call in server.asked(PROFILES)]


def test_sixty_are_asked_about_in_three_pieces_and_each_has_an_answer(
    server: StandIn, account: BlueskyAccount
) -> None:
    ids = [did(name) for name in NAMES]
    stands = account.relationships(ids)
    assert list(stands) == ids
    assert [len(some) for some in asked(server)] == [PROFILES_AT_ONCE, PROFILES_AT_ONCE, 10]
    assert {name: stands[did(name)] for name in STANDING} == {
        "paa": Relationship(did("paa"), False, False, True),
        "pbb": Relationship(did("pbb"), False, False, True),
        "pct": Relationship(did("pct"), True, False, False),
    }
    assert sum(each.following or each.unwanted for each in stands.values()) == len(STANDING)


def test_sixty_are_looked_up_in_three_pieces_without_who_is_blocked(
    server: StandIn, account: BlueskyAccount
) -> None:
    handles: list[Handle] = [parse_handle(f"@{name}.test") for name in NAMES]
    found = account.find_accounts(handles)
    assert [each.handle for each in found] == handles[1:]
    assert [len(some) for some in asked(server)] == [PROFILES_AT_ONCE, PROFILES_AT_ONCE, 10]
