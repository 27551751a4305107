"""What time it is for the teacher, and what day a moment fell on."""

import os
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from plnbuddy.core.errors import SettingsError, UsageError


class Clock(NamedTuple):
    """The present moment, the teacher's time zone, and when the teacher's day begins.

    `zone` is None for the zone of the computer; the system then applies the
    right daylight-saving rule to every moment by itself. What happens before
    `day_starts` belongs to the day before.
    """

    now: datetime
    zone: tzinfo | None = None
    day_starts: time = time()

    @property
    def today(self) -> date:
        """The day that it is for the teacher."""
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        """The teacher's day on which a moment falls."""
        starts = timedelta(hours=self.day_starts.hour, minutes=self.day_starts.minute)
        return (self.local(moment) - starts).date()

    def start_of(self, day: date) -> datetime:
        """The moment (in UTC) at which that day begins for the teacher."""
        return self.at(datetime.combine(day, self.day_starts))

    def local(self, moment: datetime) -> datetime:
        """The same moment on the teacher's clock."""
        return moment.astimezone(self.zone)

    def at(self, wall_time: datetime) -> datetime:
        """The moment (in UTC) at which the teacher's clock shows `wall_time` (naive)."""
        aware = wall_time.replace(tzinfo=self.zone) if self.zone else wall_time.astimezone()
        return aware.astimezone(UTC)


def read_clock(timezone: str = "", day_starts: str = "00:00") -> Clock:
    """The clock for a time-zone name such as "Europe/Berlin"; "" is the computer's own zone.

    `day_starts` is the time at which the teacher's day begins, as `read_day_start` gives it.

    PLNBUDDY_NOW (ISO 8601) sets the present moment: for tests and examples.

    Raises:
        SettingsError: no such time zone.
        UsageError: PLNBUDDY_NOW is no moment.
    """
    zone = read_zone(timezone) if timezone else None
    starts = time.fromisoformat(day_starts)
    fixed = os.environ.get("PLNBUDDY_NOW")
    if not fixed:
        return Clock(datetime.now(UTC), zone, starts)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        raise UsageError(
            f"PLNBUDDY_NOW is '{fixed}', which is no date and time.",
            "Write it like 2026-11-24T09:00, or unset it.",
        ) from None
    if moment.tzinfo is None:
        moment = Clock(moment.replace(tzinfo=UTC), zone).at(moment)
    return Clock(moment.astimezone(UTC), zone, starts)


def read_day_start(text: str) -> str | None:
    """A time before noon at which a day begins, such as "04:00"; None for any other."""
    hours, colon, minutes = text.strip().partition(":")
    whole = hours.isdecimal() and len(hours) <= 2 and (minutes or "00").isdecimal()
    if not whole or (colon and len(minutes) != 2):
        return None
    hour, minute = int(hours), int(minutes or 0)
    return f"{hour:02}:{minute:02}" if hour < 12 and minute < 60 else None


def read_zone(name: str) -> tzinfo:
    """The time zone of that IANA name.

    Raises:
        SettingsError: no such time zone.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            f"'{name}' is not a time zone.",
            "Use a name such as Europe/Berlin or America/New_York, or leave it empty.",
        ) from None


def spoken_date(day: date) -> str:
    """A day as a person writes it: "3 May 2026"."""
    return f"{day.day} {day:%B %Y}"


def week_start(day: date, first_weekday: int = 0) -> date:
    """The first day of the week of `day`; `first_weekday` is 0 for Monday, 6 for Sunday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def spoken_day(day: date, today: date) -> str:
    """A day as a person says it: "today", "yesterday", "on Friday", "on 3 May", "on 3 May 2024"."""
    distance = (today - day).days
    if distance == 0:
        return "today"
    if distance == 1:
        return "yesterday"
    if distance == -1:
        return "tomorrow"
    if 1 < distance < 7:
        return f"last {day:%A}"
    if -7 < distance < 0:
        return f"on {day:%A}"
    named = f"on {day.day} {day:%B}"
    return named if day.year == today.year else f"{named} {day.year}"


def to_stored(moment: datetime) -> str:
    """A moment as the store keeps it: UTC, to the second, "2026-11-24T09:00:00Z"."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"


def from_stored(text: str) -> datetime:
    """The moment that `to_stored` wrote down."""
    return datetime.fromisoformat(text)
