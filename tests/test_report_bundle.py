"""A bundle to hand in: the record and its files of evidence in one zip."""

import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from plnbuddy.report import bundle as bundling
from tests.conftest import Plnbuddy
from tests.journal_entries import write
from tests.records import entry


def test_a_bundle_says_what_is_still_missing(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    write(plnbuddy, entry("bare", minutes=30))
    bundle = str(tmp_path / "record.zip")
    answer = plnbuddy("report", "--evidence", "--for", "nesa", "--bundle", bundle)
    again = "plnbuddy report --evidence --for nesa\n"
    assert f"Something is missing in 1 entry: {again}" in answer.messages


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


def test_what_would_make_a_bundle_too_large_is_left_out_and_named(
    plnbuddy: Plnbuddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundling, "TOTAL_LIMIT", 8)
    for name, content in (("plan.pdf", b"plan"), ("photo.png", b"photo"), ("note.txt", b"note")):
        (tmp_path / name).write_bytes(content)
        plnbuddy("log", "contribute", name, "--evidence", str(tmp_path / name))
    file = tmp_path / "record.zip"
    answer = plnbuddy("report", "--evidence", "--bundle", str(file))
    assert "photo.png would make the bundle larger" in answer.messages + answer.output
    with ZipFile(file) as bundle:
        assert bundle.namelist()[2:-1] == ["evidence/001-plan.pdf", "evidence/002-note.txt"]
