"""Reading tables that people made: any encoding, any delimiter, with line numbers."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plnbuddy.clean import clean_line
from plnbuddy.errors import PlnbuddyError

SIZE_LIMIT = 200_000_000  # bytes
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
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    guess = None if b"\x00" in content[:4096] else from_bytes(content[:1_000_000]).best()
    if guess is None:
        raise PlnbuddyError(
            f"The file {name} is not a text file.", "Check that it is the right one."
        )
    return content.decode(guess.encoding, errors="replace")


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
