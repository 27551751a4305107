"""Files of evidence: looked at with care, told by their digest, copied on request."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.evidence import EvidenceFile
from plnbuddy.system.files import replace_file

SIZE_LIMIT = 100_000_000
"""Bytes; a larger file of evidence stays where it is, and its web address is kept."""

_PIECE = 1_000_000
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NAME_LIMIT = 80


class EvidenceFileError(PlnbuddyError):
    """A file of evidence that cannot be used; the sentence says which and why."""


@contextmanager
def open_evidence(path: Path) -> Iterator[BufferedReader]:
    """The file, open for reading.

    Raises:
        EvidenceFileError: it is gone, no ordinary file (a folder, a device, a pipe),
            larger than `SIZE_LIMIT`, or may not be read.
    """
    try:
        # Without O_NONBLOCK a named pipe would wait for somebody who writes.
        number = os.open(path, _READING)
    except OSError as error:
        raise EvidenceFileError(
            f"The file {path} cannot be read: {error.strerror}.",
            "Give the file's place as it is on this computer, or its web address.",
        ) from None
    try:
        _check_ordinary(path, os.fstat(number))
    except EvidenceFileError:
        os.close(number)
        raise
    with open(number, "rb") as stream:  # noqa: PTH123
        yield stream


def _check_ordinary(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise EvidenceFileError(
            f"{path} is no ordinary file.", "Give one file, for instance a PDF or a picture."
        )
    if found.st_size > SIZE_LIMIT:
        raise EvidenceFileError(
            f"The file {path} has more than {SIZE_LIMIT // 1_000_000} MB.",
            "Keep it where it is, and give its web address.",
        )


def digest_of(path: Path) -> str:
    """The SHA-256 digest of the file, in hexadecimal.

    Raises:
        EvidenceFileError: see `open_evidence`.
    """
    with open_evidence(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_copy(path: Path, folder: Path) -> tuple[str, str]:
    """Copy the file into the folder; returns the copy's name there, and its digest.

    The same file is copied once: its name starts with its digest.

    Raises:
        EvidenceFileError: see `open_evidence`.
        PlnbuddyError: the copy cannot be written.
    """
    digest = digest_of(path)
    name = f"{digest[:12]}-{path.name[-_NAME_LIMIT:]}"
    if not (folder / name).is_file() or digest_of(folder / name) != digest:
        with open_evidence(path) as stream:
            replace_file(folder / name, iter(lambda: stream.read(_PIECE), b""), private=True)
    return name, digest


def place_of(file: EvidenceFile, folder: Path) -> Path:
    """Where the file lies now; `folder` holds the copies."""
    return folder / file.kept_as if file.path is None else file.path


def read_evidence(file: EvidenceFile, folder: Path) -> bytes:
    """The content of the file, if it is still the one that was written down.

    Raises:
        EvidenceFileError: it cannot be used, or has changed since.
    """
    path = place_of(file, folder)
    with open_evidence(path) as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise EvidenceFileError(
            f"The file {path} is not the one that was written down: it has changed.",
            "Look at it, and name it again with: plnbuddy log edit NUMBER --evidence FILE",
        )
    return content
