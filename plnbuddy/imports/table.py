"""A table that the teacher kept, as CSV: each row is an entry of the journal."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from plnbuddy.core.clean import as_argument, clean_line, clean_text, unguard_cell
from plnbuddy.core.clock import Clock, to_stored
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.model import Activity, ActivityKind, Profile
from plnbuddy.core.origins import TABLE, Origin
from plnbuddy.core.records import TEXT_LIMIT
from plnbuddy.core.web_address import parse_link
from plnbuddy.imports.findings import Findings
from plnbuddy.imports.run import Report, fingerprint_of
from plnbuddy.imports.table_columns import (
    FIELDS,
    NEEDED,
    as_iso,
    day_comes_first,
    may_be_hours,
    read_kind,
    read_minutes,
    unit_of,
)
from plnbuddy.journal.recognise import find_mentions
from plnbuddy.journal.when import read_moment
from plnbuddy.system.csvfile import SIZE_LIMIT, read_rows, read_text
from plnbuddy.system.local_file import open_file

_NAMED_LINES = 3
_SAMPLE = 50  # dates that are tried before a column is said to hold none
_MIDNIGHT = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?$")
_UNREADABLE = "rows whose date cannot be read"
# What other programs save under the name of a table, by its first bytes.
_OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet in a format of its own, such as .xlsx or .ods",
    b"\xd0\xcf\x11\xe0": "a spreadsheet in the old format .xls",
    b"%PDF": "a PDF document",
}

_Item = TypeVar("_Item")


class _LeftOutError(Exception):
    """A row that becomes no entry, and why."""


@dataclass(frozen=True)
class TableSource:
    """A table as something to import.

    `columns` maps our fields (`table_columns.FIELDS`) to names of columns; `kind` is
    the kind of rows that tell none; `profile` says how dates are written.
    """

    file: Path
    columns: Mapping[str, str]
    kind: ActivityKind | None
    clock: Clock
    profile: Profile
    text: str = field(repr=False)
    fingerprint: str
    passed_over: tuple[str, ...] = ()
    origin: Origin = TABLE

    @property
    def name(self) -> str:
        """The name of the file."""
        return clean_line(self.file.name)

    def read(self, findings: Findings, report: Report) -> Iterator[Activity]:
        """The rows as activities; what cannot be read is counted, with its first lines.

        Raises:
            UsageError: no date can be read from the column that should hold dates.
            PlnbuddyError: a line is no row; the ones before it are kept.
        """
        dates = (cells["when"] for _, cells in self._rows())
        day_first, sure = day_comes_first(dates, self.profile)
        if not sure:
            findings.notes.append(
                f"Dates such as 05/06/2026 were read with the {'day' if day_first else 'month'} "
                "first. Is that wrong? Take the import back, and say where you are: "
                "plnbuddy config set profile.region GB (or US, …)."
            )
        self._require_dates(day_first=day_first)
        self._say_doubts(findings)
        left_out: dict[str, list[int]] = defaultdict(list)
        seen: set[str] = set()
        total = self.text.count("\n") + 1
        for line, cells in self._rows():
            report("rows", min(line, total), total)
            try:
                activity = self._activity(cells, day_first=day_first)
            except _LeftOutError as reason:
                left_out[str(reason)].append(line)
                continue
            if activity.uid in seen:
                left_out["rows that say the same as another one"].append(line)
                continue
            seen.add(activity.uid)
            yield activity
        for why, lines in left_out.items():
            findings.left_out[f"{why} ({_lines(lines)})"] += len(lines)

    def _say_doubts(self, findings: Findings) -> None:
        """What was passed over, and what unit numbers were taken to have."""
        if self.passed_over:
            findings.notes.append(f"Columns passed over: {', '.join(self.passed_over)}.")
        heading = clean_line(self.columns.get("minutes", ""), 60)
        if heading and not unit_of(heading) and may_be_hours(c["minutes"] for _, c in self._rows()):
            findings.notes.append(
                f"The numbers in '{heading}' were taken as minutes. Are they hours? Take the "
                f"import back and call the column '{heading} (h)'."
            )

    def _rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's line and our fields, without the signs that stop spreadsheets calculating."""
        for row in read_rows(self.text):
            yield (
                row.line,
                {
                    name: clean_text(unguard_cell(row.cells[column.lower()].strip()), TEXT_LIMIT)
                    for name, column in self.columns.items()
                },
            )

    def _require_dates(self, *, day_first: bool) -> None:
        """Notice a wrong column before every single row is puzzled over."""
        stated = (cells["when"] for _, cells in self._rows() if cells["when"])
        sample = list(islice(stated, _SAMPLE))
        for when in sample:
            try:
                self._moment(when, day_first=day_first)
            except _LeftOutError as reason:
                if str(reason) != _UNREADABLE:
                    return
            else:
                return
        if sample:
            raise UsageError(
                f"The column '{clean_line(self.columns['when'], 60)}' holds no dates, but "
                f"“{clean_line(sample[0], 40)}”.",
                "Name the column with the dates, such as 2026-11-24 or 24.11.2026.",
            )

    def _activity(self, cells: Mapping[str, str], *, day_first: bool) -> Activity:
        text, when = cells.get("text", ""), cells.get("when", "")
        if not text:
            raise _LeftOutError("rows that do not say what was done")
        moment = self._moment(when, day_first=day_first)
        kind = read_kind(cells.get("kind", "")) or self.kind
        if kind is None:
            raise _LeftOutError("rows that are none of connect, collaborate, contribute")
        mentions = find_mentions(text)
        people, other_people = _split(cells.get("people", ""), parse_handle)
        tags, other_tags = _split(cells.get("tags", ""), parse_tag)
        links, other_links = _split(cells.get("links", ""), _web_address)
        unit = unit_of(self.columns.get("minutes", ""))
        minutes = read_minutes(cells.get("minutes", ""), unit)
        # What fits nowhere else is not lost.
        rest = {
            "with": other_people,
            "tags": other_tags,
            "links": other_links,
            "minutes": cells.get("minutes", "") if minutes is None else "",
        }
        notes = (cells.get("note", ""), *(f"{name}: {what}" for name, what in rest.items() if what))
        return Activity(
            id=0,
            uid=f"{TABLE.name}/{_identity(kind, moment, cells)}",
            kind=kind,
            happened_at=moment,
            day=self._day(moment, when),
            text=text,
            people=_once((*people, *mentions.people)),
            tags=_once((*tags, *mentions.tags)),
            links=_once((*links, *mentions.links)),
            minutes=minutes,
            place=clean_line(cells.get("place", "")),
            note=clean_text("\n".join(note for note in notes if note), TEXT_LIMIT),
            reflection=clean_text(cells.get("reflection", ""), TEXT_LIMIT),
            origin=TABLE.name,
        )

    def _day(self, moment: datetime, when: str) -> date:
        """The teacher's day; midnight is how a spreadsheet writes a date without a time."""
        if _MIDNIGHT.search(when):
            return self.clock.local(moment).date()
        return self.clock.day_of(moment)

    def _moment(self, when: str, *, day_first: bool) -> datetime:
        if not when:
            raise _LeftOutError("rows without a date")
        try:
            return read_moment(as_iso(when, day_first=day_first), self.clock, self.profile)
        except UsageError as error:
            future = "future" in error.problem
            raise _LeftOutError(
                "rows with a date in the future" if future else _UNREADABLE
            ) from None


def open_table(
    file: Path,
    columns: Mapping[str, str],
    kind: ActivityKind | None,
    clock: Clock,
    languages: Sequence[str],
    region: str = "",
) -> TableSource:
    """The table in that file, whatever its encoding and delimiter.

    Args:
        columns: which of our fields is in which column; "when" and "text" are needed.
        kind: the kind of rows that tell none.
        languages, region: of the profile; they say how dates are written.

    Raises:
        UsageError: a needed field or a named column is missing.
        PlnbuddyError: this is no table.
    """
    text = _read(file)
    header = _header(text, file)
    for name in NEEDED:
        if name not in columns:
            raise UsageError(
                f"It is not said which column holds {FIELDS[name]}.",
                f"Name it: plnbuddy import csv {as_argument(file.name)} --column {name}=COLUMN",
            )
    for name, column in columns.items():
        if name not in FIELDS or column.lower() not in header:
            wrong = f"field '{name}'" if name not in FIELDS else f"column '{column}'"
            raise UsageError(
                f"There is no {clean_line(wrong, 60)} in {clean_line(file.name)}.",
                f"Its columns are: {', '.join(header)}. The fields are: {', '.join(FIELDS)}.",
            )
    chosen = [f"{name}={column.lower()}" for name, column in sorted(columns.items())]
    said = [*chosen, kind or "", ",".join(languages), region, str(clock.zone)]
    profile = Profile(languages=tuple(languages), region=region)
    used = {column.lower() for column in columns.values()}
    passed_over = tuple(clean_line(name, 60) for name in header if name and name not in used)
    fingerprint = fingerprint_of(file, *said)
    return TableSource(file, columns, kind, clock, profile, text, fingerprint, passed_over)


def table_header(file: Path) -> list[str]:
    """The names of the columns, in lower case.

    Raises:
        PlnbuddyError: this is no table, or one without a row.
    """
    return _header(_read(file), file)


def _header(text: str, file: Path) -> list[str]:
    row = next(read_rows(text), None)
    if row is None:
        raise UsageError(
            f"{clean_line(file.name)} is a table without rows.",
            "Its first line names the columns; the rows come below.",
        )
    return list(row.cells)


def _read(file: Path) -> str:
    with open_file(file, SIZE_LIMIT) as stream:
        start = stream.read(512)
    what = next((what for sign, what in _OTHER_FILES.items() if start.startswith(sign)), "")
    if not what and re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", start.lower()):
        what = "a web page"
    if what:
        raise UsageError(
            f"{clean_line(file.name)} is {what}, and no CSV table.",
            "Open it in a spreadsheet and save it as CSV.",
        )
    return read_text(file)


def _split(cell: str, parse: Callable[[str], _Item]) -> tuple[list[_Item], str]:
    """What a cell lists, and what of it is something else.

    Commas, semicolons or line breaks separate; where there are none, spaces do.
    """
    parts = [part.strip() for part in re.split(r"[,;\n|]+", cell) if part.strip()]
    words = parts if len(parts) > 1 else cell.split()
    found: list[_Item] = []
    rest: list[str] = []
    for word in words:
        try:
            found.append(parse(word))
        except UsageError:
            rest.append(word)
    return found, (", " if len(parts) > 1 else " ").join(rest)


def _web_address(word: str) -> str:
    return parse_link(f"https://{word}" if word.lower().startswith("www.") else word)


def _once(items: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(items))


def _identity(kind: ActivityKind, moment: datetime, cells: Mapping[str, str]) -> str:
    """24 hex digits, the same for a row that says the same, in whatever order of columns."""
    said = [
        kind.value,
        to_stored(moment),
        *(cells.get(name, "") for name in FIELDS if name not in ("when", "kind")),
    ]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:24]


def _lines(lines: Sequence[int]) -> str:
    """ "line 3", "lines 3, 5, 9 and 4 more"."""
    named = ", ".join(str(line) for line in lines[:_NAMED_LINES])
    more = f" and {len(lines) - _NAMED_LINES:,} more" if len(lines) > _NAMED_LINES else ""
    return f"{'line' if len(lines) == 1 else 'lines'} {named}{more}"
