"""The journal as a file, and back: JSON Lines and CSV, without loss, without doubles.

JSON Lines also carry what goes along with it (`belongings.py`); a table holds entries alone.
"""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

from plnbuddy.core.clean import guard_cell, unguard_cell
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.evidence import evidence_file
from plnbuddy.core.model import Activity
from plnbuddy.core.records import FIELDS, RecordError, activity_record, read_activity, read_when
from plnbuddy.journal.belongings import keep_belonging
from plnbuddy.out.wording import counted
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
    """What an import did: activities, and by its name what goes along with them.

    `kept_evidence` names the copies of files of evidence that the activities speak of.
    """

    added: int
    already_there: int
    also: Mapping[str, int] = field(default_factory=dict)
    also_already_there: int = 0
    kept_evidence: frozenset[str] = frozenset()


def export_lines(
    activities: Iterable[Activity],
    file_format: FileFormat,
    belongings: Iterable[Mapping[str, Any]] = (),
) -> Iterator[str]:
    """The file's lines, each with its line end; CSV has a header and guarded cells.

    `belongings` are what goes along with the entries in JSON Lines.
    """
    if file_format == "jsonl":
        for record in chain(map(activity_record, activities), belongings):
            yield json.dumps(record, ensure_ascii=False) + "\n"
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
    problems: list[str] = []
    by_uid: dict[str, Activity] = {}
    belongings: list[tuple[int, dict[str, Any]]] = []
    for line, make_record in read(text):
        with _noted(line, problems):
            record = make_record()
            if "record" in record:
                belongings.append((line, record))
            else:
                activity = read_activity(_completed(record, clock))
                by_uid[activity.uid] = activity
    activities = list(by_uid.values())
    with store.writing():
        known = known_uids(store, list(by_uid))
        fresh = [activity for activity in activities if activity.uid not in known]
        changes = [activity_change(add_activity(store, activity), None) for activity in fresh]
        unmark_removed(store, (activity.uid for activity in fresh))
        also: Counter[str] = Counter()
        for line, record in belongings:
            with _noted(line, problems):
                kept = keep_belonging(store, record)
                also.update([str(record["record"])] if kept is not None else [])
                changes += kept or []
        _refuse(problems)
        if changes:
            record_action(store, f"imported {counted(len(fresh), 'entry', 'entries')}", clock.now,
                          changes)  # fmt: skip
    files = (evidence_file(address) for each in activities for address in each.evidence)
    return ImportCount(
        len(fresh),
        len(activities) - len(fresh),
        dict(also),
        len(belongings) - also.total(),
        frozenset(file.kept_as for file in files if file and file.kept_as),
    )


@contextmanager
def _noted(line: int, problems: list[str]) -> Iterator[None]:
    """A line that cannot be read is a problem among others; reading goes on behind it."""
    try:
        yield
    except RecordError as error:
        problems.append(f"line {line}: {error.problem.rstrip('.')}")


def _refuse(problems: list[str]) -> None:
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
    for name in _LISTS:
        record[name] = str(record.get(name) or "").split()
    return record
