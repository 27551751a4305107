"""An activity as plain data: the shape of the journal's export, and of its undo."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from plnbuddy.core.clean import clean_line, clean_text, is_number
from plnbuddy.core.clock import to_stored
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.evidence import parse_evidence
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.web_address import parse_link

TEXT_LIMIT = 10_000  # characters
MINUTES_LIMIT = 1_440  # one day
CODE_LIMIT = 60  # characters of a standard or a type
LONGEST = timedelta(days=5 * 366)  # from an activity's day to its last
EARLIEST_YEAR = 1990
LATEST_YEAR = 2200
FIELDS = (
    "uid", "kind", "when", "day", "text", "people", "tags", "links", "minutes", "place", "note",
    "origin", "standards", "type", "provider", "until", "evidence", "reflection",
)  # fmt: skip

_Item = TypeVar("_Item")


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
        "standards": list(activity.standards),
        "type": activity.type,
        "provider": activity.provider,
        "until": activity.until.isoformat() if activity.until else None,
        "evidence": list(activity.evidence),
        "reflection": activity.reflection,
    }


def read_activity(record: Mapping[str, Any]) -> Activity:
    """The activity that a record describes; unknown fields are ignored.

    Raises:
        RecordError: a field is missing or does not fit; the sentence names it.
    """
    day = _day(record, "day")
    if day is None:
        raise RecordError("'day' is missing")
    until = _until(record, day)
    return Activity(
        id=int(record.get("id") or 0),
        uid=clean_line(_required(record, "uid"), 100),
        kind=_kind(_required(record, "kind")),
        happened_at=read_when(_required(record, "when")),
        day=day,
        text=_long_text(record, "text", required=True),
        people=_parsed(record, "people", parse_handle),
        tags=_parsed(record, "tags", parse_tag),
        links=_parsed(record, "links", parse_link),
        minutes=_minutes(record.get("minutes"), minutes_limit(day, until)),
        place=clean_line(str(record.get("place") or "")),
        note=_long_text(record, "note"),
        origin=clean_line(str(record.get("origin") or "import"), 60),
        standards=_parsed(record, "standards", _code),
        type=clean_line(str(record.get("type") or ""), CODE_LIMIT),
        provider=clean_line(str(record.get("provider") or "")),
        until=until,
        evidence=_parsed(record, "evidence", parse_evidence),
        reflection=_long_text(record, "reflection"),
    )


def minutes_limit(day: date, until: date | None) -> int:
    """How many minutes an activity can have: those of its days."""
    return MINUTES_LIMIT * (((until or day) - day).days + 1)


def read_when(text: str) -> datetime:
    """The moment (UTC, to the second) in a record.

    Raises:
        RecordError: no date and time with a zone, or out of any plausible time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise RecordError("'when' is no date and time such as 2026-11-20T16:00:00Z") from None
    if moment.tzinfo is None:
        raise RecordError("'when' names no time zone (a Z at the end means UTC)")
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise RecordError(f"'when' is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
    return moment.astimezone(UTC).replace(microsecond=0)


def _kind(text: str) -> ActivityKind:
    try:
        return ActivityKind(text.strip().lower())
    except ValueError:
        raise RecordError(f"'kind' is none of {', '.join(ActivityKind)}") from None


def _day(record: Mapping[str, Any], field: str) -> date | None:
    if record.get(field) in (None, ""):
        return None
    try:
        return date.fromisoformat(_required(record, field).strip())
    except ValueError:
        raise RecordError(f"'{field}' is no day such as 2026-11-20") from None


def _until(record: Mapping[str, Any], day: date) -> date | None:
    until = _day(record, "until")
    if until is not None and not day <= until <= day + LONGEST:
        raise RecordError("'until' is before 'day', or years after it")
    return until


def _code(text: str) -> str:
    code = clean_line(text, CODE_LIMIT)
    if not code or " " in code:
        raise UsageError("a code is one word", "")
    return code


def _required(record: Mapping[str, Any], field: str) -> str:
    value = record.get(field)
    if not isinstance(value, str) or not value.strip():
        raise RecordError(f"'{field}' is missing")
    return value


def _long_text(record: Mapping[str, Any], field: str, *, required: bool = False) -> str:
    value = record.get(field)
    cleaned = clean_text(value, len(value)) if isinstance(value, str) else ""
    if required and not cleaned:
        raise RecordError(f"'{field}' is missing")
    if len(cleaned) > TEXT_LIMIT:
        raise RecordError(f"'{field}' has more than {TEXT_LIMIT:,} characters")
    return cleaned


def _parsed(
    record: Mapping[str, Any], field: str, parse: Callable[[str], _Item]
) -> tuple[_Item, ...]:
    value = record.get(field) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RecordError(f"'{field}' is no list of words")
    try:
        return tuple(dict.fromkeys(parse(item) for item in value))
    except PlnbuddyError as error:
        raise RecordError(f"in '{field}', {error.problem}") from None


def _minutes(value: object, limit: int) -> int | None:
    if value in (None, ""):
        return None
    text = str(value).strip()
    if isinstance(value, bool) or not is_number(text) or len(text) > 6:
        raise RecordError("'minutes' is no whole number")
    if int(text) > limit:
        raise RecordError(f"'minutes' is more than {limit}")
    return int(text)
