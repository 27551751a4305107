"""Chats as a calendar file (RFC 5545) that calendars can import, or subscribe to.

An event keeps its UID for ever. Written over an older file of its own, an event that did
not change keeps its stamp, and a changed one gets a higher SEQUENCE (RFC 5546): that is how
a calendar knows an update.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from plnbuddy.chats.known import KnownChat
from plnbuddy.chats.text import spoken_status
from plnbuddy.chats.zone_rules import zone_component
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.model import ChatStatus
from plnbuddy.core.platform import Platform, place_to_look, spoken_platforms
from plnbuddy.curated.schedule import (
    LAST_OF_MONTH,
    MEETING,
    WEEKDAYS,
    has_known_time,
    meeting_days,
    spoken_schedule,
    week_is_unknown,
)
from plnbuddy.platforms.table import tag_link

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event

PRODUCT = "-//plnbuddy//chats//EN"
_REFRESH = timedelta(days=1)
_STAMPS = ("DTSTAMP", "SEQUENCE", "LAST-MODIFIED")
_SEQUENCE_START = date(2026, 1, 1)


@dataclass(frozen=True)
class CalendarFile:
    """A calendar's content, and how it differs from the older file: numbers of events."""

    content: bytes
    events: int
    added: int
    changed: int
    removed: int

    @property
    def is_new(self) -> bool:
        """Whether anything differs from the older file."""
        return bool(self.added or self.changed or self.removed)


def calendar_chats(chats: Iterable[KnownChat]) -> list[KnownChat]:
    """Those that can stand in a calendar: their time is known, and they have not ended."""
    return [known for known in chats if has_known_time(known.chat) and not known.has_ended]


def build_calendar(
    chats: Iterable[KnownChat], clock: Clock, server: str, older: bytes = b""
) -> CalendarFile:
    """The calendar of those chats; `older` is the file that it will replace, if there is one.

    Args:
        chats: from `calendar_chats`.
        server: the teacher's Mastodon server, for links.

    Raises:
        PlnbuddyError: `older` is not a calendar that plnbuddy made.
    """
    before = _older_events(older) if older else {}
    calendar = _empty_calendar()
    events: dict[str, Event] = {}
    starts: dict[str, date] = {}
    changed = 0
    for known in chats:
        event, first = _event(known, clock, server)
        uid = str(event["UID"])
        changed += _stamp(event, before.get(uid), clock)
        events[uid] = event
        zone = known.chat.timezone
        starts[zone] = min(starts.get(zone, first), first)
    for zone in sorted(starts):
        calendar.add_component(zone_component(zone, starts[zone]))
    for event in events.values():
        calendar.add_component(event)
    return CalendarFile(
        calendar.to_ical(),
        events=len(events),
        added=len(events.keys() - before.keys()),
        changed=changed,
        removed=len(before.keys() - events.keys()),
    )


def _empty_calendar() -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for name in ("NAME", "X-WR-CALNAME"):  # RFC 7986, and what calendars read before it.
        calendar.add(name, "Chats for teachers (plnbuddy)")
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "P1D")
    return calendar


def _event(known: KnownChat, clock: Clock, server: str) -> tuple["Event", date]:
    """The event without its stamps, and the day of its first meeting."""
    from icalendar import Event, vDatetime, vRecur

    chat = known.chat
    # A chat that is only listed begins with the year, so that a repeated export does not move it.
    since = known.since or date(clock.today.year, 1, 1)
    first = next(meeting_days(chat, since, known.first_on))
    start = datetime.fromisoformat(f"{first.isoformat()}T{chat.time}")
    uncertain = week_is_unknown(chat, known.first_on) or chat.status is not ChatStatus.ALIVE
    event = Event()
    event.add("UID", f"{uuid5(NAMESPACE_URL, f'plnbuddy:chat:{chat.tag.key}')}@plnbuddy")
    event.add("SUMMARY", f"{chat.tag} {chat.name}".strip())
    for name, moment in (("DTSTART", start), ("DTEND", start + MEETING)):
        event.add(name, vDatetime(moment), parameters={"TZID": chat.timezone})
    event.add("RRULE", vRecur(_recurrence(known)))
    event.add("DESCRIPTION", _description(known))
    event.add("URL", tag_link(chat.tag, server, place_to_look(chat.platforms)))
    event.add("STATUS", "TENTATIVE" if uncertain else "CONFIRMED")
    return event, first


def _recurrence(known: KnownChat) -> dict[str, object]:
    chat = known.chat
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[WEEKDAYS.index(chat.day)]
    if chat.every.startswith("month-"):
        which = "-1" if chat.every == LAST_OF_MONTH else chat.every.removeprefix("month-")
        return {"FREQ": "MONTHLY", "BYDAY": f"{which}{day}"}
    if chat.every == "two-weeks":
        return {"FREQ": "WEEKLY", "INTERVAL": 2, "BYDAY": day}
    return {"FREQ": "WEEKLY", "BYDAY": day}


def _description(known: KnownChat) -> str:
    chat = known.chat
    sentences = [spoken_schedule(chat), "" if known.own else spoken_status(chat)]
    if week_is_unknown(chat, known.first_on):
        sentences.append("which week is not known: look whether it is this one or the other")
    if Platform.MASTODON not in chat.platforms:
        sentences.append(f"on {spoken_platforms(chat.platforms)}")
    return "\n".join(f"{each[0].upper()}{each[1:]}." for each in sentences if each)


def _stamp(event: "Event", before: "Event | None", clock: Clock) -> bool:
    """Give the event its stamps; whether it differs from the older one."""
    if before is not None and _substance(_as_read(event)) == _substance(before):
        for name in _STAMPS:
            event[name] = before[name]
        return False
    # The number of the day: higher than before also when the older file is not at hand.
    sequence = max((clock.today - _SEQUENCE_START).days, 0)
    if before is not None:
        sequence = max(sequence, int(str(before["SEQUENCE"])) + 1)
    event.add("DTSTAMP", clock.now.replace(microsecond=0))
    event.add("LAST-MODIFIED", clock.now.replace(microsecond=0))
    event.add("SEQUENCE", sequence)
    return before is not None


def _as_read(event: "Event") -> "Component":
    """The event after a way through a file, as those of the older file are."""
    from icalendar import Event

    return Event.from_ical(event.to_ical())


def _substance(event: "Component") -> bytes:
    """What an event that was read says without its stamps."""
    said = event.copy()
    for name in _STAMPS:
        said.pop(name, None)
    return bytes(said.to_ical())


def not_ours() -> PlnbuddyError:
    """The error for a file that would be written over and is not plnbuddy's."""
    return PlnbuddyError(
        "There is a file of that name already, and plnbuddy did not make it.",
        "Name another file; nothing was changed.",
    )


def _older_events(content: bytes) -> Mapping[str, "Event"]:
    from icalendar import Calendar

    try:
        calendar: Any = Calendar.from_ical(content)
        product = str(calendar.get("PRODID", ""))
    except (ValueError, LookupError, AttributeError, TypeError):
        product = ""
    if product != PRODUCT:
        raise not_ours()
    return {
        str(event["UID"]): event
        for event in calendar.walk("VEVENT")
        if all(name in event for name in ("UID", *_STAMPS))
    }
