"""Long JSON arrays, item by item, so that memory stays flat.

Both functions read UTF-8, with or without its mark, and UTF-16 with one.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

_CHUNK = 1 << 21  # bytes
_MOST_PENDING = 32 << 20  # characters: no item of an archive is longer than this
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

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        chunk = self._stream.read(size)
        self._done += len(chunk)
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
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    chunks = (decoder.decode(chunk) for chunk in utf8_chunks(stream))
    opening = re.compile(rf'"{re.escape(after)}"\s*:\s*\[' if after else r"\[")
    text = ""
    for chunk in chunks:
        text += chunk
        start = opening.search(text)
        if start:
            yield from _items(text[start.end() :], chunks)
            return
        text = text[-1_000:]


def _items(text: str, chunks: Iterator[str]) -> Iterator[dict[str, Any] | None]:
    scan = json.JSONDecoder().raw_decode
    at = 0
    while True:
        at = _skip(text, at)
        if at < len(text) and text[at] == "]":
            return
        try:
            item, at = scan(text, at)
        except (ValueError, RecursionError):
            text = text[at:]
            at = 0
            more = next(chunks, "") if len(text) < _MOST_PENDING else ""
            if more:
                text += more
                continue
            if not text.strip(" \r\n\t;"):
                return
            yield None
            behind = re.search(r"\}\s*,\s*(?=\{)", text)
            if not behind:
                return
            text = text[behind.end() :]
            continue
        yield item if isinstance(item, dict) else None


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
        return [repair(item) if item else None for item in _items(text, iter(()))]
