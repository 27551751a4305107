"""The one place that opens files a teacher names: regular ones only, with a limit.

A device such as /dev/zero never ends, and a named pipe may wait for ever; both are
refused before a byte is read.
"""

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import PlnbuddyError

_CHUNK = 1 << 20


def open_file(file: Path, limit: int, advice: str = "") -> BinaryIO:
    """The file, opened for reading bytes; `~` is the home folder.

    Args:
        limit: bytes that it may hold at most.
        advice: what to do about a file that is larger.

    Raises:
        PlnbuddyError: no such file, no regular file, not readable, or too large.
    """
    try:
        place = file.expanduser()
        # A pipe without a writer would block; a device may do worse when it is opened.
        if not stat.S_ISREG(place.stat().st_mode):
            raise _no_file(file, place)
        opened = os.fdopen(os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
                                   | getattr(os, "O_BINARY", 0)), "rb")  # fmt: skip
    except (OSError, ValueError, RuntimeError) as error:
        raise unreadable(file, error) from None
    facts = os.fstat(opened.fileno())
    if not stat.S_ISREG(facts.st_mode):
        opened.close()
        raise _no_file(file, file)
    if facts.st_size > limit:
        opened.close()
        raise _too_large(file, limit, advice)
    return opened


def read_file(file: Path, limit: int, advice: str = "") -> bytes:
    """The whole content; see `open_file`."""
    with open_file(file, limit, advice) as stream:
        try:
            return read_limited(stream, limit, str(file), advice)
        except OSError as error:
            raise unreadable(file, error) from None


def read_limited(
    stream: BinaryIO, limit: int, name: str = "standard input", advice: str = ""
) -> bytes:
    """All that comes from a stream, whose size nobody may have told.

    Raises:
        PlnbuddyError: it is more than `limit` bytes.
    """
    pieces: list[bytes] = []
    left = limit + 1
    while left and (piece := stream.read(min(_CHUNK, left))):
        pieces.append(piece)
        left -= len(piece)
    if not left:
        raise _too_large(Path(name), limit, advice)
    return b"".join(pieces)


def require_file(file: Path) -> None:
    """Notice at once what is no regular file (see `open_file`)."""
    open_file(file, limit=1 << 62).close()


def names_a_file(source: str, endings: Sequence[str]) -> bool:
    """Whether that is the name of a file rather than an address without its https://."""
    ending = Path(source).suffix.lower()
    return "://" not in source and (
        source.startswith((".", "~", "/")) or ("/" not in source and ending in endings)
    )


def unreadable(file: Path, error: Exception) -> PlnbuddyError:
    """The sentence about a file that cannot be opened or read."""
    why = (error.strerror if isinstance(error, OSError) else "") or "that is no name of a file"
    return PlnbuddyError(
        f"The file {_shown(file)} cannot be read: {why}.", "Check its name and try again."
    )


def _no_file(file: Path, place: Path) -> PlnbuddyError:
    what = "a folder" if place.is_dir() else "a device or a pipe"
    return PlnbuddyError(
        f"{_shown(file)} is {what}, and no file.",
        "Give a file; what a pipe brings can be saved to one first.",
    )


def _too_large(file: Path, limit: int, advice: str) -> PlnbuddyError:
    return PlnbuddyError(
        f"The file {_shown(file)} is larger than {limit // 1_000_000:,} MB.",
        advice or "Check that it is the right one.",
    )


def _shown(file: Path) -> str:
    return clean_line(str(file), 200)
