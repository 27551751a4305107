"""Files that are no journal are refused by line, and nothing of them is imported."""

from pathlib import Path
from typing import Any

import pytest

from tests import journal_files
from tests.conftest import Plnbuddy
from tests.journal_entries import entries
from tests.journal_files import RECORD, lines, refuse

journal = journal_files.journal


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "dance"},
        {"kind": None},
        {"kind": 7},
        {"when": "yesterday"},
        {"when": None},
        {"when": "2026-11-20T10:00:00"},
        {"when": "0001-01-01T00:00:00+14:00"},
        {"when": "9999-12-31T23:59:59-14:00"},
        {"when": "0800-01-01T00:00:00Z"},
        {"day": "2026-02-31"},
        {"day": 5},
        {"text": ""},
        {"text": "\x1b[31m"},
        {"text": ["a"]},
        {"text": "x" * 10_001},
        {"note": "x" * 10_001},
        {"people": ["nobody here"]},
        {"people": "anna"},
        {"people": [1]},
        {"tags": ["two words"]},
        {"links": ["javascript:alert(1)"]},
        {"links": ["https://a b"]},
        {"minutes": -1},
        {"minutes": 1_441},
        {"minutes": "many"},
        {"minutes": True},
        {"minutes": [1]},
        {"minutes": float("nan")},
    ],
    ids=lambda change: str(change)[:40],
)
def test_a_bad_record_is_named_by_its_line_and_nothing_is_imported(
    journal: Plnbuddy, change: dict[str, Any]
) -> None:
    good = {**RECORD, "uid": "good"}
    message = refuse(journal, lines(good, good, {**RECORD, **change}, good).encode(), "bad.jsonl")
    assert "Nothing was imported" in message
    assert "line 3" in message
    assert "line 1:" not in message
    for word in ("isoformat", "invalid literal", "NoneType", "ActivityKind"):
        assert word not in message


@pytest.mark.parametrize(
    "line",
    [
        *("{", "[]", '"text"', "7", "null", "not json", '{"uid": "x",}', "[" * 100_000),
        '{"minutes": ' + "1" * 5_000 + "}",
    ],
    ids=lambda line: line[:12],
)
def test_a_line_that_is_no_entry_is_named(journal: Plnbuddy, line: str) -> None:
    message = refuse(journal, (lines(RECORD) + "\n" + line + "\n").encode(), "bad.jsonl")
    assert "line 3" in message


def test_many_bad_lines_are_counted_and_the_first_named(journal: Plnbuddy) -> None:
    records = [
        {**RECORD, "uid": f"c{n}", "kind": "dance" if n % 2 else "connect"} for n in range(20)
    ]
    message = refuse(journal, lines(*records).encode(), "bad.jsonl")
    assert "line 2" in message
    assert "line 4" in message
    assert "7 more" in message
    assert "line 20" not in message


def test_a_bad_row_of_a_table_is_named_by_its_line(journal: Plnbuddy) -> None:
    content = (
        "kind,when,text\n"
        "connect,2026-11-20T10:00:00Z,met somebody\n"
        "\n"
        "connect,someday,met somebody\n"
        "dance,2026-11-20T10:00:00Z,met somebody\n"
    )
    message = refuse(journal, content.encode(), "bad.csv")
    assert "line 4" in message
    assert "line 5" in message
    assert "line 2" not in message


def test_a_table_without_the_needed_columns_is_refused(journal: Plnbuddy) -> None:
    message = refuse(journal, b"name,handle\nAnna,@anna@example.org\n", "people.csv")
    assert "line 2" in message
    assert "missing" in message


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
        b"PK\x03\x04" + bytes(range(256)) * 8,
        "kind,when,text".encode("utf-16-le"),
    ],
    ids=["picture", "spreadsheet", "unmarked"],
)
@pytest.mark.parametrize("name", ["file.csv", "file.jsonl"])
def test_a_file_that_is_not_text_is_refused(journal: Plnbuddy, content: bytes, name: str) -> None:
    assert "is not a text file" in refuse(journal, content, name)


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\xff\xfe"])
@pytest.mark.parametrize("name", ["file.csv", "file.jsonl"])
def test_an_empty_file_is_said_to_be_empty(journal: Plnbuddy, content: bytes, name: str) -> None:
    assert "There is nothing in" in refuse(journal, content, name)


def test_a_missing_file_and_a_folder_are_refused(journal: Plnbuddy, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path, tmp_path / ("x" * 300)):
        answer = journal("log", "import", str(path), ok=False)
        assert answer.exit_code == 1
        assert "cannot be read" in answer.messages or "is a folder" in answer.messages
    assert len(entries(journal)) == 4


def test_an_unknown_ending_needs_a_format(journal: Plnbuddy, tmp_path: Path) -> None:
    for command in ("import", "export"):
        answer = journal("log", command, str(tmp_path / "journal.xlsx"), ok=False)
        assert answer.exit_code == 2
        assert "--format jsonl or csv" in answer.messages
    journal("log", "export", str(tmp_path / "journal.backup"), "--format", "csv")
    answer = journal("log", "import", str(tmp_path / "journal.backup"), "--format", "csv")
    assert "0 entries added" in answer.output


@pytest.mark.parametrize("target", ["/proc/nowhere/journal.csv", "/dev/null/journal.csv", "folder"])
def test_a_target_that_cannot_be_written_is_refused(
    journal: Plnbuddy, tmp_path: Path, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    answer = journal("log", "export", str(tmp_path / target), ok=False)
    assert answer.exit_code == 1
    assert "cannot be written" in answer.messages
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "home"]
