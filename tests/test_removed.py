"""What a teacher removed stays removed, and undo never comes to a dead end."""

import contextlib
import json
import sqlite3

import pytest

from tests.accounts import COULD_NOT, NOTHING_FOUND, journal, kept, log_in, staff_room
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer

TOMORROW = "2026-11-25T09:00:00+00:00"


@pytest.fixture
def community() -> Community:
    found = staff_room()
    found.post("anna", "A post to remove")
    return found


@pytest.fixture
def anna(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    log_in(plnbuddy, server)
    plnbuddy("sync")
    return plnbuddy


def number_of(plnbuddy: Plnbuddy, text: str) -> str:
    (found,) = (entry["id"] for entry in journal(plnbuddy) if entry["text"] == text)
    return str(found)


def texts(plnbuddy: Plnbuddy) -> list[str]:
    return [entry["text"] for entry in journal(plnbuddy)]


def read_anew(plnbuddy: Plnbuddy) -> None:
    """As on a server that sends everything at each sync."""
    with contextlib.closing(sqlite3.connect(plnbuddy.home / "plnbuddy.sqlite3")) as store:
        store.execute("DELETE FROM cursor")
        store.commit()


def test_a_removed_post_does_not_come_back_with_a_sync(anna: Plnbuddy) -> None:
    anna("log", "remove", number_of(anna, "A post to remove"))
    read_anew(anna)
    anna("sync", now=TOMORROW)
    assert "A post to remove" not in texts(anna)
    anna("undo")
    assert texts(anna).count("A post to remove") == 1
    read_anew(anna)
    anna("sync", now=TOMORROW)
    assert texts(anna).count("A post to remove") == 1


def test_a_removed_post_does_not_come_back_after_the_account_was_forgotten(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    anna("log", "remove", number_of(anna, "A post to remove"))
    anna("forget-account", "--yes")
    assert "remove" not in json.dumps(kept(anna.home)["removed_entry"]).replace("removed_on", "")
    log_in(anna, server)
    anna("sync")
    assert "A post to remove" not in texts(anna)


def test_a_removed_entry_of_an_import_does_not_come_back_with_the_next_one(
    plnbuddy: Plnbuddy,
) -> None:
    table = plnbuddy.home.parent / "hours.csv"
    table.write_text("date,description,hours\n2026-11-02,First,1\n2026-11-03,Second,2\n")
    plnbuddy("import", "csv", str(table), "--kind", "connect")
    plnbuddy("log", "remove", number_of(plnbuddy, "First"))
    table.write_text(table.read_text() + "2026-11-04,Third,2\n")
    plnbuddy("import", "csv", str(table), "--kind", "connect")
    assert sorted(texts(plnbuddy)) == ["Second", "Third"]


def test_undo_brings_back_an_entry_whose_place_was_taken(anna: Plnbuddy) -> None:
    """As stores are in which a removed post had been logged again."""
    number = number_of(anna, "A post to remove")
    anna("log", "remove", number)
    with contextlib.closing(sqlite3.connect(anna.home / "plnbuddy.sqlite3")) as store:
        before = json.loads(
            store.execute("SELECT before FROM action_change ORDER BY action_id DESC").fetchone()[0]
        )
        store.execute("DELETE FROM removed_entry")
        store.execute(
            "INSERT INTO activity (id, uid, kind, happened_at, day, text, origin)"
            " VALUES (77, ?, 'contribute', '2026-11-24T08:00:00Z', '2026-11-24', 'again', 'x')",
            (before["uid"],),
        )
        store.commit()
    anna("undo")
    assert "again" not in texts(anna)
    assert number_of(anna, "A post to remove") == number


@pytest.mark.parametrize(
    ("kind", "key", "before"),
    [
        ("activity", "1", "no JSON"),
        ("activity", "1", '{"id": 1}'),
        ("decision", "planet mars", None),
        ("reflection", "never", None),
        ("something-new", "x", None),
    ],
)
def test_one_action_that_cannot_be_taken_back_does_not_hold_up_the_others(
    plnbuddy: Plnbuddy, kind: str, key: str, before: str | None
) -> None:
    plnbuddy("log", "connect", "First")
    plnbuddy("log", "connect", "Second")
    with contextlib.closing(sqlite3.connect(plnbuddy.home / "plnbuddy.sqlite3")) as store:
        store.execute(
            "UPDATE action_change SET kind = ?, key = ?, before = ? WHERE action_id = 2",
            (kind, key, before),
        )
        store.commit()
    found = plnbuddy("doctor", "--json", ok=False).data["findings"]
    (of_journal,) = (each for each in found if each["part"] == "journal")
    assert of_journal["health"] == "note"
    assert "undo cannot take back: logged connect: Second" in of_journal["fact"]
    answer = plnbuddy("undo", ok=False)
    assert answer.exit_code == COULD_NOT
    assert "cannot be taken back" in answer.messages
    assert sorted(texts(plnbuddy)) == ["First", "Second"]
    plnbuddy("undo")
    assert texts(plnbuddy) == ["Second"]
    assert plnbuddy("undo", ok=False).exit_code == NOTHING_FOUND


def test_doctor_sees_rows_without_what_they_belong_to(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "Met @ben@example.org")
    with contextlib.closing(sqlite3.connect(plnbuddy.home / "plnbuddy.sqlite3")) as store:
        store.execute("DELETE FROM activity")
        store.commit()
    found = plnbuddy("doctor", "--json", ok=False).data["findings"]
    (of_journal,) = (each for each in found if each["part"] == "journal")
    assert of_journal["health"] == "problem"
    assert "activity_person" in of_journal["fact"]


def test_an_import_that_was_removed_is_nothing_to_undo(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "By hand")
    table = plnbuddy.home.parent / "hours.csv"
    table.write_text("date,description,hours\n2026-11-02,First,1\n")
    plnbuddy("import", "csv", str(table), "--kind", "connect")
    plnbuddy("import", "remove", "1")
    assert "logged connect: By hand" in plnbuddy("undo").output
