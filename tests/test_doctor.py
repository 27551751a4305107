"""The doctor names what is wrong, and changes nothing."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests import settings_file
from tests.conftest import Plnbuddy, run_without_the_right_to_write_everywhere
from tests.settings_file import findings, mode, problems

file = settings_file.file


def test_the_doctor_finds_nothing_wrong_in_a_new_home_and_makes_nothing(
    plnbuddy: Plnbuddy,
) -> None:
    found = findings(plnbuddy, 0)
    assert problems(found) == set()
    assert found["settings"]["health"] == found["journal"]["health"] == "note"
    assert not plnbuddy.home.exists()


def test_the_doctor_finds_a_home_in_use_in_order(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met somebody")
    found = findings(music_teacher, 0)
    assert problems(found) == set()
    assert "1 entries" in found["journal"]["fact"] or "1 entry" in found["journal"]["fact"]
    assert "music" in found["profile"]["fact"]
    assert "all is well" in music_teacher("doctor").messages


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[goals]\nminutes = 60 a week\n", "line 2"),
        (b"[goals]\nminuts = 5\n", "goals.minuts"),
        (b"[goals]\nminutes = 'many'\n", "goals.minutes"),
        (b"[profile]\npurpose = 'Pr\xfcfung'\n", "UTF-8"),
        (b"[display]\ntimezone = 'Mars/Base'\n", "Mars/Base"),
    ],
)
def test_the_doctor_names_what_is_wrong_with_the_settings(
    plnbuddy: Plnbuddy, file: Path, text: bytes, words: str
) -> None:
    file.write_bytes(text)
    found = findings(plnbuddy, 1)
    assert problems(found) == {"settings"}
    assert words in found["settings"]["fact"]
    assert file.read_bytes() == text


def break_as(store: Path, kind: str) -> str:
    """Damage the store; returns a word of the sentence that should name it."""
    if kind == "newer":
        with contextlib.closing(sqlite3.connect(store)) as connection:
            connection.execute("PRAGMA user_version = 99")
        return "newer plnbuddy"
    if kind == "text":
        store.write_text("Dear diary, this is no database at all.\n" * 100)
        return "not a plnbuddy journal"
    if kind == "other":
        store.unlink()
        with contextlib.closing(sqlite3.connect(store)) as connection:
            connection.execute("CREATE TABLE recipe (name)")
            connection.commit()
        return "another program"
    content = store.read_bytes()
    if kind == "one table":
        with contextlib.closing(sqlite3.connect(store)) as connection:
            where = "SELECT rootpage FROM sqlite_master WHERE name = 'activity_person'"
            start = (connection.execute(where).fetchone()[0] - 1) * 4_096
        store.write_bytes(content[:start] + b"\xff" * 4_096 + content[start + 4_096 :])
    elif kind == "truncated":
        store.write_bytes(content[: len(content) // 2])
    else:
        half = len(content) // 2
        store.write_bytes(content[:4_096] + b"\xff" * half + content[4_096 + half :])
    return "damaged"


@pytest.mark.parametrize(
    "kind", ["newer", "text", "other", "truncated", "overwritten", "one table"]
)
def test_the_doctor_names_what_is_wrong_with_the_journal(
    music_teacher: Plnbuddy, kind: str
) -> None:
    for number in range(30):
        music_teacher("log", "connect", f"met somebody {number} " + "x" * 400)
    store = music_teacher.home / "plnbuddy.sqlite3"
    words = break_as(store, kind)
    before = store.read_bytes()
    found = findings(music_teacher, 1)
    assert problems(found) == {"journal"}
    assert words in found["journal"]["fact"]
    assert str(store) in found["journal"]["fact"]
    assert store.read_bytes() == before


@pytest.mark.parametrize("of_the_folder", [True, False])
def test_the_doctor_finds_a_link_that_leads_nowhere(
    plnbuddy: Plnbuddy, tmp_path: Path, of_the_folder: bool
) -> None:
    if not of_the_folder:
        plnbuddy.home.mkdir()
    link = plnbuddy.home if of_the_folder else plnbuddy.home / "plnbuddy.sqlite3"
    link.symlink_to(tmp_path / "a disk that is not connected" / "x")
    answer = plnbuddy("doctor", ok=False)
    assert answer.exit_code == 1
    assert "which is not there" in answer.output
    assert plnbuddy("log", "connect", "x", ok=False).exit_code == 8


def test_the_doctor_names_a_wrong_present_moment(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("doctor", "--json", ok=False, now="noonish")
    found = {finding["part"]: finding for finding in answer.data["findings"]}
    assert "noonish" in found["time zone"]["fact"]
    assert answer.exit_code == 1
    assert plnbuddy("report", ok=False, now="noonish").exit_code == 2


def test_the_doctor_names_a_folder_that_cannot_be_written(music_teacher: Plnbuddy) -> None:
    music_teacher("log", "connect", "met somebody")
    with mode(music_teacher.home, 0o555):
        answer = run_without_the_right_to_write_everywhere(music_teacher, "doctor", "--json")
    found = {finding["part"]: finding for finding in answer.data["findings"]}
    assert answer.exit_code == 1
    assert problems(found) >= {"disk"}
