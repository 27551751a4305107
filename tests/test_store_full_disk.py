"""A full disk is named, and what was confirmed before is there."""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import store_files
from tests.conftest import Plnbuddy
from tests.store_files import assert_refused, sound, texts

store = store_files.store

pytestmark = pytest.mark.usefixtures("really_migrated")


@pytest.fixture
def small_disk(plnbuddy: Plnbuddy) -> Iterator[Plnbuddy]:
    """A home on a file system of one megabyte."""
    plnbuddy.home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(plnbuddy.home)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only the superuser can mount a small disk")
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("no file system can be mounted here")
    yield plnbuddy
    subprocess.run(["umount", "-l", str(plnbuddy.home)], check=True)


def fill(folder: Path, leave: int = 0) -> Path:
    """Take all the space but `leave` bytes."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(b"\0" * 4_096)
    if leave:
        os.truncate(ballast, max(ballast.stat().st_size - leave, 0))
    return ballast


@pytest.mark.root
@pytest.mark.parametrize("leave", [0, 8_192, 40_960, 73_728, 131_072])
def test_a_full_disk_is_named_and_what_was_confirmed_is_there(
    small_disk: Plnbuddy, leave: int
) -> None:
    store = small_disk.home / "plnbuddy.sqlite3"
    confirmed = []
    for number in range(5):
        small_disk("log", "connect", f"before {number}")
        confirmed.append(f"before {number}")
    ballast = fill(small_disk.home, leave)
    for number in range(60):
        text = f"number {number} " + "x" * 9_000
        answer = small_disk("log", "connect", text, ok=False)
        if answer.exit_code != 0:
            assert_refused(answer, "The disk is full, so nothing was written down.")
            break
        confirmed.append(text)
    else:
        pytest.fail("the disk was never full")
    refused = small_disk("log", "remove", "1", "2", ok=False)
    if refused.exit_code == 0:
        confirmed = confirmed[2:]
    else:
        assert_refused(refused, "The disk is full")
    ballast.unlink()
    assert texts(small_disk) == confirmed
    assert sound(store)
    small_disk("log", "connect", "after")
    assert texts(small_disk) == [*confirmed, "after"]


@pytest.mark.root
def test_an_import_onto_a_full_disk_adds_all_or_nothing(small_disk: Plnbuddy) -> None:
    small_disk("log", "connect", "before")
    records = [
        {"uid": f"u{n}", "kind": "connect", "when": "2026-11-23T10:00:00Z", "day": "2026-11-23"}
        | {"text": f"entry {n} " + "x" * 900}
        for n in range(2_000)
    ]
    file = small_disk.home.parent / "entries.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    answer = small_disk("log", "import", str(file), ok=False)
    assert_refused(answer, "The disk is full")
    assert texts(small_disk) == ["before"]
    assert sound(small_disk.home / "plnbuddy.sqlite3")


@pytest.mark.root
@pytest.mark.parametrize("leave", [0, 4_096, 20_480, 65_536])
def test_a_store_that_finds_no_room_at_all_works_once_there_is_some(
    small_disk: Plnbuddy, leave: int
) -> None:
    ballast = fill(small_disk.home, leave)
    assert_refused(small_disk("log", "connect", "x", ok=False), "The disk is full")
    ballast.unlink()
    small_disk("log", "connect", "met somebody")
    assert texts(small_disk) == ["met somebody"]


@pytest.mark.root
def test_settings_and_exports_on_a_full_disk_keep_the_old_file(small_disk: Plnbuddy) -> None:
    small_disk("config", "set", "goals.minutes", "45")
    for _ in range(10):
        small_disk("log", "connect", "x" * 9_000)
    export = small_disk.home / "journal.jsonl"
    small_disk("log", "export", str(export))
    before = (small_disk.home / "config.toml").read_text(), export.read_text()
    ballast = fill(small_disk.home)
    answer = small_disk("config", "set", "goals.minutes", "90", ok=False)
    assert answer.exit_code == 7, answer
    assert "cannot be written: No space left on device" in answer.messages
    os.truncate(ballast, ballast.stat().st_size - 65_536)  # Room to read the store.
    answer = small_disk("log", "export", str(export), ok=False)
    assert answer.exit_code == 1, answer
    assert "cannot be written: No space left on device" in answer.messages
    assert ((small_disk.home / "config.toml").read_text(), export.read_text()) == before
    assert not [path for path in small_disk.home.iterdir() if path.name.startswith(".")]
