"""Activities counted by stretch of days: weeks, months, years; in one place."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from plnbuddy.core.model import ActivityKind
from plnbuddy.store.counts import DayCount


class Tally(NamedTuple):
    """Activities of each kind from `first_day` on, and the minutes noted with them."""

    first_day: date
    connect: int = 0
    collaborate: int = 0
    contribute: int = 0
    minutes: int = 0

    @property
    def total(self) -> int:
        """Activities of all kinds."""
        return self.connect + self.collaborate + self.contribute

    def of(self, kind: ActivityKind) -> int:
        """Activities of that kind."""
        return int(getattr(self, kind.value))


def tally_by(days: Iterable[DayCount], start_of: Callable[[date], date]) -> Mapping[date, Tally]:
    """The tally of each stretch with activities, by its first day.

    Args:
        days: what happened on each day.
        start_of: the first day of the stretch that a day lies in.
    """
    counts: Counter[tuple[date, ActivityKind]] = Counter()
    minutes: Counter[date] = Counter()
    for day in days:
        start = start_of(day.day)
        counts[start, day.kind] += day.count
        minutes[start] += day.minutes
    return {
        start: Tally(
            start,
            connect=counts[start, ActivityKind.CONNECT],
            collaborate=counts[start, ActivityKind.COLLABORATE],
            contribute=counts[start, ActivityKind.CONTRIBUTE],
            minutes=noted,
        )
        for start, noted in minutes.items()
    }
