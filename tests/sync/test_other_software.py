"""Servers that are not quite Mastodon."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.accounts import MOMENT, log_in, serving, staff_room
from tests.conftest import Plnbuddy
from tests.mastodon_server import (
    Community,
    MastodonServer,
    ServerSettings,
    akkoma,
    faults,
    gotosocial,
    old_mastodon,
    pixelfed,
)
from tests.sync.prepared import NOTHING, fill, logged


@pytest.mark.parametrize("software", [old_mastodon, gotosocial, akkoma, pixelfed])
def test_other_software_syncs_twice_to_the_same_end(
    plnbuddy: Plnbuddy, software: Callable[[], ServerSettings]
) -> None:
    room = staff_room()
    fill(room)
    with serving(room, software()) as server:
        log_in(plnbuddy, server)
        answer = plnbuddy("sync", "--json")
        assert logged(answer)["contribute"] == 10
        assert (answer.data["following"], answer.data["followers"]) == (11, 7)
        assert answer.data["tags"] == (0 if software is old_mastodon else 10)
        assert logged(plnbuddy("sync", "--json")) == NOTHING
        room.post("anna", "New one")
        assert logged(plnbuddy("sync", "--json")) == {**NOTHING, "contribute": 1}


@pytest.mark.parametrize("most", [1, 3])
def test_a_server_with_shorter_pages_is_read_to_the_end(
    anna: Plnbuddy, community: Community, server: MastodonServer, most: int
) -> None:
    fill(community)

    def shorter(request: Any, answer: Callable[[Any], Any]) -> Any:
        values = dict(request.values)
        if "limit" in values:
            values["limit"] = [str(min(most, int(values["limit"][0])))]
        query = re.sub(r"limit=\d+", f"limit={most}", request.query)
        return answer(replace(request, values=values, query=query))

    for path in ("*/statuses", "/api/v1/notifications", "*/following", "*/followers"):
        server.faults.schedule(shorter, path, times=None)
    answer = anna("sync", "--json")
    assert logged(answer) == {"connect": 7, "collaborate": 1, "contribute": 10}
    assert (answer.data["following"], answer.data["followers"]) == (11, 7)


@pytest.mark.parametrize(
    "fault",
    [
        faults.unknown_fields(),
        faults.without_fields(
            "discoverable", "moved", "emojis", "fields", "note", "avatar", "last_status_at",
            "display_name", "locked", "bot", "followers_count", "statuses_count", "indexable",
            "tags", "mentions", "language", "url", "quote", "card", "poll", "application", "roles",
        ),
        faults.null_fields(
            "discoverable", "moved", "emojis", "fields", "note", "avatar", "last_status_at",
            "display_name", "locked", "bot", "followers_count", "following_count",
            "statuses_count", "tags", "mentions", "language", "uri", "quote", "card", "source",
        ),
        faults.replaced_fields(
            followers_count="many", following_count=-3, statuses_count=[], note=5,
            display_name=["x"], discoverable="yes", last_status_at="soon", mentions="all",
            tags={"name": 1}, language=7, emojis="none",
        ),
    ],
    ids=["unknown", "missing", "null", "odd"],
)  # fmt: skip
def test_what_is_missing_null_unknown_or_odd_does_not_stop_a_sync(
    anna: Plnbuddy, community: Community, server: MastodonServer, fault: faults.Fault
) -> None:
    community.post("anna", "First", at=MOMENT - timedelta(hours=1))
    server.faults.schedule(fault, "/api/v1/*", times=None)
    answer = anna("sync", "--json")
    assert logged(answer) == {"connect": 1, "collaborate": 0, "contribute": 1}
    assert (answer.data["following"], answer.data["followers"], answer.data["tags"]) == (1, 1, 1)
    assert logged(anna("sync", "--json")) == NOTHING


@pytest.mark.parametrize("field", ["id", "account", "created_at"])
def test_one_unreadable_post_hides_neither_the_others_nor_those_on_later_pages(
    anna: Plnbuddy, community: Community, server: MastodonServer, field: str
) -> None:
    fill(community)

    def spoil(entity: dict[str, Any]) -> dict[str, Any]:
        bad = "Post 4<" in str(entity.get("content", ""))
        return {**entity, field: None} if bad else entity

    server.faults.schedule(faults.changed_objects(spoil), "*/statuses", times=None)
    assert logged(anna("sync", "--json"))["contribute"] == 9
