"""The fields of a line in an export, read back: foreign text, cleaned and bounded."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.clock import from_stored
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.records import TEXT_LIMIT, RecordError

Record = Mapping[str, Any]


def read_line(record: Record, field: str, limit: int = 500) -> str:
    """One line of text, "" for none."""
    return clean_line(str(record.get(field) or ""), limit)


def read_text(record: Record, field: str) -> str:
    """Text that may have several lines, "" for none."""
    return clean_text(str(record.get(field) or ""), TEXT_LIMIT)


def read_day(record: Record, field: str) -> date:
    """A day.

    Raises:
        ValueError, KeyError: there is none.
    """
    return date.fromisoformat(str(record[field]))


def read_moment(record: Record, field: str) -> datetime:
    """A moment, with its time zone.

    Raises:
        ValueError, KeyError: there is none.
    """
    moment = from_stored(str(record[field]))
    if moment.tzinfo is None:
        raise ValueError("it names no time zone")
    return moment


def read_words(record: Record, field: str) -> tuple[str, ...]:
    """A list of words, cleaned.

    Raises:
        RecordError: it is no list.
    """
    found = record.get(field) or []
    if not isinstance(found, list):
        raise RecordError(f"'{field}' is no list of words")
    cleaned = (clean_line(str(word), 60).replace(";", "") for word in found)
    return tuple(word for word in cleaned if word)


def read_label(kind: SubjectKind, text: str) -> str:
    """A handle or hashtag as plnbuddy writes it.

    Raises:
        UsageError: it is none.
    """
    return str(parse_handle(text) if kind is SubjectKind.PERSON else parse_tag(text))
