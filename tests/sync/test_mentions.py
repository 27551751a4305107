"""Mentions that wait for an answer, as the report names them."""

from datetime import timedelta

from tests.accounts import MOMENT
from tests.conftest import Plnbuddy
from tests.mastodon_server import Community
from tests.sync.prepared import BEN


def test_the_report_reminds_of_a_mention_until_it_is_answered(
    synced: Plnbuddy, community: Community
) -> None:
    asked = community.post("ben", "Ideas?", mentions=["anna"], at=MOMENT - timedelta(days=1))
    synced("sync")
    reminder = f"{BEN} wrote to you yesterday and you have not answered: {asked.url}"
    assert reminder in synced("report").output
    community.post("anna", "Here", in_reply_to=asked)
    synced("sync")
    assert "you have not answered" not in synced("report").output


def test_a_question_that_nobody_answered_is_named(synced: Plnbuddy, community: Community) -> None:
    for kind in ("connect", "collaborate", "contribute"):
        synced("config", "set", f"goals.{kind}", "0")
    asked = MOMENT - timedelta(days=2)
    community.post("anna", "How do you teach rhythm?", at=asked)
    synced("sync")
    assert "“How do you teach rhythm?”" in synced("report").output
    community.post("ben", "Like this", mentions=["anna"], at=MOMENT - timedelta(days=1))
    synced("sync")
    assert "How do you teach rhythm?”" not in synced("report").output


def test_a_mention_answered_before_the_sync_is_no_reminder(
    anna: Plnbuddy, community: Community
) -> None:
    asked = community.post("ben", "Ideas?", mentions=["anna"], at=MOMENT - timedelta(days=1))
    community.post("anna", "Here", in_reply_to=asked, at=MOMENT - timedelta(hours=1))
    anna("sync")
    assert "you have not answered" not in anna("report").output


def test_after_two_weeks_a_mention_is_let_go(synced: Plnbuddy, community: Community) -> None:
    community.post("ben", "Ideas?", mentions=["anna"], at=MOMENT - timedelta(days=15))
    synced("sync")
    assert "you have not answered" not in synced("report").output
