"""The journal as a file and back: lossless, nothing doubled, bad files refused by line."""

import csv
import io
import json
import string
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag, parse_handle, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.records import LONGEST
from plnbuddy.journal.transfer import FileFormat, export_lines, import_text
from plnbuddy.store.activities import ActivityFilter, add_activity, find_activities
from plnbuddy.store.database import open_store
from tests.conftest import Plnbuddy

HEADER = (
    "uid,kind,when,day,text,people,tags,links,minutes,place,note,origin,"
    "standards,type,provider,until,evidence,reflection"
)
RECORD = {
    "uid": "a1",
    "kind": "collaborate",
    "when": "2026-11-20T10:00:00Z",
    "day": "2026-11-20",
    "text": "answered a question",
}


def entries(plnbuddy: Plnbuddy) -> list[Any]:
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    found: list[Any] = answer.data["entries"]
    return found


def without_numbers(found: list[Any]) -> list[Any]:
    return sorted(
        ({k: v for k, v in entry.items() if k != "id"} for entry in found),
        key=lambda entry: str(entry["uid"]),
    )


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def import_bytes(plnbuddy: Plnbuddy, content: bytes, name: str) -> Any:
    file = plnbuddy.home.parent / name
    file.write_bytes(content)
    return plnbuddy("log", "import", str(file), "--json").data


def refuse(plnbuddy: Plnbuddy, content: bytes, name: str) -> str:
    """The sentence with which the file is refused; the journal stays as it is."""
    file = plnbuddy.home.parent / name
    file.write_bytes(content)
    before = entries(plnbuddy)
    answer = plnbuddy("log", "import", str(file), ok=False)
    assert answer.exit_code == 1, answer
    assert "stumbled" not in answer.messages, answer
    assert answer.output == ""
    assert entries(plnbuddy) == before
    return answer.messages


@pytest.fixture
def journal(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A journal with what is awkward in files."""
    for kind, text, options in (
        ("connect", "met @anna@example.org, @ben and #edchat; “quoted”", ["--minutes", "0"]),
        ("collaborate", '=HYPERLINK("https://evil.example")', ["--note", "-1+1", "--where", "@x"]),
        (
            "contribute",
            'two\nlines, "quotes"; semi\tcolons',
            ["--url", "https://example.org/?a=1,2"],
        ),
        ("contribute", "'tis 日本語 👩\u200d🏫", ["--tag", "教育", "--with", "@c@schüler.example"]),
    ):
        plnbuddy("log", kind, text, *options, "--date", "2026-11-20 16:00")
    return plnbuddy


# There and back.


@pytest.mark.parametrize("name", ["journal.jsonl", "journal.csv", "journal.json", "journal.txt"])
def test_an_exported_journal_comes_back_whole_in_an_empty_home(
    journal: Plnbuddy, tmp_path: Path, name: str
) -> None:
    before = without_numbers(entries(journal))
    file = tmp_path / name
    assert "4 entries" in journal("log", "export", str(file)).messages
    other = Plnbuddy(
        tmp_path / "other", {**journal.environment, "PLNBUDDY_HOME": f"{tmp_path}/other"}
    )
    data = other("log", "import", str(file), "--json").data
    assert (data["form"], data["added"], data["already_there"]) == ("plnbuddy.import.1", 4, 0)
    assert without_numbers(entries(other)) == before
    order = [entry["uid"] for entry in entries(journal)]
    assert [entry["uid"] for entry in entries(other)] == order


@pytest.mark.parametrize("file_format", ["jsonl", "csv"])
def test_an_export_through_a_pipe_is_the_same_as_to_a_file(
    journal: Plnbuddy, tmp_path: Path, file_format: str
) -> None:
    file = tmp_path / f"journal.{file_format}"
    journal("log", "export", str(file))
    piped = journal.process("log", "export", "--format", file_format).output
    assert piped == file.read_text(encoding="utf-8")
    assert piped == journal("log", "export", "-", "--format", file_format).output
    journal("log", "remove", "1", "2", "3", "4")
    answer = journal.process(
        "log", "import", "-", "--format", file_format, "--json", input=piped.encode()
    )
    assert answer.data["added"] == 4


handles = st.builds(
    lambda name, domain: parse_handle(f"@{name}@{domain}" if domain else f"@{name}"),
    st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=12),
    st.sampled_from(["", "example.org", "xn--schler-5ya.example", "b.social"]),
)
tags = (
    st.text(st.characters(categories=["L", "Nd"], include_characters="_"), min_size=1, max_size=10)
    .map(lambda name: Tag(f"a{name}"))
    .filter(lambda tag: parse_tag(str(tag)) == tag and parse_tag(tag.name).name == tag.name)
)
_IN_ADDRESSES = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>') + "äé"
urls = st.builds(
    str.__add__,
    st.sampled_from(["http://", "https://"]),
    st.text(_IN_ADDRESSES, min_size=1, max_size=30),
)
texts = st.text(max_size=60) | st.text("=+-@'\"\t\r\n,;|\\a ", max_size=20)
entries_of_a_day = st.builds(
    Activity,
    id=st.just(0),
    uid=st.text("0123456789abcdef", min_size=16, max_size=16),
    kind=st.sampled_from(ActivityKind),
    happened_at=st.integers(631_152_000, 1_795_000_000).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    ),
    day=st.dates(date(1990, 1, 1), date(2026, 11, 24)),
    text=texts.map(clean_text).filter(bool),
    people=st.lists(handles, max_size=3, unique=True).map(tuple),
    tags=st.lists(tags, max_size=3, unique=True).map(tuple),
    links=st.lists(urls, max_size=3, unique=True).map(tuple),
    minutes=st.none() | st.integers(0, 1_440),
    place=texts.map(clean_line),
    note=texts.map(clean_text),
    origin=st.sampled_from(["manual", "follow"]),
    standards=st.lists(st.sampled_from(["APST:6.2", "X:1"]), unique=True).map(tuple),
    type=st.sampled_from(["", "course"]),
    provider=texts.map(clean_line),
    evidence=st.lists(urls, max_size=2, unique=True).map(tuple),
    reflection=texts.map(clean_text),
    until=st.none(),
    deleted=st.just(False),
)
lasting = st.integers(1, LONGEST.days).map(lambda days: timedelta(days=days))
activities = entries_of_a_day | st.builds(
    lambda entry, time: entry._replace(until=entry.day + time), entries_of_a_day, lasting
)


@given(
    written=st.lists(activities, max_size=5, unique_by=lambda activity: activity.uid),
    file_format=st.sampled_from(["jsonl", "csv"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_activity_comes_back_as_it_was(
    written: list[Activity], file_format: FileFormat
) -> None:
    clock = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)

    def by_uid(found: list[Activity]) -> list[list[str]]:
        # As text: handles and tags are equal in any case, and must come back in their own.
        return sorted(
            [
                *map(str, (a.uid, a.kind, a.happened_at, a.day, a.text, a.minutes, a.place)),
                *map(str, (a.note, a.origin, *a.people, *a.tags, *a.links)),
                *map(str, (a.standards, a.type, a.provider, a.evidence, a.reflection, a.until)),
            ]
            for a in found
        )

    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder) / "one") as store:
            with store.writing():
                for activity in written:
                    add_activity(store, activity)
            text = "".join(export_lines(find_activities(store, ActivityFilter()), file_format))
            again = import_text(store, text, file_format, clock)
            assert (again.added, again.already_there) == (0, len(written))
        with open_store(Path(folder) / "two") as store:
            assert import_text(store, text, file_format, clock).added == len(written)
            assert by_uid(list(find_activities(store, ActivityFilter()))) == by_uid(written)


def test_a_csv_export_has_no_cell_that_a_spreadsheet_would_calculate(journal: Plnbuddy) -> None:
    output = journal("log", "export", "--format", "csv").output
    rows = list(csv.reader(io.StringIO(output)))
    assert rows[0] == HEADER.split(",")
    assert len(rows) == 5
    assert all(
        not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_a_json_lines_export_has_one_entry_a_line(journal: Plnbuddy) -> None:
    journal("log", "connect", "the newest")
    records = [json.loads(line) for line in journal("log", "export").output.splitlines()]
    assert len(records) == 5
    assert "the newest" in {record["text"] for record in records}
    assert set(records[0]) == set(HEADER.split(","))


# Nothing doubled.


@pytest.mark.parametrize("file_format", ["jsonl", "csv"])
def test_importing_twice_doubles_nothing(journal: Plnbuddy, file_format: str) -> None:
    file = journal.home.parent / f"journal.{file_format}"
    journal("log", "export", str(file))
    before = entries(journal)
    answer = journal("log", "import", str(file))
    assert "0 entries added, 4 were there already" in answer.output
    assert entries(journal) == before


def test_a_record_without_a_uid_is_known_by_its_content(plnbuddy: Plnbuddy) -> None:
    record = {key: value for key, value in RECORD.items() if key != "uid"}
    other = {**record, "text": "another one"}
    content = lines(record, record, other).encode()
    assert import_bytes(plnbuddy, content, "a.jsonl")["added"] == 2
    assert import_bytes(plnbuddy, content, "b.jsonl")["added"] == 0
    assert len(entries(plnbuddy)) == 2


def test_an_import_after_an_edit_keeps_the_edited_entry(journal: Plnbuddy) -> None:
    file = journal.home.parent / "journal.jsonl"
    journal("log", "export", str(file))
    journal("log", "edit", "1", "mended")
    assert journal("log", "import", str(file), "--json").data["added"] == 0
    assert journal("log", "show", "1", "--json").data["text"] == "mended"
    assert len(entries(journal)) == 4


def test_an_import_after_a_removal_brings_the_entry_back(journal: Plnbuddy) -> None:
    file = journal.home.parent / "journal.csv"
    before = without_numbers(entries(journal))
    journal("log", "export", str(file))
    journal("log", "remove", "2")
    count = journal("log", "import", str(file), "--json").data
    assert (count["added"], count["already_there"]) == (1, 3)
    assert without_numbers(entries(journal)) == before


def test_undo_takes_a_whole_import_back(journal: Plnbuddy) -> None:
    before = entries(journal)
    records = [{**RECORD, "uid": f"b{number}"} for number in range(700)]
    assert import_bytes(journal, lines(*records).encode(), "more.jsonl")["added"] == 700
    assert len(entries(journal)) == 704
    assert "imported 700 entries" in journal("undo").output
    assert entries(journal) == before


def test_an_import_that_adds_nothing_leaves_undo_to_what_came_before(journal: Plnbuddy) -> None:
    file = journal.home.parent / "journal.csv"
    journal("log", "export", str(file))
    journal("log", "connect", "the last one")
    journal("log", "import", str(file))
    assert "the last one" in journal("undo").output


# Tables that people and spreadsheets make.


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


# Bad files.


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


def test_an_export_replaces_the_old_file_in_one_step(journal: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    journal("log", "export", str(file))
    first = set(file.read_text().splitlines())
    journal("log", "connect", "one more")
    with file.open() as reader:  # Whoever reads the old file meanwhile reads all of it.
        journal("log", "export", str(file))
        assert set(reader.read().splitlines()) == first
    assert first < set(file.read_text().splitlines())
    assert len(file.read_text().splitlines()) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "journal.jsonl"]


def test_an_empty_journal_exports_and_imports_nothing(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("log", "export", str(tmp_path / "journal.csv"))
    assert (tmp_path / "journal.csv").read_text() == HEADER + "\n"
    assert "0 entries added" in plnbuddy("log", "import", str(tmp_path / "journal.csv")).output
