"""The store's file: what is confirmed stays, and every kind of damage is one sentence."""

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import StoreError
from plnbuddy.core.model import ActivityKind
from plnbuddy.journal.entries import new_activity, write_down
from plnbuddy.store.activities import ActivityFilter, find_activities
from plnbuddy.store.database import open_store
from plnbuddy.store.migrations import VERSIONS, read_script
from tests.conftest import NOW, Answer, Plnbuddy, run_without_the_right_to_write_everywhere
from tests.running_copies import PipedCopy

pytestmark = pytest.mark.usefixtures("really_migrated")

COMMANDS = (
    ["log", "list"],
    ["log", "connect", "met somebody"],
    ["log", "show", "1"],
    ["log", "remove", "1"],
    ["log", "export"],
    ["report"],
    ["undo"],
)
CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)


@pytest.fixture
def store(plnbuddy: Plnbuddy) -> Path:
    """Where the store is, or will be."""
    plnbuddy.home.mkdir(mode=0o700)
    return plnbuddy.home / "plnbuddy.sqlite3"


def texts(plnbuddy: Plnbuddy) -> list[str]:
    """The text of every entry, oldest number first."""
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    assert answer.exit_code in (0, 6), answer
    found = sorted(answer.data["entries"], key=lambda entry: int(entry["id"]))
    return [entry["text"] for entry in found]


def sound(store: Path) -> bool:
    with contextlib.closing(sqlite3.connect(store)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return verdict == "ok" and not orphans


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_refused(answer: Answer, sentence: str) -> None:
    assert answer.exit_code == 8, answer
    assert sentence in answer.messages
    assert answer.output == ""
    assert "Traceback" not in answer.messages
    assert "stumbled" not in answer.messages
    assert 2 <= len(answer.messages.splitlines()) <= 3


# Files that are no store of ours.


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    plnbuddy: Plnbuddy, store: Path, command: list[str]
) -> None:
    plnbuddy("log", "connect", "met somebody")
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = files(plnbuddy.home)
    assert_refused(plnbuddy(*command, ok=False), f"{store} was written by a newer plnbuddy")
    assert files(plnbuddy.home) == before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "content",
    [b"Dear diary.\n" * 50, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, b"x"],
    ids=["text", "picture", "one character"],
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    plnbuddy: Plnbuddy, store: Path, command: list[str], content: bytes
) -> None:
    store.write_bytes(content)
    assert_refused(plnbuddy(*command, ok=False), f"{store} is not a plnbuddy journal")
    assert files(plnbuddy.home) == {store.name: content}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("table", ["recipe", "activity"])
@pytest.mark.parametrize("version", [0, 1])
def test_the_database_of_another_program_is_refused_and_left_alone(
    plnbuddy: Plnbuddy, store: Path, command: list[str], table: str, version: int
) -> None:
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.execute(f"CREATE TABLE {table} (name)")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    before = files(plnbuddy.home)
    assert_refused(plnbuddy(*command, ok=False), f"{store} belongs to another program")
    assert files(plnbuddy.home) == before


def test_an_empty_file_becomes_a_store(plnbuddy: Plnbuddy, store: Path) -> None:
    store.touch()
    plnbuddy("log", "connect", "met somebody")
    assert texts(plnbuddy) == ["met somebody"]


def test_a_folder_in_the_stores_place_is_refused(plnbuddy: Plnbuddy, store: Path) -> None:
    store.mkdir()
    for command in COMMANDS:
        assert_refused(plnbuddy(*command, ok=False), f"{store} cannot be opened")
    assert list(store.iterdir()) == []


# Damaged stores.


@pytest.fixture
def filled(plnbuddy: Plnbuddy, store: Path) -> Plnbuddy:
    """A journal of sixty entries over many pages."""
    records = [
        {"uid": f"u{n}", "kind": "connect", "when": "2026-11-23T10:00:00Z", "day": "2026-11-23"}
        | {"text": f"entry {n} " + "x" * 500, "people": [f"@p{n}@example.org"], "tags": ["edchat"]}
        for n in range(60)
    ]
    file = plnbuddy.home.parent / "entries.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    plnbuddy("log", "import", str(file))
    assert not store.with_name(store.name + "-wal").exists()
    return plnbuddy


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_a_truncated_store_is_named_and_not_made_worse(
    filled: Plnbuddy, store: Path, share: float
) -> None:
    content = store.read_bytes()
    store.write_bytes(content[: int(len(content) * share)])
    before = store.read_bytes()
    for command in (["log", "list", "--all"], ["log", "connect", "x"], ["log", "export"]):
        assert_refused(filled(*command, ok=False), f"{store} is damaged")
        assert store.read_bytes() == before


def test_a_store_with_broken_pages_never_ends_in_a_traceback(filled: Plnbuddy, store: Path) -> None:
    whole = store.read_bytes()
    dice = random.Random(7)
    refused = 0
    for _ in range(40):
        content = bytearray(whole)
        for _ in range(dice.choice([1, 20, 400])):
            content[dice.randrange(100, len(content))] = dice.randrange(256)
        store.write_bytes(content)
        for command in (["log", "list", "--all"], ["report", "--month"]):
            answer = filled(*command, ok=False)
            assert answer.exit_code in (0, 6, 8), answer
            assert "stumbled" not in answer.messages
            refused += answer.exit_code == 8
    assert refused > 10


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("happened_at", "someday"),
        ("day", "2026-99-99"),
        ("day", ""),
        ("text", b"\xff\xfe"),
        ("minutes", "many"),
        ("kind", "dance"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_as_damage(
    filled: Plnbuddy, store: Path, column: str, value: Any
) -> None:
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        cast = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        connection.execute(f"UPDATE activity SET {column} = {cast} WHERE id = 7", (value,))
        connection.commit()
    answer = filled("log", "list", "--all", ok=False)
    assert "stumbled" not in answer.messages
    assert "Traceback" not in answer.messages
    if answer.exit_code:
        assert_refused(answer, str(store))


# Stores that cannot be written.


@contextlib.contextmanager
def mode(*changes: tuple[Path, int]) -> Iterator[None]:
    before = [(path, path.stat().st_mode & 0o777) for path, _ in changes]
    for path, bits in changes:
        path.chmod(bits)
    try:
        yield
    finally:
        for path, bits in reversed(before):
            path.chmod(bits)


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_read_only_store_is_named_and_unchanged(
    filled: Plnbuddy, store: Path, folder_too: bool
) -> None:
    before = store.read_bytes()
    changes = [(store, 0o400), *([(filled.home, 0o500)] if folder_too else [])]
    with mode(*changes):
        for command in (["log", "connect", "x"], ["log", "remove", "1"], ["undo"]):
            answer = run_without_the_right_to_write_everywhere(filled, *command)
            assert_refused(answer, str(store))
            assert "writable" in answer.messages
    assert store.read_bytes() == before
    assert len(texts(filled)) == 60


def test_a_store_that_cannot_be_read_is_named(filled: Plnbuddy, store: Path) -> None:
    with mode((store, 0o000)):
        answer = run_without_the_right_to_write_everywhere(filled, "log", "list")
    assert_refused(answer, f"{store} cannot be opened")


def test_a_read_only_folder_without_a_store_is_named(plnbuddy: Plnbuddy, store: Path) -> None:
    with mode((plnbuddy.home, 0o555)):
        answer = run_without_the_right_to_write_everywhere(plnbuddy, "log", "connect", "x")
    assert_refused(answer, f"cannot be created at {store}")
    assert "PLNBUDDY_HOME" in answer.messages


def test_only_the_owner_can_read_the_store(plnbuddy: Plnbuddy) -> None:
    plnbuddy.process("log", "connect", "met somebody")
    assert plnbuddy.home.stat().st_mode & 0o777 == 0o700
    for path in plnbuddy.home.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path


# A full disk.


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


# Sudden ends.

WRITER = """
import os, sys
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


# Migrations.

SECOND = "\nCREATE TABLE second (name TEXT NOT NULL);\nINSERT INTO second VALUES ('new');\n"
BROKEN = "\nCREATE TABLE third (name TEXT);\nUPDATE activity SET text = 'lost';\nNOT SQL;\n"


def write(file: Path, *words: str) -> None:
    with open_store(file) as store:
        for text in words:
            activity = new_activity(ActivityKind.CONNECT, text, CLOCK)
            write_down(store, activity, CLOCK)


def written(file: Path) -> list[str]:
    """What an earlier plnbuddy finds in that file."""
    with open_store(file) as store:
        return sorted(activity.text for activity in find_activities(store, ActivityFilter()))


def test_a_migration_keeps_a_copy_of_the_store_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one", "two")
    with open_store(file, [SECOND]) as store:
        assert [row[0] for row in store.rows("SELECT name FROM second")] == ["new"]
        kept = sorted(activity.text for activity in find_activities(store, ActivityFilter()))
        assert kept == ["one", "two"]
    copies = [path for path in tmp_path.iterdir() if path != file]
    assert len(copies) == 1
    assert copies[0].stat().st_mode & 0o077 == 0
    assert written(copies[0]) == ["one", "two"]
    with pytest.raises(StoreError, match="newer plnbuddy"):
        written(file)
    with open_store(file, [SECOND]) as store:
        assert len(store.rows("SELECT name FROM second")) == 1


def test_a_new_store_needs_no_copy(tmp_path: Path) -> None:
    with open_store(tmp_path / "plnbuddy.sqlite3", [SECOND]):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["plnbuddy.sqlite3"]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one", "two")
    with pytest.raises(StoreError), open_store(file, [BROKEN]):
        pass
    assert written(file) == ["one", "two"]
    with contextlib.closing(sqlite3.connect(file)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "third" not in tables


def test_of_two_migrations_the_first_stays_when_the_second_fails(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one")
    with pytest.raises(StoreError), open_store(file, [SECOND, BROKEN]):
        pass
    with open_store(file, [SECOND]) as store:
        assert [a.text for a in find_activities(store, ActivityFilter())] == ["one"]
        assert len(store.rows("SELECT name FROM second")) == 1


def test_the_copy_holds_what_was_written_after_a_migration_that_failed(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one")
    with pytest.raises(StoreError), open_store(file, [BROKEN]):
        pass
    write(file, "two")
    with open_store(file, [SECOND]):
        pass
    copies = [path for path in tmp_path.iterdir() if ".before-version" in path.name]
    assert ["one", "two"] in [written(copy) for copy in copies]


def test_an_interrupted_copy_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "plnbuddy.sqlite3"
    write(file, "one")
    copy = tmp_path / f"plnbuddy.sqlite3.before-version-{len(VERSIONS) + 1}"
    copy.with_name(f"{copy.name}.4194399").write_bytes(b"half")
    with open_store(file, [SECOND]):
        pass
    assert written(copy) == ["one"]
    assert {path.name for path in tmp_path.iterdir()} == {file.name, copy.name}


def test_an_entry_of_the_first_version_opens_in_this_one(plnbuddy: Plnbuddy, store: Path) -> None:
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.executescript(read_script(VERSIONS[0]) + "PRAGMA user_version = 1;")
        connection.execute(
            "INSERT INTO activity (uid, kind, happened_at, day, text, origin)"
            " VALUES ('a', 'connect', '2026-11-20T10:00:00Z', '2026-11-20', 'old', 'manual')"
        )
        connection.commit()
    assert texts(plnbuddy) == ["old"]
    plnbuddy("log", "edit", "1", "--minutes", "5", now=NOW)
    assert plnbuddy("log", "show", "1", "--json").data["minutes"] == 5
