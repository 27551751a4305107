"""The teacher's own lists as lines of an export."""

import re
from collections.abc import Iterator
from typing import Any

from plnbuddy.core.clock import to_stored
from plnbuddy.core.model import SubjectKind, read_subject
from plnbuddy.core.records import RecordError
from plnbuddy.journal.record_fields import (
    Record,
    read_label,
    read_line,
    read_moment,
    read_text,
    read_words,
)
from plnbuddy.store.database import Store
from plnbuddy.store.history import Change
from plnbuddy.store.lists import (
    KeptList,
    ListRow,
    all_lists,
    get_list,
    list_rows,
    put_list,
    put_rows,
)

_ROWS_LIMIT = 100_000  # of one list


def list_records(store: Store) -> Iterator[dict[str, Any]]:
    """Each list with its rows, as plain data."""
    for each in all_lists(store):
        yield {
            "name": each.name,
            "title": each.title,
            "introduction": each.introduction,
            "contact": each.contact,
            "source": each.source,
            "format": each.format,
            "topics": list(each.topics),
            "read_at": to_stored(each.read_at) if each.read_at else None,
            "rows": [_row_record(row) for row in list_rows(store, each.name)],
        }


_ROW_TEXTS = ("name", "region", "description", "basis", "source")
_ROW_WORDS = ("topics", "levels", "languages")


def _row_record(row: ListRow) -> dict[str, Any]:
    filled: dict[str, Any] = {field: getattr(row, field) for field in _ROW_TEXTS}
    filled |= {field: list(getattr(row, field)) for field in _ROW_WORDS}
    return {
        "kind": row.kind.value,
        "label": row.label,
        **{field: value for field, value in filled.items() if value},
    }


def keep_list(store: Store, record: Record) -> list[Change] | None:
    """Write a list down that is not there yet, inside `writing()`; None when it was.

    Raises:
        RecordError, PlnbuddyError, ValueError, KeyError: it is none.
    """
    name = re.sub(r"[^\w-]", "", read_line(record, "name", 60))
    if not name:
        raise RecordError("'name' is missing")
    if get_list(store, name):
        return None
    rows = record.get("rows") or []
    if not isinstance(rows, list) or len(rows) > _ROWS_LIMIT:
        raise RecordError("its 'rows' are none")
    put_list(
        store,
        KeptList(
            name=name,
            title=read_line(record, "title") or name,
            introduction=read_text(record, "introduction"),
            contact=read_line(record, "contact"),
            source=read_line(record, "source", 2_000),
            format=read_line(record, "format", 60),
            topics=read_words(record, "topics"),
            read_at=read_moment(record, "read_at") if record.get("read_at") else None,
        ),
    )
    put_rows(store, name, [_row(row) for row in rows])
    return []


def _row(record: Record) -> ListRow:
    kind = SubjectKind(record["kind"])
    subject = read_subject(kind, read_label(kind, str(record["label"])))
    texts = {field: read_line(record, field, 1_000) for field in _ROW_TEXTS}
    words = {field: read_words(record, field) for field in _ROW_WORDS}
    return ListRow(kind, subject.key, subject.label, **texts, **words)  # type: ignore[arg-type]
