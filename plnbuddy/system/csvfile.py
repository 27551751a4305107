"""Reading tables that people made: any encoding, any delimiter, with line numbers."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import PlnbuddyError

SIZE_LIMIT = 200_000_000  # bytes
_SAMPLE = 1_000_000  # bytes looked at when guessing
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ€–—‘’‚“”„«»…·°§¿¡\xa0"
)
FIELD_LIMIT = 200_000  # characters in one cell


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
    try:
        if file.stat().st_size > SIZE_LIMIT:
            raise PlnbuddyError(
                f"The file {file} is larger than {SIZE_LIMIT // 1_000_000} MB.",
                "Split it into smaller files and read them one by one.",
            )
        return decode(file.read_bytes(), str(file))
    except OSError as error:
        raise PlnbuddyError(
            f"The file {file} cannot be read: {error.strerror}.", "Check its name and try again."
        ) from None


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


def read_rows(text: str) -> Iterator[Row]:
    """The rows of a CSV text with a header; delimiter comma, semicolon or tab.

    Column names are lower-case; missing cells are "", surplus ones are dropped,
    and empty lines are passed over.
    """
    header_line = text.lstrip("\n\r").partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [clean_line(cell).lower() for cell in cells]
                continue
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield Row(reader.line_num, dict(zip(header, padded, strict=False)))
    except csv.Error as error:
        raise PlnbuddyError(
            f"Line {reader.line_num} is not a table row: {clean_line(str(error))}.",
            "Open the file in a spreadsheet and save it as CSV again.",
        ) from None
