"""Nothing is doubled, and what the teacher changed stays."""

from datetime import timedelta
from pathlib import Path

from tests.accounts import MOMENT, entry, journal, kept, told
from tests.conftest import Plnbuddy
from tests.mastodon_server import Community, MastodonServer
from tests.sync.prepared import NOTHING, PATHS, TOMORROW, fill, logged


def test_nothing_is_doubled_however_often_one_syncs(
    real_pages: None, anna: Plnbuddy, community: Community
) -> None:
    fill(community, posts=90, people=170, tags=210)
    anna("sync")
    once = kept(anna.home)
    assert len(once["activity"]) == 91 + 103
    assert len(once["tie"]) == 171 + 103
    assert len(once["followed_tag"]) == 211
    assert [row for row in once["account_list"] if "Music" in row]
    for _ in range(2):
        assert logged(anna("sync", "--json")) == NOTHING
    assert kept(anna.home) == once


def test_a_daily_sync_without_news_takes_six_requests_and_one_more_for_many_hashtags(
    real_pages: None, anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    fill(community, posts=90, people=170, tags=210)
    first = anna("sync", "--json").data["requests"]
    # own 1, posts 3, notices 2-3, tags 2, lists 1, follows 3, followers 2
    assert first <= 16
    server.log.clear()
    again = anna("sync", "--json", now=TOMORROW)
    # own, posts, notices, two of tags, lists, the first page of follows
    assert server.log.count() == 7
    assert again.data["requests"] == server.log.count()
    [read] = server.log.entries(PATHS["notices"])
    assert "since_id=" in read.query  # What is known is not sent once more.


def test_what_a_teacher_changed_or_removed_stays_so(synced: Plnbuddy, community: Community) -> None:
    community.post("anna", "First", at=MOMENT - timedelta(hours=3))
    community.post("anna", "Second", at=MOMENT - timedelta(hours=2))
    synced("sync")
    first, second = entry(synced, "First")["id"], entry(synced, "Second")["id"]
    synced("log", "edit", str(first), "Shared my plan", "--minutes", "20")
    synced("log", "remove", str(second))
    for number in range(3):
        synced("sync", now=(MOMENT + timedelta(days=8 * number)).isoformat())
    assert entry(synced, "Shared my plan")["minutes"] == 20
    assert not any(text in ("First", "Second") for _, text in told(synced))


def test_undo_takes_back_what_the_teacher_did_and_not_the_sync(
    synced: Plnbuddy, community: Community
) -> None:
    community.post("anna", "First")
    synced("log", "connect", "Met somebody")
    synced("sync")
    synced("log", "edit", str(entry(synced, "First")["id"]), "Changed")
    synced("undo")
    assert {text for _, text in told(synced)} >= {"First", "Met somebody"}
    synced("undo")
    assert "Met somebody" not in {text for _, text in told(synced)}
    assert "First" in {text for _, text in told(synced)}
    assert logged(synced("sync", "--json")) == NOTHING


def test_what_was_written_by_hand_is_kept_apart(synced: Plnbuddy, community: Community) -> None:
    synced("log", "contribute", "Lesson plan")
    community.post("anna", "Lesson plan")
    synced("sync")
    found = [each for each in journal(synced) if each["text"] == "Lesson plan"]
    assert sorted(each["origin"] for each in found) == ["manual", "mastodon"]


def test_a_dry_run_shows_what_would_be_logged_and_keeps_nothing(
    synced: Plnbuddy, community: Community
) -> None:
    fill(community)
    before = kept(synced.home)
    answer = synced("sync", "--dry-run")
    assert "Would be logged: 16 connect, 1 collaborate, 10 contribute." in answer.output
    shown = synced("sync", "--dry-run", "--json").data
    assert shown["dry_run"] is True
    assert shown["logged"] == {"connect": 16, "collaborate": 1, "contribute": 10}
    assert kept(synced.home) == before
    assert logged(synced("sync", "--json")) == shown["logged"]


def test_a_dry_run_of_the_first_sync_keeps_nothing(anna: Plnbuddy, community: Community) -> None:
    community.post("anna", "First")
    anna("sync", "--dry-run")
    tables = kept(anna.home)
    assert not any(tables[name] for name in ("activity", "account", "tie", "cursor", "mention"))


def test_an_entry_survives_export_and_import_and_is_not_doubled_by_the_next_sync(
    synced: Plnbuddy, community: Community, tmp_path: Path
) -> None:
    community.post("anna", "Shared")
    synced("sync")
    file = tmp_path / "journal.jsonl"
    synced("log", "export", str(file))
    assert synced("log", "import", str(file), "--json").data["added"] == 0
    synced("sync")
    assert entry(synced, "Shared")
