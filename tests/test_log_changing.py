"""Changing and removing entries, and taking that back."""

import pytest

from plnbuddy.core.handles import parse_handle
from plnbuddy.store.database import open_store
from plnbuddy.store.identities import learn_identities
from tests import journal_entries
from tests.conftest import Plnbuddy
from tests.journal_entries import entries, log, refused, shown, write
from tests.journal_files import RECORD

full_journal = journal_entries.full_journal


def test_an_edit_changes_what_is_named_and_keeps_the_rest(plnbuddy: Plnbuddy) -> None:
    before = log(
        plnbuddy,
        "talked with @anna@example.org on #edchat https://example.org/a",
        *("--with", "@ben@example.org", "--tag", "rubrics", "--url", "https://example.org/b"),
        *("--minutes", "10", "--where", "hall", "--note", "first", "--date", "2026-11-20"),
    )
    for option, value, field, now in (
        ("--minutes", "30", "minutes", 30),
        ("--minutes", "0", "minutes", 0),
        ("--where", "online", "place", "online"),
        ("--note", "second", "note", "second"),
        ("--note", "", "note", ""),
        ("--kind", "collaborate", "kind", "collaborate"),
    ):
        after = plnbuddy("log", "edit", "1", option, value, "--json").data
        assert after == {**before, field: now}
        before = after
    after = plnbuddy("log", "edit", "1", "--date", "2026-11-19 08:00", "--json").data
    assert after == {**before, "happened_at": "2026-11-19T08:00:00Z", "day": "2026-11-19"}
    assert shown(plnbuddy, 1) == after


def test_an_edit_keeps_where_an_entry_came_from(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, {**RECORD, "origin": "mastodon"})
    assert plnbuddy("log", "edit", "1", "--minutes", "5", "--json").data["origin"] == "mastodon"


def test_an_identity_is_written_down_by_its_name_where_that_is_known(plnbuddy: Plnbuddy) -> None:
    identity = "did:plc:" + "a" * 24
    log(plnbuddy, "hello")
    with open_store(plnbuddy.home / "plnbuddy.sqlite3") as store, store.writing():
        learn_identities(store, {identity: parse_handle("@ada.bsky.social")})
    assert log(plnbuddy, "met", "--with", identity)["people"] == ["@ada.bsky.social"]
    after = plnbuddy("log", "edit", "1", "--with", identity, "--json").data
    assert after["people"] == ["@ada.bsky.social"]


def test_an_edit_after_a_journey_leaves_the_day_as_it_was(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, "late talk", "--date", "2026-11-22 23:30")
    plnbuddy("config", "set", "display.timezone", "Asia/Tokyo")
    after = plnbuddy("log", "edit", "1", "--minutes", "30", "--json").data
    assert (after["happened_at"], after["day"]) == ("2026-11-22T23:30:00Z", "2026-11-22")
    moved = plnbuddy("log", "edit", "1", "--date", "2026-11-23 08:30", "--json").data
    assert (moved["happened_at"], moved["day"]) == ("2026-11-22T23:30:00Z", "2026-11-23")


def test_a_new_text_brings_its_mentions_and_drops_those_of_the_old_one(
    plnbuddy: Plnbuddy,
) -> None:
    log(
        plnbuddy,
        "talked with @anna@example.org on #edchat https://example.org/a",
        *("--with", "@ben@example.org", "--tag", "rubrics", "--url", "https://example.org/b"),
    )
    text = "wrote to @carla@example.org on #musiced https://example.org/c"
    after = plnbuddy("log", "edit", "1", text, "--json").data
    assert after["text"] == text
    assert set(after["people"]) == {"@ben@example.org", "@carla@example.org"}
    assert set(after["tags"]) == {"rubrics", "musiced"}
    assert set(after["links"]) == {"https://example.org/b", "https://example.org/c"}


def test_people_given_in_an_edit_replace_those_given_before(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, "with @anna@example.org", "--with", "@ben@example.org")
    after = plnbuddy("log", "edit", "1", "--with", "@carla@example.org", "--json").data
    assert set(after["people"]) == {"@anna@example.org", "@carla@example.org"}


def test_an_edit_without_a_change_is_refused(full_journal: Plnbuddy) -> None:
    assert "Nothing was given" in refused(full_journal, "log", "edit", "1")


@pytest.mark.parametrize("text", ["", "  ", "\x1b[0m"])
def test_an_edit_to_an_empty_text_is_refused(full_journal: Plnbuddy, text: str) -> None:
    assert "The text is empty" in refused(full_journal, "log", "edit", "1", text)
    assert "The text is empty" in refused(full_journal, "log", "edit", "1", "-", input=text)


@pytest.mark.parametrize(
    "change", [["--minutes", "2000"], ["--date", "tomorrow"], ["--with", "anna"], ["x" * 10_001]]
)
def test_an_edit_that_does_not_fit_changes_nothing(
    full_journal: Plnbuddy, change: list[str]
) -> None:
    refused(full_journal, "log", "edit", "1", *change)


def test_entries_are_removed_all_or_none(full_journal: Plnbuddy) -> None:
    refused(full_journal, "log", "remove", "1", "99", code=6)
    answer = full_journal("log", "remove", "1", "3", "3", "--json")
    assert [entry["id"] for entry in answer.data["entries"]] == [1, 3]
    assert [entry["id"] for entry in entries(full_journal)] == [4, 2]


def test_a_number_is_never_given_twice(full_journal: Plnbuddy) -> None:
    full_journal("log", "remove", "4")
    assert log(full_journal, "met somebody")["id"] == 5


# Undoing.


def test_undo_takes_a_logged_entry_back(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, "first")
    log(plnbuddy, "second")
    answer = plnbuddy("undo", "--json")
    assert "second" in answer.data["undone"]
    assert [entry["text"] for entry in entries(plnbuddy)] == ["first"]


def test_a_removed_entry_comes_back_with_undo(full_journal: Plnbuddy) -> None:
    before = entries(full_journal)
    full_journal("log", "remove", "1", "3")
    assert "1, 3" in full_journal("undo").output
    assert entries(full_journal) == before


def test_an_edited_entry_is_as_before_after_undo(full_journal: Plnbuddy) -> None:
    before = entries(full_journal)
    full_journal(
        *("log", "edit", "3", "another text @zoe@example.org", "--kind", "connect"),
        *("--minutes", "5", "--note", "other", "--where", "elsewhere", "--date", "2026-08-01"),
    )
    assert entries(full_journal) != before
    full_journal("undo")
    assert entries(full_journal) == before


def test_an_entry_with_everything_at_its_limit_is_unchanged_by_remove_and_undo(
    plnbuddy: Plnbuddy,
) -> None:
    log(
        plnbuddy,
        "https://example.org/" + "a" * 9_000,
        *("--note", "n" * 10_000, "--where", "w" * 500, "--minutes", "1440"),
    )
    before = entries(plnbuddy)
    plnbuddy("log", "remove", "1")
    plnbuddy("undo")
    assert entries(plnbuddy) == before


def test_undo_goes_back_step_by_step_to_the_beginning(plnbuddy: Plnbuddy) -> None:
    log(plnbuddy, "first")
    states = [entries(plnbuddy)]
    for command in (
        ["log", "edit", "1", "changed"],
        ["log", "contribute", "second"],
        ["log", "remove", "1", "2"],
        ["log", "connect", "third"],
    ):
        plnbuddy(*command)
        states.append(entries(plnbuddy))
    while len(states) > 1:
        assert entries(plnbuddy) == states.pop()
        plnbuddy("undo")
    assert entries(plnbuddy) == states[0]
    plnbuddy("undo")
    answer = plnbuddy("undo", ok=False)
    assert answer.exit_code == 6
    assert "nothing to take back" in answer.messages
