"""Rows as CSV, in pieces of many rows: a list may be long."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

_ROWS_AT_ONCE = 500


def csv_text(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The rows as CSV with a line feed after each; cells are written as they are."""
    piece = io.StringIO()
    writer = csv.writer(piece, lineterminator="\n")
    left = iter(rows)
    while block := list(islice(left, _ROWS_AT_ONCE)):
        writer.writerows(block)
        yield piece.getvalue()
        piece.seek(0)
        piece.truncate()
