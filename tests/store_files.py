"""The store's file, looked at from outside."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Answer, Plnbuddy


@pytest.fixture
def store(plnbuddy: Plnbuddy) -> Path:
    """Where the store is, or will be."""
    plnbuddy.home.mkdir(mode=0o700)
    return plnbuddy.home / "plnbuddy.sqlite3"


def texts(plnbuddy: Plnbuddy) -> list[str]:
    """The text of every entry, oldest number first."""
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    assert answer.exit_code in (0, 6), answer
    found = sorted(answer.data["entries"], key=lambda entry: int(entry["id"]))
    return [entry["text"] for entry in found]


def sound(store: Path) -> bool:
    with contextlib.closing(sqlite3.connect(store)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return verdict == "ok" and not orphans


def contents(home: Path) -> frozenset[str]:
    """All that a home holds: every row of its store, and its other files as they are."""
    store = home / "plnbuddy.sqlite3"
    files = (each for each in home.rglob("*") if each.is_file() and each.name != store.name)
    found = {f"{each.relative_to(home)}: {each.read_bytes()!r}" for each in files}
    if store.exists():
        with contextlib.closing(sqlite3.connect(store)) as opened:
            opened.execute("BEGIN")  # One look at the file instead of one for each table.
            tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                found |= {f"{table}: {row}" for row in opened.execute(f"SELECT * FROM {table}")}
    return frozenset(found)


def assert_refused(answer: Answer, sentence: str) -> None:
    assert answer.exit_code == 8, answer
    assert sentence in answer.messages
    assert answer.output == ""
    assert "Traceback" not in answer.messages
    assert "stumbled" not in answer.messages
    assert 2 <= len(answer.messages.splitlines()) <= 3


@pytest.fixture
def filled(plnbuddy: Plnbuddy, store: Path) -> Plnbuddy:
    """A journal of sixty entries over many pages."""
    records = [
        {"uid": f"u{n}", "kind": "connect", "when": "2026-11-23T10:00:00Z", "day": "2026-11-23"}
        | {"text": f"entry {n} " + "x" * 500, "people": [f"@p{n}@example.org"], "tags": ["edchat"]}
        for n in range(60)
    ]
    file = plnbuddy.home.parent / "entries.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    plnbuddy("log", "import", str(file))
    assert not store.with_name(store.name + "-wal").exists()
    return plnbuddy
