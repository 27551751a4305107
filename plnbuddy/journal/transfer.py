"""The journal as a file, and back: JSON Lines and CSV, without loss, without doubles."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from plnbuddy.core.clean import guard_cell, unguard_cell
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.model import Activity
from plnbuddy.core.records import FIELDS, RecordError, activity_record, read_activity, read_when
from plnbuddy.store.activities import add_activity, known_uids
from plnbuddy.store.database import Store
from plnbuddy.store.history import activity_change, record_action
from plnbuddy.store.removed import unmark_removed
from plnbuddy.system.csvfile import read_rows

FileFormat = Literal["jsonl", "csv"]
_LISTS = ("people", "tags", "links", "standards", "evidence")
_SINCE_THE_FIRST = FIELDS[: FIELDS.index("origin") + 1]  # An entry without uid keeps its uid.
_SHOWN_PROBLEMS = 3


@dataclass(frozen=True)
class ImportCount:
    """What an import did, in activities."""

    added: int
    already_there: int


def export_lines(activities: Iterable[Activity], file_format: FileFormat) -> Iterator[str]:
    """The file's lines, each with its line end; CSV has a header and guarded cells."""
    if file_format == "jsonl":
        for activity in activities:
            yield json.dumps(activity_record(activity), ensure_ascii=False) + "\n"
        return
    yield _csv_line(FIELDS)
    for activity in activities:
        record = activity_record(activity)
        yield _csv_line(guard_cell(_cell(record[field])) for field in FIELDS)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def import_text(store: Store, text: str, file_format: FileFormat, clock: Clock) -> ImportCount:
    """Add what the journal does not hold yet, in one transaction that `undo` takes back.

    An activity is known by its `uid`; one without gets a uid from its content,
    so that importing the same file twice doubles nothing.

    Raises:
        PlnbuddyError: a line cannot be read; then nothing is imported.
    """
    read = _read_jsonl if file_format == "jsonl" else _read_csv
    activities = list({a.uid: a for a in _checked(read(text), clock)}.values())
    with store.writing():
        known = known_uids(store, [activity.uid for activity in activities])
        fresh = [activity for activity in activities if activity.uid not in known]
        changes = [activity_change(add_activity(store, activity), None) for activity in fresh]
        unmark_removed(store, (activity.uid for activity in fresh))
        if changes:
            record_action(store, f"imported {len(changes)} entries", clock.now, changes)
    return ImportCount(len(fresh), len(activities) - len(fresh))


def _checked(
    lines: Iterator[tuple[int, Callable[[], dict[str, Any]]]], clock: Clock
) -> Iterator[Activity]:
    problems: list[str] = []
    for line, make_record in lines:
        try:
            record = make_record()
            activity = read_activity(_completed(record, clock))
        except RecordError as error:
            problems.append(f"line {line}: {error.problem.rstrip('.')}")
            continue
        yield activity
    if problems:
        more = len(problems) - _SHOWN_PROBLEMS
        listed = "; ".join(problems[:_SHOWN_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
        raise PlnbuddyError(
            f"Nothing was imported, because of {listed}.",
            "Mend these lines and import the file again; nothing will be doubled.",
        )


def _completed(record: dict[str, Any], clock: Clock) -> dict[str, Any]:
    """The record with what can be derived: its uid from the content, its day from the moment."""
    filled = {field: value for field, value in record.items() if value not in (None, "")}
    if isinstance(filled.get("when"), str) and "day" not in filled:
        filled["day"] = clock.day_of(read_when(filled["when"])).isoformat()
    if "uid" not in filled:
        filled["uid"] = _uid(record)
    return {**filled, "id": 0}


def _uid(record: dict[str, Any]) -> str:
    values = [str(record.get(field) or "") for field in _SINCE_THE_FIRST[1:]]
    values += [str(record[field]) for field in FIELDS[len(_SINCE_THE_FIRST) :] if record.get(field)]
    content = json.dumps(values)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _read_jsonl(text: str) -> Iterator[tuple[int, Callable[[], dict[str, Any]]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, lambda line=line: _json_record(line)  # type: ignore[misc]


def _json_record(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise RecordError("it is not JSON") from None
    if not isinstance(record, dict):
        raise RecordError("it is not an entry")
    return record


def _read_csv(text: str) -> Iterator[tuple[int, Callable[[], dict[str, Any]]]]:
    for row in read_rows(text):
        yield row.line, lambda row=row: _csv_record(row.cells)  # type: ignore[misc]


def _csv_record(cells: dict[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = {name: unguard_cell(cell) for name, cell in cells.items()}
    for field in _LISTS:
        record[field] = str(record.get(field) or "").split()
    return record
