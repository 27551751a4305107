"""Kills, Ctrl-C and many writers at once: what is confirmed stays."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import store_files
from tests.conftest import Plnbuddy
from tests.running_copies import PipedCopy
from tests.store_files import assert_refused, sound, texts

filled = store_files.filled
store = store_files.store

pytestmark = pytest.mark.usefixtures("really_migrated")


WRITER = """
import os, signal, sys
signal.alarm(0)  # At night it writes for longer than a copy may run.
from plnbuddy.cli.app import app
sys.stdout = sys.stderr = open(os.devnull, "w")
for number in range(100_000):
    words = f"{sys.argv[1]} {number} @p{number}@example.org #edchat"
    kind = ("connect", "collaborate", "contribute")[number % 3]
    if app(["log", kind, words, "--note", "n" * (number % 7) * 900], standalone_mode=False):
        sys.exit(f"{sys.argv[1]} {number} was refused")
    os.write(1, f"{sys.argv[1]} {number}\\n".encode())
"""


def test_a_confirmed_entry_survives_a_kill_at_any_moment(plnbuddy: Plnbuddy, store: Path) -> None:
    dice = random.Random(11)
    confirmed: list[str] = []
    for round_ in range(16):
        process = plnbuddy.begin(f"round{round_}", script=WRITER)
        confirmed.append(process.stdout.readline().decode().strip())
        time.sleep(dice.random() * 0.12)
        process.kill()
        confirmed += process.communicate()[0].decode().splitlines()
        assert process.wait() == -signal.SIGKILL
    entries = plnbuddy.process("log", "list", "--all", "--json").data["entries"]
    written = {" ".join(entry["text"].split()[:2]): entry for entry in entries}
    assert len(confirmed) > 10
    assert set(confirmed) <= set(written)
    assert len(entries) == len(written) <= len(confirmed) + 16
    for text, entry in written.items():
        number = int(text.split()[1])
        assert entry["people"] == [f"@p{number}@example.org"]
        assert entry["tags"] == ["edchat"]
        assert len(entry["note"]) == number % 7 * 900
    assert sound(store)


def test_several_processes_at_once_lose_nothing(plnbuddy: Plnbuddy, store: Path) -> None:
    """The store does not exist yet, so that they also meet when it is made."""
    running = [
        plnbuddy.begin("log", "connect", f"number {number}", "--json") for number in range(10)
    ]
    answers = [process.communicate() for process in running]
    assert [process.wait() for process in running] == [0] * 10, answers
    numbers = {json.loads(output)["id"] for output, _ in answers}
    assert numbers == set(range(1, 11))
    assert sorted(texts(plnbuddy)) == sorted(f"number {number}" for number in range(10))
    assert sound(store)


def test_writers_that_meet_again_and_again_lose_nothing(plnbuddy: Plnbuddy, store: Path) -> None:
    """PLNBUDDY_WRITES=1000 lets eight of them write so much each (CONTRIBUTING.md, "Nightly")."""
    writes = int(os.environ.get("PLNBUDDY_WRITES", "25"))
    writers = 4 if writes == 25 else 8
    start = time.monotonic()
    running = [
        plnbuddy.begin(f"writer{number}", script=WRITER.replace("100_000", str(writes)))
        for number in range(writers)
    ]
    # Each is read as it writes: a pipe that is full would hold it up.
    with ThreadPoolExecutor(writers) as readers:
        parts = readers.map(lambda process: process.communicate()[0], running)
        confirmed = [line for part in parts for line in part.decode().splitlines()]
    seconds = time.monotonic() - start
    print(f"\n{writers} writers, {len(confirmed):,} confirmed in {seconds:.0f} s")
    assert len(confirmed) == writers * writes
    assert {" ".join(text.split()[:2]) for text in texts(plnbuddy)} == set(confirmed)
    assert sound(store)


def test_a_store_that_stays_busy_is_named(
    filled: Plnbuddy, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plnbuddy.store.database._BUSY_SECONDS", 0.1)
    with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = filled("log", "connect", "x", ok=False)
        assert_refused(answer, "Another plnbuddy is still writing")
        assert len(texts(filled)) == 60  # Reading needs no waiting.
        other.execute("ROLLBACK")
    filled("log", "connect", "x")
    assert len(texts(filled)) == 61


def interrupt_when(process: PipedCopy, ready: Callable[[], bool]) -> bytes:
    """Press Ctrl-C once `ready` says so; returns what was said on standard error."""
    deadline = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < deadline, "never got that far"
        assert process.exit_code() is None, "ended too early"
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    process.wait()
    return process.communicate()[1]


@pytest.mark.skipif(not Path("/proc/self/wchan").exists(), reason="needs Linux's /proc")
def test_ctrl_c_while_text_is_awaited_writes_nothing(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "before")
    process = plnbuddy.begin("log", "connect", "-")
    wait = Path(f"/proc/{process.pid}/wchan")
    said = interrupt_when(process, lambda: "pipe" in wait.read_text())
    assert process.wait() == 130, said
    assert b"What was confirmed is kept" in said
    assert b"Traceback" not in said
    assert texts(plnbuddy) == ["before"]


def test_ctrl_c_in_the_middle_of_an_import_leaves_all_or_nothing(
    plnbuddy: Plnbuddy, store: Path
) -> None:
    plnbuddy("log", "connect", "before")
    file = plnbuddy.home.parent / "entries.jsonl"
    with file.open("w") as stream:
        for number in range(15_000):
            record = {"uid": f"u{number}", "kind": "connect", "when": "2026-11-23T10:00:00Z"}
            record |= {"day": "2026-11-23", "text": f"entry {number} " + "x" * 300}
            stream.write(json.dumps(record) + "\n")
    process = plnbuddy.begin("log", "import", str(file))
    wal = store.with_name(store.name + "-wal")

    def writing() -> bool:
        with contextlib.suppress(FileNotFoundError):
            return wal.stat().st_size > 0
        return False

    said = interrupt_when(process, writing)
    assert b"Traceback" not in said
    with contextlib.closing(sqlite3.connect(store)) as connection:
        count = connection.execute("SELECT count(*) FROM activity").fetchone()[0]
    assert (process.wait(), count) in ((130, 1), (0, 15_001))
    assert sound(store)
    plnbuddy("log", "connect", "after")
