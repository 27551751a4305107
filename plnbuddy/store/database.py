"""Opening the store, its transactions, and what can go wrong with a file."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from plnbuddy.core.errors import StoreError
from plnbuddy.store.migrations import APPLICATION_ID, VERSIONS, read_script, statements
from plnbuddy.system.files import make_folder

# How long to wait for another plnbuddy that is writing.
_BUSY_SECONDS = 20.0
_MAGIC = b"SQLite format 3\0"
_LITTLE_SPACE = 200_000  # bytes: with less, SQLite reports all kinds of failures


class DamagedStoreError(StoreError):
    """The store's file, or a row of it, holds what no plnbuddy wrote."""


class Store:
    """An open store.

    Every change happens in `writing()`, and is on the disk when that returns
    (WAL with synchronous=FULL): a confirmed activity survives a crash.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self.file = file

    def rows(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """All rows that the query gives.

        Raises:
            StoreError: the file is damaged or unreadable.
        """
        with explained(self.file):
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, values: Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row that the query gives, or None."""
        with explained(self.file):
            found: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
            return found

    def each(self, query: str, values: Sequence[object] = ()) -> Iterator[sqlite3.Row]:
        """The rows one by one, for answers too large to hold."""
        with explained(self.file):
            yield from self._connection.execute(query, values)

    def tuples(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """As `each`, without the columns' names, which the longest answers have no time for."""
        with explained(self.file):
            cursor = self._connection.cursor()
            cursor.row_factory = None
            yield from cursor.execute(query, values)

    def execute(self, statement: str, values: Sequence[object] = ()) -> int:
        """Change rows inside `writing()`; returns the number of the new row, if one was added."""
        cursor = self._connection.execute(statement, values)
        return cursor.lastrowid or 0

    def execute_each(self, statement: str, rows: Iterator[Sequence[object]]) -> None:
        """The same change for many rows, inside `writing()`."""
        self._connection.executemany(statement, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all of it happens, or nothing. Nested ones join the outer one.

        Raises:
            StoreError: the disk is full, the file is read-only, ….
        """
        if self._connection.in_transaction:
            yield
            return
        with explained(self.file):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def compact(self) -> None:
        """Leave no trace of erased rows in the file's free pages, or in the write-ahead log.

        Raises:
            StoreError: as `writing`; the rows are erased all the same.
        """
        with explained(self.file):
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._connection.close()


def store_health(store: Store) -> str:
    """ "ok", or what is wrong with the file: its pages, its indexes, or what refers to nothing."""
    found = [str(row[0]) for row in store.rows("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        return "; ".join(found)
    orphans = {str(row["table"]) for row in store.rows("PRAGMA foreign_key_check")}
    return f"rows without what they belong to in {', '.join(sorted(orphans))}" if orphans else "ok"


@contextmanager
def dry_run(store: Store) -> Iterator[None]:
    """Let everything happen in the store, and take it back at the end."""
    try:
        with store.writing():
            yield
            raise _TakeBackError
    except _TakeBackError:
        return


class _TakeBackError(Exception):
    """Ends a dry run."""


@contextmanager
def open_store(file: Path, further: Sequence[str] = ()) -> Iterator[Store]:
    """The store in that file, created or brought up to date when needed.

    Args:
        further: scripts of versions that come after `VERSIONS`, as a later plnbuddy has them.

    Raises:
        StoreError: not a store, a store of a newer plnbuddy, or no way to write.
    """
    store = _connect(file, further)
    try:
        yield store
    finally:
        store.close()


def _connect(file: Path, further: Sequence[str]) -> Store:
    _make_private(file)
    with explained(file):
        connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            latest = len(VERSIONS) + len(further)
            version = _own_version(connection, file, latest)
            if version != latest:
                _migrate(connection, file, version, further)
        except BaseException:
            connection.close()
            raise
    return Store(connection, file)


def _make_private(file: Path) -> None:
    """Create folder and file so that only their owner can read them."""
    if file.exists():
        _refuse_other_files(file)
        return
    try:
        make_folder(file.parent, private=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            f"The journal cannot be created at {file}: {error.strerror}.",
            "Make the folder writable, or set PLNBUDDY_HOME to a folder of your own.",
        ) from None


def _refuse_other_files(file: Path) -> None:
    """SQLite takes a file of a few bytes for an empty database and would overwrite it."""
    try:
        with file.open("rb") as stream:
            start = stream.read(len(_MAGIC))
    except OSError:
        raise _explain(sqlite3.SQLITE_CANTOPEN, "", file) from None
    if start and start != _MAGIC:
        raise _explain(sqlite3.SQLITE_NOTADB, "", file)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(
    connection: sqlite3.Connection, file: Path, version: int, further: Sequence[str]
) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    if version:
        from plnbuddy.store.copies import write_copy

        # As it was, beside the store.
        write_copy(connection, file.with_name(f"{file.name}.before-version-{version + 1}"))
    scripts = (*map(read_script, VERSIONS[version:]), *further[max(version - len(VERSIONS), 0) :])
    for number, script in enumerate(scripts, start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) < number:  # Another process may have been faster.
                for statement in statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


def _own_version(connection: sqlite3.Connection, file: Path, latest: int) -> int:
    """The version of a store of ours, 0 for an empty file.

    Raises:
        StoreError: it belongs to another program or to a newer plnbuddy.
    """
    has_tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
    version = _version(connection)
    if has_tables and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _foreign(file)
    if version > latest:
        raise StoreError(
            f"The journal {file} was written by a newer plnbuddy.",
            "Update plnbuddy and try again; nothing was changed.",
        )
    return version


def _foreign(file: Path) -> StoreError:
    return StoreError(
        f"The file {file} belongs to another program.",
        "Move it away, or set PLNBUDDY_HOME to a folder of your own; nothing was changed.",
    )


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences for teachers."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(getattr(error, "sqlite_errorcode", 0) & 0xFF, str(error), file) from None
    except UnicodeDecodeError:
        raise _explain(sqlite3.SQLITE_CORRUPT, "", file) from None
    except OSError as error:
        raise StoreError(
            f"The journal {file} cannot be used: {error.strerror}.", "Run: plnbuddy doctor"
        ) from None


def damaged(file: Path) -> StoreError:
    """The error for a row that holds what plnbuddy never wrote."""
    return _explain(sqlite3.SQLITE_CORRUPT, "", file)


def _explain(code: int, said: str, file: Path) -> StoreError:
    if code == sqlite3.SQLITE_IOERR and _is_full(file):
        code = sqlite3.SQLITE_FULL
    problem, remedy = {
        sqlite3.SQLITE_FULL: (
            "The disk is full, so nothing was written down.",
            "Free some space and run the command again.",
        ),
        sqlite3.SQLITE_READONLY: (
            f"The journal {file} cannot be written.",
            "Make the file and its folder writable, or set PLNBUDDY_HOME to a folder of your own.",
        ),
        sqlite3.SQLITE_CANTOPEN: (
            f"The journal {file} cannot be opened.",
            "Check that its folder exists and is writable, then run: plnbuddy doctor",
        ),
        sqlite3.SQLITE_BUSY: (
            "Another plnbuddy is still writing to the journal.",
            "Wait until it is done and run the command again; nothing was written down.",
        ),
        sqlite3.SQLITE_NOTADB: (
            f"The file {file} is not a plnbuddy journal.",
            "Put a copy in its place: plnbuddy restore lists them; plnbuddy has not changed it.",
        ),
        sqlite3.SQLITE_CORRUPT: (
            f"The journal {file} is damaged.",
            "Save what can be read: plnbuddy doctor --repair (or take a copy: plnbuddy restore).",
        ),
    }.get(
        code,
        (f"The journal {file} could not be used ({said}).", "Run: plnbuddy doctor"),
    )
    broken = code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return (DamagedStoreError if broken else StoreError)(problem, remedy)


def _is_full(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _LITTLE_SPACE
    except OSError:
        return False
