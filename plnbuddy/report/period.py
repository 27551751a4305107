"""The stretch of days that a report is about."""

from datetime import date, timedelta
from typing import NamedTuple

from plnbuddy.core.clock import spoken_date, week_start
from plnbuddy.core.errors import UsageError


class Period(NamedTuple):
    """Days from `first` to `last`, both included, with a name a teacher would use."""

    first: date
    last: date
    name: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> int:
        """How many weekly goals apply: the number of weeks, rounded, at least 1."""
        return max(round(self.days / 7), 1)

    @property
    def options(self) -> str:
        """The options that ask for this very period."""
        return f"--from {self.first.isoformat()} --to {self.last.isoformat()}"


def this_week(today: date, first_weekday: int) -> Period:
    """The week that `today` lies in, to its end."""
    first = week_start(today, first_weekday)
    return Period(first, first + timedelta(days=6), "This week")


def this_month(today: date) -> Period:
    """The calendar month that `today` lies in, to its end."""
    first = today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(first, following - timedelta(days=1), f"{first:%B %Y}")


def between(first: date, last: date) -> Period:
    """The days from `first` to `last`.

    Raises:
        UsageError: `first` comes after `last`.
    """
    if first > last:
        raise UsageError(
            f"The period would start on {spoken_date(first)} and end before it, "
            f"on {spoken_date(last)}.",
            "Give --from a day before --to.",
        )
    return Period(first, last, spoken_span(first, last))


def spoken_span(first: date, last: date) -> str:
    """A span as a person writes it: "16 to 22 November 2026", "30 March to 5 April 2026"."""
    if first == last:
        return spoken_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
