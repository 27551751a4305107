"""Tables: plnbuddy's own (read and written), and any other with a column of handles (read)."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from plnbuddy.core.clean import clean_line, guard_cell, unguard_cell
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.found_handles import find_handles, is_bare, says_handles
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import find_language, find_level, find_topic
from plnbuddy.lists.formats.columns import Column, Columns, choose_columns
from plnbuddy.lists.formats.found import (
    MAIL,
    MOST_ROWS,
    NO_HANDLE,
    NO_SERVER,
    UNREADABLE,
    ReadList,
    known_words,
)
from plnbuddy.store.lists import KeptList, ListRow
from plnbuddy.system.csvfile import each_row

COLUMNS = (
    "who", "name", "topics", "levels", "languages", "region", "description", "basis", "source",
)  # fmt: skip
FOLLOWS_HEADER = ("Account address", "Show boosts", "Notify on new posts", "Languages")
"""The headings of Mastodon's own table of follows."""

_MOST_COLUMNS = 500
_EXAMPLE = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|"
    r"\b(?:e\.? ?g\.|z\.? ?b\.|p\.? ?ex\.|p\. ?ej\.|ej\.|for example|such as|"
    r"(?:example|beispiel|exemple|ejemplo):).*",
    re.IGNORECASE,
)


def table_rows(text: str) -> list[list[str]]:
    """The rows that hold something, at most `MOST_ROWS` and a heading.

    Raises:
        PlnbuddyError: there are more, or a line is no row.
    """
    rows: list[list[str]] = []
    for _, cells in each_row(text):
        rows.append(cells)
        if len(rows) > MOST_ROWS + 1:
            raise PlnbuddyError(
                f"This table has more than {MOST_ROWS:,} rows.",
                "That is no list of people to follow. Cut it to those you need.",
            )
    return rows


def has_heading(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: no cell of it names somebody.

    A heading may hold a handle as an example, in brackets or behind "e.g.".
    """
    if not rows or any(is_bare(cell) or _names_somebody(cell) for cell in rows[0]):
        return False
    return len(rows[0]) > 1 or _is_column(rows[1:])


def _names_somebody(cell: str) -> bool:
    return bool(find_handles(_EXAMPLE.sub("", cell)).handles)


def _is_column(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these are single words below each other, and no running text."""
    words = sum(len(row[0].split()) == 1 for row in rows if row)
    return words * 2 >= len(rows)


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows without headings are a table: most have a cell that is somebody."""
    full = sum(any(len(cell.split()) == 1 and _is_somebody(cell) for cell in row) for row in rows)
    return full * 2 > len(rows) and max(map(len, rows), default=0) > 1


def _is_somebody(cell: str) -> bool:
    return is_bare(cell) or bool(find_handles(cell).handles)


def without_title(rows: Sequence[list[str]]) -> tuple[str, Sequence[list[str]]]:
    """A line above the headings that fills one cell only, and the table below it."""
    width = max((_filled(row) for row in rows), default=0)
    for at, row in enumerate(rows[:5]):
        if _filled(row) > 1 or width == 1:
            return (clean_line(next(filter(str.strip, rows[0])), 100) if at else ""), rows[at:]
        if any(map(_is_somebody, row)):
            break
    return "", rows


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def read_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> ReadList | None:
    """The list in a table with headings; None when no column of it can hold any."""
    of_mastodon = clean_line(header[0]).lower() == FOLLOWS_HEADER[0].lower() if header else False
    if max(map(len, (header, *rows)), default=0) > _MOST_COLUMNS:
        raise PlnbuddyError(
            f"This table has more than {_MOST_COLUMNS:,} columns.",
            "That is no list of people to follow. Cut it to those you need.",
        )
    columns = choose_columns(header, rows, by_cells=not of_mastodon)
    if not columns.who and "tag" not in columns.others:
        return None
    found = ReadList(format="mastodon-csv" if of_mastodon else "csv")
    found.guessed = any(column.doubtful for column in columns.who[:1])
    found.columns = _named(header, columns)
    taken = {column.at for column in columns.who} | set(columns.others.values())
    found.ignored = tuple(
        clean_line(cell, 60) for at, cell in enumerate(header) if at not in taken and cell.strip()
    )
    if found.guessed:
        found.warnings.append(
            f"the column '{columns.who[0].heading}' may hold e-mail addresses, and no handles"
        )
    for cells in rows:
        _add(found, columns, cells)
    found.warnings += _unknown_words(header, columns, rows)
    return found


_KNOWN: Mapping[str, Callable[[str], str]] = {
    "topics": find_topic, "levels": find_level, "languages": find_language,
}  # fmt: skip


def _unknown_words(
    header: Sequence[str], columns: Columns, rows: Sequence[Sequence[str]]
) -> Iterator[str]:
    """Of which columns cells were left out, since plnbuddy knows none of their words."""
    for meaning, find in _KNOWN.items():
        at = columns.others.get(meaning)
        if at is None:
            continue
        cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
        strange = [cell for cell in cells if not known_words(cell, find)]
        if strange:
            named = clean_line(header[at], 60) if at < len(header) else f"column {at + 1}"
            first = clean_line(strange[0], 40)
            yield f"in '{named}', {len(strange)} of {len(cells)} are no {meaning} (as '{first}')"


def _named(header: Sequence[str], columns: Columns) -> dict[str, str]:
    """What was understood, by meaning, in the order of the columns."""
    meant = {**{at: meaning for meaning, at in columns.others.items()}}
    for number, column in enumerate(columns.who):
        meant[column.at] = "who" if not number else f"who {number + 1}"
    return {
        meant[at]: clean_line(header[at], 60)
        for at in sorted(meant)
        if at < len(header) and header[at].strip()
    }


def _add(found: ReadList, columns: Columns, cells: Sequence[str]) -> None:
    """Make a row of cells, or say why there is none."""
    facts = {
        meaning: unguard_cell(cells[at].strip()) if at < len(cells) else ""
        for meaning, at in columns.others.items()
    }
    reasons: list[tuple[str, str]] = []
    known: set[Platform] = set()
    for column in columns.who:
        cell = unguard_cell(cells[column.at].strip()) if column.at < len(cells) else ""
        if not cell:
            continue
        if cell.startswith(("#", "＃")):
            found.add_tag(cell, facts)
            return
        found.warn_of_lookalike(cell)
        handles = _handles(cell, column)
        if isinstance(handles, str):
            reasons.append((handles, cell))
            continue
        # A further column adds who one is elsewhere, and no second name on the same network.
        for handle in handles:
            if handle.platform not in known:
                found.add_person(handle, facts)
        known |= {handle.platform for handle in handles}
    if known:
        return
    if facts.get("tag"):
        found.add_tag(facts["tag"], facts)
        return
    found.leave_out(*(reasons[0] if reasons else (NO_HANDLE, "")))


def _handles(cell: str, column: Column) -> tuple[Handle, ...] | str:
    """Whom a cell names, or why nobody."""
    read = find_handles(cell, bare=column.bare and _may_be_bare(cell, column))
    if read.handles:
        return read.handles
    if read.mail_addresses:
        return MAIL
    word = cell.strip()
    if "@" not in word or len(word.split()) > 1:
        return NO_HANDLE
    if word.startswith("@") and not {"@", "."} & set(word[1:]) and not column.alone:
        return NO_SERVER
    try:
        return (parse_handle(word),)
    except UsageError:
        return UNREADABLE


def _may_be_bare(cell: str, column: Column) -> bool:
    """Whether a `name@server` in the cell may be a handle: it begins it, or the heading says so.

    In the midst of other words it is where to write to.
    """
    return says_handles(column.heading) or any(map(is_bare, cell.split()[:1]))


def list_csv(_kept: KeptList, rows: Sequence[ListRow]) -> str:
    """plnbuddy's own table; cells are guarded against being taken for formulas."""
    return written_table(
        COLUMNS,
        (
            (
                row.label, row.name, ";".join(row.topics), ";".join(row.levels),
                ";".join(row.languages), row.region, row.description, row.basis, row.source,
            )
            for row in rows
        ),
    )  # fmt: skip


def written_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV, with guarded cells; no heading when that is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(header)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def add_record(found: ReadList, record: Mapping[str, str]) -> None:
    """A row of a list that names its fields, as plnbuddy's own files do."""
    word = next((record[key].strip() for key in ("who", "tag") if record.get(key)), "")
    if word.startswith(("#", "＃")) or (word and not record.get("who")):
        found.add_tag(word, record)
        return
    if not word:
        found.leave_out(NO_HANDLE)
        return
    found.warn_of_lookalike(word)
    handles = _handles(word, Column(0, "who", bare=True, alone=True))
    if isinstance(handles, str):
        found.leave_out(handles, word)
        return
    for handle in handles:
        found.add_person(handle, record)
