"""Reading and locking files that lie where others can write, too."""

import os
import random
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from plnbuddy.core.errors import PlnbuddyError

LEFT_BEHIND = 5.0
"""Seconds after which a lock that nobody renews was left by a program that died.

A change takes milliseconds. The time is measured here, not by the date of the
lock, for the clock of a network drive may go differently.
"""
PATIENCE = 30.0
"""Seconds to wait for others who are writing."""


class FileTrouble(Exception):  # noqa: N818 (each caller makes a sentence of it)
    """Why a file was not read, to be put behind its name: "is larger than 2 MB"."""

    def __init__(self, reason: str, *, missing: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.missing = missing


def read_plain_file(file: Path, limit: int, *, follow_links: bool) -> bytes:
    """The content of an ordinary file of at most `limit` bytes.

    Raises:
        FileTrouble: it is not there, too large, a link, a device, or unreadable.
    """
    if not follow_links and file.is_symlink():
        raise FileTrouble("is a link to another file")
    # Without waiting: opening a pipe that nobody writes to would never end.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(os.open(file, flags), "rb") as stream:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise FileTrouble("is not an ordinary file")
            content = stream.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FileTrouble("is not there", missing=True) from None
    except IsADirectoryError:
        raise FileTrouble("is a folder") from None
    except OSError as error:
        raise FileTrouble(f"cannot be read: {error.strerror}") from None
    if len(content) > limit:
        size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1_000} kB"
        raise FileTrouble(f"is larger than {size}")
    return content


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Be the only plnbuddy that changes this file, on whatever computer.

    The lock is a file beside it that can be created only once; unlike the locks
    of the operating system that works on every kind of network drive.

    Raises:
        PlnbuddyError: others do not stop writing, or the folder cannot be written.
    """
    lock = file.with_name(f".{file.name}.lock")
    ours = _take(lock, file)
    try:
        yield
    finally:
        if _identity(lock) == ours:
            with suppress(OSError):
                lock.unlink()


def _take(lock: Path, file: Path) -> tuple[int, int]:
    started = seen_since = time.monotonic()
    seen: tuple[int, int] | None = None
    while True:
        try:
            number = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            facts = os.fstat(number)
            os.close(number)
            return facts.st_ino, facts.st_mtime_ns
        except OSError as error:
            if not os.path.lexists(lock) and not isinstance(error, FileExistsError):
                raise PlnbuddyError(
                    f"The file {file} cannot be changed: {error.strerror}.",
                    "Check that its folder is there and that you may write to it.",
                ) from None
        now = time.monotonic()
        found = _identity(lock)
        if found != seen:
            seen, seen_since = found, now
        elif found and now - seen_since > LEFT_BEHIND:
            with suppress(OSError):
                lock.unlink()
        if now - started > PATIENCE:
            raise PlnbuddyError(
                f"Somebody else is still changing {file}.",
                f"Try again in a minute; if nobody is, delete {lock}.",
            )
        time.sleep(random.uniform(0.005, 0.05))


def _identity(lock: Path) -> tuple[int, int] | None:
    try:
        facts = lock.lstat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns
