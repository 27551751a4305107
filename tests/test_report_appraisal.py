"""A record for an authority: hours against caps, what is missing, and every form of it."""

import csv
import io
import shlex
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.report.appraisal import YOUR_AUTHORITY_DECIDES
from plnbuddy.schemes.read import find_scheme, scheme_names
from plnbuddy.store.activities import add_activities
from plnbuddy.store.database import open_store
from plnbuddy.store.deleted import mark_deleted
from tests.conftest import Plnbuddy
from tests.journal_entries import write
from tests.records import COMPLETE, HOSTILE, entry, record


@pytest.mark.parametrize("name", scheme_names())
@pytest.mark.parametrize("file_format", ["text", "md", "csv", "json", "html"])
def test_every_form_says_what_counts_and_who_decides(
    plnbuddy: Plnbuddy, name: str, file_format: str
) -> None:
    write(plnbuddy, entry("whole", **COMPLETE), entry("noted", note="PRIVATE", minutes=30))
    output = plnbuddy("report", "--evidence", "--for", name, "--format", file_format).output
    scheme = find_scheme(name)
    told = output.replace("&amp;", "&").replace("\\", "").replace("&#39;", "'")
    for part in ("2.5", "whole", "noted", YOUR_AUTHORITY_DECIDES, scheme.name, scheme.source):
        assert part in told
    assert "PRIVATE" not in output
    if "reflection" in scheme.columns:
        assert "I ask less." in output


def test_hours_count_up_to_the_caps(plnbuddy: Plnbuddy) -> None:
    write(
        plnbuddy,
        *(entry(f"alone {n}", type="self-study", minutes=600) for n in range(4)),
        *(entry(f"talk {n}", type="presenting", minutes=300) for n in range(2)),
        entry("course", type="course", minutes=90),
    )
    found = record(plnbuddy, "texas")
    assert (found["minutes"], found["target_minutes"]) == (2400 + 600 + 90, 150 * 60)
    assert found["counted_minutes"] == 30 * 60 + 600 + 90
    parts = {part["title"]: (part["minutes"], part["counted_minutes"]) for part in found["parts"]}
    assert parts["Independent study (20 %)"] == (2400, 1800)
    assert parts["Mentoring (30 %)"] == (0, 0)
    text = plnbuddy("report", "--evidence", "--for", "texas").output
    assert "41.5 of 150 hours: 108.5 hours to go." in text
    assert "40 hours, of which only 30 count." in text


def test_a_part_that_is_needed_at_least_and_days_are_told(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, entry("school", type="in-school", minutes=300), entry("other", minutes=600))
    text = plnbuddy("report", "--evidence", "--for", "bavaria").output
    assert "15 of 60 hours: 45 hours to go." in text
    assert "3.0 of 12 days of 5 hours" in text
    assert "5 of at least 20 hours: 15 to go" in text


def test_hours_of_each_year_grow_with_the_period(plnbuddy: Plnbuddy) -> None:
    for period, hours in (((), 100), (("--from", "2023-11-25", "--to", "2026-11-24"), 60)):
        assert record(plnbuddy, "trb-sa", *period)["target_minutes"] == hours * 60


def test_a_period_that_is_not_the_authoritys_is_said(plnbuddy: Plnbuddy) -> None:
    output = plnbuddy("report", "--evidence", "--for", "nesa", "--since", "2026-01-01").output
    assert "This period has 11 months; NESA (New South Wales) looks at 5 years." in output
    assert "looks at 5 years" not in plnbuddy("report", "--evidence", "--for", "nesa").output
    assert record(plnbuddy, "nesa")["period"]["first"] == "2021-11-25"


def test_what_is_missing_is_named_with_the_command_that_mends_it(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, entry("bare", minutes=30), entry("whole", **COMPLETE))
    bare, whole = record(plnbuddy, "nesa")["entries"]
    assert bare["missing"] == ["no type", "no standards"]
    assert (whole["missing"], whole["command"]) == ([], "")
    answer = plnbuddy("report", "--evidence", "--for", "nesa")
    assert bare["command"] in answer.output
    assert f"Next: {bare['command']}" in answer.messages
    # As it stands it changes nothing; with something filled in it mends.
    words = shlex.split(bare["command"])[1:]
    assert plnbuddy(*words, ok=False).exit_code == 2
    filled = [word.replace("APST:…", "APST:6.2").replace("…", "course") for word in words]
    plnbuddy(*filled)
    assert record(plnbuddy, "nesa")["entries"][0]["missing"] == []


def test_wrong_standards_late_ends_and_lost_files_are_missing_too(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"plan")
    write(plnbuddy, entry("late", until="2026-03-09", **{**COMPLETE, "standards": ["ISTE:2.1.b"]}))
    plnbuddy("log", "edit", "1", "--evidence", str(file))
    file.unlink()
    (found,) = record(plnbuddy, "nesa", "--from", "2026-01-01", "--to", "2026-03-05")["entries"]
    assert found["missing"] == [
        "no standard of APST", "it ends after the period, on 2026-03-09",
        "the file plan.pdf is gone",
    ]  # fmt: skip


def test_a_command_that_mends_an_entry_keeps_what_it_had(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    lost, here = tmp_path / "lost.pdf", tmp_path / "it's here.pdf"
    for file in (lost, here):
        file.write_text(file.name)
    write(plnbuddy, entry("course", **{**COMPLETE, "standards": ["ISTE:2.1.b"]}))
    plnbuddy("log", "edit", "1", "--copy", "--evidence", str(here))
    (kept,) = plnbuddy("log", "list", "--json").data["entries"][0]["evidence"]
    every = ("https://example.org/c", str(lost), str(here), kept)
    plnbuddy("log", "edit", "1", *(word for each in every for word in ("--evidence", each)))
    lost.unlink()
    (found,) = record(plnbuddy, "nesa")["entries"]
    assert found["missing"] == ["no standard of APST", "the file lost.pdf is gone"]
    _, *words = shlex.split(found["command"])
    mended = {"APST:…": "APST:6.2", "FILE": str(here)}
    plnbuddy(*(mended.get(word, word) for word in words))
    (entry_now,) = plnbuddy("log", "list", "--json").data["entries"]
    assert entry_now["standards"] == ["ISTE:2.1.b", "APST:6.2"]
    assert [each.partition("#")[0] for each in entry_now["evidence"]] == [
        "https://example.org/c", here.as_uri(), kept.partition("#")[0],
    ]  # fmt: skip
    assert record(plnbuddy, "nesa")["entries"][0]["missing"] == []


def test_a_copy_of_a_file_is_called_as_the_file_was(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_text("plan")
    plnbuddy("log", "collaborate", "planned", "--minutes", "60", "--evidence", str(file), "--copy")
    assert "evidence: plan.pdf\n" in plnbuddy("log", "show", "1").output
    assert "Evidence: plan.pdf\n" in plnbuddy("report", "--evidence", "--for", "texas").output


def test_a_screen_is_not_flooded_by_a_long_record(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, *(entry(f"talk {at}", minutes=1) for at in range(501)))
    words = ("report", "--evidence", "--for", "gtcs")
    with plnbuddy.terminal(*words, TERM="dumb", NO_COLOR="1") as child:
        shown = child.rest()
    assert "501 entries are more than a screen can show" in " ".join(shown.split())
    assert "8.35 hours are noted" in shown
    assert "talk 30" not in shown
    assert plnbuddy(*words).output.count("talk ") == 501 + 20  # What is missing names 20.


def test_entries_that_say_nothing_for_a_record_are_counted_and_left_out(
    plnbuddy: Plnbuddy,
) -> None:
    write(plnbuddy, *(entry(f"post {n}") for n in range(3)), entry("whole", **COMPLETE))
    found = record(plnbuddy, "nesa")
    assert [each["what"] for each in found["entries"]] == ["whole"]
    assert found["left_out"] == 3
    assert "3 more entries have neither" in plnbuddy("report", "--evidence", "--for", "nesa").output


def test_a_spreadsheet_has_numbers_and_dates_and_no_formulas(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    write(plnbuddy, entry("a", **{**COMPLETE, "text": HOSTILE}), entry("bare", minutes=45))
    file = tmp_path / "record.xlsx"
    answer = plnbuddy("report", "--evidence", "--for", "nesa", "-o", str(file))
    assert "Something is missing in 1 entry" in answer.messages
    from openpyxl import load_workbook

    book = load_workbook(file)
    assert book.sheetnames == ["Entries", "Hours", "Missing", "About"]
    head, first, _ = book["Entries"].iter_rows()
    names = [cell.value for cell in head]
    cells = dict(zip(names, first, strict=True))
    assert cells["Date"].value.date() == date(2026, 3, 2)
    assert (cells["Duration (hours)"].value, cells["Duration (hours)"].data_type) == (2, "n")
    assert (cells["Name of activity"].value, cells["Name of activity"].data_type) == (HOSTILE, "s")
    assert not any(cell.hyperlink for row in book["Entries"].iter_rows() for cell in row)
    assert book["Missing"]["E2"].value.startswith("plnbuddy log edit 2 ")


def test_a_table_has_the_authoritys_columns_and_guarded_cells(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, entry("a", **{**COMPLETE, "text": HOSTILE, "provider": "@x"}))
    output = plnbuddy("report", "--evidence", "--for", "nesa", "--format", "csv").output
    rows = list(csv.DictReader(io.StringIO(output)))
    assert rows[0]["Name of activity"] == "'" + HOSTILE
    assert rows[0]["Provider"] == "'@x"
    assert {row["section"] for row in rows} == {"entry", "hours", "about"}
    page = plnbuddy("report", "--evidence", "--for", "nesa", "--format", "html").output
    assert "<script" not in page
    assert "plnbuddy log edit" not in page


def test_ten_thousand_entries_are_no_trouble(plnbuddy: Plnbuddy) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    bare = Activity(0, "", ActivityKind.COLLABORATE, noon, noon.date(), "read", minutes=1)
    with open_store(plnbuddy.home / "plnbuddy.sqlite3") as store, store.writing():
        add_activities(store, [bare._replace(uid=f"u{n}") for n in range(10_000)])
    answer = plnbuddy("report", "--evidence", "--for", "nesa")
    assert "What is missing, in 10,000 entries of 10,000" in answer.output
    assert "and 9,980 more" in answer.output


def test_an_ending_that_is_none_of_ours_is_refused(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    for name in ("record.docx", "record.ods"):
        file = tmp_path / name
        answer = plnbuddy("report", "--evidence", "--for", "nesa", "-o", str(file), ok=False)
        assert answer.exit_code == 2
        assert ".xlsx" in answer.messages
        assert not file.exists()


def test_what_is_handed_in_holds_no_commands(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, entry("bare", minutes=30))
    for name in scheme_names():
        page = plnbuddy("report", "--evidence", "--for", name, "--format", "html").output
        assert " --" not in page.partition("<body")[2].replace("<!--", "")
        assert "(1 entry, " in page


def test_a_long_address_breaks_behind_its_slashes_on_a_page(plnbuddy: Plnbuddy) -> None:
    address = "https://college.example.org/academics/fine-arts?a=1&b=2"
    write(plnbuddy, entry("course", links=[address], minutes=60))
    escaped = address.replace("&", "&amp;")
    shown = escaped.replace("org/a", "org/<wbr>a").replace("/fine", "/<wbr>fine")
    for scheme in (["--for", "texas"], []):
        page = plnbuddy("report", "--evidence", *scheme, "--format", "html").output
        assert f'href="{escaped}" rel="noopener noreferrer">{shown}</a>' in page


def test_the_next_step_is_about_the_same_record(plnbuddy: Plnbuddy) -> None:
    asked = "plnbuddy report --evidence --for texas --from 2026-03-01 --to 2026-03-31"
    empty = plnbuddy(*shlex.split(asked)[1:])
    assert 'Next: plnbuddy log collaborate "…"' in empty.messages
    write(plnbuddy, entry("whole", **COMPLETE))
    assert f"Next: {asked} -o record.pdf" in plnbuddy(*shlex.split(asked)[1:]).messages


def test_first_and_last_day_belong_to_the_record(plnbuddy: Plnbuddy) -> None:
    write(
        plnbuddy,
        entry("first without length", day="2026-03-02"),
        entry("before", day="2026-03-01"),
        entry("to the end", day="2026-03-04", until="2026-03-05", **COMPLETE),
        entry("beyond", day="2026-03-05", until="2026-03-06", **COMPLETE),
    )
    found = record(plnbuddy, "nesa", "--from", "2026-03-02", "--to", "2026-03-05")
    assert found["left_out"] == 1
    missing = {each["what"]: " ".join(each["missing"]) for each in found["entries"]}
    assert "ends after the period" not in missing["to the end"]
    assert "ends after the period, on 2026-03-06" in missing["beyond"]


def test_a_link_that_leads_nowhere_any_more_shows_nothing(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('name = "Own"\nrequired = ["evidence"]\n')
    facts = {**COMPLETE, "evidence": [], "links": ["https://example.org/post"]}
    write(plnbuddy, entry("post", **facts))
    (found,) = record(plnbuddy, str(own))["entries"]
    assert found["evidence"] == ["https://example.org/post"]
    assert found["missing"] == []
    with open_store(plnbuddy.home / "plnbuddy.sqlite3") as store, store.writing():
        mark_deleted(store, "post", date(2026, 11, 24))
    (found,) = record(plnbuddy, str(own))["entries"]
    assert (found["evidence"], found["missing"]) == ([], ["no evidence"])
