"""Copies of the journal: made by themselves and by hand, put back, and what a repair saves."""

import contextlib
import json
import random
import sqlite3
import stat
import statistics
from pathlib import Path
from typing import Any

import pytest

from plnbuddy.store.copies import DAILY_COPIES
from plnbuddy.store.database import open_store, store_health
from tests.conftest import Plnbuddy
from tests.test_store_versions import earlier_store


def texts(plnbuddy: Plnbuddy) -> set[str]:
    answer = plnbuddy("log", "list", "--all", "--json", ok=False)
    return {entry["text"] for entry in answer.data["entries"]}


def names(plnbuddy: Plnbuddy) -> list[str]:
    return sorted(place.name for place in (plnbuddy.home / "copies").iterdir())


def sound(plnbuddy: Plnbuddy) -> bool:
    with open_store(plnbuddy.home / "plnbuddy.sqlite3") as store:
        return store_health(store) == "ok"


@pytest.fixture
def filled(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A journal of three hundred entries over many pages, with all that is attached to them."""
    records = [
        {"uid": f"u{n}", "kind": "connect", "when": "2026-11-23T10:00:00Z", "day": "2026-11-23"}
        | {"text": f"entry {n} " + "x" * 500, "people": [f"@p{n}@example.org"], "tags": ["edchat"]}
        | {"provider": "the school", "links": [f"https://example.org/{n}"]}
        for n in range(300)
    ]
    file = plnbuddy.home.parent / "entries.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    plnbuddy("log", "import", str(file))
    plnbuddy("follow", "--yes", "--no-input", "@anna@school.example")
    return plnbuddy


# By itself.


def test_the_first_command_of_a_day_keeps_a_copy(plnbuddy: Plnbuddy) -> None:
    plnbuddy.process("log", "connect", "met somebody")
    plnbuddy.process("log", "connect", "met somebody else")
    assert names(plnbuddy) == ["daily-2026-11-24.sqlite3"]
    copy = plnbuddy.home / "copies" / "daily-2026-11-24.sqlite3"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT text FROM activity").fetchall() == [("met somebody",)]


def test_so_many_copies_are_kept_and_those_by_hand_stay(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "met somebody")
    plnbuddy("backup")
    for day in range(1, DAILY_COPIES + 4):
        plnbuddy.process("log", "list", now=f"2026-12-{day:02}T09:00:00+00:00")
    daily = [f"daily-2026-12-{day:02}.sqlite3" for day in range(4, DAILY_COPIES + 4)]
    assert names(plnbuddy) == ["backup-2026-11-24-090000.sqlite3", *daily]


def test_commands_that_need_no_journal_make_no_copy(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "met somebody")
    plnbuddy.process("--version")
    assert not (plnbuddy.home / "copies").exists()


def test_a_copy_that_cannot_be_made_fails_no_command(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "met somebody")
    (plnbuddy.home / "copies").write_text("a file stands here")
    answer = plnbuddy.process("log", "connect", "met somebody else")
    assert "copies" not in answer.output + answer.messages
    assert texts(plnbuddy) == {"met somebody", "met somebody else"}


def test_damage_pushes_no_good_copy_out(filled: Plnbuddy) -> None:
    filled.process("log", "list")
    store = filled.home / "plnbuddy.sqlite3"
    content = bytearray(store.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40_000] = b"\x07" * 40_000
    store.write_bytes(content)
    for day in range(1, DAILY_COPIES + 4):
        filled.process("log", "list", now=f"2026-12-{day:02}T09:00:00+00:00", ok=False)
    assert names(filled) == ["daily-2026-11-24.sqlite3"]


def test_damage_that_no_command_has_met_yet_is_not_copied(filled: Plnbuddy) -> None:
    filled.process("log", "list")
    store = filled.home / "plnbuddy.sqlite3"
    with contextlib.closing(sqlite3.connect(store)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(size,)] = opened.execute("PRAGMA page_size")
        [(page,)] = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reflection'")
    with store.open("rb+") as file:
        file.seek((page - 1) * size)
        file.write(b"\x07" * size)
    filled.process("log", "list", now="2026-12-01T09:00:00+00:00")
    assert names(filled) == ["daily-2026-11-24.sqlite3"]


# By hand, and back.


def test_a_backup_is_one_file_that_restores_all(filled: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "stick"
    data = filled("backup", str(file), "--json").data
    assert (data["contents"]["entries"], data["contents"]["decisions"]) == (301, 1)
    before = texts(filled)
    filled("log", "connect", "written afterwards")
    answer = filled("restore", str(file), "--no-input", ok=False)
    assert answer.exit_code == 2
    assert "1 entry is not in the copy" in answer.output
    assert "--yes" in answer.messages
    assert "written afterwards" in texts(filled)
    data = filled("restore", str(file), "--yes", "--json").data
    assert (data["exchange"]["lost"], data["exchange"]["back"]) == (1, 0)
    assert texts(filled) == before
    assert sound(filled)
    filled("restore", Path(data["kept"]).stem, "--yes")
    assert texts(filled) == before | {"written afterwards"}


def test_a_backup_on_a_new_computer(filled: Plnbuddy, tmp_path: Path) -> None:
    filled("backup", str(tmp_path / "stick"))
    fresh = Plnbuddy(
        tmp_path / "other", {**filled.environment, "PLNBUDDY_HOME": str(tmp_path / "other")}
    )
    answer = fresh("restore", str(tmp_path / "stick"), "--yes")
    assert "There is no journal here yet" in answer.output
    assert texts(fresh) == texts(filled)


def test_copies_are_listed_with_their_dates(filled: Plnbuddy) -> None:
    filled.process("log", "list")
    filled("backup")
    answer = filled("restore")
    assert "daily-2026-11-24" in answer.output
    assert "made by hand" in answer.output
    data = filled("restore", "--json").data
    assert [copy["kind"] for copy in data["copies"]] == ["backup", "daily"]  # The newest first.
    filled("log", "connect", "written afterwards")
    filled("restore", "2026-11-24", "--yes")
    assert "written afterwards" not in texts(filled)


def test_a_copy_without_entries_is_told_as_that(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    plnbuddy("skip", "#musiced")
    held = plnbuddy("backup", str(tmp_path / "stick"), "--json").data["contents"]
    assert (held["entries"], held["last_day"], held["decisions"]) == (0, None, 1)


def test_without_copies_one_is_offered(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("restore", ok=False)
    assert answer.exit_code == 6
    assert "plnbuddy backup" in answer.messages


def test_what_is_no_copy_is_refused_and_nothing_changes(filled: Plnbuddy, tmp_path: Path) -> None:
    export = tmp_path / "journal.jsonl"
    filled("log", "export", str(export))
    other = tmp_path / "other.sqlite3"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (a)")
    newer = tmp_path / "newer"
    filled("backup", str(newer))
    with contextlib.closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    cut = tmp_path / "cut"
    filled("backup", str(cut))
    cut.write_bytes(cut.read_bytes()[:20_000])
    before = texts(filled)
    for file in (export, other, newer, cut, tmp_path, tmp_path / "nowhere"):
        answer = filled("restore", str(file), "--yes", ok=False)
        assert answer.exit_code in (6, 8), answer
        assert "stumbled" not in answer.messages
        assert texts(filled) == before
    for file in (export, other):
        content = file.read_bytes()
        assert filled("backup", str(file), ok=False).exit_code == 8
        assert file.read_bytes() == content


def test_a_copy_of_an_earlier_version_is_brought_up_to_date(
    plnbuddy: Plnbuddy, tmp_path: Path
) -> None:
    earlier = earlier_store(plnbuddy, 3)
    copy = tmp_path / "old"
    copy.write_bytes(earlier.read_bytes())
    wanted = texts(plnbuddy)
    plnbuddy("log", "connect", "written afterwards")
    plnbuddy("restore", str(copy), "--yes")
    assert texts(plnbuddy) == wanted
    assert sound(plnbuddy)
    assert "before an update" in plnbuddy("restore").output


def test_a_store_in_use_is_replaced_under_its_reader(filled: Plnbuddy, tmp_path: Path) -> None:
    filled("backup", str(tmp_path / "stick"))
    with open_store(filled.home / "plnbuddy.sqlite3") as store:
        rows = store.each("SELECT id FROM activity")
        next(rows)
        filled("restore", str(tmp_path / "stick"), "--yes")
        assert len(list(rows)) == 300
    assert sound(filled)


# Repair.


def test_a_sound_journal_is_left_alone(filled: Plnbuddy) -> None:
    content = (filled.home / "plnbuddy.sqlite3").read_bytes()
    assert filled("doctor", "--repair", "--json").data["repaired"] is False
    assert (filled.home / "plnbuddy.sqlite3").read_bytes() == content


def test_what_can_be_read_is_saved_and_the_original_kept(filled: Plnbuddy) -> None:
    store = filled.home / "plnbuddy.sqlite3"
    whole, before = store.read_bytes(), texts(filled)
    dice = random.Random(5)
    saved_entries: list[int] = []
    for _ in range(25):
        content = bytearray(whole)
        for page in dice.sample(range(1, len(content) // 4096), 3):
            content[page * 4096 : page * 4096 + 200] = dice.randbytes(200)
        store.write_bytes(content)
        answer = filled("doctor", "--repair", "--json", ok=False)
        if answer.exit_code:
            assert answer.exit_code == 8, answer
            assert store.read_bytes() == bytes(content)
            continue
        saved: dict[str, Any] = answer.data
        if not saved["repaired"]:
            continue
        assert Path(saved["original"]).read_bytes() == bytes(content)
        assert sound(filled)
        found = texts(filled)
        assert found <= before
        assert len(found) == saved["entries"]
        assert len(found) + saved["lost_entries"] <= len(before)
        assert len(found) > 50
        saved_entries.append(len(found))
        filled("log", "connect", "after")
    assert len(saved_entries) > 5
    # Where an inner page of the journal is gone, all pages below it are.
    assert statistics.median(saved_entries) > 150
    assert not [place for place in filled.home.iterdir() if place.name.startswith(".")]


@pytest.mark.parametrize("share", [0.8, 0.95])
def test_a_journal_that_was_cut_off_is_saved_as_far_as_it_goes(
    filled: Plnbuddy, share: float
) -> None:
    store = filled.home / "plnbuddy.sqlite3"
    content = store.read_bytes()
    store.write_bytes(content[: int(len(content) * share)])
    answer = filled("doctor", ok=False)
    assert "doctor --repair" in answer.output
    answer = filled("doctor", "--repair")
    assert "could not be read" in answer.output or "Something is missing" in answer.output
    assert sound(filled)
    assert texts(filled)


def test_a_row_that_makes_no_sense_is_found_and_taken_out(filled: Plnbuddy) -> None:
    with contextlib.closing(sqlite3.connect(filled.home / "plnbuddy.sqlite3")) as connection:
        connection.execute("UPDATE activity SET day = '2026-99-99' WHERE id = 7")
        connection.commit()
    assert filled("doctor", ok=False).exit_code == 1
    saved = filled("doctor", "--repair", "--json").data
    assert (saved["entries"], saved["lost_entries"]) == (300, 1)
    filled("doctor")


def test_where_nothing_can_be_read_a_copy_is_named(filled: Plnbuddy) -> None:
    filled.process("log", "list")
    store = filled.home / "plnbuddy.sqlite3"
    content = store.read_bytes()
    store.write_bytes(content[: len(content) // 2])  # Not even the names of tables are whole.
    assert filled("doctor", "--repair", ok=False).exit_code == 8
    store.write_bytes(b"nothing of a journal " * 400)
    answer = filled("doctor", "--repair", ok=False)
    assert answer.exit_code == 8
    assert "plnbuddy restore" in answer.messages
    assert store.read_bytes().startswith(b"nothing")
    filled("restore", "2026-11-24", "--yes")
    assert len(texts(filled)) == 301
    assert "damaged, before a repair" in filled("restore").output


def test_a_journal_that_cannot_be_written_is_not_taken_for_damaged(plnbuddy: Plnbuddy) -> None:
    plnbuddy.home.mkdir()
    other = plnbuddy.home / "plnbuddy.sqlite3"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (a)")
    answer = plnbuddy("doctor", "--repair", ok=False)
    assert answer.exit_code == 8
    assert "belongs to another program" in answer.messages
