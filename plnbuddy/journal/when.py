"""Dates as teachers say them: "yesterday", "last friday 4pm", "20.11.2026", "2025-09".

What is said is understood as a whole or refused: every number in it must be part of
what was understood. A year, a month or "last week" is a range, of which a side is taken
where a side is asked for, and which is no single day.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock, spoken_date
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import Profile
from plnbuddy.core.records import EARLIEST_YEAR
from plnbuddy.journal.numeric_date import (
    NoSuchDayError,
    day_is_first,
    is_two_ways,
    order_is_known,
    read_numeric,
)
from plnbuddy.journal.said_day import Day, Tense, read_words
from plnbuddy.journal.time_of_day import UnclearTimeError, split_time

EARLIEST = date(EARLIEST_YEAR, 1, 1)
_ENGLISH = Profile()
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_SPAN = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?)", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})|(?P<m>\d{1,2})[-/.](?P<y>\d{4})")
_WITH_WEEKDAY = re.compile(r"(?P<word>[^\W\d_]{2,})\.?,?\s+(?P<date>\d[\d./ -]+)")
Side = Literal["first", "last"]


@dataclass(frozen=True)
class _Understood:
    """The days that were meant, and the time on the first of them, None when none was said."""

    first: date
    last: date
    at: time | None = None

    @property
    def is_day(self) -> bool:
        return self.first == self.last


def read_moment(text: str, clock: Clock, profile: Profile = _ENGLISH) -> datetime:
    """The past moment (UTC) that a teacher means.

    A day without a time of day is taken at noon, so that no change of time zone
    moves it to another day; today without a time of day is now.

    Args:
        profile: its languages are those of the words; language and region decide which
            number of 05/06/2026 is the day.

    Raises:
        UsageError: it is not wholly understood, is more than a day, or lies in the future
            or before 1990.
    """
    meant = _read(text, _Teacher(clock, profile, "past"))
    # At one in the night the day of the calendar may be ahead of the teacher's.
    ahead = timedelta(days=1) if meant.at and clock.day_starts > time() else timedelta()
    if meant.first > clock.today + ahead:
        raise _in_the_future(text, spoken_date(meant.first))
    if not meant.is_day:
        raise UsageError(
            f"'{clean_line(text, 60)}' is more than one day.",
            "Give a day, such as yesterday or 2026-11-20.",
        )
    try:
        moment = clock.at(datetime.combine(meant.first, meant.at or time(12)))
    except (OverflowError, ValueError):
        raise _not_a_date(text) from None
    if meant.first == clock.today and meant.at is None:
        moment = clock.now
    if moment > clock.now:
        raise _in_the_future(text, f"{spoken_date(meant.first)}, {clock.local(moment):%H:%M}")
    if meant.first < EARLIEST:
        raise _too_early(text, meant.first)
    return moment


def read_day(text: str, clock: Clock, profile: Profile = _ENGLISH, side: Side = "first") -> date:
    """The past day that a teacher means; of a year, a month or a week the first or last day.

    Raises:
        UsageError: it is not wholly understood, or lies in the future or before 1990.
    """
    meant = _read(text, _Teacher(clock, profile, "past"))
    if meant.first > clock.today:
        raise _in_the_future(text, spoken_date(meant.first))
    if meant.first < EARLIEST:
        raise _too_early(text, meant.first)
    return meant.first if side == "first" else min(meant.last, clock.today)


def read_due(
    text: str, clock: Clock, profile: Profile = _ENGLISH, *, one_day: bool = False
) -> date:
    """The future day that a teacher means: "2w", "3 days", "next monday", "2026-12-01".

    Of a year, a month or a week it is the first day.

    Args:
        one_day: refuse a year, a month or a week.

    Raises:
        UsageError: it is not wholly understood, or not in the future.
    """
    meant = _read_distance(clean_line(text, 100), clock.today)
    meant = meant or _read(text, _Teacher(clock, profile, "future"))
    if meant.at is not None or (one_day and not meant.is_day):
        raise _not_a_date(text)
    if not clock.today < meant.first <= clock.today + timedelta(days=3_660):
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a day in the next ten years.",
            "Write a time such as 2w, 10 days or 2026-12-01.",
        )
    return meant.first


def doubt_about(text: str, profile: Profile) -> str:
    """A sentence about a date that another custom reads as another day.

    "" for any other, and where language and region settle the custom.
    """
    first = clean_line(text, 100).split(" ")[0].rstrip(",")
    if not is_two_ways(first) or order_is_known(profile.languages, profile.region):
        return ""
    custom = "day" if day_is_first(profile.languages, profile.region) else "month"
    return (
        f"In {first} the {custom} was taken to come first. "
        "Say where you are to settle it: plnbuddy config set profile.region GB (or US, …)."
    )


@dataclass(frozen=True)
class _Teacher:
    """What decides how a teacher's words are read."""

    clock: Clock
    profile: Profile
    tense: Tense

    @property
    def now(self) -> datetime:
        return self.clock.local(self.clock.now).replace(tzinfo=None)

    def words(self, text: str) -> Day | None:
        """The day in words, from the teacher's today; a time is one of so long ago."""
        starts = self.clock.day_starts
        later = timedelta(hours=starts.hour, minutes=starts.minute)
        found = read_words(text, self.now - later, self.profile.languages, self.tense)
        if found is None or found.at is None or not later:
            return found
        moment = datetime.combine(found.first, found.at) + later
        return Day(moment.date(), moment.date(), moment.time())

    def at(self, day: date, at: time | None) -> _Understood:
        """A time of that day; before the day starts, it is the night that belongs to it."""
        night = at is not None and at < self.clock.day_starts
        day += timedelta(days=1) if night else timedelta()
        return _Understood(day, day, at)

    def numbers(self, text: str) -> date | None:
        """The day in numbers, perhaps with its weekday before it."""
        named = _WITH_WEEKDAY.fullmatch(text)
        day = read_numeric(
            named["date"] if named else text,
            self.clock.today,
            day_first=day_is_first(self.profile.languages, self.profile.region),
            future=self.tense == "future",
        )
        if day and named:
            weekday = self.words(named["word"])
            if weekday is None or weekday.first.weekday() != day.weekday():
                raise NoSuchDayError("the weekday is another one")
        return day


def _read(text: str, teacher: _Teacher) -> _Understood:
    """What a text means, on the teacher's clock."""
    words = clean_line(text, 100)
    exact = _read_iso(words, teacher.clock) if _ISO.fullmatch(words) else None
    if meant := exact or _read_span(words):
        return meant
    try:
        found = _read_day_and_time(words, teacher)
    except UnclearTimeError as how:
        raise UsageError(
            f"'{clean_line(text, 60)}' says a time that could be another one.", str(how)
        ) from None
    except (NoSuchDayError, OverflowError, ValueError):
        found = None
    if found is None:
        raise _not_a_date(text)
    return found


def _read_day_and_time(words: str, teacher: _Teacher) -> _Understood | None:
    spoken = split_time(words)
    if spoken.at and not spoken.rest:
        return teacher.at(teacher.clock.today, spoken.at)
    if day := teacher.numbers(spoken.rest):
        return _Understood(day, day, spoken.at)
    if spoken.maybe and (day := teacher.numbers(spoken.rest_without_maybe)):
        return _Understood(day, day, spoken.maybe)
    found = teacher.words(spoken.rest)
    if spoken.maybe:
        found = _with_maybe(found, spoken.rest_without_maybe, spoken.maybe, teacher)
    if found is None or (spoken.at and (found.at or found.first != found.last)):
        return None
    if spoken.at or spoken.maybe:
        return teacher.at(found.first, spoken.at or found.at)
    return _Understood(found.first, found.last, found.at)


def _with_maybe(whole: Day | None, rest: str, at: time, teacher: _Teacher) -> Day | None:
    """A number at the end is an hour ("yesterday 8") or part of the date ("november 20").

    None where it can be both, as in "friday 20" when the 20th is a Friday.
    """
    day = teacher.words(rest)
    named = day is not None and day.first == day.last and day.at is None
    if not named or day is None or any(sign.isdigit() for sign in rest):
        return whole
    return None if whole else Day(day.first, day.last, at)


def _read_span(words: str) -> _Understood | None:
    """A year or a month in numbers."""
    if _YEAR.fullmatch(words) and EARLIEST_YEAR <= int(words) < 2200:
        return _Understood(date(int(words), 1, 1), date(int(words), 12, 31))
    found = _MONTH.fullmatch(words)
    if not found:
        return None
    year, month = int(found["year"] or found["y"]), int(found["month"] or found["m"])
    if not (1 <= month <= 12 and year >= 1):
        return None
    return _Understood(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _read_distance(words: str, today: date) -> _Understood | None:
    """The day after so many days, weeks or months, the usual answers, for which nothing is loaded.

    A month later is the same day of that month, or its last where it has no such day.
    """
    said = _SPAN.fullmatch(words)
    if not said:
        return None
    number, unit = int(said[1]), said[2][0].lower()
    if unit != "m":
        day = today + timedelta(days=number * (7 if unit == "w" else 1))
        return _Understood(day, day)
    years, month = divmod(today.month - 1 + number, 12)
    year, month = today.year + years, month + 1
    day = date(year, month, min(today.day, monthrange(year, month)[1]))
    return _Understood(day, day)


def _read_iso(words: str, clock: Clock) -> _Understood | None:
    """The moment when it is wholly ISO 8601; None for anything else."""
    try:
        moment = datetime.fromisoformat(words)
        if moment.tzinfo:
            moment = clock.local(moment.astimezone(UTC)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return _Understood(moment.date(), moment.date(), moment.time())


def _in_the_future(text: str, when: str) -> UsageError:
    return UsageError(
        f"'{clean_line(text, 60)}' lies in the future ({when}).",
        "The journal is for what has happened; give a day up to today.",
    )


def _too_early(text: str, day: date) -> UsageError:
    return UsageError(
        f"'{clean_line(text, 60)}' would be the year {day.year}.",
        f"Give a day after {EARLIEST.year}, such as yesterday or 2026-11-20.",
    )


def _not_a_date(words: str) -> UsageError:
    return UsageError(
        f"'{clean_line(words, 60)}' is not a date that plnbuddy can read.",
        "Write it like: yesterday, last friday 4pm, 3 days ago, 2026-11-20.",
    )
