"""The tables that Mastodon exports: whom one follows, and one's lists.

Blocks, mutes, domain blocks and bookmarks are recognised and refused: reading
somebody who was blocked as somebody to follow would be the worst of all imports.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import MASTODON_ARCHIVE, Origin
from plnbuddy.core.platform import Platform
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.run import Report, fingerprint_of
from plnbuddy.system.csvfile import FIELD_LIMIT, read_text

_ADDRESS = "account address"
_LIST = "list name"
_SAMPLE_ROWS = 20
# The names that Mastodon gives its files; a table of blocks has no header of its own.
_REFUSED_NAMES = {
    "block": "people or servers whom you blocked",
    "mute": "people whom you muted",
    "bookmark": "your bookmarks",
}
_ADVICE = "Import following_accounts.csv or lists.csv, or the archive itself."


@dataclass(frozen=True)
class MastodonFollows:
    """A table of follows, or of lists with their members, as something to import.

    It brings people and no entries: the table tells no dates.
    """

    file: Path
    rows: Sequence[Sequence[str]]
    fingerprint: str
    origin: Origin = MASTODON_ARCHIVE

    @property
    def name(self) -> str:
        """The name of the file."""
        return clean_line(self.file.name)

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """Note everybody in the table; there are no entries."""
        for row in self.rows:
            address, list_name = (row[0], "") if len(row) < 2 else (row[1], clean_line(row[0], 100))
            handle = _fediverse_handle(address)
            if handle is None:
                findings.left_out["rows without a fediverse address"] += 1
            else:
                findings.followed(handle, list_name)
        report("people", 1, 1)
        yield from ()


def open_mastodon_table(file: Path) -> MastodonFollows:
    """The table in that file.

    Raises:
        UsageError: another table, or none; the sentence says what it looks like.
        PlnbuddyError: the file cannot be read.
    """
    text = read_text(file)
    rows = list(_rows(text))
    header = [cell.lower() for cell in rows[0]] if rows else []
    _refuse_other_tables(file, header, rows, text)
    if _ADDRESS in header:
        place = header.index(_ADDRESS)
        wanted = [header.index(_LIST), place] if _LIST in header else [place]
        rows = [[row[at] for at in wanted] for row in rows[1:] if len(row) > max(wanted)]
    return MastodonFollows(file, rows, fingerprint_of(file))


def _rows(text: str) -> Iterator[list[str]]:
    first_line = text.lstrip().partition("\n")[0]
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first_line.count))
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield cells
    except csv.Error as error:
        raise UsageError(
            f"Line {reader.line_num} is not a table row: {clean_line(str(error))}.",
            "Download the table from your server again.",
        ) from None


def _refuse_other_tables(
    file: Path, header: Sequence[str], rows: Sequence[Sequence[str]], text: str
) -> None:
    name = file.name.lower()
    for part, what in _REFUSED_NAMES.items():
        if part in name:
            raise _refused(file, what)
    if "hide notifications" in header:
        raise _refused(file, "people whom you muted")
    if "#domain" in header:
        raise _refused(file, "servers that are blocked")
    if text.lstrip()[:1] == "<":
        raise _refused(file, "a web page, and no table")
    if _ADDRESS in header:
        return
    sample = rows[:_SAMPLE_ROWS]
    if sample and all(row[0].startswith("https://") for row in sample):
        raise _refused(file, "your bookmarks")
    width = max((len(row) for row in sample), default=0)
    readable = sum("@" in row[-1] and _fediverse_handle(row[-1]) is not None for row in sample)
    if width in (1, 2) and readable * 2 > len(sample):
        return
    if width == 1 and sample and all("." in row[0] and "@" not in row[0] for row in sample):
        raise _refused(file, "servers that you blocked")
    shown = ", ".join(clean_line(cell, 30) for cell in (rows[0] if rows else [])[:5])
    raise _refused(file, f"a table that starts with “{shown}”" if shown else "an empty table")


def _refused(file: Path, what: str) -> UsageError:
    return UsageError(
        f"{clean_line(file.name)} is no table of follows or lists: it looks like {what}.", _ADVICE
    )


def _fediverse_handle(address: str) -> Handle | None:
    try:
        handle = parse_handle(address)
    except UsageError:
        return None
    return handle if handle.platform is Platform.MASTODON else None
