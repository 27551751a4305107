"""Stores of earlier versions: each opens, keeps what it held, and has the shape of a new one."""

import contextlib
import re
import sqlite3
import tomllib
from pathlib import Path

import pytest

from plnbuddy.store.database import open_store
from plnbuddy.store.migrations import VERSIONS, statements
from tests.conftest import Plnbuddy

pytestmark = pytest.mark.usefixtures("copied_store", "really_migrated")

FIXTURES = Path(__file__).parent / "cases" / "stores"
EARLIER = range(1, len(VERSIONS))
SETTINGS = sorted((FIXTURES.parent / "settings").glob("*.toml"))
ROOM = Path(__file__).parent.parent / "plnbuddy" / "store"


@pytest.fixture
def copied_store(tmp_path: Path) -> Path:
    """A new store as most other tests have it; made before `really_migrated` begins."""
    with open_store(tmp_path / "copied.sqlite3"):
        return tmp_path / "copied.sqlite3"


def shape(file: Path) -> dict[str, str]:
    """What the tables and indexes of a store are, whatever the spelling of their statements."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return {
            name: re.sub(r"[\s\"]+", "", sql or "")
            for name, sql in connection.execute("SELECT name, sql FROM sqlite_master")
        }


def earlier_store(plnbuddy: Plnbuddy, version: int) -> Path:
    plnbuddy.home.mkdir(mode=0o700, exist_ok=True)
    file = plnbuddy.home / "plnbuddy.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        script = (FIXTURES / f"version-{version}.sql").read_text(encoding="utf-8")
        connection.executescript(script)
    return file


@pytest.mark.parametrize("version", EARLIER)
def test_a_store_of_an_earlier_version_opens_with_all_that_it_holds(
    plnbuddy: Plnbuddy, tmp_path: Path, version: int
) -> None:
    file = earlier_store(plnbuddy, version)
    entries = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert {entry["text"] for entry in entries} == {
        "Followed @anna@example.org",
        "Shared a rubric; all of it",
        "Answered @ben@example.org",
    }
    plnbuddy("report", "--month")
    plnbuddy("log", "connect", "after the update")
    sections = plnbuddy("suggest", "--topic", "music", "--json").data["sections"]
    labels = {row["subject"]["label"] for part in sections for row in part["suggestions"]}
    assert labels
    assert not labels & {"@anna@example.org", "@late@example.org", "#EdChat"}
    with open_store(tmp_path / "new.sqlite3"):
        pass
    assert shape(file) == shape(tmp_path / "new.sqlite3")


@pytest.mark.parametrize("version", [3, 6, 9])
def test_what_was_read_of_the_network_survives_an_update(plnbuddy: Plnbuddy, version: int) -> None:
    file = earlier_store(plnbuddy, version)
    plnbuddy("log", "list")
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT source, detail FROM sighting").fetchall() == [
            ("hashtag", "#musiced")
        ]
        assert connection.execute("SELECT purpose, read FROM list_reading").fetchall() == [
            ("rank", 1)
        ]


def test_what_an_earlier_version_did_can_be_taken_back(plnbuddy: Plnbuddy) -> None:
    earlier_store(plnbuddy, 1)
    plnbuddy("undo")
    plnbuddy("undo")
    entries = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert [entry["text"] for entry in entries] == ["Answered @ben@example.org"]


def test_a_source_with_a_new_name_needs_no_new_shape(tmp_path: Path) -> None:
    with open_store(tmp_path / "new.sqlite3") as store:
        checks = [
            row["name"]
            for row in store.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            if re.search(r"CHECK \((source|purpose)\b", row["sql"])
        ]
    assert checks == []


def test_every_version_but_the_newest_has_its_fixture() -> None:
    """`python -m tests.store_fixtures` writes those that are missing."""
    for version in EARLIER:
        assert f"user_version = {version};" in (FIXTURES / f"version-{version}.sql").read_text()


@pytest.mark.parametrize("file", SETTINGS, ids=lambda file: file.stem)
def test_settings_of_earlier_days_are_read_as_they_are(plnbuddy: Plnbuddy, file: Path) -> None:
    plnbuddy.home.mkdir(mode=0o700)
    settings = plnbuddy.home / "config.toml"
    settings.write_bytes(file.read_bytes())
    values = plnbuddy("config", "show", "--json").data["values"]
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    for section, keys in written.items():
        for key, value in keys.items():
            renamed = [{"network": "follows"}.get(word, word) for word in value] if isinstance(
                value, list
            ) else value  # fmt: skip
            assert values[f"{section}.{key}"] == renamed
    plnbuddy("config", "set", "goals.minutes", "45")
    assert plnbuddy("doctor", ok=False).output.count("✗ settings") == 0


def test_settings_of_earlier_days_are_kept() -> None:
    assert len(SETTINGS) >= 6


def test_rows_are_written_by_the_names_of_their_columns() -> None:
    written = "\n".join(file.read_text(encoding="utf-8") for file in ROOM.rglob("*.py"))
    written += "\n".join(
        file.read_text(encoding="utf-8")
        for file in (ROOM / "versions").glob("*.sql")
        if file.stem != "5_imports"  # released as it is
    )
    inserts = re.findall(r"INSERT(?: OR \w+)? INTO (\w+)(.{0,2})", written)
    assert len(inserts) > 30
    assert [table for table, follows in inserts if not follows.startswith(" (")] == []


def test_a_semicolon_inside_a_statement_ends_none() -> None:
    script = (
        "-- one; two;\nINSERT INTO a VALUES (';\n');\n"
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\n  DELETE FROM b;\nEND;\n"
        "SELECT 1"
    )
    assert [part.strip().splitlines()[-1] for part in statements(script)] == [
        "');",
        "END;",
        "SELECT 1",
    ]


def test_what_is_confirmed_is_on_the_disk(tmp_path: Path) -> None:
    """`kill -9` does not show the difference, a power failure would."""
    with open_store(tmp_path / "new.sqlite3") as store:
        assert store.rows("PRAGMA synchronous")[0][0] == 2  # FULL
        assert store.rows("PRAGMA journal_mode")[0][0] == "wal"
        assert store.rows("PRAGMA foreign_keys")[0][0] == 1


def test_the_copies_with_which_other_tests_begin_are_stores_as_migrations_make_them(
    tmp_path: Path, copied_store: Path
) -> None:
    with open_store(tmp_path / "made.sqlite3") as made, open_store(copied_store) as copied:
        for question in ("user_version", "application_id", "journal_mode", "integrity_check"):
            assert copied.rows(f"PRAGMA {question}") == made.rows(f"PRAGMA {question}"), question
    assert shape(copied_store) == shape(tmp_path / "made.sqlite3")
