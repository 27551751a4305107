"""The journal as a file and back: lossless, and nothing doubled."""

import csv
import io
import json
import string
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Tag, parse_handle, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.records import LONGEST
from plnbuddy.journal.transfer import FileFormat, export_lines, import_text
from plnbuddy.store.activities import ActivityFilter, add_activity, find_activities, remove_activity
from plnbuddy.store.database import open_store
from tests import journal_files
from tests.conftest import Plnbuddy
from tests.journal_entries import entries
from tests.journal_files import HEADER, RECORD, import_bytes, lines, without_numbers

journal = journal_files.journal


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


def by_uid(found: Iterable[Activity]) -> list[list[str]]:
    """As text: handles and tags are equal in any case, and must come back in their own."""
    return sorted(
        [
            *map(str, (a.uid, a.kind, a.happened_at, a.day, a.text, a.minutes, a.place)),
            *map(str, (a.note, a.origin, *a.people, *a.tags, *a.links)),
            *map(str, (a.standards, a.type, a.provider, a.evidence, a.reflection, a.until)),
        ]
        for a in found
    )


@pytest.mark.hypothesis
def test_every_activity_comes_back_as_it_was(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)
    # The stores are emptied for each journal: to make new ones takes longer than what is tried.
    with open_store(tmp_path / "one") as one, open_store(tmp_path / "two") as two:

        @given(
            written=st.lists(activities, max_size=5, unique_by=lambda activity: activity.uid),
            file_format=st.sampled_from(["jsonl", "csv"]),
        )
        @settings(suppress_health_check=[HealthCheck.too_slow])
        def come_back(written: list[Activity], file_format: FileFormat) -> None:
            for store in (one, two):
                with store.writing():
                    for number in [entry.id for entry in find_activities(store, ActivityFilter())]:
                        remove_activity(store, number)
            with one.writing():
                for activity in written:
                    add_activity(one, activity)
            text = "".join(export_lines(find_activities(one, ActivityFilter()), file_format))
            again = import_text(one, text, file_format, clock)
            assert (again.added, again.already_there) == (0, len(written))
            assert import_text(two, text, file_format, clock).added == len(written)
            assert by_uid(find_activities(two, ActivityFilter())) == by_uid(written)

        come_back()


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
