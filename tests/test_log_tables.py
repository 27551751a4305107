"""Tables and lines as people and spreadsheets make them, imported into the journal."""

import csv
import io
import json

import pytest

from tests.conftest import Plnbuddy
from tests.journal_entries import entries
from tests.journal_files import RECORD, import_bytes, lines


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("cp1252", b""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_in_any_encoding_line_end_and_delimiter(
    plnbuddy: Plnbuddy, encoding: str, mark: bytes, newline: str, delimiter: str
) -> None:
    text = "Über Prüfungen für Schüler gesprochen – déjà vu, façon “Rubrik”"
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter, lineterminator=newline)
    writer.writerow(["Kind", "WHEN", "Text", "People", "Minutes"])
    writer.writerow(["contribute", "2026-11-20T10:00:00+01:00", text, "'@a@b.org @c", "30"])
    writer.writerow(["", "", "", "", ""])
    writer.writerow(["connect", "2026-11-19T10:00:00+01:00", f"one{newline}two", "", ""])
    content = mark + table.getvalue().encode(encoding)
    assert import_bytes(plnbuddy, content, "table.csv")["added"] == 2
    first, second = entries(plnbuddy)
    assert first["text"] == text
    assert first["people"] == ["@a@b.org", "@c"]
    assert (first["minutes"], second["minutes"]) == (30, None)
    assert first["happened_at"] == "2026-11-20T09:00:00Z"
    assert second["text"] == "one\ntwo"


@pytest.mark.parametrize(
    "text",
    ["Über Rubrics", "Café à l’école", "Niño y mañana", "Prüfung für die 7b", "Größe", "Schüler"],
)
def test_a_short_text_of_a_windows_program_keeps_its_accents(plnbuddy: Plnbuddy, text: str) -> None:
    content = f"kind;when;text\r\nconnect;2026-11-20T10:00:00Z;{text}\r\n".encode("cp1252")
    import_bytes(plnbuddy, content, "table.csv")
    assert [entry["text"] for entry in entries(plnbuddy)] == [text]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_json_lines_are_read_with_a_mark_and_any_line_end(
    plnbuddy: Plnbuddy, newline: bytes, mark: bytes
) -> None:
    other = {**RECORD, "uid": "a2", "text": "line \u2028 separator"}
    content = mark + newline.join(json.dumps(r).encode() for r in (RECORD, {}, other) if r)
    assert import_bytes(plnbuddy, content + newline + newline, "a.jsonl")["added"] == 2


def test_cells_are_read_as_text_whatever_they_begin_with(plnbuddy: Plnbuddy) -> None:
    content = (
        "uid,kind,when,text,note,place\n"
        "=1,connect,2026-11-20T10:00:00Z,=SUM(A1:A9),'=kept,'quoted\n"
        "'=2,connect,2026-11-20T10:00:00Z,'=SUM(A1:A9),-,+\n"
    )
    assert import_bytes(plnbuddy, content.encode(), "table.csv")["added"] == 2
    found = entries(plnbuddy)
    assert {entry["text"] for entry in found} == {"=SUM(A1:A9)"}
    assert {entry["uid"] for entry in found} == {"=1", "=2"}
    assert {entry["note"] for entry in found} == {"=kept", "-"}
    assert {entry["place"] for entry in found} == {"'quoted", "+"}


def test_unknown_columns_and_fields_are_passed_over(plnbuddy: Plnbuddy) -> None:
    content = "kind,when,text,mood\nconnect,2026-11-20T10:00:00Z,met somebody,good,surplus\n"
    assert import_bytes(plnbuddy, content.encode(), "table.csv")["added"] == 1
    assert import_bytes(plnbuddy, lines({**RECORD, "mood": 7}).encode(), "a.jsonl")["added"] == 1


def test_an_entry_without_a_day_belongs_to_the_teachers_day(plnbuddy: Plnbuddy) -> None:
    plnbuddy("config", "set", "display.timezone", "Europe/Berlin")
    record = {k: v for k, v in RECORD.items() if k != "day"}
    import_bytes(plnbuddy, lines({**record, "when": "2026-11-20T23:30:00Z"}).encode(), "a.jsonl")
    assert entries(plnbuddy)[0]["day"] == "2026-11-21"


def test_what_an_import_brings_is_harmless(plnbuddy: Plnbuddy) -> None:
    record = {
        **RECORD,
        "text": "\x1b]0;owned\x07met \u202esomebody",
        "note": "\x1b[2Jnote",
        "place": "\x9b1mhall",
        "origin": "\x1b[31mx",
        "uid": "\x1b[31mu",
    }
    import_bytes(plnbuddy, lines(record).encode(), "a.jsonl")
    entry = entries(plnbuddy)[0]
    assert (entry["text"], entry["note"], entry["place"]) == ("met somebody", "note", "hall")
    for command in (["log", "list"], ["log", "show", "1"], ["log", "export"], ["report"]):
        assert "\x1b" not in plnbuddy(*command).output
