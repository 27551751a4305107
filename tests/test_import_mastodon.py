"""Mastodon's archive, imported into a real journal."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.handles import Handle
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.platform import Platform
from plnbuddy.imports.mastodon_archive import open_mastodon
from plnbuddy.imports.run import run_import
from plnbuddy.platforms.mastodon.entities import read_post
from plnbuddy.platforms.post_rules import activity_from_post
from plnbuddy.store.activities import ActivityFilter, add_activity, find_activities
from plnbuddy.store.database import Store
from plnbuddy.store.imports import archive_people, archive_tags
from tests import stored
from tests.mastodon_archives import (
    BEN,
    CLEO,
    CLOCK,
    FOLLOWERS,
    HOME,
    ME,
    MUSIC,
    PUBLIC,
    REPLY,
    boost,
    bring,
    folder,
    imported,
    members,
    only,
    post,
    tarred,
    zipped,
)

store = stored.store


@pytest.mark.parametrize("pack", [folder, zipped, tarred])
def test_the_archive_comes_in_as_zip_tar_or_folder(pack: Any, store: Store, tmp_path: Path) -> None:
    place = pack(tmp_path / "archive", members(post(1), post(2), boost(3)))
    outcome = bring(store, place)
    assert outcome.service == "mastodon-archive"
    assert outcome.name == place.name
    assert outcome.added == {ActivityKind.CONTRIBUTE: 2}
    assert outcome.left_out == {"boosts without a comment": 1}
    again = bring(store, place)
    assert again.before
    assert again.total == 0


def test_a_post_becomes_a_contribution_with_text_link_hashtags_and_local_day(
    store: Store, tmp_path: Path
) -> None:
    entry = only(
        store,
        tmp_path,
        post(7, '<p>Scores for <a href="x">#<span>MusicEd</span></a> &amp; more</p>', tag=[MUSIC]),
    )
    assert entry.kind is ActivityKind.CONTRIBUTE
    assert entry.text == "Scores for #MusicEd & more"
    assert entry.links == (f"{HOME}/@anna/7",)
    assert [tag.name for tag in entry.tags] == ["MusicEd"]
    assert entry.happened_at == datetime(2023, 5, 1, 22, 30, tzinfo=UTC)
    assert entry.day.isoformat() == "2023-05-02"
    assert (entry.uid, entry.origin) == ("anna@schule.example/7", "mastodon")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (REPLY, ActivityKind.COLLABORATE),
        ({**REPLY, "tag": [BEN, MUSIC]}, ActivityKind.CONTRIBUTE),
        ({**REPLY, "tag": [BEN, MUSIC], "to": [FOLLOWERS], "cc": PUBLIC}, ActivityKind.COLLABORATE),
        ({"tag": [BEN]}, ActivityKind.CONTRIBUTE),
        ({"type": "Question"}, ActivityKind.CONTRIBUTE),
        ({"to": "as:Public", "cc": FOLLOWERS}, ActivityKind.CONTRIBUTE),
        ({"quote": "https://fern.example/users/ben/statuses/5"}, ActivityKind.CONTRIBUTE),
    ],
)  # fmt: skip
def test_posts_are_what_the_rules_of_sync_say(
    fields: dict[str, Any], kind: ActivityKind, store: Store, tmp_path: Path
) -> None:
    assert only(store, tmp_path, post(1, **fields)).kind is kind


def test_a_private_message_is_kept_without_its_text_and_link(store: Store, tmp_path: Path) -> None:
    secret = post(4, "<p>the grades are…</p>", to=[BEN["href"]], cc=[], tag=[BEN, MUSIC])
    entry = only(store, tmp_path, secret)
    assert entry.kind is ActivityKind.COLLABORATE
    assert entry.text == "Private message to @ben@fern.example"
    assert entry.links == ()
    assert entry.tags == ()
    assert "grades" not in str(store.rows("SELECT * FROM activity")[0][:])


def test_a_note_to_oneself_is_no_entry(store: Store, tmp_path: Path) -> None:
    outcome, entries = imported(store, tmp_path, post(4, "<p>secret</p>", to=[], cc=[]))
    assert entries == []
    assert outcome.left_out == {"private notes to yourself": 1}


def test_a_post_for_followers_has_no_link_that_nobody_could_open(
    store: Store, tmp_path: Path
) -> None:
    entry = only(store, tmp_path, post(4, to=[FOLLOWERS], cc=[]))
    assert entry.kind is ActivityKind.CONTRIBUTE
    assert entry.links == ()


def test_a_thread_counts_once_but_an_answer_that_goes_on_stays_an_answer(
    store: Store, tmp_path: Path
) -> None:
    outcome, entries = imported(
        store,
        tmp_path,
        post(1),
        post(2, inReplyTo=f"{ME}/statuses/1"),
        post(3, inReplyTo=f"{HOME}/@anna/2"),
        post(4, **REPLY),
        post(5, inReplyTo=f"{ME}/statuses/4", tag=[BEN]),
    )
    assert [entry.uid.rpartition("/")[2] for entry in entries] == ["1", "4", "5"]
    assert outcome.left_out == {"further posts of a thread": 2}


def test_people_and_hashtags_are_counted_and_a_local_name_gets_its_domain(
    store: Store, tmp_path: Path
) -> None:
    outcome, _ = imported(
        store,
        tmp_path,
        post(1, tag=[BEN, MUSIC]),
        post(
            2, tag=[CLEO, BEN, MUSIC, {**MUSIC, "name": "#Art"}], published="2024-02-01T10:00:00Z"
        ),
        post(3, tag=[{"type": "Mention", "href": ME, "name": "@anna"}]),
        post(4, tag=[{"type": "Mention", "href": 5, "name": "@@@"}, {"type": "Hashtag"}, "x"]),
    )
    people = archive_people(store)
    assert [(str(p.handle), p.times, str(p.last_on)) for p in people] == [
        ("@ben@fern.example", 2, "2024-02-01"),
        ("@cleo@schule.example", 1, "2024-02-01"),
    ]
    assert [(t.tag.name, t.times) for t in archive_tags(store)] == [
        ("MusicEd", 2),
        ("Art", 1),
    ]
    assert [found.tag.name for found in outcome.tags] == ["MusicEd", "Art"]


def test_a_handle_whose_domain_is_not_the_servers_is_taken_from_webfinger(
    store: Store, tmp_path: Path
) -> None:
    files = members(post(1, tag=[CLEO]), webfinger="anna@schule.org")
    bring(store, folder(tmp_path / "archive", files))
    (entry,) = find_activities(store, ActivityFilter())
    assert entry.uid == "anna@schule.org/1"
    assert str(entry.people[0]) == "@cleo@schule.org"


def test_archive_and_sync_bring_the_same_post_once(store: Store, tmp_path: Path) -> None:
    own = Handle(Platform.MASTODON, "anna", "schule.example")
    on_the_server = read_post(
        {
            "id": "7",
            "created_at": "2023-05-01T22:30:00.123Z",
            "account": {"id": "1", "acct": "anna"},
            "content": "<p>Hello</p>",
            "url": f"{HOME}/@anna/7",
            "tags": [{"name": "musiced"}],
            "mentions": [{"acct": "ben@fern.example"}],
        },
        "schule.example",
    )
    synced = activity_from_post(own.key, own, on_the_server, CLOCK)
    assert synced
    with store.writing():
        add_activity(store, synced)
    outcome, entries = imported(store, tmp_path, post(7, tag=[BEN, MUSIC]))
    assert outcome.already_there == 1
    assert len(entries) == 1


def test_what_cannot_be_read_is_counted_and_the_rest_comes_in(store: Store, tmp_path: Path) -> None:
    outcome, entries = imported(
        store,
        tmp_path,
        {"type": "Create", "object": "https://fern.example/1"},
        {"type": "Delete", "object": {"type": "Note"}},
        "nonsense",
        {
            "type": "Create",
            "object": {"type": "Note", "published": "soon", "id": f"{ME}/statuses/4"},
        },
        post(5, published="2031-01-01T00:00:00Z"),
        post(6, published="1970-01-01T00:00:00Z"),
        {"type": "Create", "object": {"type": "Note", "published": "2023-05-01", "id": []}},
        post(8, "<p>\x1b[31mred\u202e <script>alert(1)</script></p>", url="javascript:alert(1)"),
    )
    assert outcome.left_out == {
        "items that are no posts, or could not be read": 4,
        "posts without a readable date": 2,
        "posts with a date in the future": 1,
    }
    hostile = entries[-1]
    assert hostile.text == "red alert(1)"
    assert hostile.links == (f"{ME}/statuses/8",)


def test_an_import_can_be_tried_without_keeping_anything(store: Store, tmp_path: Path) -> None:
    source = open_mastodon(folder(tmp_path / "a", members(post(1, tag=[BEN]))), CLOCK)
    told: list[tuple[str, int, int]] = []
    outcome = run_import(store, source, CLOCK, lambda *step: told.append(step), dry=True)
    assert outcome.total == 1
    assert told[-1][0] == "posts"
    assert told[-1][1] == told[-1][2] > 0
    assert list(find_activities(store, ActivityFilter())) == []
    assert archive_people(store) == []


def test_the_outbox_itself_may_be_named(store: Store, tmp_path: Path) -> None:
    place = folder(tmp_path / "archive", members(post(1)))
    assert bring(store, place / "outbox.json").total == 1


def test_an_archive_without_its_owner_is_incomplete(tmp_path: Path) -> None:
    files = members(post(1))
    for damaged in ({}, {"actor.json": "[1"}, {"actor.json": "[]"}, {"actor.json": "{}"}):
        place = zipped(tmp_path / "archive", {"outbox.json": files["outbox.json"], **damaged})
        with pytest.raises(PlnbuddyError, match="whose archive it is"):
            open_mastodon(place, CLOCK)


def test_another_archive_is_named(tmp_path: Path) -> None:
    twitter = zipped(tmp_path / "twitter", {"data/tweets.js": "window.YTD.tweets.part0 = []"})
    with pytest.raises(UsageError, match="looks like a Twitter archive"):
        open_mastodon(twitter, CLOCK)
    tables = folder(tmp_path / "tables", {"lists.csv": "PLN,a@b.example"})
    with pytest.raises(UsageError) as caught:
        open_mastodon(tables, CLOCK)
    assert "lists.csv" in caught.value.remedy
    with pytest.raises(UsageError, match="no file or folder"):
        open_mastodon(tmp_path / "nowhere.zip", CLOCK)
