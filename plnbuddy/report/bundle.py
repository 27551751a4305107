"""Everything that is handed in as one ZIP file: the record, and the files that show it."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from plnbuddy.core.evidence import EvidenceFile, evidence_file, evidence_name
from plnbuddy.system.evidence_files import EvidenceFileError, read_evidence
from plnbuddy.system.files import replace_file

TOTAL_LIMIT = 500_000_000
"""Bytes of evidence in one bundle."""

_PIECE = 1_000_000
_UNSAFE = re.compile(r"[^\w.\- ]+")
_NAME_LIMIT = 80


@dataclass(frozen=True)
class Bundle:
    """What is in the file: how many files of evidence, and which could not be put in, and why."""

    files: int
    left_out: tuple[str, ...]


def write_bundle(
    file: Path,
    documents: Mapping[str, Iterable[str]],
    evidence: Sequence[tuple[int, str]],
    folder: Path,
    day: date,
) -> Bundle:
    """Write the documents and the files behind the evidence into one ZIP file, in one step.

    A file is put in only if it is still the one that was written down (by its digest).

    Args:
        documents: names and texts of the record's forms.
        evidence: numbers of entries, each with the address of a piece of its evidence.
        folder: where copies of evidence lie.
        day: the date that the files in the bundle carry.

    Raises:
        PlnbuddyError: the file cannot be written.
    """
    with tempfile.TemporaryFile() as space:
        with ZipFile(space, "w") as bundle:
            for name, parts in documents.items():
                text = "".join(parts).encode("utf-8")
                bundle.writestr(_info(name, day), text, ZIP_DEFLATED)
            packed = _Packed(bundle, folder, day)
            for number, address in evidence:
                packed.add(number, address)
            contents = "\n".join(packed.lines()) + "\n"
            bundle.writestr(_info("contents.txt", day), contents.encode("utf-8"), ZIP_DEFLATED)
        space.seek(0)
        replace_file(file, _pieces(space), private=True)
    return Bundle(len(packed.names), tuple(packed.left_out))


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_PIECE), b"")


def _info(name: str, day: date) -> ZipInfo:
    return ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))


class _Packed:
    """The files that were put in so far, each once."""

    def __init__(self, bundle: ZipFile, folder: Path, day: date) -> None:
        self.names: dict[str, str] = {}
        self.left_out: list[str] = []
        self._bundle, self._folder, self._day = bundle, folder, day
        self._told: list[str] = []
        self._size = 0

    def add(self, number: int, address: str) -> None:
        """Put the file of that entry in, or note why not; a web address is only noted."""
        file = evidence_file(address)
        if file is None:
            self._told.append(f"entry {number}: {address}")
            return
        if file.sha256 not in self.names:
            try:
                self._put(file)
            except EvidenceFileError as error:
                self.left_out.append(f"entry {number}: {error.problem}")
                self._told.append(f"entry {number}: {evidence_name(address)} (not in this bundle)")
                return
        self._told.append(f"entry {number}: {self.names[file.sha256]}  sha256 {file.sha256}")

    def _put(self, file: EvidenceFile) -> None:
        content = read_evidence(file, self._folder)
        if self._size + len(content) > TOTAL_LIMIT:
            raise EvidenceFileError(
                f"{file.name} would make the bundle larger than {TOTAL_LIMIT // 1_000_000} MB.", ""
            )
        self._size += len(content)
        plain = _UNSAFE.sub("_", file.name).strip(". ")[-_NAME_LIMIT:]
        name = f"evidence/{len(self.names) + 1:03}-{plain or 'file'}"
        self._bundle.writestr(_info(name, self._day), content, ZIP_STORED)
        self.names[file.sha256] = name

    def lines(self) -> Iterator[str]:
        """What is in the bundle, as text."""
        yield "What shows the entries of this record"
        yield ""
        yield from self._told or ("No entry names any evidence.",)
