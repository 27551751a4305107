"""A record for an authority: hours against caps, what is missing, forms, schemes of one's own."""

import csv
import hashlib
import io
import json
import shlex
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import tomli_w

from plnbuddy.report.appraisal import YOUR_AUTHORITY_DECIDES
from plnbuddy.schemes.read import find_scheme, scheme_names
from plnbuddy.schemes.scheme import FIELDS
from plnbuddy.schemes.standards import read_standard, read_type
from tests.conftest import Plnbuddy

HOSTILE = '=HYPERLINK("https://evil.example") <script>alert(1)</script> | **x**'
COMPLETE: dict[str, Any] = {
    "type": "workshop", "standards": ["APST:6.2"], "provider": "Park School", "minutes": 120,
    "evidence": ["https://example.org/c"], "reflection": "I ask less.",
}  # fmt: skip


def entry(uid: str, day: str = "2026-03-02", **fields: Any) -> dict[str, Any]:
    return {"uid": uid, "kind": "collaborate", "when": f"{day}T12:00:00Z", "text": uid, **fields}


def write(plnbuddy: Plnbuddy, *entries: dict[str, Any]) -> None:
    text = "".join(json.dumps(each) + "\n" for each in entries)
    plnbuddy("log", "import", "-", input=text)


def record(plnbuddy: Plnbuddy, scheme: str, *arguments: str) -> Any:
    return plnbuddy("report", "--evidence", "--for", scheme, "--json", *arguments).data


@pytest.mark.parametrize("name", scheme_names())
def test_every_scheme_holds_together_and_says_where_it_is_from(name: str) -> None:
    scheme = find_scheme(name)
    assert scheme.source.startswith("https://")
    assert scheme.checked is not None
    assert scheme.checked <= date(2026, 11, 28)
    assert set(scheme.required) <= set(scheme.columns)
    for part in (*scheme.caps, *scheme.minimums):
        assert [read_type(word) for word in part.types] == list(part.types)
    for standards in scheme.standards:
        assert read_standard(f"{standards}:6.2")


def test_the_documented_schemes_are_those_of_the_package() -> None:
    text = (Path(__file__).parent.parent / "docs" / "report.md").read_text(encoding="utf-8")
    for name in scheme_names():
        scheme = find_scheme(name)
        hours = f"{scheme.hours:g} h" if scheme.hours else "none"
        years = "year" if scheme.years == 1 or scheme.per_year else f"{scheme.years} years"
        assert f"| `{name}` | {scheme.name} | {hours} | {years} |" in text


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


def test_a_bundle_says_what_is_still_missing(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    write(plnbuddy, entry("bare", minutes=30))
    bundle = str(tmp_path / "record.zip")
    answer = plnbuddy("report", "--evidence", "--for", "nesa", "--bundle", bundle)
    again = "plnbuddy report --evidence --for nesa\n"
    assert f"Something is missing in 1 entry: {again}" in answer.messages


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
    book = openpyxl.load_workbook(file)
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
    write(plnbuddy, *(entry(f"u{n}", minutes=1) for n in range(10_000)))
    answer = plnbuddy("report", "--evidence", "--for", "nesa")
    assert "What is missing, in 10,000 entries of 10,000" in answer.output
    assert "and 9,980 more" in answer.output


# Schemes: bad names, files of one's own, contradictions.

OWN = """
name = "Park School"
hours = 10
years = 1
required = ["type", "reflection"]
columns = ["day", "what", "type", "minutes", "reflection"]
[titles]
reflection = "What changed"
[types]
garden-club = "Garden club"
course = "Course"
[[caps]]
title = "Garden"
types = ["garden-club"]
hours = 2
"""


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
    for record in (["--for", "texas"], []):
        page = plnbuddy("report", "--evidence", *record, "--format", "html").output
        assert f'href="{escaped}" rel="noopener noreferrer">{shown}</a>' in page


def test_the_day_of_looking_up_is_said_as_a_person_says_it(plnbuddy: Plnbuddy) -> None:
    output = plnbuddy("report", "--evidence", "--for", "texas").output
    assert "looked up on 28 November 2026." in output


def test_a_school_has_a_scheme_of_its_own(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "park.toml"
    file.write_text(OWN)
    plnbuddy("log", "collaborate", "dug", "--type", "Garden Club", "--minutes", "300")
    plnbuddy("log", "collaborate", "watched", "--type", "webinar", "--minutes", "60")
    answer = plnbuddy("report", "--evidence", "--for", str(file))
    for part in ("Park School", "2 of 10 hours: 8 hours to go.", "Type: Garden club",
                 "'webinar' is no type that counts", "4 more hours are noted"):  # fmt: skip
        assert part in answer.output
    again = f"plnbuddy report --evidence --for {shlex.quote(str(file))}"
    printed = plnbuddy("report", "--evidence", "--for", str(file), "-o", str(tmp_path / "r.csv"))
    assert f"Something is missing in 2 entries: {again}\n" in printed.messages
    assert (
        "What changed"
        in plnbuddy("report", "--evidence", "--for", str(file), "--format", "html").output
    )


def test_the_next_step_is_about_the_same_record(plnbuddy: Plnbuddy) -> None:
    asked = "plnbuddy report --evidence --for texas --from 2026-03-01 --to 2026-03-31"
    empty = plnbuddy(*shlex.split(asked)[1:])
    assert 'Next: plnbuddy log collaborate "…"' in empty.messages
    write(plnbuddy, entry("whole", **COMPLETE))
    assert f"Next: {asked} -o record.pdf" in plnbuddy(*shlex.split(asked)[1:]).messages


def test_an_unknown_scheme_is_asked_about(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    for name, hint in (("nessa", "Did you mean nesa?"), ("???", "There are: act48, bavaria"),
        ("New York", "Write: --for ctle."), ("pennsylvania", "Write: --for act48."),
    ):  # fmt: skip
        answer = plnbuddy("report", "--evidence", "--for", name, ok=False)
        assert answer.exit_code == 2
        assert hint in answer.messages
    for wrong, problem in (
        (tmp_path / "gone.toml", "cannot be read"), (tmp_path / "folder.toml", "no ordinary file"),
    ):  # fmt: skip
        (tmp_path / "folder.toml").mkdir(exist_ok=True)
        answer = plnbuddy("report", "--evidence", "--for", str(wrong), ok=False)
        assert answer.exit_code == 1
        assert problem in answer.messages
    for arguments in (("--for", "nesa"), ("--bundle", "x.zip"), ("-o", str(tmp_path / "x.xlsx"))):
        answer = plnbuddy("report", *arguments, ok=False)
        assert answer.exit_code == 2
        assert "--evidence" in answer.messages


CAP = {"title": "A", "types": ["a"], "hours": 5}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"hour": 5}, "'hour' is no setting of a scheme (did you mean 'hours'?)"),
        ({"name": ""}, "no name"),
        ({"hours": "ten"}, "'hours' is no number"),
        ({"hours": -1}, "not between"),
        ({"hours": True}, "no number"),
        ({"years": 1.5}, "no whole number"),
        ({"years": 0}, "not between 1"),
        ({"per_year": "yes"}, "neither true nor false"),
        ({"checked": "today"}, "no day"),
        ({"source": "javascript:x"}, "no web address"),
        ({"required": ["provder"]}, "did you mean 'provider'?"),
        ({"columns": "day"}, "no list of words"),
        ({"titles": {"wat": "x"}}, "did you mean 'what'?"),
        ({"types": ["a"]}, "does not give a name"),
        ({"caps": {"hours": 1}}, "write [[caps]] above each"),
        ({"caps": [{"hours": 1}]}, "names no types"),
        ({"caps": [{"types": ["a"]}]}, "has no hours"),
        ({"caps": [{**CAP, "hous": 1}]}, "did you mean 'hours'?"),
        ({"caps": [CAP, {**CAP, "title": "B"}]}, "both in 'A' and in 'B'"),
        ({"caps": [CAP], "minimums": [{**CAP, "hours": 6}]}, "counts at most 5"),
        ({"minimums": [{**CAP, "hours": 11}]}, "need 11 hours, and it asks for 10"),
        ({"caps": [CAP], "types": {"b": "B"}}, "no type of the scheme"),
        ({"caps": [CAP], "types": {"a": "A"}}, "capped, at 5 hours in all"),
        ({"notes": ["x"] * 51}, "more than 50"),
    ],
)
def test_a_scheme_that_does_not_hold_together_says_why(
    plnbuddy: Plnbuddy, tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(tomli_w.dumps({"name": "Own", "hours": 10, **change}))
    answer = plnbuddy("report", "--evidence", "--for", str(file), ok=False)
    assert (answer.exit_code, answer.output) == (1, "")
    assert problem in answer.messages
    assert "docs/report.md" in answer.messages


def test_a_file_that_is_no_scheme_is_refused(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    for content, problem in (
        (b"name = ", "as TOML"), (b"\xff\xfe", "as TOML"), (b"a" * 100_001, "too large"),
        (b"x=" + b"[" * 50_000, "as TOML"),
    ):  # fmt: skip
        file.write_bytes(content)
        answer = plnbuddy("report", "--evidence", "--for", str(file), ok=False)
        assert answer.exit_code == 1
        assert problem in answer.messages


def test_every_field_is_one_of_an_entry(plnbuddy: Plnbuddy) -> None:
    write(plnbuddy, entry("whole", **COMPLETE))
    (found,) = record(plnbuddy, "nesa")["entries"]
    assert set(FIELDS) <= set(found)


# A bundle to hand in.


def test_a_bundle_holds_the_record_and_its_files(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plan, photo = tmp_path / "my plan.pdf", tmp_path / "photo.png"
    plan.write_bytes(b"plan")
    photo.write_bytes(b"photo")
    plnbuddy("log", "contribute", "a", "--minutes", "5", "--evidence", str(plan), "--copy")
    plnbuddy("log", "contribute", "b", "--evidence", str(photo), "--evidence", str(plan))
    plnbuddy("log", "contribute", "c", "--evidence", "https://example.org/c")
    plan.unlink()
    for arguments in ((), ("--for", "nesa")):
        file = tmp_path / "record.zip"
        answer = plnbuddy("report", "--evidence", *arguments, "--bundle", str(file))
        assert "2 files of evidence are in" in answer.messages
        with ZipFile(file) as bundle:
            assert bundle.testzip() is None
            names = bundle.namelist()
            assert names[:2] == ["record.html", "record.csv"]
            assert names[2:-1] == ["evidence/001-my plan.pdf", "evidence/002-photo.png"]
            assert bundle.read("evidence/001-my plan.pdf") == b"plan"
            contents = bundle.read("contents.txt").decode()
        assert "entry 3: https://example.org/c" in contents
        assert f"evidence/002-photo.png  sha256 {hashlib.sha256(b'photo').hexdigest()}" in contents
        assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_changed_or_is_gone_is_not_handed_in(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    plan, gone = tmp_path / "plan.pdf", tmp_path / "gone.pdf"
    for file in (plan, gone):
        file.write_bytes(file.name.encode())
        plnbuddy("log", "contribute", file.name, "--evidence", str(file))
    plan.write_bytes(b"something else")
    gone.unlink()
    bundle = tmp_path / "record.zip"
    answer = plnbuddy("report", "--evidence", "--bundle", str(bundle))
    assert "entry 1: " in answer.messages
    assert "has changed" in answer.messages
    assert "entry 2: " in answer.messages
    with ZipFile(bundle) as opened:
        assert not [name for name in opened.namelist() if name.startswith("evidence/")]
        assert "plan.pdf (not in this bundle)" in opened.read("contents.txt").decode()
