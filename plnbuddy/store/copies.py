"""Copies of the store: one a day by itself, more by hand, and what each of them holds."""

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from plnbuddy.core.clean import as_argument
from plnbuddy.core.errors import StoreError
from plnbuddy.store.migrations import APPLICATION_ID, VERSIONS
from plnbuddy.system.files import make_folder, sweep, unfinished_file

DAILY_COPIES = 7
"""How many copies that were made by themselves are kept: one for each of the last days of use."""

_PATIENCE = 20.0  # seconds for another plnbuddy that is writing
_MADE = re.compile(
    r"(?P<kind>daily|backup|before-restore|damaged)-(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:-(?P<time>\d{6}))?(?:-\d+)?\.sqlite3"
)
_BEFORE_UPDATE = re.compile(r".+\.before-version-\d+")
_KINDS = {
    "daily": "made by itself",
    "backup": "made by hand",
    "before-restore": "before a restore",
    "damaged": "damaged, before a repair",
    "before-update": "before an update",
}


@dataclass(frozen=True)
class Copy:
    """A copy on this computer; `name` is what `restore` calls it, `size` counts bytes."""

    name: str
    file: Path
    kind: str
    made_at: datetime
    size: int

    @property
    def reason(self) -> str:
        """Why it was made, in words."""
        return _KINDS[self.kind]


@dataclass(frozen=True)
class Contents:
    """What a store holds, in numbers; the days are those of its first and last entry."""

    entries: int
    first_day: date | None
    last_day: date | None
    decisions: int
    reflections: int
    lists: int


class NotACopyError(StoreError):
    """A file that no store can be made of."""


def write_copy(source: sqlite3.Connection, file: Path, *, wait_for_disk: bool = True) -> None:
    """A copy of an open store, whole or not there at all, which only its owner can read.

    Without `wait_for_disk` that holds for every end of the program, but not for a power failure.

    Raises:
        OSError, sqlite3.Error: it cannot be read or written; an older copy is still there.
    """
    make_folder(file.parent, private=True)
    sweep(file.parent)
    unfinished = unfinished_file(file.parent)
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(unfinished)) as target:
            target.execute("PRAGMA synchronous = OFF")  # All of it is sent to the disk below.
            copy_pages(source, target)
            target.execute("PRAGMA journal_mode = DELETE")  # One file, without companions.
        if wait_for_disk:
            with unfinished.open("rb+") as stream:
                os.fsync(stream.fileno())
        unfinished.replace(file)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Put one store in the place of another, in one transaction of the target.

    Raises:
        sqlite3.OperationalError: somebody else has been writing all the time.
    """
    end = time.monotonic() + _PATIENCE

    def wait(_status: int, _left: int, _total: int) -> None:
        if time.monotonic() > end:
            raise sqlite3.OperationalError("database is locked")

    source.backup(target, progress=wait, sleep=0.05)


def keep_daily_copy(file: Path, wanted: Path) -> bool:
    """Keep `wanted`, the day's copy of the store, unless it is there; whether it was made.

    One that is damaged is not kept, so that damage never pushes a good copy out.

    Raises:
        OSError, sqlite3.Error: it cannot be made.
    """
    if wanted.exists() or not file.exists():
        return False
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as source:
        if not _is_ours(source) or source.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            return False
        write_copy(source, wanted, wait_for_disk=False)  # Another one comes tomorrow.
    made = sorted(each.file for each in list_copies(file, wanted.parent) if each.kind == "daily")
    for old in made[:-DAILY_COPIES]:
        old.unlink(missing_ok=True)
    return True


def _is_ours(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def list_copies(file: Path, folder: Path) -> list[Copy]:
    """The copies of the store that lie on this computer, newest first."""
    copies = [*_in_folder(folder), *_before_updates(file)]
    return sorted(copies, key=lambda copy: (copy.made_at, copy.name), reverse=True)


def forget_in_copies(file: Path, folder: Path, account: str) -> tuple[int, list[Copy]]:
    """Delete the copies made by themselves that hold an account: how many, and who else holds it.

    Those that the teacher made or asked for stay, and so does a damaged one, which may be all
    that is left.

    Raises:
        OSError: one cannot be deleted.
    """
    deleted, staying = 0, list[Copy]()
    for copy in list_copies(file, folder):
        if not _knows(copy.file, account):
            continue
        if copy.kind in ("daily", "before-update"):
            copy.file.unlink(missing_ok=True)
            deleted += 1
        else:
            staying.append(copy)
    return deleted, staying


def _knows(file: Path, account: str) -> bool:
    """Whether a copy holds an account; a damaged one may."""
    try:
        address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'account'")
            if tables.fetchone() is None:
                return False
            found = connection.execute("SELECT 1 FROM account WHERE key = ?", (account,))
            return found.fetchone() is not None
    except sqlite3.DatabaseError:
        return True


def _in_folder(folder: Path) -> Iterator[Copy]:
    for place in folder.glob("*.sqlite3") if folder.is_dir() else ():
        made = _MADE.fullmatch(place.name)
        if made and place.is_file():
            yield _copy(place, place.stem, made["kind"])


def _before_updates(file: Path) -> Iterator[Copy]:
    for place in file.parent.glob(f"{file.name}.before-version-*"):
        if _BEFORE_UPDATE.fullmatch(place.name) and place.is_file():
            yield _copy(place, place.name.removeprefix(f"{file.name}."), "before-update")


def _copy(place: Path, name: str, kind: str) -> Copy:
    found = place.stat()
    return Copy(name, place, kind, datetime.fromtimestamp(found.st_mtime, UTC), found.st_size)


def new_copy(folder: Path, kind: str, moment: datetime) -> Path:
    """Where a copy made at that moment (on the teacher's clock) belongs; nothing lies there yet."""
    stem = f"{kind}-{moment:%Y-%m-%d-%H%M%S}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1_000)))
    return next(place for name in names if not (place := folder / f"{name}.sqlite3").exists())


@contextmanager
def open_copy(file: Path) -> Iterator[sqlite3.Connection]:
    """A copy, open for reading; nothing about the file changes.

    Raises:
        NotACopyError: it is no store, damaged, or of a newer plnbuddy.
    """
    if not file.is_file():
        raise NotACopyError(
            f"There is no file {file}.", "See which copies there are: plnbuddy restore"
        )
    # Without a write-ahead log beside it, a file is read as it is, even where nothing can be
    # written.
    fixed = "" if file.with_name(f"{file.name}-wal").exists() else "&immutable=1"
    try:
        address = f"{file.absolute().as_uri()}?mode=ro{fixed}"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            _refuse_others(connection, file)
            yield connection
    except sqlite3.DatabaseError:
        raise _damaged(file) from None


def _refuse_others(connection: sqlite3.Connection, file: Path) -> None:
    if not _is_ours(connection):
        raise NotACopyError(
            f"The file {file} is no copy of a plnbuddy journal.",
            f"If `log export` wrote it, run: plnbuddy log import {as_argument(str(file))}",
        )
    if connection.execute("PRAGMA user_version").fetchone()[0] > len(VERSIONS):
        raise NotACopyError(
            f"The copy {file} was written by a newer plnbuddy.", "Update plnbuddy and try again."
        )
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise _damaged(file)


def _damaged(file: Path) -> NotACopyError:
    return NotACopyError(
        f"The copy {file} is damaged or no copy at all.",
        "Take another one: plnbuddy restore lists them.",
    )


def read_contents(connection: sqlite3.Connection) -> Contents:
    """What an open store of any version holds."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}

    def count(table: str) -> int:
        if table not in tables:
            return 0
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    first, last = connection.execute("SELECT min(day), max(day) FROM activity").fetchone()
    return Contents(
        count("activity"), _day(first), _day(last), count("decision"), count("reflection"),
        count("kept_list"),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def read_uids(connection: sqlite3.Connection) -> set[str]:
    """The entries of an open store, by their uids."""
    return {row[0] for row in connection.execute("SELECT uid FROM activity")}
