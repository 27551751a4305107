"""A change of the store's shape keeps a copy, and changes all or nothing."""

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import StoreError
from plnbuddy.core.model import ActivityKind
from plnbuddy.journal.entries import new_activity, write_down
from plnbuddy.store.activities import ActivityFilter, find_activities
from plnbuddy.store.database import open_store
from plnbuddy.store.migrations import VERSIONS, read_script
from tests import store_files
from tests.conftest import NOW, Plnbuddy
from tests.store_files import texts

store = store_files.store

pytestmark = pytest.mark.usefixtures("really_migrated")
CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)


SECOND = "\nCREATE TABLE second (name TEXT NOT NULL);\nINSERT INTO second VALUES ('new');\n"
BROKEN = "\nCREATE TABLE third (name TEXT);\nUPDATE activity SET text = 'lost';\nNOT SQL;\n"


def write(file: Path, *words: str) -> None:
    with open_store(file) as store:
        for text in words:
            activity = new_activity(ActivityKind.CONNECT, text, CLOCK)
            write_down(store, activity, CLOCK)


def written(file: Path) -> list[str]:
    """What an earlier plnbuddy finds in that file."""
    with open_store(file) as store:
        return sorted(activity.text for activity in find_activities(store, ActivityFilter()))


def test_a_migration_keeps_a_copy_of_the_store_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one", "two")
    with open_store(file, [SECOND]) as store:
        assert [row[0] for row in store.rows("SELECT name FROM second")] == ["new"]
        kept = sorted(activity.text for activity in find_activities(store, ActivityFilter()))
        assert kept == ["one", "two"]
    copies = [path for path in tmp_path.iterdir() if path != file]
    assert len(copies) == 1
    assert copies[0].stat().st_mode & 0o077 == 0
    assert written(copies[0]) == ["one", "two"]
    with pytest.raises(StoreError, match="newer plnbuddy"):
        written(file)
    with open_store(file, [SECOND]) as store:
        assert len(store.rows("SELECT name FROM second")) == 1


def test_a_new_store_needs_no_copy(tmp_path: Path) -> None:
    with open_store(tmp_path / "plnbuddy.sqlite3", [SECOND]):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["plnbuddy.sqlite3"]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one", "two")
    with pytest.raises(StoreError), open_store(file, [BROKEN]):
        pass
    assert written(file) == ["one", "two"]
    with contextlib.closing(sqlite3.connect(file)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "third" not in tables


def test_of_two_migrations_the_first_stays_when_the_second_fails(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one")
    with pytest.raises(StoreError), open_store(file, [SECOND, BROKEN]):
        pass
    with open_store(file, [SECOND]) as store:
        assert [a.text for a in find_activities(store, ActivityFilter())] == ["one"]
        assert len(store.rows("SELECT name FROM second")) == 1


def test_the_copy_holds_what_was_written_after_a_migration_that_failed(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one")
    with pytest.raises(StoreError), open_store(file, [BROKEN]):
        pass
    write(file, "two")
    with open_store(file, [SECOND]):
        pass
    copies = [path for path in tmp_path.iterdir() if ".before-version" in path.name]
    assert ["one", "two"] in [written(copy) for copy in copies]


def test_an_interrupted_copy_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one")
    copy = tmp_path / f"plnbuddy.sqlite3.before-version-{len(VERSIONS) + 1}"
    copy.with_name(f"{copy.name}.4194399").write_bytes(b"half")
    with open_store(file, [SECOND]):
        pass
    assert written(copy) == ["one"]
    assert {path.name for path in tmp_path.iterdir()} == {file.name, copy.name}


def test_an_entry_of_the_first_version_opens_in_this_one(plnbuddy: Plnbuddy, store: Path) -> None:
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.executescript(read_script(VERSIONS[0]) + "PRAGMA user_version = 1;")
        connection.execute(
            "INSERT INTO activity (uid, kind, happened_at, day, text, origin)"
            " VALUES ('a', 'connect', '2026-11-20T10:00:00Z', '2026-11-20', 'old', 'manual')"
        )
        connection.commit()
    assert texts(plnbuddy) == ["old"]
    plnbuddy("log", "edit", "1", "--minutes", "5", now=NOW)
    assert plnbuddy("log", "show", "1", "--json").data["minutes"] == 5
