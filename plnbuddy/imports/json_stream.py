"""Long JSON arrays, item by item, so that memory stays flat.

Both functions read UTF-8, with or without its mark, and UTF-16 with one.
"""

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from plnbuddy.core.errors import PlnbuddyError

_LAST = 100  # bytes, in which the end of a file can be seen
_CHUNK = 1 << 21  # bytes
_MOST_PENDING = 32_000_000  # characters: no item of an archive is longer than this
_TOTAL = re.compile(r'"totalItems"\s*:\s*(\d{1,12})')
_WHITE_AND_COMMAS = re.compile(r"[\s,]*")

_Item = TypeVar("_Item")


class Readable(Protocol):
    """Something to read bytes from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Watched:
    """A stream that tells how far reading got: `what`, bytes, and bytes in all.

    `before` are the bytes that were read of other files.
    """

    def __init__(
        self,
        stream: Readable,
        report: Callable[[str, int, int], None],
        what: str,
        before: int,
        total: int,
    ) -> None:
        self._stream = stream
        self._report = report
        self._what = what
        self._done = before
        self._total = total
        self._tail = b""

    @property
    def ends_whole(self) -> bool:
        """Whether what was read ends as an array does."""
        return self._tail.rstrip(b" \t\r\n;\0").endswith(b"]")

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        chunk = self._stream.read(size)
        self._done += len(chunk)
        self._tail = (self._tail + chunk[-_LAST:])[-_LAST:]
        self._report(self._what, min(self._done, self._total), self._total)
        return chunk


def utf8_chunks(stream: Readable, size: int = _CHUNK) -> Iterator[bytes]:
    """The content in UTF-8 without a byte-order mark."""
    chunk = stream.read(size)
    if chunk[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        while chunk:
            yield decoder.decode(chunk).encode("utf-8", errors="replace")
            chunk = stream.read(size)
        return
    chunk = chunk.removeprefix(codecs.BOM_UTF8)
    while chunk:
        yield chunk
        chunk = stream.read(size)


def read_json_items(stream: Readable, after: str = "") -> Iterator[dict[str, Any] | None]:
    """The objects of the array that follows the key `after`, or of the first array.

    What cannot be read comes as None, and reading goes on behind it.

    Raises:
        PlnbuddyError: one item is longer than any of an archive.
    """
    yield from JsonItems(stream, after)


class JsonItems:
    """The objects of the arrays that follow a key, one by one; what cannot be read is None.

    Some archives hold the key twice, first with an empty array: all of them are read, as
    a parser of JSON would at least read the last.

    Attributes:
        announced: what the file says that it holds (`totalItems`), None when it does not.
        complete: whether every array was read to its closing bracket. Known at the end.
    """

    def __init__(self, stream: Readable, after: str = "") -> None:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._chunks = (decoder.decode(chunk) for chunk in utf8_chunks(stream))
        self._after = after
        self._text = ""
        self.announced: int | None = None
        self.complete = False

    def __iter__(self) -> Iterator[dict[str, Any] | None]:
        opening = re.compile(rf'"{re.escape(self._after)}"\s*:\s*\[' if self._after else r"\[")
        while self._find(opening):
            self.complete = False
            yield from self._items()
            if not self._after or not self.complete:
                return

    def _find(self, opening: re.Pattern[str]) -> bool:
        """Whether another array begins; the text then begins behind its bracket."""
        while True:
            start = opening.search(self._text)
            before = self._text[: start.start()] if start else self._text
            stated = _TOTAL.search(before)
            if stated:
                self.announced = int(stated[1])
            if start:
                self._text = self._text[start.end() :]
                return True
            more = next(self._chunks, "")
            if not more:
                return False
            self._text = self._text[-1_000:] + more

    def _items(self) -> Iterator[dict[str, Any] | None]:
        scan = json.JSONDecoder().raw_decode
        at = 0
        while True:
            at = _skip(self._text, at)
            if self._text.startswith("]", at):
                self._text, self.complete = self._text[at + 1 :], True
                return
            try:
                item, at = scan(self._text, at)
            except (ValueError, RecursionError):
                self._text, at = self._text[at:], 0
                long = len(self._text) >= _MOST_PENDING
                if not long and (more := next(self._chunks, "")):
                    self._text += more
                    continue
                if not self._text.strip(" \r\n\t;"):
                    return
                behind = re.search(r"\}\s*,\s*(?=\{)", self._text)
                if long and not behind:
                    raise too_long_item() from None
                yield None
                if not behind:
                    self._text = ""
                    return
                self._text = self._text[behind.end() :]
                continue
            yield item if isinstance(item, dict) else None


def too_long_item() -> PlnbuddyError:
    """The error for an item that is longer than any of an archive."""
    return PlnbuddyError(
        f"The archive holds a single item of more than {_MOST_PENDING // 1_000_000} MB, as no "
        "archive does; what stands before it was read.",
        "Download the archive again from the service itself.",
    )


def _skip(text: str, at: int) -> int:
    found = _WHITE_AND_COMMAS.match(text, at)
    return found.end() if found else at


def read_wrapped_items(
    stream: Readable,
    wrapper: str,
    decode: Callable[[bytes], list[_Item]],
    repair: Callable[[dict[str, Any]], _Item | None],
) -> Iterator[list[_Item | None]]:
    """The items of an array of `{wrapper: {…}}`, in lists as long as a chunk.

    `{"wrapper":` can stand nowhere but at the start of an object: inside a JSON
    text its quotation marks would be escaped. So the array is cut before one,
    and the pieces are decoded whole, by `decode` (fast), or item by item with
    the standard library where that fails; `repair` makes an item of those. None
    stands for an item that cannot be read.
    """
    start = re.compile(rb'\}\s*,\s*\{\s*"' + re.escape(wrapper.encode()) + rb'"\s*:')
    pending = b""
    opened = False
    for chunk in utf8_chunks(stream):
        pending += chunk
        if not opened:
            head, bracket, tail = pending.partition(b"[")
            if not bracket:
                pending = head[-1_000:]
                continue
            pending, opened = tail, True
        if len(pending) > _MOST_PENDING and not start.search(pending):
            raise too_long_item()
        cut = _last_start(pending, start)
        if cut:
            yield _decoded(pending[:cut], decode, repair)
            pending = pending[cut:].lstrip(b", \r\n\t")
    if pending.strip(b"] ;\r\n\t"):
        body, bracket, _ = pending.rpartition(b"]")
        yield _decoded(body if bracket else pending, decode, repair)


def _last_start(pending: bytes, start: re.Pattern[bytes]) -> int:
    """Where the last complete item ends; 0 when no other one begins behind it."""
    for window in (1 << 16, len(pending)):
        last = 0
        for found in start.finditer(pending, max(len(pending) - window, 0)):
            last = found.start() + 1
        if last or window >= len(pending):
            return last
    return 0


def _decoded(
    part: bytes,
    decode: Callable[[bytes], list[_Item]],
    repair: Callable[[dict[str, Any]], _Item | None],
) -> list[_Item | None]:
    try:
        return list(decode(b"[" + part + b"]"))
    except (ValueError, RecursionError):
        text = part.decode("utf-8", errors="replace")
        read = read_json_items(io.BytesIO(f"[{text}]".encode("utf-8", "replace")))
        return [repair(item) if item else None for item in read]
