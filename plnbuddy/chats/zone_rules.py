"""A time zone as a calendar file states it: a VTIMEZONE with the rules of today.

Outlook reads a zone by its yearly rules and not by lists of dates, so the rules are
worked out from the zone's changes; only a zone without yearly rules (Morocco) gets a list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from plnbuddy.core.clock import read_zone

if TYPE_CHECKING:
    from icalendar import Timezone

_YEARS = 6
"""A rule is believed when it holds for so many years; weekdays wander through a month in these."""
_LIST_YEARS = 12
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NO_TIME = timedelta(0)
_STEP = timedelta(days=7)  # Clocks that are changed rest for longer (Morocco's Ramadan: a month).


@dataclass(frozen=True, slots=True)
class _Change:
    """The clocks change: `at` is the wall-clock time before, the offsets are from UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def zone_component(name: str, since: date) -> "Timezone":
    """The zone of that IANA name, right for every moment from the year of `since` on.

    Raises:
        SettingsError: no such time zone.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = read_zone(name)
    component = Timezone()
    component.add("TZID", name)
    for change, rule in _with_rules(zone, since.year - 1) or [(_standing(zone, since.year), {})]:
        part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        part.add("DTSTART", change.at)
        part.add("TZOFFSETFROM", change.before)
        part.add("TZOFFSETTO", change.after)
        part.add("TZNAME", change.name)
        for key, value in rule.items():
            part.add(key, value)
        component.add_component(part)
    return component


def _with_rules(zone: tzinfo, first: int) -> list[tuple[_Change, dict[str, object]]]:
    """The changes of the clocks, each kind once with its rule or the list of its further dates."""
    by_year = [list(_changes(zone, year)) for year in range(first, first + _YEARS)]
    if all(len(found) == 2 for found in by_year):
        rules = [(found[0], _yearly_rule(found)) for found in zip(*by_year, strict=True)]
        if all(rule for _, rule in rules):
            return [(change, {"RRULE": rule}) for change, rule in rules]
    alike: dict[tuple[timedelta, timedelta], list[_Change]] = {}
    for year in range(first, first + _LIST_YEARS):
        for change in _changes(zone, year):
            alike.setdefault((change.before, change.after), []).append(change)
    return [
        (found[0], {"RDATE": [each.at for each in found[1:]]} if found[1:] else {})
        for found in alike.values()
    ]


def _changes(zone: tzinfo, year: int) -> Iterator[_Change]:
    """The changes of the clocks in a year, to the second."""
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    offset = _offset(zone, moment)
    while moment < end:
        later = min(moment + _STEP, end)
        afterwards = _offset(zone, later)
        if afterwards != offset:
            yield _find(zone, moment, later)
        moment, offset = later, afterwards


def _find(zone: tzinfo, before: datetime, after: datetime) -> _Change:
    old, new = _offset(zone, before), _offset(zone, after)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    moment = after.replace(second=0, microsecond=0)
    local = moment.astimezone(zone)
    return _Change((moment + old).replace(tzinfo=None), old, new, local.tzname() or "", new > old)


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or _NO_TIME


def _standing(zone: tzinfo, year: int) -> _Change:
    """A zone whose clocks never change."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    offset = _offset(zone, start)
    name = start.astimezone(zone).tzname() or ""
    return _Change(datetime(year, 1, 1), offset, offset, name, is_summer=False)  # noqa: DTZ001


def _yearly_rule(changes: Sequence[_Change]) -> dict[str, object] | None:
    """The yearly rule that all these changes follow, or None."""
    first = changes[0]
    same = {(c.at.month, c.at.weekday(), c.at.time(), c.before, c.after) for c in changes}
    if len(same) > 1:
        return None
    from_the_start = {(c.at.day - 1) // 7 + 1 for c in changes}
    is_last = all((c.at + timedelta(days=7)).month != c.at.month for c in changes)
    if is_last:
        place = -1
    elif len(from_the_start) == 1:
        place = from_the_start.pop()
    else:
        return None
    day = f"{place}{_WEEKDAYS[first.at.weekday()]}"
    return {"FREQ": "YEARLY", "BYMONTH": first.at.month, "BYDAY": day}
