"""Which moments can be right, for everything that comes in: by sync and by import alike."""

from datetime import datetime, timedelta

from plnbuddy.core.clock import Clock
from plnbuddy.core.records import EARLIEST_YEAR

AHEAD = timedelta(days=1)
"""Clocks and zones of servers are not always right: so far ahead counts as now."""

NO_DATE = "without a readable date"
FUTURE = "with a date in the future"


def doubt_about(moment: datetime | None, clock: Clock) -> str:
    """Why something of that moment is not taken; "" for a plausible moment."""
    if moment is None or moment.year < EARLIEST_YEAR:
        return NO_DATE
    return FUTURE if moment > clock.now + AHEAD else ""
