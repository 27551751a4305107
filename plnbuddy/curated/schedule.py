"""When a chat meets."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

from plnbuddy.core.clock import Clock, read_zone
from plnbuddy.core.model import Chat

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST_OF_MONTH = "month-last"
RHYTHMS = ("week", "two-weeks", "month-1", "month-2", "month-3", "month-4", "month-5",
           LAST_OF_MONTH)  # fmt: skip
"""How often chats of one's own can meet."""
MEETING = timedelta(hours=1)
"""How long a chat is taken to last: sources state when it begins."""

_HORIZON = timedelta(days=128)  # Fifth weekdays of a month can lie a quarter of a year apart.
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def next_meeting(chat: Chat, clock: Clock, first: date | None = None) -> datetime | None:
    """The moment (UTC) of the next meeting, by the wall clock of the chat's own zone.

    None when the schedule is unknown, or when the chat meets every other week
    and nobody says which.

    Args:
        first: a day (in the chat's zone) from which a chat of every other week is counted.
    """
    if week_is_unknown(chat, first):
        return None
    return next(meetings_between(chat, clock.now, clock.now + _HORIZON, first), None)


def has_known_time(chat: Chat) -> bool:
    """Whether day, time and zone are all known."""
    return bool(chat.day and chat.time and chat.timezone)


def week_is_unknown(chat: Chat, first: date | None) -> bool:
    """Whether the chat meets every other week and nobody says which."""
    return chat.every == "two-weeks" and first is None


def meetings_between(
    chat: Chat, start: datetime, end: datetime, first: date | None = None
) -> Iterator[datetime]:
    """The moments (UTC) of the meetings from `start` until before `end`, in order.

    Nothing when the schedule is unknown. A chat of every other week is counted from
    `first`; without it, every week in which it may meet is given.
    """
    if not has_known_time(chat):
        return
    zone = read_zone(chat.timezone)
    hour, minute = (int(part) for part in chat.time.split(":"))
    last_day = end.astimezone(zone).date()
    days = meeting_days(chat, start.astimezone(zone).date(), first)
    for day in takewhile(lambda day: day <= last_day, days):
        meeting = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
        if start <= meeting < end:
            yield meeting


def meeting_days(chat: Chat, since: date, first: date | None = None) -> Iterator[date]:
    """The calendar days in the chat's zone on which it meets, from `since` on, without end.

    The chat's day must be known; `first` is as for `next_meeting`.
    """
    day = since + timedelta(days=(WEEKDAYS.index(chat.day) - since.weekday()) % 7)
    while True:
        if _is_the_one(day, chat.every, first):
            yield day
        day += timedelta(days=7)


def _is_the_one(day: date, every: str, first: date | None) -> bool:
    if every == LAST_OF_MONTH:
        return (day + timedelta(days=7)).month != day.month
    if every.startswith("month-"):
        return (day.day - 1) // 7 + 1 == int(every.removeprefix("month-"))
    return every != "two-weeks" or first is None or (day - first).days % 14 == 0


def spoken_schedule(chat: Chat) -> str:
    """The schedule in words: "Tuesdays at 19:00 (America/New_York)", or "" when unknown."""
    if not chat.day:
        return ""
    weekday = LONG_WEEKDAYS[WEEKDAYS.index(chat.day)]
    if chat.every.startswith("month-"):
        which = chat.every.removeprefix("month-")
        ordinal = which if chat.every == LAST_OF_MONTH else _ORDINALS[int(which) - 1]
        rhythm = f"every {ordinal} {weekday} of the month"
    elif chat.every == "two-weeks":
        rhythm = f"every other {weekday}"
    else:
        rhythm = f"{weekday}s"
    return f"{rhythm} at {chat.time} ({chat.timezone})" if chat.time else rhythm
