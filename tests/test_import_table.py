"""Tables that teachers kept, imported into a real journal."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.model import ActivityKind
from plnbuddy.imports.run import Outcome, run_import
from plnbuddy.imports.table import open_table, table_header
from plnbuddy.imports.table_columns import guess_columns, read_kind, read_minutes
from plnbuddy.store.database import Store, open_store
from tests import stored
from tests.stored import entries

CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), timezone(timedelta(hours=2)))
store = stored.store
PLAIN = {"when": "Date", "text": "What"}


def table(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    file = tmp_path / "log.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return file


def bring(
    store: Store,
    file: Path,
    columns: Mapping[str, str] | None = None,
    *languages: str,
    kind: ActivityKind | None = ActivityKind.CONTRIBUTE,
) -> Outcome:
    columns = guess_columns(table_header(file)) if columns is None else columns
    source = open_table(file, columns, kind, CLOCK, languages or ("en",))
    return run_import(store, source, CLOCK, lambda *_: None)


GERMAN = (
    "Datum;Was;Art;Mit wem;Link;Minuten;Ort;Notiz;Schlagwörter\r\n"
    "01.05.2023 20:30;„Fragen“ zu @cleo@fern.example beantwortet;Austausch;@ben@schule.example, "
    "Frau Müller;www.blog.example/1;1:30;Twitter-Chat;schön;musik #Grundschule\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_german_table_is_understood_without_a_word(
    encoding: str, store: Store, tmp_path: Path
) -> None:
    outcome = bring(store, table(tmp_path, GERMAN, encoding), None, "de")
    assert (outcome.service, outcome.name) == ("csv", "log.csv")
    (entry,) = entries(store)
    assert entry.kind is ActivityKind.COLLABORATE
    assert entry.text == "„Fragen“ zu @cleo@fern.example beantwortet"
    assert entry.happened_at == datetime(2023, 5, 1, 18, 30, tzinfo=UTC)
    assert [str(p) for p in entry.people] == ["@ben@schule.example", "@cleo@fern.example"]
    assert [tag.name for tag in entry.tags] == ["musik", "Grundschule"]
    assert entry.links == ("https://www.blog.example/1",)
    assert (entry.minutes, entry.place) == (90, "Twitter-Chat")
    assert entry.note == "schön\nwith: Frau Müller"
    assert entry.origin == "csv"


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        (
            ["date", "what", "link", "minutes", "with"],
            {"when": "date", "text": "what", "links": "link", "minutes": "minutes",
             "people": "with"},
        ),
        (
            ["datum", "tätigkeit", "dauer (min)", "link:"],
            {"when": "datum", "text": "tätigkeit", "minutes": "dauer (min)", "links": "link:"},
        ),
        (["Tag", "WAS"], {"when": "Tag", "text": "WAS"}),
        (["date", "title", "tag"], {"when": "date", "text": "title", "tags": "tag"}),
        (["hours", "name"], {}),
    ],
)  # fmt: skip
def test_usual_names_of_columns_are_guessed(header: list[str], guess: dict[str, str]) -> None:
    assert guess_columns(header) == guess


@pytest.mark.parametrize(
    ("written", "languages", "moment"),
    [
        ("2023-05-01", ("en",), "2023-05-01T10:00"),
        ("2023-05-01T20:30:00Z", ("en",), "2023-05-01T20:30"),
        ("1.5.2023", ("de",), "2023-05-01T10:00"),
        ("1.5.2023", ("en",), "2023-05-01T10:00"),
        ("01.05.23, 8:05 Uhr", ("de",), "2023-05-01T06:05"),
        ("5/1/2023", ("en",), "2023-05-01T10:00"),
        ("5/1/2023", ("en", "de"), "2023-01-05T10:00"),
        ("1 May 2023", ("en",), "2023-05-01T10:00"),
        ("1. Mai 2023", ("de",), "2023-05-01T10:00"),
    ],
)
def test_dates_are_read_as_the_language_writes_them(
    written: str, languages: tuple[str, ...], moment: str, store: Store, tmp_path: Path
) -> None:
    bring(store, table(tmp_path, f'Date,What\n"{written}",Talk\n'), PLAIN, *languages)
    assert entries(store)[0].happened_at.isoformat()[:16] == moment


def test_one_day_above_twelve_says_that_days_come_first(store: Store, tmp_path: Path) -> None:
    bring(store, table(tmp_path, "Date,What\n3/4/2023,a\n13/4/2023,b\n"), PLAIN, "en")
    assert [entry.day.isoformat() for entry in entries(store)] == ["2023-04-03", "2023-04-13"]


def test_rows_that_cannot_be_read_are_counted_with_their_lines(
    store: Store, tmp_path: Path
) -> None:
    rows = ["2023-05-01,Talk", "soon,a", ",b", "2031-01-01,c", "2023-05-02,", "2023-13-40,d"]
    rows += [f"never {n},x" for n in range(4)] + ["2023-05-01,Talk"]
    outcome = bring(store, table(tmp_path, "Date,What\n" + "\n".join(rows) + "\n"), PLAIN)
    assert [entry.text for entry in entries(store)] == ["Talk"]
    assert outcome.left_out == {
        "rows whose date cannot be read (lines 3, 7, 8 and 3 more)": 6,
        "rows without a date (line 4)": 1,
        "rows with a date in the future (line 5)": 1,
        "rows that do not say what was done (line 6)": 1,
        "rows that say the same as another one (line 12)": 1,
    }


def test_a_kind_is_needed_from_the_row_or_the_teacher(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path, "Date,What,Kind\n2023-05-01,a,Connect\n2023-05-01,b,lunch\n")
    columns = {**PLAIN, "kind": "Kind"}
    outcome = bring(store, file, columns, kind=None)
    assert [entry.kind for entry in entries(store)] == [ActivityKind.CONNECT]
    assert sum(outcome.left_out.values()) == 1
    bring(store, file, columns, kind=ActivityKind.CONTRIBUTE)
    assert [entry.kind.value for entry in entries(store)] == ["connect", "contribute"]


def test_the_same_table_brings_nothing_twice_not_even_rearranged(
    store: Store, tmp_path: Path
) -> None:
    file = table(tmp_path, "Date,What,Link\n2023-05-01,Talk,https://a.example/\n")
    assert bring(store, file).total == 1
    assert bring(store, file).before
    table(tmp_path, "Link;What;Date\nhttps://a.example/;Talk;01.05.2023\n")
    again = bring(store, file)
    assert (again.total, again.already_there) == (0, 1)


def test_a_hostile_file_name_becomes_plain_text(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path, "Date,What\n2023-05-01,Talk\n").rename(tmp_path / "my\x1b[2J log.csv")
    assert bring(store, file).name == "my log.csv"


def test_formulas_and_hostile_texts_become_plain_text(store: Store, tmp_path: Path) -> None:
    rows = '2023-05-01,"\'=HYPERLINK(""https://evil.example"")",\'@ben@schule.example\n'
    rows += "2023-05-02,\x1b]0;x\x07red\u202e text,\n"
    bring(store, table(tmp_path, f"Date,What,With\n{rows}"))
    formula, hostile = entries(store)
    assert formula.text.startswith("=HYPERLINK(")
    assert [str(p) for p in formula.people] == ["@ben@schule.example"]
    assert hostile.text == "red text"


def test_a_wrong_column_of_dates_is_noticed(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path, "Date,What\n" + "2023-05-01,talk\n" * 60)
    with pytest.raises(UsageError, match="'what' holds no dates, but “talk”"):
        bring(store, file, {"when": "what", "text": "date"})


def test_columns_that_are_missing_are_named(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path, "Date,What\n2023-05-01,a\n")
    with pytest.raises(UsageError, match="which column holds the date"):
        bring(store, file, {"text": "What"})
    with pytest.raises(UsageError, match="no column 'Wat'") as caught:
        bring(store, file, {"when": "Date", "text": "Wat"})
    assert "date, what" in caught.value.remedy
    with pytest.raises(UsageError, match="no field 'color'"):
        bring(store, file, {**PLAIN, "color": "What"})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\0\0\0", "format of its own"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old format"),
        (b"%PDF-1.7", "PDF"),
        (b"\xef\xbb\xbf <!DOCTYPE html><table>", "web page"),
        (b"Date,What\n", "without rows"),
        (b"", "without rows"),
        (b"\0\1\2\3", "not a text file"),
    ],
)
def test_what_is_no_table_is_said_so(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(PlnbuddyError) as caught:
        table_header(table(tmp_path, content))
    assert words in caught.value.problem
    assert caught.value.remedy


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(PlnbuddyError, match="cannot be read"):
        table_header(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("90", 90), ("90 min", 90), ("45 Min.", 45), ("1:30", 90), ("0:05:00", 5), ("1,5 h", 90),
        ("2 Stunden", 120), ("1h30", 90), ("1 Std. 15 Min", 75), ("", None), ("long", None),
        ("5000", None), ("-5", None), ("9" * 400 + "h", None), ("1.5", None),
    ],
)  # fmt: skip
def test_minutes_are_read_as_people_write_them(cell: str, minutes: int | None) -> None:
    assert read_minutes(cell) == minutes


def test_minutes_that_cannot_be_read_are_kept_in_the_note(store: Store, tmp_path: Path) -> None:
    bring(store, table(tmp_path, "Date,What,Minutes,Tags\n2023-05-01,a,an age,social studies!\n"))
    (entry,) = entries(store)
    assert entry.minutes is None
    assert entry.note == "tags: studies!\nminutes: an age"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("CONNECT", "connect"), (" collaborated ", "collaborate"), ("Beitrag", "contribute"),
     ("Vernetzung", "connect"), ("lunch", None), ("", None)],
)  # fmt: skip
def test_kinds_are_read_in_english_and_german(cell: str, kind: str | None) -> None:
    assert read_kind(cell) == kind


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=4))
def test_no_row_stops_an_import(tmp_path: Path, rows: list[list[str]]) -> None:
    lines = ["2023-05-01,good,1,@a@b.example,#x,a.example"]
    cells = [["2023-05-01" if n % 2 else row[0], *row[1:], *row] for n, row in enumerate(rows)]
    lines += [
        ",".join('"' + c.replace('"', '""').replace("\0", "") + '"' for c in r) for r in cells
    ]
    content = "When,Text,Minutes,People,Tags,Links\n" + "\n".join(lines) + "\n"
    file = table(tmp_path, content.encode("utf-8", "replace"))
    with open_store(tmp_path / "other.sqlite3") as store:
        outcome = bring(store, file)
    assert outcome.total + outcome.already_there + sum(outcome.left_out.values()) >= 1
