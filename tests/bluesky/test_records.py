"""Records of Bluesky as they may be: times, addresses, and what is none of what was asked for."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from plnbuddy.platforms.bluesky.entities import ShapeError
from plnbuddy.platforms.bluesky.posts import read_found_post, read_notice, read_own_post
from tests.bluesky.posts import notice, post
from tests.bluesky.signing_in import ME
from tests.bluesky.stand_in import did

MORNING = datetime(2026, 11, 23, 10, tzinfo=UTC)
REPOST = f"at://{ME}/app.bsky.feed.repost/3kb"


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """The computer keeps another time than UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23T10:00:00", "2026-11-23T10:00:00.000Z", "2026-11-23T12:00:00+02:00",
        "2026-11-23T10:00:00.000000-00:00",
    ],
)  # fmt: skip
def test_a_time_is_a_moment_and_without_a_zone_it_is_utc(written: str) -> None:
    assert read_own_post(post("3kb", createdAt=written)).written_at == MORNING
    assert read_notice(
        {**notice("follow", "anna", "3ka", 9), "indexedAt": written}
    ).happened_at == (MORNING)


@pytest.mark.parametrize("written", ["", "yesterday", "2026-13-01T00:00:00Z", None, 5, ["2026"]])
def test_what_has_no_time_is_passed_over(written: Any) -> None:
    with pytest.raises(ShapeError):
        read_own_post(post("3kb", createdAt=written))


@pytest.mark.parametrize(
    "uri",
    [
        REPOST, f"at://{ME}/app.bsky.feed.post/", f"at://{ME}/app.bsky.feed.postgate/3kb",
        f"at://{ME}/app.bsky.feed.like/3kb", f"at://{ME}", "3kb", "", None, 5,
    ],
)  # fmt: skip
def test_a_record_of_another_kind_is_no_post(uri: Any) -> None:
    entry = post("3kb")
    view: Any = entry["post"]
    with pytest.raises(ShapeError):
        read_own_post({**entry, "post": {**view, "uri": uri}})
    with pytest.raises(ShapeError):
        read_found_post({**view, "uri": uri})
    with pytest.raises(ShapeError):
        read_notice({**notice("mention", "anna", "3ka", 9), "uri": uri})


def test_an_answer_to_what_is_no_post_answers_nobody() -> None:
    parent = {"uri": f"at://{did('anna')}/app.bsky.feed.generator/3kb"}
    read = read_own_post(post("3kb", reply={"root": parent, "parent": parent}))
    assert (read.reply_to, read.reply_to_account) == ("", "")
