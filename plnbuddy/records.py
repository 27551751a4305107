"""An activity as plain data: the shape of the journal's export, and of its undo."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from plnbuddy.clean import clean_line, clean_text
from plnbuddy.clock import from_stored, to_stored
from plnbuddy.errors import PlnbuddyError
from plnbuddy.handles import parse_handle, parse_tag
from plnbuddy.model import Activity, ActivityKind

TEXT_LIMIT = 10_000
MINUTES_LIMIT = 1_440  # One day.
FIELDS = (
    "uid", "kind", "when", "day", "text", "people", "tags", "links", "minutes", "place", "note",
    "origin",
)  # fmt: skip


class RecordError(PlnbuddyError):
    """A record that is no activity; `problem` names the field."""


def activity_record(activity: Activity) -> dict[str, Any]:
    """The activity as JSON-ready data, one entry for each of `FIELDS`."""
    return {
        "uid": activity.uid,
        "kind": activity.kind.value,
        "when": to_stored(activity.happened_at),
        "day": activity.day.isoformat(),
        "text": activity.text,
        "people": [str(handle) for handle in activity.people],
        "tags": [tag.name for tag in activity.tags],
        "links": list(activity.links),
        "minutes": activity.minutes,
        "place": activity.place,
        "note": activity.note,
        "origin": activity.origin,
    }


def read_activity(record: Mapping[str, Any]) -> Activity:
    """The activity that a record describes; unknown fields are ignored.

    Raises:
        RecordError: a field is missing or does not fit; the sentence names it.
    """
    try:
        activity = Activity(
            id=int(record.get("id") or 0),
            uid=clean_line(_required(record, "uid"), 100),
            kind=ActivityKind(_required(record, "kind").strip().lower()),
            happened_at=from_stored(_required(record, "when")),
            day=date.fromisoformat(_required(record, "day")),
            text=clean_text(_required(record, "text"), TEXT_LIMIT),
            people=tuple(dict.fromkeys(parse_handle(h) for h in _listed(record, "people"))),
            tags=tuple(dict.fromkeys(parse_tag(t) for t in _listed(record, "tags"))),
            links=tuple(dict.fromkeys(clean_line(url, 2_000) for url in _listed(record, "links"))),
            minutes=_minutes(record.get("minutes")),
            place=clean_line(str(record.get("place") or "")),
            note=clean_text(str(record.get("note") or ""), TEXT_LIMIT),
            origin=clean_line(str(record.get("origin") or "import"), 60),
        )
    except (ValueError, TypeError) as error:
        raise RecordError(
            f"it has a value that does not fit: {clean_line(str(error), 80)}"
        ) from None
    except RecordError:
        raise
    except PlnbuddyError as error:
        raise RecordError(error.problem) from None
    if activity.happened_at.tzinfo is None:
        raise RecordError("'when' names no time zone")
    return replace(activity, happened_at=from_stored(to_stored(activity.happened_at)))


def _required(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    if not isinstance(value, str) or not value.strip():
        raise RecordError(f"'{field}' is missing")
    return value


def _listed(record: Mapping[str, Any], field: str) -> list[str]:
    value = record.get(field) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RecordError(f"'{field}' is no list of words")
    return value


def _minutes(value: object) -> int | None:
    if value in (None, ""):
        return None
    minutes = int(str(value))
    if not 0 <= minutes <= MINUTES_LIMIT:
        raise RecordError(f"'minutes' is not between 0 and {MINUTES_LIMIT}")
    return minutes
