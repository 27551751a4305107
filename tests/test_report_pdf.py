"""The page as a PDF: which browser prints it and how, its paper, and what stands on each sheet."""

import os
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plnbuddy.report import pdf
from plnbuddy.report.page import paper_of
from plnbuddy.schemes.read import find_scheme, scheme_names
from tests import report_pages
from tests.conftest import Plnbuddy
from tests.journal_entries import write
from tests.records import contribution

if TYPE_CHECKING:
    from pypdf import PdfReader

year = report_pages.year


A4 = (595, 842)
LETTER = (612, 792)


@pytest.fixture
def pretended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds the only programs there are; `chromium` is written by each test."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("cat", "sleep"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def pretend(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


PRINTS = """
for each in "$@"; do
  echo "$each" >> "$(dirname0)"
  case "$each" in --print-to-pdf=*) printf '%%PDF-1.7' > "${each#--print-to-pdf=}";; esac
done
"""


def test_without_a_browser_the_way_out_is_named(
    music_teacher: Plnbuddy, pretended: Path, tmp_path: Path
) -> None:
    refused = music_teacher("report", "-o", str(tmp_path / "report.pdf"), ok=False)
    assert refused.exit_code == 1
    assert "none was found" in refused.messages
    assert "--html report.html in place of -o" in refused.messages
    assert not (tmp_path / "report.pdf").exists()


def test_a_browser_prints_alone_and_in_private(
    music_teacher: Plnbuddy, pretended: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    script = PRINTS.replace('"$(dirname0)"', f'"{heard}"')
    pretend(pretended, "google-chrome", script)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    music_teacher("report", "-o", str(tmp_path / "report.pdf"))
    assert (tmp_path / "report.pdf").read_bytes() == b"%PDF-1.7"
    switches = heard.read_text(encoding="utf-8").splitlines()
    assert {"--headless=new", "--no-pdf-header-footer", "--no-first-run"} <= set(switches)
    assert "--no-sandbox" not in switches
    (profile,) = [each for each in switches if each.startswith("--user-data-dir=")]
    assert not Path(profile.partition("=")[2]).parent.exists()
    heard.unlink()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    music_teacher("report", "-o", str(tmp_path / "report.pdf"))
    assert "--no-sandbox" in heard.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "sleep 30"])
def test_a_browser_that_fails_leaves_the_old_file(
    music_teacher: Plnbuddy,
    pretended: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
) -> None:
    pretend(pretended, "chromium", f"exec {script}" if "sleep" in script else script)
    monkeypatch.setattr(pdf, "_SECONDS", 0.3)
    file = tmp_path / "report.pdf"
    file.write_bytes(b"old")
    refused = music_teacher("report", "-o", str(file), ok=False)
    assert refused.exit_code == 1
    assert "browser" in refused.messages
    assert "--html" in refused.messages
    assert file.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir() if "plnbuddy" in each.name] == []


def test_a_browser_that_sees_no_temporary_files_prints_beside_the_pdf(
    music_teacher: Plnbuddy, pretended: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    script = PRINTS.replace('echo "$each" >> "$(dirname0)"', ":").replace(
        "--print-to-pdf=*)", f"--print-to-pdf={beside}/*)"
    )
    pretend(pretended, "chromium", script)
    music_teacher("report", "-o", str(beside / "report.pdf"))
    assert [each.name for each in beside.iterdir()] == ["report.pdf"]


@pytest.mark.parametrize(
    ("region", "paper"), [("", "A4"), ("DE", "A4"), ("US-TX", "letter"), ("ca", "letter")]
)
def test_the_paper_is_what_the_country_uses(region: str, paper: str) -> None:
    assert paper_of(region) == paper


def read_pdf(file: Path) -> tuple["PdfReader", str]:
    from pypdf import PdfReader

    printed = PdfReader(file)
    return printed, " ".join(" ".join(each.extract_text() for each in printed.pages).split())


@pytest.mark.browser
@pytest.mark.parametrize(("region", "size"), [("DE", A4), ("US", LETTER)])
def test_the_pdf_has_the_right_paper_headings_and_pages(
    year: Plnbuddy, tmp_path: Path, region: str, size: tuple[int, int]
) -> None:
    if not pdf.find_browser():
        pytest.skip("no browser that prints")
    year("config", "set", "profile.region", region)
    file = tmp_path / "report.pdf"
    year("report", "--since", "2026-01-01", "-o", str(file))
    printed, text = read_pdf(file)
    assert 2 <= len(printed.pages) <= 4
    for sheet in printed.pages:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == size
    for heading in (
        "My learning network", "At a glance", "The three C's over time", "People and communities",
        "Worth remembering", "In my own words", "Goals for what comes next",
        "What the numbers are, and are not",
    ):  # fmt: skip
        assert heading in text
    assert f"1 / {len(printed.pages)}" in text
    assert "Miriam Okonkwo" in str(printed.metadata and printed.metadata.title)
    from pypdf.generic import DictionaryObject

    root = printed.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    assert "/StructTreeRoot" in root
    assert printed.outline


@pytest.mark.browser
def test_evidence_prints_across_with_headings_on_each_sheet(year: Plnbuddy, tmp_path: Path) -> None:
    if not pdf.find_browser():
        pytest.skip("no browser that prints")
    file = tmp_path / "evidence.pdf"
    year("report", "--evidence", "-o", str(file))
    printed, text = read_pdf(file)
    assert 5 <= len(printed.pages) <= 10
    for sheet in printed.pages:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4[::-1]
        if "Did number" in sheet.extract_text():
            assert "How it is known" in sheet.extract_text()
    assert all(f"Did number {at}-1" in text for at in range(51))
    assert "Signature" in printed.pages[-1].extract_text()


LONG = {"text": "Donaudampfschifffahrtsgesellschaft" * 9, "provider": "x" * 180,
        "reflection": "W" * 300}  # fmt: skip


def spread(number: int, **long: str) -> list[dict[str, object]]:
    """So many entries over a year, each with all that an authority may ask for."""
    return [
        contribution(
            f"e{at}", str(date(2026, 11, 20) - timedelta(days=330 * at // number)),
            text=f"Observed a lesson on exit tickets and talked it over, number {at}",
            type="peer-observation", standards=["APST:6.2", "APST:7.4"], minutes=90,
            provider="Teachers' Association of the Northern Region",
            evidence=["https://example.org/courses/2026/retrieval-practice?certificate=12345"],
            reflection="Half of the class asked more; I keep the tickets but shorten them.",
        ) | (long if at % 5 == 0 else {})
        for at in range(number)
    ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("region", ["DE", "US"])
@pytest.mark.parametrize(
    ("number", "long"), [(0, {}), (1, {}), (41, {}), (44, {}), (60, {}), (20, LONG)]
)
def test_a_record_ends_whole_on_its_last_sheet(
    music_teacher: Plnbuddy, tmp_path: Path, region: str, number: int, long: dict[str, str]
) -> None:
    """What is signed, where, and when it was written stand together; no sheet is nearly empty."""
    from pypdf import PdfReader

    if not pdf.find_browser():
        pytest.skip("no browser that prints")
    music_teacher("config", "set", "profile.region", region)
    if number:
        write(music_teacher, *spread(number, **long))
    for name in ("nesa", "gtcs") if number else scheme_names():
        file = tmp_path / f"{name}.pdf"
        music_teacher("report", "--evidence", "--for", name, "-o", str(file))
        sheets = [" ".join(each.extract_text().split()) for each in PdfReader(file).pages]
        for part in ("About this record", "Declaration", "Signature", "Written on 24 November"):
            assert part in sheets[-1]
        assert len(sheets) <= 2 + number // (3 if long else 6)
        for sheet in sheets:
            assert "peer observation" not in sheet or find_scheme(name).heading("what") in sheet
