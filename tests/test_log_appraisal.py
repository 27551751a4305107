"""What an authority may ask of an entry: standards, type, provider, last day, evidence, words."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.core.evidence import evidence_file, file_address, kept_address
from plnbuddy.schemes.standards import TYPES, read_standard, read_type
from plnbuddy.system import evidence_files
from plnbuddy.system.evidence_files import EvidenceFileError, digest_of
from tests.conftest import Plnbuddy

FULL = (
    *("--standard", "APST:6.2", "--standard", "iste:2.1.B", "--type", "peer-observation"),
    *("--provider", "Park School", "--date", "2026-11-20", "--until", "2026-11-22"),
    *("--evidence", "https://example.org/plan", "--reflection", "I ask less."),
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "my plan.pdf"
    file.write_bytes(b"a plan")
    return file


def entry(plnbuddy: Plnbuddy, number: int = 1) -> Any:
    return plnbuddy("log", "show", str(number), "--json").data


def test_an_entry_carries_what_an_authority_asks_for(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "collaborate", "watched a lesson", *FULL)
    found = entry(plnbuddy)
    assert found["standards"] == ["APST:6.2", "ISTE:2.1.b"]
    assert (found["type"], found["provider"]) == ("peer-observation", "Park School")
    assert (found["day"], found["until"]) == ("2026-11-20", "2026-11-22")
    assert found["evidence"] == ["https://example.org/plan"]
    assert found["reflection"] == "I ask less."
    shown = plnbuddy("log", "show", "1").output
    for part in ("APST:6.2 ISTE:2.1.b", "until: 2026-11-22", "Park School", "I ask less."):
        assert part in shown


def test_whoever_uses_none_of_it_sees_none_of_it(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "met somebody")
    shown = plnbuddy("log", "show", "1").output
    for word in ("standards", "type", "provider", "until", "evidence", "reflection"):
        assert word not in shown


@pytest.mark.parametrize("file_format", ["jsonl", "csv"])
def test_a_journal_goes_out_and_in_with_all_of_it(
    plnbuddy: Plnbuddy, tmp_path: Path, plan: Path, file_format: str
) -> None:
    plnbuddy("log", "collaborate", "watched a lesson", *FULL)
    plnbuddy("log", "contribute", "a plan", "--evidence", str(plan), "--reflection", "two\nlines")
    plnbuddy("log", "contribute", "kept", "--evidence", str(plan), "--copy")
    file = tmp_path / f"journal.{file_format}"
    plnbuddy("log", "export", str(file))
    before = plnbuddy("log", "list", "--all", "--json").data
    for number in "123":
        plnbuddy("log", "remove", number)
    assert plnbuddy("log", "import", str(file), "--json").data["added"] == 3
    after = plnbuddy("log", "list", "--all", "--json").data
    for found in (*before["entries"], *after["entries"]):
        found.pop("id")
    assert before == after
    assert plnbuddy("log", "import", str(file), "--json").data["added"] == 0


def test_an_entry_without_uid_is_still_known_when_it_was_imported_by_an_older_version(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text('{"kind":"connect","when":"2026-11-20T12:00:00Z","text":"met"}\n')
    plnbuddy("log", "import", str(file))
    assert json.loads(plnbuddy("log", "export").output)["uid"] == "01c703de7303f4b1"


def test_edit_changes_what_is_named_and_takes_away_what_is_empty(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "collaborate", "watched a lesson", *FULL)
    before = entry(plnbuddy)
    plnbuddy("log", "edit", "1", "--provider", "North School")
    assert entry(plnbuddy) == {**before, "provider": "North School"}
    empty = ("--standard", "--type", "--provider", "--until", "--evidence", "--reflection")
    plnbuddy("log", "edit", "1", *(part for name in empty for part in (name, "")))
    gone: dict[str, Any] = {
        "standards": [],
        "type": "",
        "provider": "",
        "until": None,
        "evidence": [],
    }
    assert entry(plnbuddy) == {**before, **gone, "reflection": ""}
    plnbuddy("undo")
    plnbuddy("undo")
    assert entry(plnbuddy) == before


@pytest.mark.parametrize(
    ("option", "value", "problem", "remedy"),
    [
        ("--standard", "ASPT:6.2", "not a set of standards", "Did you mean APST?"),
        ("--standard", "APST:6.9", "no code 6.9", "from 1.1 to 7.4"),
        ("--standard", "ISTE:2.1.bb", "no code", "Did you mean 2.1.b"),
        ("--standard", "6.2", "not a standard", "APST:6.2"),
        ("--type", "peer-observatoin", "not a type", "Did you mean peer-observation?"),
        ("--type", "???", "not a type", "course"),
        ("--until", "2026-11-01", "end on 1 November 2026", "--until"),
        ("--until", "2036-11-01", "lies in the future", "up to today"),
        ("--evidence", "/no/such/file.pdf", "cannot be read", "web address"),
        ("--evidence", "file:///etc/passwd", "cannot be read", "web address"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do(
    plnbuddy: Plnbuddy, option: str, value: str, problem: str, remedy: str
) -> None:
    answer = plnbuddy("log", "contribute", "shared it", option, value, ok=False)
    assert answer.exit_code in (1, 2)
    assert problem in answer.messages
    assert remedy in answer.messages
    assert plnbuddy("log", "export").output == ""


def test_standards_and_types_of_ones_own_are_taken(plnbuddy: Plnbuddy) -> None:
    assert read_standard("parkschool:A-1") == "PARKSCHOOL:A-1"
    assert read_type("Garden Club") == "garden-club"
    assert all(read_type(word) == word for word in TYPES)


def test_a_file_stays_where_it_is_and_is_known_by_its_digest(
    plnbuddy: Plnbuddy, plan: Path
) -> None:
    plnbuddy("log", "contribute", "a plan", "--evidence", str(plan))
    (address,) = entry(plnbuddy)["evidence"]
    file = evidence_file(address)
    assert file is not None
    assert (file.path, file.sha256) == (plan, hashlib.sha256(b"a plan").hexdigest())
    assert not (plnbuddy.home / "evidence").exists()


def test_a_copy_lies_beside_the_journal_once_and_only_its_owner_reads_it(
    plnbuddy: Plnbuddy, plan: Path
) -> None:
    for _ in range(2):
        plnbuddy("log", "contribute", "a plan", "--evidence", str(plan), "--copy")
    plan.unlink()
    (copy,) = (plnbuddy.home / "evidence").iterdir()
    assert copy.read_bytes() == b"a plan"
    assert copy.name.endswith("-my plan.pdf")
    assert copy.stat().st_mode & 0o077 == 0
    answer = plnbuddy("log", "contribute", "x", "--evidence", "https://e.org", "--copy", ok=False)
    assert "no file to copy" in answer.messages


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_folders_devices_pipes_and_huge_files_are_refused(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    pipe, huge = tmp_path / "pipe", tmp_path / "huge.mp4"
    os.mkfifo(pipe)
    with huge.open("wb") as stream:
        stream.truncate(evidence_files.SIZE_LIMIT + 1)
    for path, problem in (
        (tmp_path, "no ordinary file"), (Path("/dev/zero"), "no ordinary file"),
        (pipe, "no ordinary file"), (huge, "more than 100 MB"),
    ):  # fmt: skip
        answer = plnbuddy("log", "contribute", "x", "--evidence", str(path), ok=False)
        assert answer.exit_code == 1
        assert problem in answer.messages
    with pytest.raises(EvidenceFileError):
        digest_of(huge)


@pytest.mark.parametrize(
    "address",
    [
        "kept:..%2F..%2Fpasswd#sha256=" + "0" * 64, "kept:..#sha256=" + "0" * 64,
        "kept:a/b#sha256=" + "0" * 64, "file:///etc/passwd", "file:///etc/passwd#sha256=0",
        "file:relative#sha256=" + "0" * 64, "kept:%00#sha256=" + "0" * 64,
    ],
)  # fmt: skip
def test_an_imported_journal_cannot_name_files_as_it_likes(
    plnbuddy: Plnbuddy, tmp_path: Path, address: str
) -> None:
    assert evidence_file(address) is None
    record = {"kind": "connect", "when": "2026-11-20T12:00:00Z", "text": "x", "evidence": [address]}
    file = tmp_path / "evil.jsonl"
    file.write_text(json.dumps(record))
    answer = plnbuddy("log", "import", str(file), ok=False)
    assert answer.exit_code == 1
    assert "in 'evidence'" in answer.messages


def test_addresses_of_files_are_read_as_they_were_written(tmp_path: Path) -> None:
    digest = "ab" * 32
    for name in ("a b.pdf", "ä#%?.pdf", "日本.pdf"):
        one = evidence_file(file_address(tmp_path / name, digest))
        other = evidence_file(kept_address(name, digest))
        assert one is not None
        assert other is not None
        assert (one.path, one.sha256) == (tmp_path / name, digest)
        assert (other.kept_as, other.sha256) == (name, digest)


@pytest.mark.parametrize(
    "change",
    [{"until": "2026-11-19"}, {"until": "soon"}, {"standards": ["two words"]}, {"standards": "x"}],
)
def test_a_line_that_does_not_hold_together_is_named(
    plnbuddy: Plnbuddy, tmp_path: Path, change: dict[str, Any]
) -> None:
    record = {"kind": "connect", "when": "2026-11-20T12:00:00Z", "text": "x", **change}
    file = tmp_path / "wrong.jsonl"
    file.write_text(json.dumps(record))
    answer = plnbuddy("log", "import", str(file), ok=False)
    assert "line 1" in answer.messages
    assert next(iter(change)) in answer.messages


@pytest.mark.parametrize("dots", ["…", "..."])
def test_an_offered_command_that_nobody_filled_in_writes_nothing(
    plnbuddy: Plnbuddy, dots: str
) -> None:
    plnbuddy("log", "contribute", "shared a plan")
    for arguments in (
        ("edit", "1", "--reflection", dots), ("edit", "1", "--provider", dots),
        ("edit", "1", "--where", dots), ("edit", "1", "--minutes", dots), ("contribute", dots),
        ("collaborate", f"answered {dots}"),
    ):  # fmt: skip
        answer = plnbuddy("log", *arguments, ok=False)
        assert answer.exit_code == 2
        assert "dots of the example" in answer.messages
    assert plnbuddy("report", "--reflection", dots, ok=False).exit_code == 2
    (entry,) = plnbuddy("log", "list", "--json").data["entries"]
    assert (entry["text"], entry["reflection"], entry["provider"]) == ("shared a plan", "", "")
