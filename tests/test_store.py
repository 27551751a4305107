"""The store's file: every kind of damage, and a place that cannot be written, is one sentence."""

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import store_files
from tests.conftest import Plnbuddy, run_without_the_right_to_write_everywhere
from tests.store_files import assert_refused, texts

filled = store_files.filled
store = store_files.store

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


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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
