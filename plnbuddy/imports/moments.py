"""Dates as feeds and exports write them: read in whole, or not at all.

A part of a date is never taken for the whole: what does not fit is without a readable
date, and counted.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from plnbuddy.core.clock import Clock

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# RFC 5322, and what blogs add to it. Hours before UTC are negative.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "jst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?"
)
_ZONE = r"(?P<zone>z|[a-z]{2,4}|(?:utc|gmt)?[+-]\d{1,2}:?\d{2}|[+-]\d{2})(?:\s+\(?[a-z]{2,4}\)?)?"
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<sign>[-/.])(?:(?P<month>\d{{1,2}})|{_MONTH_NAME})(?P=sign)(?P<day>\d{{1,2}})"
    rf"(?:(?:\s*t\s*|\s+){_TIME}(?:\s*{_ZONE})?)?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}}\.?,?\s+)?(?P<day>\d{{1,2}})[\s-]+{_MONTH_NAME}[\s-]+(?P<year>\d{{4}}|\d{{2}})"
    rf"(?:,?\s+{_TIME}(?:\s*{_ZONE})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})T(?P<hour>\d{2})(?P<minute>\d{2})"
    r"(?P<second>\d{2})?(?P<zone>Z|[+-]\d{4})?"
)


def read_date(value: object, clock: Clock) -> datetime | None:
    """The moment (UTC) of a date as feeds write it; None unless all of it is understood.

    Without a zone it is meant as on the teacher's clock; without a time, at noon there.
    """
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())[:80]
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return None
    parts = found.groupdict()
    try:
        zone = _zone(parts["zone"]) if parts["zone"] else None
        day = date(_year(parts["year"]), _month(parts), int(parts["day"]))
        moment = datetime.combine(day, _time(parts), zone)
        return moment.astimezone(UTC) if zone else clock.at(moment)
    except (ValueError, OverflowError, OSError):
        return None


def _year(text: str) -> int:
    """RFC 5322: two digits from 50 on are the last century."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 50 else 2000)


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return _MONTHS[name[:3].lower()] if name else int(parts["month"] or 0)


def _time(parts: dict[str, str | None]) -> time:
    if not parts["hour"]:
        return time(12)
    hour, half = int(parts["hour"]), parts.get("half")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return time(hour, int(parts["minute"] or 0), min(int(parts["second"] or 0), 59))


def _zone(text: str) -> tzinfo:
    plain = text.lower()
    if plain in _ZONES:
        return timezone(timedelta(hours=_ZONES[plain]))
    found = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", plain)
    if not found:
        raise ValueError(text)
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)
