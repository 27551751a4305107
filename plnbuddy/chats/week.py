"""When chats meet, on the teacher's clock: the days of a week, the next one, the last one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from plnbuddy.chats.known import KnownChat
from plnbuddy.core.clock import Clock
from plnbuddy.core.origins import FOLLOW, NOTES
from plnbuddy.curated.schedule import (
    MEETING,
    has_known_time,
    meetings_between,
    next_meeting,
    week_is_unknown,
)
from plnbuddy.store.activities import ActivityFilter, find_activities
from plnbuddy.store.activity_records import is_for_appraisal
from plnbuddy.store.database import Store

JUST_OVER = timedelta(hours=3)
"""For so long after its end a chat can be logged with a prepared command."""


class Meeting(NamedTuple):
    """One meeting of a chat.

    `is_certain` is False for a chat of every other week of which nobody says which.
    """

    known: KnownChat
    starts_at: datetime
    ends_at: datetime
    is_certain: bool = True


class ChatDays(NamedTuple):
    """The meetings of some days, in order, and the chats of which no time is known."""

    first: date
    last: date
    meetings: tuple[Meeting, ...]
    untimed: tuple[KnownChat, ...]


def chats_on(chats: Iterable[KnownChat], clock: Clock, first: date, last: date) -> ChatDays:
    """The meetings that begin on the teacher's days from `first` to `last`."""
    listed = list(chats)
    start = clock.start_of(first)
    end = clock.start_of(last + timedelta(days=1))
    meetings = [
        _meeting(known, moment)
        for known in listed
        for moment in meetings_between(known.chat, start, end, known.first_on)
    ]
    return ChatDays(
        first,
        last,
        tuple(sorted(meetings, key=lambda meeting: meeting.starts_at)),
        tuple(known for known in listed if not has_known_time(known.chat)),
    )


def _meeting(known: KnownChat, starts_at: datetime) -> Meeting:
    certain = not week_is_unknown(known.chat, known.first_on)
    return Meeting(known, starts_at, starts_at + MEETING, certain)


def next_of(chats: Iterable[KnownChat], clock: Clock, within: timedelta) -> Meeting | None:
    """The meeting that is on now or begins first within that time, or None."""
    since = clock._replace(now=clock.now - MEETING + timedelta(seconds=1))
    coming = [
        _meeting(known, moment)
        for known in chats
        if not known.has_ended
        and (moment := next_meeting(known.chat, since, known.first_on))
        and moment <= clock.now + within
    ]
    return min(coming, key=lambda meeting: meeting.starts_at, default=None)


def just_over(store: Store, chats: Sequence[KnownChat], clock: Clock) -> list[Meeting]:
    """Meetings of the teacher's chats that ended in the last hours and are not in the journal."""
    over = [
        _meeting(known, moment)
        for known in chats
        if known.is_mine and not known.has_ended
        for moment in meetings_between(
            known.chat,
            clock.now - MEETING - JUST_OVER,
            clock.now - MEETING + timedelta(seconds=1),
            known.first_on,
        )
    ]
    return [meeting for meeting in over if not _is_logged(store, meeting, clock)]


def _is_logged(store: Store, meeting: Meeting, clock: Clock) -> bool:
    wanted = ActivityFilter(
        first_day=clock.day_of(meeting.starts_at),
        tag=meeting.known.chat.tag.key,
        newest=None,
    )
    notes = (FOLLOW.name, *NOTES)
    return any(activity.origin not in notes for activity in find_activities(store, wanted))


def log_commands(store: Store, meetings: Sequence[Meeting], clock: Clock) -> list[str]:
    """The commands that write down that the teacher took part.

    Whoever keeps a record for an authority gets the type of learning with it.
    """
    for_record = bool(meetings) and is_for_appraisal(store)
    learning = " --type chat" if for_record else ""
    return [_log_command(meeting, clock) + learning for meeting in meetings]


def reflecting(command: str) -> str:
    """Such a command with room for what the chat changed, where a record is kept."""
    return f'{command} --reflection "…"' if command.endswith(" --type chat") else command


def _log_command(meeting: Meeting, clock: Clock) -> str:
    tag = meeting.known.chat.tag
    minutes = int(MEETING.total_seconds()) // 60
    day = clock.day_of(meeting.starts_at)
    command = f'plnbuddy log collaborate "took part in {tag}" --tag {tag.name} --minutes {minutes}'
    return command if day == clock.today else f"{command} --date {day.isoformat()}"
