"""The tables that Mastodon exports: whom one follows, and one's lists.

Blocks, mutes, domain blocks and bookmarks are recognised and refused: reading
somebody who was blocked as somebody to follow would be the worst of all imports.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.found_handles import find_handles
from plnbuddy.core.handles import Handle
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import MASTODON_ARCHIVE, Origin
from plnbuddy.core.platform import Platform
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.run import Report, fingerprint_of
from plnbuddy.system.csvfile import each_row, read_text

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
            list_name = "" if len(row) < 2 else clean_line(row[0], 100)
            people = [_fediverse_handle(cell) for cell in row[1:] or row if cell.strip()]
            for handle in people or [None]:
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
    rows = [[cell.strip() for cell in cells] for _, cells in each_row(text)]
    header = [cell.lower() for cell in rows[0]] if rows else []
    _refuse_other_tables(file, header, rows, text)
    if _ADDRESS in header:
        place = header.index(_ADDRESS)
        wanted = [header.index(_LIST), place] if _LIST in header else [place]
        rows = [[row[at] for at in wanted] for row in rows[1:] if len(row) > max(wanted)]
    return MastodonFollows(file, rows, fingerprint_of(file))


def refuse_blocks(name: str, rows: Sequence[Sequence[str]]) -> None:
    """Raise what says that a table of Mastodon's holds blocks, mutes or bookmarks.

    Args:
        name: of the file, which tells where the table has no headings of its own.

    Raises:
        UsageError: it does.
    """
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "hide notifications" in header:
        raise _refused(name, "people whom you muted")
    if any(cell.lstrip("#") in ("domain", "severity") for cell in header[:2]) and len(header) < 8:
        raise _refused(name, "servers that are blocked")
    width = max((len(row) for row in rows[:_SAMPLE_ROWS]), default=0)
    if header[:1] != [_ADDRESS] and not (width == 1 and "@" in rows[0][0]):
        return
    for part, what in _REFUSED_NAMES.items():
        if re.search(rf"(?:^|[^a-z]){part}", name.lower()):
            raise _refused(name, what)


def _refuse_other_tables(
    file: Path, header: Sequence[str], rows: Sequence[Sequence[str]], text: str
) -> None:
    name = file.name
    for part, what in _REFUSED_NAMES.items():
        if part in name.lower():
            raise _refused(name, what)
    refuse_blocks(name, rows)
    if text.lstrip()[:1] == "<":
        raise _refused(name, "a web page, and no table")
    if _ADDRESS in header:
        return
    sample = rows[:_SAMPLE_ROWS]
    if sample and all(row[0].startswith("https://") for row in sample):
        raise _refused(name, "your bookmarks")
    readable = sum(any(_fediverse_handle(cell) for cell in row[-1:]) for row in sample)
    if readable * 2 > len(sample):
        return
    width = max((len(row) for row in sample), default=0)
    if width == 1 and sample and all("." in row[0] and "@" not in row[0] for row in sample):
        raise _refused(name, "servers that you blocked")
    shown = ", ".join(clean_line(cell, 30) for cell in (rows[0] if rows else [])[:5])
    raise _refused(name, f"a table that starts with “{shown}”" if shown else "an empty table")


def _refused(name: str, what: str) -> UsageError:
    return UsageError(
        f"{clean_line(name, 100)} is no table of follows or lists: it looks like {what}.", _ADVICE
    )


def _fediverse_handle(address: str) -> Handle | None:
    """Whom a cell names; a bare word is nobody, as its server is not said."""
    found = find_handles(address, bare=True).handles
    one = len(found) == 1 and found[0].platform is Platform.MASTODON
    return found[0] if one else None
