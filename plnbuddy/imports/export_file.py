"""The XML exports of blogs, read as a stream.

A file is read from its start to its end and never as a whole. What it may hold is
limited (as in any container, and see the numbers below), and definitions of entities
are refused, so that no file can fill the memory.
"""

import codecs
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Literal
from xml.etree.ElementTree import Element

from plnbuddy.core.clean import as_argument, clean_line
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.imports.container import BOMB_FROM, BOMB_RATIO, MEMBER_LIMIT
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.xml_stream import (
    DamagedXmlError,
    DefinitionsError,
    Mender,
    TooMuchXmlError,
    each_element,
    encoding_of,
    local_name,
    mended_note,
)

RECORD_LIMIT = 64_000_000
"""So many characters may one comment or post have."""

PARTS_LIMIT = 100_000  # elements in one comment or post

_CHUNK = 1 << 16
_HEAD = 1 << 14  # characters by which a file is recognised
_PROGRESS = 1 << 20  # bytes between two reports
Service = Literal["disqus", "wordpress"]

_CALLED: dict[Service, str] = {"disqus": "Disqus", "wordpress": "WordPress"}
_GZIP = b"\x1f\x8b"
_OPENING = re.compile(r"\s*(<\?|<!--|<!doctype\s*|<)", re.IGNORECASE)
_NAME = re.compile(r"(?:[\w.-]+:)?([\w.-]+)")
# Elements that are told apart from those of the same name in the blog's own format.
_APART = ("wp", "excerpt", "atom", "media", "itunes")
Hear = Callable[[int, int], None]
"""Hears how many bytes of how many were read."""


class _Stream:
    """What the parser reads from: unpacked, decoded, counted and limited."""

    def __init__(self, file: Path, open_files: ExitStack, hear: Hear | None = None) -> None:
        self._file = file
        self._hear = hear
        self._heard = 0
        self._size = file.stat().st_size
        self._raw: IO[bytes] = open_files.enter_context(file.open("rb"))
        self._packed = self._raw.read(2) == _GZIP
        self._raw.seek(0)
        self._source = (
            open_files.enter_context(gzip.GzipFile(fileobj=self._raw)) if self._packed else None
        )
        self._unpacked = 0
        self._begun = False
        self._start = self._bytes()
        self._decoder = codecs.getincrementaldecoder(encoding_of(self._start))("replace")
        self.given = 0
        self.released = 0

    def read(self, _size: int = -1) -> str:
        """Some text; "" at the end.

        Raises:
            PlnbuddyError: there is more of it than any export has.
        """
        while True:
            chunk, self._start = self._start or self._bytes(), b""
            text = self._decoder.decode(chunk, final=not chunk)
            if not self._begun:
                text = text.lstrip("\ufeff \t\r\n")
                self._begun = bool(text)
            self.given += len(text)
            if self.given - self.released > RECORD_LIMIT:
                raise self._too_much(f"one comment of more than {RECORD_LIMIT // 1_000_000} MB")
            if text or not chunk:
                return text

    def _bytes(self) -> bytes:
        try:
            # read1: what stands before a damaged place is given out first.
            chunk = self._source.read1(_CHUNK) if self._source else self._raw.read(_CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            chunk = b""  # The parser finds out that the end is missing.
        self._unpacked += len(chunk)
        if self._unpacked > MEMBER_LIMIT:
            raise self._too_much(f"more than {MEMBER_LIMIT // 1_000_000_000} GB of text")
        if self._packed and self._unpacked > max(BOMB_FROM, BOMB_RATIO * self._size):
            raise self._too_much(f"more than {BOMB_RATIO} times its size")
        done = self._raw.tell()
        if self._hear and (done - self._heard >= _PROGRESS or not chunk):
            self._heard = done
            self._hear(done, self._size)
        return chunk

    def _too_much(self, what: str) -> PlnbuddyError:
        return too_much(self._file, what)


class Export:
    """The XML file of a service. `damage` says where reading ended too early, "" when it did not.

    Raises:
        UsageError: this is something else, or no file.
        PlnbuddyError: it cannot be read.
    """

    def __init__(self, file: Path, service: Service) -> None:
        self.file = file
        self.damage = ""
        self._ended_early = False
        self._mended = 0
        if file.is_dir() or (file.exists() and not file.is_file()):
            raise UsageError(f"{file} is not a file.", "Name the .xml file of the export.")
        try:
            with ExitStack() as open_files:
                start = open_files.enter_context(file.open("rb")).read(4)
                stream, head = _Stream(file, open_files), ""
                while len(head) < _HEAD and (text := stream.read()):
                    head += text
        except OSError as error:
            raise self._unreadable(error) from None
        _refuse_others(file, service, start, head)

    def records(
        self, level: int, inner: frozenset[str] = frozenset(), hear: Hear | None = None
    ) -> Iterator[Element]:
        """The elements that stand `level` deep, and those called as in `inner`, one by one.

        Tags are shortened to "title" or "wp:status". An element is forgotten once the
        next one is asked for. At a damaged place reading ends, and `damage` tells.

        Raises:
            PlnbuddyError: it holds definitions, or more than any export.
        """
        stream: _Stream | None = None
        mender = Mender()
        try:
            with ExitStack() as open_files:
                stream = _Stream(self.file, open_files, hear)
                for element in each_element(
                    stream.read,
                    lambda tag, depth: depth == level or (depth > 0 and tag in inner),
                    parts_limit=PARTS_LIMIT,
                    mender=mender,
                ):
                    for part in element.iter():
                        part.tag = _short(part.tag)
                    yield element
                    stream.released = stream.given
        except DefinitionsError:
            raise _definitions(self.file) from None
        except TooMuchXmlError as much:
            raise too_much(self.file, str(much)) from None
        except DamagedXmlError as damage:
            self._ended_early = damage.early
            self.damage = (
                f"The file {self.file} ends too early, in line {damage.line}"
                if damage.early
                else f"The file {self.file} is damaged in line {damage.line}"
            )
        except OSError as error:
            raise self._unreadable(error) from None
        finally:
            self._mended = mender.mended

    def refuse_damage(self, findings: Findings | None = None) -> None:
        """Say that the file was not read to its end, once what could be read is kept.

        What was mended in it becomes a note of the findings.

        Raises:
            PlnbuddyError: it is damaged.
        """
        if findings and self._mended:
            findings.notes.append(mended_note(self._mended))
        if self.damage:
            raise PlnbuddyError(
                f"{self.damage}; what stands before was read.",
                "Download the export again and import it too: nothing will be doubled."
                if self._ended_early
                else "Mend that line in a text editor, or export the blog in smaller parts, and "
                "import that too: nothing will be doubled.",
            )

    def _unreadable(self, error: OSError) -> PlnbuddyError:
        return PlnbuddyError(
            f"The file {self.file} cannot be read: {error.strerror}.",
            "Check its name and try again.",
        )


def _short(tag: str) -> str:
    """ "wp:status" for an element of WordPress, else the name without its prefix."""
    return tag if tag.partition(":")[0] in _APART else local_name(tag)


def too_much(file: Path, what: str) -> PlnbuddyError:
    """The error for a file that holds more than any export."""
    return PlnbuddyError(
        f"The file {file} holds {what}, which no export does.",
        "Check that it is the file that you downloaded from the service itself.",
    )


def _definitions(file: Path) -> PlnbuddyError:
    return PlnbuddyError(
        f"The file {file} holds definitions that no export has.",
        "Download the export again from the service itself.",
    )


def _refuse_others(file: Path, service: Service, start: bytes, head: str) -> None:
    """Raise what says what the file looks like, unless it is an export of that service."""
    wanted = f"and not an export of {_CALLED[service]}"
    again = "Download the export again, and give its .xml or .xml.gz file."
    if start == b"PK\3\4":
        raise UsageError(
            f"The file {file} looks like a zip archive, {wanted}.",
            "Unpack it and give the .xml file that is inside.",
        )
    root, doctype = _root(head)
    if root == "html" or doctype.lower().startswith("html"):
        raise UsageError(f"The file {file} looks like a web page, {wanted}.", again)
    if doctype:
        raise _definitions(file)
    found: Service | None = None
    if root == "disqus":
        found = "disqus"
    elif root == "rss" and "wordpress.org/export/" in head:
        found = "wordpress"
    if found == service:
        return
    if found:
        raise UsageError(
            f"The file {file} looks like an export of {_CALLED[found]}, {wanted}.",
            f"Run: plnbuddy import {found} {as_argument(str(file))}",
        )
    if root in ("rss", "feed", "RDF"):
        raise UsageError(
            f"The file {file} looks like a feed (RSS or Atom), {wanted}.",
            f"Run: plnbuddy import feed {as_argument(str(file))}",
        )
    if root:
        looks = f"looks like another kind of XML (<{clean_line(root, 40)}>)"
    elif not head:
        looks = "is damaged" if start[:2] == _GZIP else "is empty"
    else:
        looks = "looks like JSON" if head[0] in "{[" else "is no XML"
    raise UsageError(f"The file {file} {looks}, {wanted}.", again)


def _root(head: str) -> tuple[str, str]:
    """The name of the outermost element, and what the DOCTYPE before it says; "" for neither."""
    doctype, at = "", 0
    while found := _OPENING.match(head, at):
        opening = found[1].lower()
        if opening == "<":
            name = _NAME.match(head, found.end())
            return (name[1] if name else ""), doctype
        closing = {"<?": "?>", "<!--": "-->"}.get(opening, ">")
        if opening.startswith("<!doctype"):
            doctype = head[found.end() : found.end() + 40] or "?"
            if "[" in head[found.end() :].partition(">")[0]:
                closing = "]>"
        end = head.find(closing, found.end())
        if end < 0:
            break
        at = end + len(closing)
    return "", doctype


def fields_of(element: Element) -> dict[str, str]:
    """The texts of the elements directly inside, by tag; the first of each counts."""
    texts: dict[str, str] = {}
    for child in element:
        if child.tag not in texts:
            texts[child.tag] = "".join(child.itertext()) if len(child) else child.text or ""
    return texts
