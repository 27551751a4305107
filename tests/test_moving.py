"""One file with which a teacher moves to another computer."""

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.journal.belongings import BELONGINGS
from tests.conftest import Plnbuddy

# Tables that the file carries, or that hold parts of what it carries.
CARRIED = {
    "activity", "activity_person", "activity_tag", "activity_link", "activity_appraisal",
    "decision", "reflection", "own_chat", "kept_list", "list_row", "forgotten", "feed",
    "footprint_hidden", "removed_entry", "milestone", "blog",
}  # fmt: skip
COLUMNS_LEFT = {
    "feed": {"etag", "modified", "read_at"},
    "kept_list": {"etag", "modified"},
    "blog": {"etag", "modified", "read_on", "problem"},
}


@pytest.fixture
def old(plnbuddy: Plnbuddy, tmp_path: Path) -> Plnbuddy:
    """A home in which everything that the file carries occurs."""
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF-1.4 plan")
    plnbuddy(
        *("log", "contribute", "held a workshop", "--minutes", "400", "--date", "2026-11-20"),
        *("--with", "@ben@school.example", "--tag", "edchat", "--url", "https://example.org/w"),
        *("--note", "only for me", "--where", "the staff room", "--standard", "APST:6.2"),
        *("--type", "workshop", "--provider", "the school", "--until", "2026-11-21"),
        *("--evidence", str(plan), "--copy", "--reflection", "I ask less."),
    )
    plnbuddy("log", "connect", "to be removed")
    plnbuddy("log", "remove", "2")
    plnbuddy("log", "contribute", "not for others", "--url", "https://example.org/x")
    plnbuddy("footprint", "hide", "3")
    plnbuddy("follow", "--yes", "--no-input", "@anna@school.example", "#MusicEd")
    plnbuddy("later", "@late@school.example", "--for", "2w")
    plnbuddy("skip", "@never@school.example")
    plnbuddy("report", "--reflection", "Exit tickets; half the class asked more.")
    plnbuddy("chats", "add", "#ourchat", "--day", "thu", "--time", "20:00",
             "--timezone", "Europe/Berlin", "--name", "Our chat")  # fmt: skip
    plnbuddy("lists", "new", "Colleagues", "@anna@school.example", "@ben@school.example")
    table = tmp_path / "people.csv"
    table.write_text("handle,name,topics\n@carla@school.example,Carla,music\n")
    plnbuddy("lists", "add", str(table), "--yes")
    plnbuddy("lists", "forget", "@gone@school.example")
    with contextlib.closing(sqlite3.connect(plnbuddy.home / "plnbuddy.sqlite3")) as connection:
        connection.execute(
            "INSERT INTO feed (url, title, etag, modified, read_at, me)"
            " VALUES ('https://blog.example/feed', 'A blog', 'e', '', NULL, 'Anna')"
        )
        connection.execute(
            "INSERT INTO blog VALUES ('https://other.example/feed', 'To read', '', '', NULL, '',"
            " '2026-11-23')"
        )
        connection.execute("INSERT INTO removed_entry VALUES (?, '2026-11-23')", ("ab" * 32,))
        connection.commit()
    return plnbuddy


def contents(plnbuddy: Plnbuddy) -> dict[str, list[Any]]:
    """The rows of each table that the file carries, without numbers and what is read again."""
    found = {}
    with contextlib.closing(sqlite3.connect(plnbuddy.home / "plnbuddy.sqlite3")) as connection:
        numbers = dict(connection.execute("SELECT id, uid FROM activity"))
        for table in CARRIED:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            wanted = [name for name in columns if name not in COLUMNS_LEFT.get(table, set())]
            rows = connection.execute(f"SELECT {', '.join(wanted)} FROM {table}").fetchall()
            at = wanted.index("activity_id") if "activity_id" in wanted else None
            at = wanted.index("id") if "id" in wanted else at
            found[table] = sorted(
                (tuple(numbers[v] if n == at else v for n, v in enumerate(row)) for row in rows),
                key=str,
            )
    return found


def elsewhere(plnbuddy: Plnbuddy, tmp_path: Path) -> Plnbuddy:
    home = tmp_path / "elsewhere"
    return Plnbuddy(home, {**plnbuddy.environment, "PLNBUDDY_HOME": str(home)})


def test_all_that_the_file_carries_is_the_same_on_the_other_computer(
    old: Plnbuddy, tmp_path: Path
) -> None:
    before = contents(old)
    assert all(before.values()), before
    file = tmp_path / "journal.jsonl"
    old("log", "export", str(file))
    new = elsewhere(old, tmp_path)
    first = new("log", "import", str(file), "--json").data
    assert first["added"] == 4  # two logged, two follows
    assert set(first["also_added"]) == set(BELONGINGS)
    assert len(first["missing_evidence"]) == 1
    assert contents(new) == before
    second = new("log", "import", str(file), "--json").data
    assert (second["added"], second["also_added"]) == (0, {})
    assert second["also_already_there"] == sum(first["also_added"].values())
    assert contents(new) == before
    new("log", "export", str(tmp_path / "again.jsonl"))
    assert sorted((tmp_path / "again.jsonl").read_text().splitlines()) == sorted(
        file.read_text().splitlines()
    )


def test_what_the_file_does_not_carry_is_said(old: Plnbuddy, tmp_path: Path) -> None:
    said = old("log", "export", str(tmp_path / "journal.jsonl")).messages
    for words in ("4 decisions", "1 reflection", "2 lists", "a file of evidence", "config.toml"):
        assert words in said, (words, said)
    said = old("log", "export", str(tmp_path / "journal.csv")).messages
    assert "a .jsonl file carries them" in said


def test_what_is_there_already_stays(old: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    old("log", "export", str(file))
    new = elsewhere(old, tmp_path)
    new("skip", "@anna@school.example")
    new("lists", "new", "Colleagues", "@other@school.example")
    new("report", "--reflection", "Another answer.")
    data = new("log", "import", str(file), "--json").data
    assert data["also_already_there"] >= 3
    found = contents(new)
    assert ("person", "anna@school.example", "@anna@school.example", "skipped") in [
        row[:4] for row in found["decision"]
    ]
    assert [row[2] for row in found["reflection"]] == ["Another answer."]


def test_undo_takes_back_what_it_says(old: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    old("log", "export", str(file))
    new = elsewhere(old, tmp_path)
    new("log", "import", str(file))
    new("undo")
    found = contents(new)
    for table in ("activity", "decision", "reflection", "own_chat"):
        assert found[table] == []
    assert found["kept_list"]


def test_every_table_is_carried_or_said_not_to_be(old: Plnbuddy) -> None:
    said_in_the_guide = {
        "account", "tie", "followed_tag", "account_list", "mention", "cursor", "requested_follow",
        "unfound_person", "deleted_post", "known_person", "known_tie", "list_reading", "sighting",
        "tag_use", "tag_loudness", "avoided", "discovery", "network_snapshot", "identity", "said",
        "import_run", "import_range", "archive_person", "archive_claim", "archive_tag", "exchange",
        "cohort", "shown", "next_step", "action", "action_change",
    }  # fmt: skip
    read_again = {
        "column_choice", "row_check", "chat_sign", "asked", "asking_day", "described_server",
        "open_person", "open_sighting", "open_identity", "open_refusal", "open_list", "open_pack",
        "naming", "tag_week", "blog_post",
    }  # fmt: skip
    with contextlib.closing(sqlite3.connect(old.home / "plnbuddy.sqlite3")) as connection:
        tables = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not name.startswith("sqlite_")
        }
    assert tables - CARRIED - said_in_the_guide - read_again == set()


@pytest.mark.parametrize(
    "record",
    [
        {"record": "something new"},
        {"record": ["decision"]},
        {"record": "decision"},
        {"record": "decision", "kind": "person", "label": "nobody here", "verdict": "followed"},
        {"record": "decision", "kind": "x", "label": "@a@b.example", "verdict": "followed"},
        {"record": "reflection", "week": "2026-99-99", "answer": "x"},
        {"record": "chat", "tag": "x", "day": "Someday", "time": "99", "every": "week"},
        {"record": "list", "name": "x", "rows": 7},
        {"record": "list", "name": "x", "rows": [7]},
        {"record": "list", "name": "\x1b[31m/../"},
        {"record": "feed", "url": "javascript:alert(1)"},
        {"record": "forgotten", "kind": "person", "key": ""},
        {"record": "removed", "key": "x", "day": "2026-11-20"},
        {"record": "milestone", "key": "x", "day": None},
    ],
    ids=lambda record: json.dumps(record)[:50],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_imported(
    plnbuddy: Plnbuddy, tmp_path: Path, record: dict[str, Any]
) -> None:
    file = tmp_path / "journal.jsonl"
    good = {"uid": "a", "kind": "connect", "when": "2026-11-20T10:00:00Z", "text": "met"}
    file.write_text(json.dumps(good) + "\n" + json.dumps(record) + "\n")
    answer = plnbuddy("log", "import", str(file), ok=False)
    if record.get("name", "").startswith("\x1b"):  # What is hostile in a name is taken out of it.
        assert "\x1b" not in plnbuddy("lists").output
        return
    assert answer.exit_code == 1, answer
    assert "line 2" in answer.messages
    assert "stumbled" not in answer.messages
    assert plnbuddy("log", "list", "--json", ok=False).data["entries"] == []
