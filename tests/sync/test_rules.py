"""By which rules posts, answers and follows become activities."""

from datetime import timedelta
from typing import Any

import pytest

from tests.accounts import HERE, MOMENT, THERE, entry, told
from tests.conftest import Plnbuddy
from tests.mastodon_server import Community, MastodonServer, faults
from tests.sync.prepared import BEN, CLEO, NOTHING, TOMORROW, logged


def test_a_post_of_ones_own_is_a_contribution_with_its_link(
    synced: Plnbuddy, community: Community
) -> None:
    post = community.post("anna", "A worksheet for #MusicEd", at=MOMENT - timedelta(hours=2))
    answer = synced("sync", "--json")
    assert logged(answer) == {**NOTHING, "contribute": 1}
    found = entry(synced, "A worksheet")
    assert found["kind"] == "contribute"
    assert found["text"] == "A worksheet for #MusicEd"
    assert found["links"] == [post.url]
    assert found["happened_at"] == "2026-11-24T07:00:00Z"
    assert [tag.lower() for tag in found["tags"]] == ["musiced"]
    assert found["minutes"] is None
    assert found["origin"] == "mastodon"


@pytest.mark.parametrize(
    ("text", "visibility", "kind"),
    [
        ("Thank you", "public", "collaborate"),
        ("Thank you", "unlisted", "collaborate"),
        ("Thank you #musiced", "public", "contribute"),
        ("Thank you #musiced", "unlisted", "collaborate"),
        ("Thank you #musiced", "private", "collaborate"),
    ],
)
def test_a_reply_to_somebody_is_collaboration_and_with_a_hashtag_in_public_a_contribution(
    synced: Plnbuddy, community: Community, text: str, visibility: Any, kind: str
) -> None:
    asked = community.post("ben", "How do you start?", at=MOMENT - timedelta(hours=3))
    community.post(
        "anna", text, in_reply_to=asked, visibility=visibility, at=MOMENT - timedelta(hours=2)
    )
    synced("sync")
    found = entry(synced, "Thank you")
    assert (found["kind"], found["people"]) == (kind, [BEN])


def test_who_names_themselves_worked_with_nobody_by_that(
    synced: Plnbuddy, community: Community
) -> None:
    community.post("anna", "My words, and those of ben", mentions=["anna", "ben"])
    synced("sync")
    assert entry(synced, "My words")["people"] == [BEN]


def test_a_reply_whose_question_is_gone_is_still_a_reply(
    synced: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    asked = community.post("ben", "How?", at=MOMENT - timedelta(hours=3))
    community.post("anna", "So", in_reply_to=asked, at=MOMENT - timedelta(hours=2))
    server.faults.schedule(faults.null_fields("in_reply_to_account_id"), "*/statuses")
    synced("sync")
    assert entry(synced, "So")["kind"] == "collaborate"


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
def test_posts_for_everybody_or_for_followers_are_contributions(
    synced: Plnbuddy, community: Community, visibility: Any
) -> None:
    community.post("anna", "A song", visibility=visibility)
    synced("sync")
    found = entry(synced, "A song")
    assert found["kind"] == "contribute"
    # A link that only followers can open is nothing to show to others.
    assert len(found["links"]) == (0 if visibility == "private" else 1)


def test_a_private_message_is_collaboration_without_its_text_and_link(
    synced: Plnbuddy, community: Community
) -> None:
    community.post("anna", "Very secret #plans", mentions=["ben"], visibility="direct")
    synced("sync")
    found = entry(synced, "Private message")
    assert (found["kind"], found["text"]) == ("collaborate", f"Private message to {BEN}")
    assert (found["people"], found["links"], found["tags"]) == ([BEN], [], [])
    store = b"".join(path.read_bytes() for path in synced.home.glob("*sqlite3*"))
    assert b"secret" not in store


def test_a_private_answer_names_whom_it_is_for_once(synced: Plnbuddy, community: Community) -> None:
    asked = community.post("ben", "How?", visibility="direct", mentions=["anna"])
    community.post("anna", "So", in_reply_to=asked, visibility="direct", mentions=["ben"])
    synced("sync")
    assert entry(synced, "Private message")["text"] == f"Private message to {BEN}"


def test_a_private_note_to_oneself_is_nothing(synced: Plnbuddy, community: Community) -> None:
    community.post("anna", "Buy chalk", visibility="direct")
    assert logged(synced("sync", "--json")) == NOTHING


def test_a_boost_is_nothing_and_a_quote_with_a_comment_a_contribution(
    synced: Plnbuddy, community: Community
) -> None:
    post = community.post(f"cleo@{THERE}", "Fractions", at=MOMENT - timedelta(hours=5))
    community.boost("anna", post, at=MOMENT - timedelta(hours=4))
    assert logged(synced("sync", "--json")) == NOTHING
    community.post("anna", "This works", quote=post, at=MOMENT - timedelta(hours=2))
    assert logged(synced("sync", "--json")) == {**NOTHING, "contribute": 1}


def test_the_further_posts_of_a_thread_are_nothing(synced: Plnbuddy, community: Community) -> None:
    first = community.post("anna", "One", at=MOMENT - timedelta(minutes=9))
    second = community.post("anna", "Two", in_reply_to=first, at=MOMENT - timedelta(minutes=8))
    community.post("anna", "Three", in_reply_to=second, at=MOMENT - timedelta(minutes=7))
    synced("sync")
    assert told(synced) & {("contribute", "Two"), ("contribute", "Three")} == set()
    assert entry(synced, "One")["kind"] == "contribute"


@pytest.mark.parametrize("page", [f"https://{HERE}/profile/ben", None])
def test_a_new_follower_has_the_page_that_the_server_names_or_the_usual_one(
    synced: Plnbuddy, community: Community, server: MastodonServer, page: str | None
) -> None:
    community.follow("ben", "anna")
    server.faults.schedule(faults.replaced_fields(url=page), "/api/v1/notifications", times=None)
    synced("sync")
    assert entry(synced, f"{BEN} follows you")["links"] == [page or f"https://{HERE}/@ben"]


def test_a_new_follower_is_a_connection_on_the_day_of_the_notification(
    synced: Plnbuddy, community: Community
) -> None:
    community.follow("ben", "anna", notify=False)
    community.notify("anna", "follow", "ben", at=MOMENT - timedelta(days=3))
    assert logged(synced("sync", "--json")) == {**NOTHING, "connect": 1}
    found = entry(synced, f"{BEN} follows you")
    assert (found["kind"], found["day"], found["people"]) == ("connect", "2026-11-21", [BEN])
    assert found["links"] == [f"https://{HERE}/@ben"]


def test_a_follow_made_elsewhere_is_a_connection_of_the_day_of_the_sync_once(
    synced: Plnbuddy, community: Community
) -> None:
    community.follow("anna", f"cleo@{THERE}")
    assert logged(synced("sync", "--json", now=TOMORROW)) == {**NOTHING, "connect": 1}
    found = entry(synced, f"Followed {CLEO}")
    assert (found["day"], found["people"]) == ("2026-11-25", [CLEO])
    for days in range(2, 12):
        later = (MOMENT + timedelta(days=days)).isoformat()
        assert logged(synced("sync", "--json", now=later)) == NOTHING


def test_whom_one_followed_before_the_first_sync_is_no_activity(
    anna: Plnbuddy, community: Community
) -> None:
    for number in range(5):
        community.follow("anna", community.person(f"p{number}"))
    answer = anna("sync", "--json")
    assert answer.data["following"] == 6
    assert not any("Followed" in text for _, text in told(anna))


def test_a_mention_alone_and_what_others_do_with_ones_posts_is_nothing(
    synced: Plnbuddy, community: Community
) -> None:
    own = community.post("anna", "Own", at=MOMENT - timedelta(hours=9))
    synced("sync")
    community.post("ben", "hello", mentions=["anna"])
    community.favourite("ben", own)
    community.boost("ben", own)
    community.notify("anna", "follow_request", "dora")
    community.notify("anna", "poll", "ben", own)
    assert logged(synced("sync", "--json")) == NOTHING


def test_the_text_of_a_long_post_is_cut_and_one_line(
    synced: Plnbuddy, community: Community
) -> None:
    community.post("anna", "word " * 200)
    synced("sync")
    text = entry(synced, "word word")["text"]
    assert len(text) <= 280
    assert text.endswith("…")


def test_a_post_of_pictures_alone_is_told_without_words(
    synced: Plnbuddy, community: Community
) -> None:
    community.post("anna", content="")
    synced("sync")
    assert entry(synced, "without words")["kind"] == "contribute"


def test_the_day_is_the_one_where_the_teacher_is(anna: Plnbuddy, community: Community) -> None:
    community.post("anna", "Late", at=MOMENT - timedelta(hours=10))  # 23:00 UTC the day before
    anna("config", "set", "display.timezone", "Pacific/Auckland")
    anna("sync")
    assert entry(anna, "Late")["day"] == "2026-11-24"
