"""Reading tables that people made: any encoding, any delimiter, with line numbers."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.system.local_file import read_file

SIZE_LIMIT = 200_000_000  # bytes
_SAMPLE = 1_000_000  # bytes looked at when guessing
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ€–—‘’‚“”„«»…·°§¿¡\xa0"
)
FIELD_LIMIT = 200_000  # characters in one cell
DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r"sep=[,;\t]?", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Row:
    """One row: its line in the file and its cells by column name."""

    line: int
    cells: dict[str, str]


def read_text(file: Path) -> str:
    """The text of a file, whatever its encoding (UTF-8, UTF-16 with a mark, or a guess).

    Raises:
        PlnbuddyError: no such file, unreadable, too large, or not text at all.
    """
    advice = "Split it into smaller files and read them one by one."
    return decode(read_file(file, SIZE_LIMIT, advice), str(file))


def decode(content: bytes, name: str) -> str:
    """The text of these bytes; `name` is used in the error.

    Raises:
        PlnbuddyError: this is not text.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:_SAMPLE]:
        raise _not_text(name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if _is_western(content[:_SAMPLE]):
        return content.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes

    guess = from_bytes(content[:_SAMPLE]).best()
    if guess is None:
        raise _not_text(name)
    return content.decode(guess.encoding, errors="replace")


def _is_western(sample: bytes) -> bool:
    """Whether this is what a spreadsheet on a western Windows saves (cp1252).

    Guessing by statistics needs long texts; a short table in which every sign
    beyond ASCII is a western letter or quotation mark is not guessed at.
    """
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    beyond = [sign for sign in text if not sign.isascii()]
    return all(sign in _WESTERN for sign in beyond) and len(beyond) < len(text) / 4


def _not_text(name: str) -> PlnbuddyError:
    return PlnbuddyError(f"The file {name} is not a text file.", "Check that it is the right one.")


def each_row(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with its line; see `delimiter_of`.

    Raises:
        PlnbuddyError: a line is no row.
    """
    text = text.lstrip("\ufeff")
    delimiter = delimiter_of(text)
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _SEPARATOR.fullmatch("".join(cells)):
                yield reader.line_num, cells
    except csv.Error as error:
        raise PlnbuddyError(
            f"Line {reader.line_num} is not a table row: {clean_line(str(error))}.",
            "Open the file in a spreadsheet and save it as CSV again.",
        ) from None


def delimiter_of(text: str) -> str:
    """The delimiter of a table: comma, semicolon or tab.

    The first line says it ("sep=;", as spreadsheets write it), or holds most of it
    outside of quotation marks.
    """
    first = text.lstrip("\ufeff\r\n").partition("\n")[0].strip("\r")
    said = _SEPARATOR.match(first)
    if said and first[4:5] in DELIMITERS:
        return first[4]
    return max(DELIMITERS, key=_QUOTED.sub("", first).count)


def read_rows(text: str) -> Iterator[Row]:
    """The rows of a CSV text with a header.

    Column names are lower-case; missing cells are "", surplus ones are dropped,
    and empty lines are passed over.
    """
    header: list[str] = []
    for line, cells in each_row(text):
        if not header:
            header = [clean_line(cell).lower() for cell in cells]
            continue
        padded = [*cells, *[""] * (len(header) - len(cells))]
        yield Row(line, dict(zip(header, padded, strict=False)))
