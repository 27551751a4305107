"""When a chat meets next."""

from datetime import UTC, date, datetime, timedelta

from plnbuddy.clock import Clock, read_zone
from plnbuddy.model import Chat

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HORIZON = 128  # days: fifth weekdays of a month can lie a quarter of a year apart
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def next_meeting(chat: Chat, clock: Clock) -> datetime | None:
    """The moment (UTC) of the next meeting, by the wall clock of the chat's own zone.

    None when the schedule is unknown, or when the chat meets every other week
    and nobody says which.
    """
    if not (chat.day and chat.time and chat.timezone) or chat.every == "two-weeks":
        return None
    zone = read_zone(chat.timezone)
    here = clock.now.astimezone(zone)
    hour, minute = (int(part) for part in chat.time.split(":"))
    for offset in range(_HORIZON):
        day = here.date() + timedelta(days=offset)
        if day.weekday() != WEEKDAYS.index(chat.day) or not _is_the_one(day, chat.every):
            continue
        meeting = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        if meeting.astimezone(UTC) >= clock.now:
            return meeting.astimezone(UTC)
    return None


def _is_the_one(day: date, every: str) -> bool:
    if not every.startswith("month-"):
        return True
    return (day.day - 1) // 7 + 1 == int(every.removeprefix("month-"))


def spoken_schedule(chat: Chat) -> str:
    """The schedule in words: "Tuesdays at 19:00 (America/New_York)", or "" when unknown."""
    if not chat.day:
        return ""
    weekday = _LONG[WEEKDAYS.index(chat.day)]
    if chat.every.startswith("month-"):
        rhythm = (
            f"every {_ORDINALS[int(chat.every.removeprefix('month-')) - 1]} {weekday} of the month"
        )
    elif chat.every == "two-weeks":
        rhythm = f"every other {weekday}"
    else:
        rhythm = f"{weekday}s"
    return f"{rhythm} at {chat.time} ({chat.timezone})" if chat.time else rhythm
