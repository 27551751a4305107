"""Dates in numbers, and which number of them is the day."""

import re
from collections.abc import Sequence
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?")
_NO_YEAR = re.compile(r"(\d{1,2})([./])\s?(\d{1,2})\.?")
# Where the month stands before the day; in Canada both are in use.
_MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "PR", "VI", "MP"})
_EITHER = frozenset({"CA", ""})


class NoSuchDayError(ValueError):
    """Numbers that look like a date and are none."""


def day_is_first(languages: Sequence[str], region: str) -> bool:
    """Whether 05/06/2026 is 5 June: the language and the region say it.

    Only English is written with the month first, and only in the USA and a few other
    places. Without a region, English alone is taken as there.
    """
    country = region[:2].upper()
    if "en" not in languages:
        return True
    if country in _EITHER:
        return tuple(languages) != ("en",)
    return country not in _MONTH_FIRST


def order_is_known(languages: Sequence[str], region: str) -> bool:
    """Whether language and region settle that, so that it is no guess."""
    return "en" not in languages or region[:2].upper() not in _EITHER


def is_two_ways(text: str) -> bool:
    """Whether the text is a date with "/" that means another day when read the other way."""
    found = _YEAR_LAST.fullmatch(text) or _NO_YEAR.fullmatch(text)
    if not found or found[2] != "/":
        return False
    return max(int(found[1]), int(found[3])) <= 12 and found[1] != found[3]


def read_numeric(text: str, today: date, *, day_first: bool, future: bool = False) -> date | None:
    """The day in a date of numbers; None when the text is no such date.

    With dots or hyphens the day is always first, except behind a year. Without a year it
    is the last such day, or the next one.

    Raises:
        NoSuchDayError: there is no such day.
    """
    text = text.strip()
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[3]), int(found[4]))
    found = _YEAR_LAST.fullmatch(text) or _NO_YEAR.fullmatch(text)
    if not found:
        return None
    day, month = int(found[1]), int(found[3])
    # A number above 12 can only be the day, whatever the custom.
    if found[2] == "/" and day <= 12 and (not day_first or month > 12):
        day, month = month, day
    if found.re is _YEAR_LAST:
        year = int(found[4]) if len(found[4]) == 4 else 2000 + int(found[4])
        return _day(year, month, day)
    years = (today.year, today.year + 1) if future else (today.year, today.year - 1)
    for year in years:
        fits = _day(year, month, day)
        if fits > today if future else fits <= today:
            return fits
    return None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDayError(str(error)) from None
