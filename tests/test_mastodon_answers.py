"""What a server of the fediverse answers, as values: counts, names of servers, agreement."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from plnbuddy.core.handles import Tag
from plnbuddy.platforms.mastodon.entities import read_account, read_instance
from plnbuddy.platforms.mastodon.open_reading import Place, read_directory, read_tag_week
from tests import answering_server
from tests.accounts import HERE, MOMENT, serving
from tests.answering_server import answer, web_server
from tests.mastodon_server import Community

loopback = answering_server.loopback


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize(
    ("value", "count"),
    [
        (7, 7), ("7", 7), (0, 0), ("999999999", 999_999_999), ("1000000000", 0), (10**9, 0),
        ("-7", 0), (-7, 0), (True, 0), ("", 0), ("²", 0), (" 7", 0), ("many", 0), (7.5, 0),
        (None, 0), ([7], 0), ({"n": 7}, 0),
    ],
)  # fmt: skip
def test_a_count_is_a_number_or_digits_and_nonsense_counts_nothing(value: Any, count: int) -> None:
    week = [{"uses": value, "accounts": "2"}, {"uses": 1, "accounts": value}, "no day"]
    body = json.dumps({"name": "choir", "history": week}).encode()
    with web_server() as server:
        server.answers["/api/v1/tags/choir"] = answer(body)
        found = read_tag_week(Place(server.url), Tag("choir"))
    assert (found.posts, found.people, found.exact) == (count + 1, count + 2, False)


@pytest.mark.usefixtures("loopback")
def test_seven_days_are_a_week() -> None:
    body = json.dumps({"history": [{"uses": "1", "accounts": "1"}] * 14}).encode()
    with web_server() as server:
        server.answers["/api/v1/tags/choir"] = answer(body)
        assert read_tag_week(Place(server.url), Tag("choir")).posts == 7


@pytest.mark.usefixtures("loopback")
def test_a_directory_is_asked_for_its_own_people_who_were_active_lately() -> None:
    community = Community(HERE, now=MOMENT)
    community.person("early")
    community.person("late")
    community.person("far", domain="far.example")
    community.post("early", "Good morning", at=MOMENT - timedelta(days=3))
    community.post("late", "Good evening", at=MOMENT - timedelta(days=1))
    with serving(community) as server:
        place = Place(server.url)
        found = [str(each.account.handle) for each in read_directory(place, HERE)]
        assert found[:2] == [f"@late@{HERE}", f"@early@{HERE}"]
        assert "far" not in str(found)
        assert [str(each.account.handle) for each in read_directory(place, HERE, 1)] == found[1:]
        asked = [parse_qs(entry.query) for entry in server.log.entries("/api/v1/directory")]
    assert [(each["order"], each["local"]) for each in asked] == [(["active"], ["true"])] * 2


@pytest.mark.parametrize(
    ("fields", "domain"),
    [
        ({"domain": "School.Example", "uri": "other.example"}, "school.example"),
        ({"uri": "https://School.Example/about"}, "school.example"),
        ({"uri": "school.example"}, "school.example"),
        ({"domain": "", "uri": ""}, "asked.example"),
        ({"domain": 5, "uri": None}, "asked.example"),
        ({}, "asked.example"),
    ],
)
def test_the_domain_of_handles_is_what_the_server_says_else_where_it_was_asked(
    fields: dict[str, Any], domain: str
) -> None:
    assert read_instance(fields, "asked.example").domain == domain


@pytest.mark.parametrize(
    ("approval", "agrees"),
    [
        ({"current_user": "automatic"}, True),
        ({"current_user": "manual"}, True),
        ({"current_user": "missing"}, False),
        ({"current_user": "unknown"}, False),
        ({"current_user": "denied"}, False),
        ({"current_user": None}, False),
        ({"current_user": True}, False),
        ({"automatic": ["public"]}, False),
        ({}, False),
        (None, False),
        ("automatic", False),
    ],
)
def test_only_who_says_so_lets_themselves_be_put_in_a_collection(
    approval: Any, agrees: bool
) -> None:
    fields = {"id": "1", "acct": "ada", "feature_approval": approval}
    assert read_account(fields, HERE).featurable is agrees
