"""What sync brings in, by which rules, how it behaves when the server does not."""

import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.platforms.mastodon import server as requests_of
from plnbuddy.system import budget, wire
from tests.accounts import (
    COULD_NOT,
    HERE,
    INTERRUPTED,
    MOMENT,
    NO_ACCOUNT,
    NOTHING_FOUND,
    RATE_LIMITED,
    THERE,
    UNREACHABLE,
    USAGE,
    copy_of,
    in_a_hurry,
    is_one_sentence,
    journal,
    kept,
    log_in,
    serving,
    staff_room,
    tokens_of,
    told,
    without_waiting,
)
from tests.conftest import Answer, Plnbuddy

from .mastodon_server import (
    Community,
    MastodonServer,
    ServerSettings,
    akkoma,
    faults,
    gotosocial,
    old_mastodon,
    pixelfed,
)

BEN = f"@ben@{HERE}"
CLEO = f"@cleo@{THERE}"
TOMORROW = "2026-11-25T09:00:00+00:00"


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for four entries at once, so that a small community fills several pages."""
    for name in ("PEOPLE", "POSTS", "NOTICES", "TAGS"):
        monkeypatch.setattr(requests_of, f"{name}_PER_PAGE", 4)


@pytest.fixture(autouse=True)
def _small_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "real_pages" not in request.fixturenames:
        small_pages(monkeypatch)


@pytest.fixture
def real_pages() -> None:
    """Ask for as many entries at once as the program does."""


@pytest.fixture
def anna(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """A teacher who is logged in and has never synced."""
    log_in(plnbuddy, server)
    server.log.clear()
    return plnbuddy


@pytest.fixture
def synced(anna: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """A teacher who has synced once."""
    anna("sync")
    server.log.clear()
    return anna


def entry(plnbuddy: Plnbuddy, text: str) -> dict[str, Any]:
    (found,) = (each for each in journal(plnbuddy) if text in each["text"])
    return found


def logged(answer: Answer) -> dict[str, int]:
    return dict(answer.data["logged"])


NOTHING = {"connect": 0, "collaborate": 0, "contribute": 0}


# The rules


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


# Text from servers


HOSTILE = (
    "<p>One &lt;b&gt; &amp; two<br>three <a href='https://e.example'>link</a>"
    "<script>alert(1)</script></p><p>\u202eevil\u202c [red]x[/red] \x1b[31mred\x1b[0m\x07</p>"
)


def test_html_becomes_plain_text_and_escapes_are_gone(
    synced: Plnbuddy, community: Community
) -> None:
    community.post("anna", content=HOSTILE)
    shown = synced("sync", FORCE_COLOR="1", NO_COLOR="1")
    text = entry(synced, "One <b> & two")["text"]
    assert text.startswith("One <b> & two three link")
    assert "[red]x[/red]" in text
    for bad in ("\u202e", "\x1b[31m", "\x07", "</p>", "<a "):
        assert bad not in text
        assert bad not in shown.output


def test_emoji_and_hostile_signs_in_names_do_no_harm(
    synced: Plnbuddy, community: Community
) -> None:
    community.change("ben", display_name=":blobcat: Ben \x1b]8;;https://evil.example\x07\u202eneB")
    community.follow("ben", "anna")
    answer = synced("sync")
    assert "\x1b" not in answer.output
    assert f"{BEN} follows you" in answer.output
    names = " ".join(kept(synced.home)["tie"])
    assert "blobcat" not in names
    assert "\\u001b" not in names
    assert "\u202e" not in names


def test_emoji_in_posts_stay(synced: Plnbuddy, community: Community) -> None:
    community.post("anna", "Well done 👩‍🏫 🎶 ñ 音楽")
    synced("sync")
    assert entry(synced, "Well done")["text"] == "Well done 👩‍🏫 🎶 ñ 音楽"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "https://e.example/a b", None]
)
def test_a_link_that_is_none_is_left_out(
    synced: Plnbuddy, community: Community, server: MastodonServer, link: str | None
) -> None:
    community.post("anna", "Linked")
    server.faults.schedule(faults.replaced_fields(url=link, uri=link), "*/statuses")
    synced("sync")
    assert entry(synced, "Linked")["links"] == []


# Once, and as the teacher left it


def fill(community: Community, posts: int = 10, people: int = 10, tags: int = 9) -> None:
    """Something of every kind, over more than one page; three in five people follow back."""
    for number in range(posts):
        community.post("anna", f"Post {number}", at=MOMENT - timedelta(days=95 - number))
    asked = community.post("ben", "Ideas?", mentions=["anna"], at=MOMENT - timedelta(days=3))
    community.post("anna", "Yes: this", in_reply_to=asked, at=MOMENT - timedelta(days=2))
    community.post("ben", "And then?", mentions=["anna"], at=MOMENT - timedelta(days=1))
    for number in range(people):
        name = community.person(f"p{number}").username
        community.follow("anna", name)
        if number < people * 3 // 5:
            community.follow(name, "anna")
    community.follow_tag("anna", *(f"tag{number}" for number in range(tags)))
    community.make_list("anna", "Music", "p1", "p2")


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


# Whom one follows


def test_who_is_no_longer_followed_vanishes(synced: Plnbuddy, community: Community) -> None:
    community.unfollow("anna", "ben")
    community.unfollow_tag("anna", "musiced")
    answer = synced("sync", "--json")
    assert (answer.data["following"], answer.data["tags"]) == (0, 0)
    assert not [row for row in kept(synced.home)["tie"] if '"following"' in row]


def test_one_gone_and_one_new_are_noticed_though_the_number_is_as_before(
    synced: Plnbuddy, community: Community
) -> None:
    community.unfollow("anna", "ben")
    community.follow("anna", f"cleo@{THERE}")
    synced("sync", now=TOMORROW)
    ties = [row for row in kept(synced.home)["tie"] if '"following"' in row]
    assert len(ties) == 1
    assert CLEO in ties[0]
    assert entry(synced, f"Followed {CLEO}")


def test_a_new_follower_is_known_from_the_notice_and_followers_are_not_read_again(
    synced: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.unfollow(f"cleo@{THERE}", "anna")
    community.follow("dora", "anna")
    synced("sync", now=TOMORROW)
    followers = [row for row in kept(synced.home)["tie"] if '"follower"' in row]
    assert any(f"@dora@{HERE}" in row for row in followers)


def test_suspended_accounts_among_the_follows_cost_no_daily_reading(
    synced: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.follow("anna", community.person("p1"), community.person("p2"))
    community.change("p1", suspended=True)
    synced("sync", now=TOMORROW)
    server.log.clear()
    synced("sync", now=TOMORROW)
    assert server.log.count("*/following") == 1  # its first page: a swap would stand there


def test_ones_own_hidden_collections_are_read_all_the_same(
    anna: Plnbuddy, community: Community
) -> None:
    community.change("anna", hide_collections=True)
    assert anna("sync", "--json").data["following"] == 1


def test_an_account_that_moved_is_known_with_its_new_one(
    anna: Plnbuddy, community: Community
) -> None:
    community.follow("anna", "old")
    anna("sync")
    (row,) = (row for row in kept(anna.home)["tie"] if "@old@" in row)
    assert BEN in row


def test_lists_come_and_go(synced: Plnbuddy, community: Community) -> None:
    made = community.make_list("anna", "Choir")
    synced("sync")
    assert "Choir" in "".join(kept(synced.home)["account_list"])
    del community.lists[made.id]
    synced("sync")
    assert kept(synced.home)["account_list"] == []


# Mentions and the report


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


# Other software


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
        return answer(_changed(request, values, query))

    for path in ("*/statuses", "/api/v1/notifications", "*/following", "*/followers"):
        server.faults.schedule(shorter, path, times=None)
    answer = anna("sync", "--json")
    assert logged(answer) == {"connect": 7, "collaborate": 1, "contribute": 10}
    assert (answer.data["following"], answer.data["followers"]) == (11, 7)


def _changed(request: Any, values: dict[str, list[str]], query: str) -> Any:
    from dataclasses import replace

    return replace(request, values=values, query=query)


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


# When the server fails

PATHS = {
    "own": "*/verify_credentials",
    "posts": "*/statuses",
    "notices": "/api/v1/notifications",
    "tags": "/api/v1/followed_tags",
    "lists": "/api/v1/lists",
    "follows": "*/following",
    "followers": "*/followers",
}


@dataclass(frozen=True)
class Trouble:
    """A fault, how often it strikes, and what becomes of the command (0: it is overcome)."""

    fault: Callable[[], faults.Fault]
    exit_code: int
    times: int | None = None


TROUBLES = {
    "401": Trouble(lambda: faults.status(401), NO_ACCOUNT),
    "403": Trouble(lambda: faults.status(403), COULD_NOT),
    "404": Trouble(lambda: faults.status(404), NOTHING_FOUND),
    "422": Trouble(lambda: faults.status(422), COULD_NOT),
    "429 without headers": Trouble(lambda: faults.rate_limited(headers=False), RATE_LIMITED),
    "500": Trouble(lambda: faults.status(500), UNREACHABLE),
    "500 once": Trouble(lambda: faults.status(500), 0, times=1),
    "503 for hours": Trouble(lambda: faults.unavailable(7_200), UNREACHABLE),
    "hung up": Trouble(faults.hang_up, UNREACHABLE),
    "hung up twice": Trouble(faults.hang_up, 0, times=2),
    "reset half-way": Trouble(faults.reset, UNREACHABLE),
    "half of the JSON": Trouble(faults.truncated, UNREACHABLE),
    "a web page": Trouble(faults.html, UNREACHABLE),
    "another type": Trouble(faults.wrong_type, UNREACHABLE),
    "null": Trouble(lambda: faults.json_body(None), UNREACHABLE),
    "nested": Trouble(faults.nested, UNREACHABLE),
    "too large": Trouble(lambda: faults.oversized(9_000_000), UNREACHABLE),
}
_TOLERATED = {("404", "tags"), ("404", "lists")}


_ON_THE_SECOND_PAGE = ("401", "404", "500", "500 once", "reset half-way", "another type", "null")


@dataclass(frozen=True)
class Prepared:
    """A server, a home that is logged in there, and what an undisturbed sync keeps."""

    server: MastodonServer
    before: Plnbuddy
    after: dict[str, list[str]]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    room = staff_room()
    fill(room, posts=6, people=6, tags=6)
    folder = tmp_path_factory.mktemp("prepared")
    before = Plnbuddy(
        folder / "before",
        {
            "PLNBUDDY_HOME": str(folder / "before"),
            "PLNBUDDY_NOW": MOMENT.isoformat(),
            "TZ": "UTC",
        },
    )
    with serving(room) as server:
        log_in(before, server)
        after = copy_of(before, folder / "after")
        with pytest.MonkeyPatch.context() as patch:
            small_pages(patch)
            after("sync")
        yield Prepared(server, before, kept(after.home))


@pytest.fixture
def disturbed(prepared: Prepared, tmp_path: Path) -> Iterator[Plnbuddy]:
    """A copy of the home that is logged in; faults are over afterwards."""
    prepared.server.faults.clear()
    prepared.server.log.clear()
    yield copy_of(prepared.before, tmp_path / "disturbed")
    prepared.server.faults.clear()


def sound(plnbuddy: Plnbuddy) -> None:
    """The store holds together and can be read."""
    if (plnbuddy.home / "plnbuddy.sqlite3").exists():
        with sqlite3.connect(plnbuddy.home / "plnbuddy.sqlite3") as store:
            assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        store.close()
    assert plnbuddy("log", "list", ok=False).exit_code in (0, NOTHING_FOUND)


@pytest.mark.parametrize(
    ("name", "stream", "nth"),
    [
        (name, stream, nth)
        for nth in (1, 2)
        for stream in PATHS
        for name in TROUBLES
        if nth == 1 or (name in _ON_THE_SECOND_PAGE and stream not in ("own", "lists"))
    ],
)
def test_a_failure_is_one_sentence_and_the_next_sync_repairs(
    prepared: Prepared,
    disturbed: Plnbuddy,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    stream: str,
    nth: int,
) -> None:
    """`nth` is the page that fails."""
    trouble, server = TROUBLES[name], prepared.server
    in_a_hurry(monkeypatch)
    server.faults.schedule(trouble.fault(), PATHS[stream], nth=nth, times=trouble.times)
    answer = disturbed("sync", ok=False)
    if (name, stream) in _TOLERATED:
        assert answer.exit_code in (0, trouble.exit_code)
    else:
        assert answer.exit_code == trouble.exit_code, answer
    if answer.exit_code:
        assert is_one_sentence(answer), answer
        assert ("larger than" in answer.messages) is (name == "too large")
        assert server.url.removeprefix("http://") in answer.messages
        assert answer.output == ""
    sound(disturbed)
    server.faults.clear()
    disturbed("sync")
    assert kept(disturbed.home) == prepared.after


@pytest.mark.parametrize("stream", ["own", "followers"])
@pytest.mark.parametrize("headers", [True, False], ids=["reset", "Retry-After"])
def test_a_pause_that_the_server_asks_for_is_said_and_taken(
    prepared: Prepared,
    disturbed: Plnbuddy,
    monkeypatch: pytest.MonkeyPatch,
    stream: str,
    headers: bool,
) -> None:
    naps = without_waiting(monkeypatch)
    fault = faults.rate_limited(60, headers=headers, retry_after=not headers)
    prepared.server.faults.schedule(fault, PATHS[stream])
    answer = disturbed("sync")
    assert 30 < sum(naps.seconds) < 62
    assert "asks for a pause; waiting" in answer.messages
    assert "Ctrl-C" in answer.messages
    assert kept(disturbed.home) == prepared.after


@pytest.mark.parametrize(("counted", "amount"), [("REQUEST", 6), ("PAGE", 2)])
def test_the_program_keeps_to_a_budget_of_its_own_and_says_when_it_waits(
    prepared: Prepared,
    disturbed: Plnbuddy,
    monkeypatch: pytest.MonkeyPatch,
    counted: str,
    amount: int,
) -> None:
    """Requests and further pages are counted apart; the amounts are those of a quick server."""
    monkeypatch.setattr(budget, f"{counted}S", amount)
    naps = without_waiting(monkeypatch)
    assert prepared.server.limits.requests is None
    answer = disturbed("sync")
    assert sum(naps.seconds) >= getattr(budget, f"{counted}_SECONDS")
    assert "waiting" in answer.messages
    assert ("more than 3 of the 6 requests" in answer.messages) is (counted == "REQUEST")
    assert kept(disturbed.home) == prepared.after


def test_a_short_outage_with_a_stated_end_is_waited_for(
    prepared: Prepared, disturbed: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps = without_waiting(monkeypatch)
    prepared.server.faults.schedule(faults.unavailable(20), PATHS["tags"])
    disturbed("sync")
    assert 20 <= sum(naps.seconds) <= 26  # As long as it says, and a little jitter.
    assert kept(disturbed.home) == prepared.after


def test_no_answer_in_time_is_an_end(
    prepared: Prepared, disturbed: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch, timeout=0.2)
    prepared.server.faults.schedule(faults.hold(), PATHS["follows"], nth=2, times=None)
    answer = disturbed("sync", ok=False)
    assert answer.exit_code == UNREACHABLE
    prepared.server.faults.clear()
    in_a_hurry(monkeypatch)
    disturbed("sync")
    assert kept(disturbed.home) == prepared.after


def test_a_server_that_drips_is_not_waited_for_without_end(
    prepared: Prepared, disturbed: Plnbuddy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part comes in time, and the whole never does; it is not asked for again."""
    from .mastodon_server.exchange import Response

    def drops() -> Iterator[bytes]:
        yield b"["
        while True:
            time.sleep(0.1)
            yield b" "

    monkeypatch.setattr(wire, "DEADLINE", 0.5)
    prepared.server.log.clear()
    fault: faults.Fault = lambda _request, _answer: Response(200, stream=drops())  # noqa: E731
    prepared.server.faults.schedule(fault, PATHS["lists"], times=None)
    assert disturbed("sync", ok=False).exit_code == UNREACHABLE
    assert prepared.server.log.count(PATHS["lists"]) == 1


@pytest.mark.parametrize("stream", PATHS)
def test_a_redirect_to_another_host_is_refused_at_every_address(
    prepared: Prepared, disturbed: Plnbuddy, stream: str
) -> None:
    with serving() as other:
        where = other.url.replace("127.0.0.1", "localhost") + "{path}"
        prepared.server.faults.schedule(faults.redirect(where), PATHS[stream], times=None)
        answer = disturbed("sync", ok=False)
        assert answer.exit_code == UNREACHABLE
        assert "another address" in answer.messages
        assert other.log.entries() == []
    prepared.server.faults.clear()
    disturbed("sync")
    assert kept(disturbed.home) == prepared.after


@pytest.mark.parametrize("stream", ["posts", "notices", "tags", "follows", "followers"])
@pytest.mark.parametrize("kind", ["endless", "repeating", "nowhere"])
def test_a_chain_of_pages_without_end_is_noticed_soon_and_repaired(
    prepared: Prepared, disturbed: Plnbuddy, stream: str, kind: str
) -> None:
    fault = faults.endless_pages() if kind == "endless" else faults.repeated_page()
    if kind == "nowhere":
        fault = _first_page_with_a_link_to_nothing()
    prepared.server.faults.schedule(fault, PATHS[stream], times=None)
    answer = disturbed("sync", ok=False)
    assert prepared.server.log.count(PATHS[stream]) <= 6
    if answer.exit_code:
        assert answer.exit_code == UNREACHABLE
        assert "pages without end" in answer.messages
    prepared.server.faults.clear()
    disturbed("sync")
    if kind != "nowhere" or answer.exit_code:
        assert kept(disturbed.home) == prepared.after


def _first_page_with_a_link_to_nothing() -> faults.Fault:
    """Every page is the first page, and the next one is said to be before everything."""

    def fault(request: Any, answer: Callable[[Any], Any]) -> Any:
        values = {name: value for name, value in request.values.items() if name != "max_id"}
        usual = answer(_changed(request, values, request.query))
        link = f'<{request.base_url}{request.path}?max_id=1>; rel="next"'
        usual.headers["Link"] = link
        return usual

    return fault


def test_a_token_that_was_withdrawn_is_told_with_the_way_out(
    synced: Plnbuddy, server: MastodonServer
) -> None:
    server.revoke(tokens_of(server)[0])
    before = kept(synced.home)
    answer = synced("sync", ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "plnbuddy login" in answer.messages
    assert kept(synced.home) == before
    log_in(synced, server)
    synced("sync")


def test_without_an_account_sync_says_how_to_log_in(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("sync", ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "plnbuddy login" in answer.messages


# What happens between an interrupted sync and the next


@pytest.mark.parametrize("stream", ["posts", "notices", "follows", "followers"])
def test_news_since_an_interrupted_sync_are_in_the_next_one(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    stream: str,
) -> None:
    in_a_hurry(monkeypatch)
    fill(community)
    server.faults.schedule(faults.status(500), PATHS[stream], nth=2, times=None)
    assert anna("sync", ok=False).exit_code == UNREACHABLE
    server.faults.clear()
    community.advance(minutes=5)
    community.post("anna", "Newest of all")
    community.follow("anna", f"cleo@{THERE}")
    community.follow("dora", "anna")
    anna("follow", "@eva@far.example")
    answer = anna("sync", "--json")
    assert "Newest of all" in {text for _, text in told(anna)}
    assert f"@dora@{HERE} follows you" in {text for _, text in told(anna)}
    assert (answer.data["following"], answer.data["followers"]) == (13, 8)
    assert logged(anna("sync", "--json")) == NOTHING


def test_who_was_unfollowed_during_an_interruption_is_gone_after_the_next_sync(
    anna: Plnbuddy, community: Community, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    fill(community)
    server.faults.schedule(faults.status(500), PATHS["follows"], nth=2, times=None)
    anna("sync", ok=False)
    server.faults.clear()
    community.unfollow("anna", "p9", "p1")
    anna("sync")
    later = anna("sync", "--json", now=(MOMENT + timedelta(days=8)).isoformat())
    assert later.data["following"] == 9


# Waiting, watching, stopping


def test_a_terminal_shows_how_far_it_is_and_a_pipe_does_not(
    prepared: Prepared, disturbed: Plnbuddy, tmp_path: Path
) -> None:
    piped = copy_of(disturbed, tmp_path / "piped").process("sync")
    assert "Reading" not in piped.output + piped.messages
    prepared.server.faults.schedule(faults.delay(0.15), times=None)
    with disturbed.terminal("sync") as child:
        child.expect("Reading posts")
        child.expect("Reading following")
        child.expect("You follow 7 people")
        assert child.exit_code() == 0


def test_ctrl_c_stops_and_the_next_sync_goes_on_from_there(
    prepared: Prepared, disturbed: Plnbuddy
) -> None:
    prepared.server.faults.schedule(faults.hold(), PATHS["follows"])
    with disturbed.terminal("sync") as child:
        child.expect("Reading posts")
        wait_for(lambda: prepared.server.log.count(PATHS["follows"]) > 0)
        child.press_ctrl_c()
        child.expect("Stopped")
        assert child.exit_code() == INTERRUPTED
        assert "Traceback" not in child.before
    sound(disturbed)
    prepared.server.faults.clear()
    prepared.server.log.clear()
    disturbed("sync")
    assert kept(disturbed.home) == prepared.after


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_ctrl_c_ends_a_wait(prepared: Prepared, disturbed: Plnbuddy) -> None:
    prepared.server.faults.schedule(faults.rate_limited(60), PATHS["posts"], times=None)
    with disturbed.terminal("sync") as child:
        child.expect("asks for a pause")
        child.program.send_signal(signal.SIGINT)
        child.expect("Stopped")
        assert child.exit_code() == INTERRUPTED


def test_two_syncs_at_once_double_nothing(prepared: Prepared, disturbed: Plnbuddy) -> None:
    prepared.server.faults.schedule(faults.delay(0.05), times=None)
    sync = ("sync", "--json")
    with disturbed.terminal(*sync) as one, disturbed.terminal(*sync) as other:
        for child in (one, other):
            assert child.exit_code() in (0, 1, 4, 8), child.before
    prepared.server.faults.clear()
    disturbed("sync")
    sound(disturbed)
    state = kept(disturbed.home)
    assert state["activity"] == prepared.after["activity"]
    assert state["tie"] == prepared.after["tie"]


# Without the server


def test_when_the_server_is_down_everything_local_works_and_says_how_old_it_is(
    music_teacher: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_a_hurry(monkeypatch)
    log_in(music_teacher, server)
    music_teacher("sync")
    server.stop()
    later = (MOMENT + timedelta(days=12)).isoformat()
    assert music_teacher("sync", ok=False, now=later).exit_code == UNREACHABLE
    answer = music_teacher("suggest", now=later)
    assert answer.output.startswith("People")
    assert re.search(r"24 November|12 days|two weeks|last read", answer.messages), answer.messages
    for command in (
        ["report"],
        ["log", "list"],
        ["log", "connect", "met"],
        ["whoami"],
        ["skip", "1"],
        ["start", "--yes"],
        ["config", "show"],
        ["lists"],
    ):
        assert music_teacher(*command, now=later).exit_code == 0
    assert "24 November" in music_teacher("whoami", now=later).output
    follow = music_teacher("follow", CLEO, ok=False, now=later)
    assert follow.exit_code == UNREACHABLE


# Forgetting


def rows_of(plnbuddy: Plnbuddy) -> str:
    return "\n".join(row for rows in kept(plnbuddy.home).values() for row in rows)


def test_forget_account_erases_all_that_came_from_it_and_nothing_else(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    fill(community)
    anna("log", "contribute", "By hand")
    anna("follow", CLEO)
    anna("sync")
    anna("log", "edit", str(entry(anna, "Post 5")["id"]), "Changed by me")
    anna("log", "remove", str(entry(anna, "Post 6")["id"]))
    (token,) = tokens_of(server)
    answer = anna("forget-account", "--yes")
    assert "Erased" in answer.output
    assert server.authority.tokens[token].revoked
    assert anna("whoami", ok=False).exit_code == NO_ACCOUNT
    assert told(anna) == {("contribute", "By hand"), ("connect", f"Followed {CLEO}")}
    left = rows_of(anna)
    for trace in ("Post 5", "Post 6", "Changed by me", "@p1@", "tag7", "follows you", "Ideas"):
        assert trace not in left, trace
    tables = kept(anna.home)
    assert len(tables["decision"]) == 1
    for name in ("account", "tie", "followed_tag", "account_list", "mention", "cursor"):
        assert tables[name] == []


def test_nothing_of_a_forgotten_account_is_left_in_the_files(
    anna: Plnbuddy, community: Community
) -> None:
    community.post("anna", "Unmistakable words")
    community.follow("anna", community.person("strangename"))
    anna("sync")
    anna("forget-account", "--yes")
    files = b"".join(path.read_bytes() for path in anna.home.glob("*sqlite3*"))
    assert b"Unmistakable" not in files
    assert b"strangename" not in files


def test_undo_after_forgetting_brings_nothing_of_the_account_back(
    anna: Plnbuddy, community: Community
) -> None:
    community.post("anna", "First")
    anna("sync")
    anna("log", "edit", str(entry(anna, "First")["id"]), "Changed")
    anna("forget-account", "--yes")
    anna("undo", ok=False)
    assert told(anna) == set()


def test_forgetting_one_account_leaves_the_other(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.post("anna", "From anna", at=MOMENT - timedelta(hours=2))
    community.post("ben", "From ben", at=MOMENT - timedelta(hours=1))
    anna("sync")
    log_in(anna, server, "ben")
    anna("sync")
    assert {"From anna", "From ben"} <= {text for _, text in told(anna)}
    anna("forget-account", f"@anna@{HERE}", "--yes")
    assert "From anna" not in {text for _, text in told(anna)}
    assert "From ben" in {text for _, text in told(anna)}
    assert "@ben@" in anna("whoami").output
    assert logged(anna("sync", "--json")) == NOTHING


def test_forgetting_asks_first_and_names_what_it_does_not_know(synced: Plnbuddy) -> None:
    before = kept(synced.home)
    assert synced("forget-account", ok=False).exit_code == USAGE
    assert synced("forget-account", "@x@y.example", "--yes", ok=False).exit_code == USAGE
    assert kept(synced.home) == before


def test_after_logout_an_account_can_still_be_forgotten(
    synced: Plnbuddy, community: Community
) -> None:
    synced("logout")
    synced("forget-account", f"@anna@{HERE}", "--yes")
    assert kept(synced.home)["account"] == []
    assert told(synced) == set()


def test_forgetting_works_when_the_server_is_down(
    synced: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    server.stop()
    synced("forget-account", "--yes")
    assert kept(synced.home)["account"] == []


def test_a_new_login_after_forgetting_starts_from_the_beginning(
    synced: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.post("anna", "First")
    synced("sync")
    synced("forget-account", "--yes")
    log_in(synced, server)
    synced("sync")
    assert entry(synced, "First")
