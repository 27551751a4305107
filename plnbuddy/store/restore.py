"""Putting a copy in the store's place, and keeping what it replaces."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plnbuddy.core.errors import PlnbuddyError, StoreError
from plnbuddy.store.copies import (
    Contents,
    copy_pages,
    new_copy,
    open_copy,
    read_contents,
    read_uids,
    write_copy,
)
from plnbuddy.store.database import explained, open_store, store_health
from plnbuddy.store.salvage import put_aside


@dataclass(frozen=True)
class Exchange:
    """What a restore would do: `lost` entries are not in the copy, `back` ones only there.

    `now` is None when the store is not there or cannot be read.
    """

    copy: Contents
    now: Contents | None
    lost: int
    back: int


def preview_restore(file: Path, copy: Path) -> Exchange:
    """What putting the copy in the place of the store `file` would change.

    Raises:
        NotACopyError: no store can be made of the copy.
    """
    with open_copy(copy) as source:
        contents, uids = read_contents(source), read_uids(source)
    if not file.exists() or not _is_whole(file):
        return Exchange(contents, None, 0, len(uids))
    with closing(sqlite3.connect(file)) as connection, explained(file):
        here = read_uids(connection)
        return Exchange(contents, read_contents(connection), len(here - uids), len(uids - here))


def _is_whole(file: Path) -> bool:
    try:
        with open_store(file) as store:
            return store_health(store) == "ok"
    except StoreError:
        return False


def restore_copy(file: Path, copy: Path, folder: Path, moment: datetime) -> Path | None:
    """Put the copy in the store's place; returns where what was there is kept, if anything was.

    A store that is whole is replaced in one transaction, which other processes see as one.

    Raises:
        NotACopyError: no store can be made of the copy.
        StoreError: the store cannot be written, or what it holds cannot be kept.
    """
    with open_copy(copy) as source, explained(file):
        kept: Path | None = None
        if file.exists() and _is_whole(file):
            kept = new_copy(folder, "before-restore", moment)
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                write_copy(connection, kept)
                copy_pages(source, connection)
        else:
            if file.exists():
                kept = put_aside(file, new_copy(folder, "damaged", moment))
            write_copy(source, file)
    with open_store(file):
        pass  # A copy of an earlier version is brought up to date.
    return kept


def back_up(file: Path, target: Path) -> Contents:
    """Write a copy of the store to `target`, in place of an older copy there.

    Raises:
        PlnbuddyError: something else lies there, or it cannot be written.
        StoreError: the store cannot be read.
    """
    if target.is_dir():
        raise PlnbuddyError(f"{target} is a folder.", f"Name a file: {target / 'plnbuddy-backup'}")
    if target.exists():
        with open_copy(target):
            pass  # Only a copy is replaced.
    with open_store(file) as store:
        health = store_health(store)
    if health != "ok":
        raise StoreError(
            f"The journal {file} is damaged, so no copy of it was made.",
            "Run: plnbuddy doctor --repair",
        )
    with closing(sqlite3.connect(file)) as connection, explained(file):
        contents = read_contents(connection)
        try:
            write_copy(connection, target)
        except OSError as error:
            raise PlnbuddyError(
                f"The copy {target} cannot be written: {error.strerror}.",
                "Choose another place or free some space; nothing was changed.",
            ) from None
    return contents
