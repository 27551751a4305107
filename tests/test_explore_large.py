"""Exploring a community as it might be found: many people, few of them right."""

import random
from datetime import timedelta

import pytest

from tests import village as homes
from tests.conftest import Plnbuddy, copy_of
from tests.village import TODAY, discovered_labels, found
from tests.village_truths import facts, followers_among_follows, is_true, label_of, person_of

from .mastodon_server import (
    Community,
    MastodonServer,
    Person,
)

# Fixtures.
big_home, big_server = homes.big_home, homes.big_server


@pytest.fixture(scope="module")
def big_explored(
    big_home: Plnbuddy, big_server: MastodonServer, tmp_path_factory: pytest.TempPathFactory
) -> Plnbuddy:
    teacher = copy_of(big_home, tmp_path_factory.mktemp("explored") / "home")
    teacher("explore")
    return teacher


def may_be_suggested(community: Community, person: Person) -> bool:
    """Whether a stranger may be suggested to Anna, by what her server tells of them."""
    old = TODAY - timedelta(days=365)
    return (
        person.discoverable is True
        and not (person.noindex and person.domain is None)
        and not (person.limited or person.suspended or person.memorial or person.bot)
        and person.moved_to is None
        and person.known
        and not (person.last_status_at and person.last_status_at < old)
    )


def speaks_for(community: Community, person: Person) -> bool:
    """Whether somebody shares a topic with Anna and is followed by some whom she follows."""
    shares = bool(set(person.topics) & set(community.find("anna").topics))
    return shares and len(followers_among_follows(community, label_of(community, person))) >= 2


@pytest.mark.slow
def test_in_a_large_community_the_right_people_come_first(
    big_explored: Plnbuddy, big_server: MastodonServer
) -> None:
    community = big_server.community
    mine = community.follows.targets(community.find("anna").id)
    top = [person_of(community, label) for label in discovered_labels(big_explored.home)][:20]
    strangers = [
        person
        for person in community.people.by_id.values()
        if may_be_suggested(community, person) and person.id not in mine
    ]
    usual = random.Random(1).sample(strangers, 100)
    fitting = sum(speaks_for(community, person) for person in top) / len(top)
    by_chance = sum(speaks_for(community, person) for person in usual) / len(usual)
    assert fitting >= 0.75
    assert fitting >= 2 * by_chance


def test_in_a_large_community_nobody_is_named_who_must_not_be(
    big_explored: Plnbuddy, big_server: MastodonServer
) -> None:
    community = big_server.community
    anna = community.find("anna")
    wrote = {post.author for post in community.posts.all.values() if anna.id in post.mentions}
    labels = discovered_labels(big_explored.home)
    assert len(labels) >= 50
    for label in labels:
        person = person_of(community, label)
        interacts = person.id in wrote or (person.id, anna.id) in community.follows
        allowed = may_be_suggested(community, person) or (
            interacts and person.discoverable is not True
        )
        assert allowed, label
        assert (anna.id, person.id) not in community.follows, label
        assert person.id != anna.id


def test_in_a_large_community_every_reason_is_true(
    big_explored: Plnbuddy, big_server: MastodonServer
) -> None:
    checked = 0
    for label, each in found(big_explored).items():
        for reason in facts(each["reasons"]):
            assert is_true(big_server.community, label, reason, whole=False), (label, reason)
            checked += 1
    assert checked >= 50


@pytest.mark.slow
def test_in_a_large_community_later_runs_make_counts_complete(
    big_home: Plnbuddy, big_server: MastodonServer, plnbuddy: Plnbuddy
) -> None:
    teacher = copy_of(big_home, plnbuddy.home)
    for _ in range(3):
        teacher("explore", "--budget", "120")
    people = found(teacher, sources=["follows"])
    assert len(people) == 50
    for label, each in people.items():
        for reason in facts(each["reasons"]):
            assert is_true(big_server.community, label, reason), (label, reason)
