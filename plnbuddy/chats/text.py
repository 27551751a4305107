"""Chats as lines for a terminal."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from plnbuddy.chats.known import KnownChat
from plnbuddy.chats.week import ChatDays, Meeting
from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.model import Chat, ChatStatus
from plnbuddy.core.platform import Platform, place_to_look, spoken_platforms
from plnbuddy.curated.schedule import spoken_schedule, week_is_unknown
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.wording import counted
from plnbuddy.platforms.table import tag_link

_INDENT = 4


def chat_lines(days: ChatDays, clock: Clock, timezone: str, server: str) -> Iterator[Line]:
    """The days with the teacher's chats first, then the others, then those without a time."""
    span = "today" if days.first == days.last else "this week"
    yield line(f"Chats {span}, in {timezone or 'the time of this computer'}", "bold")
    mine = [meeting for meeting in days.meetings if meeting.known.is_mine]
    others = [meeting for meeting in days.meetings if not meeting.known.is_mine]
    for title, meetings in (("You follow", mine), ("Others", others)):
        if meetings:
            yield BLANK
            yield line(title, "bold")
            for meeting in meetings:
                yield from _meeting_lines(meeting, clock, server)
    if days.untimed:
        yield BLANK
        yield line("No known time", "bold")
        for known in days.untimed:
            yield from _untimed_lines(known, server)


def _meeting_lines(meeting: Meeting, clock: Clock, server: str) -> Iterator[Line]:
    start, known = clock.local(meeting.starts_at), meeting.known
    when = f"{start:%a} {start.day:>2} {start:%b}  {start:%H:%M}"
    state = ""
    if meeting.ends_at <= clock.now:
        state = "  (over)"
    elif meeting.starts_at <= clock.now:
        state = "  (on now)"
    yield Line((Part(f"{when}  ", "cyan"), *_name(known, server), Part(state)), 2, 2)
    yield line("; ".join(_facts(known)), "dim", _INDENT)


def _untimed_lines(known: KnownChat, server: str) -> Iterator[Line]:
    mark = "  (you follow it)" if known.is_mine else ""
    yield Line((*_name(known, server), Part(mark)), 2, 2)
    yield line("; ".join(_facts(known)), "dim", _INDENT)


def own_chat_lines(known: KnownChat, server: str) -> Iterator[Line]:
    """A chat by itself, with its schedule."""
    yield Line(_name(known, server))
    yield line("; ".join(_facts(known)), "dim", _INDENT)


def _name(known: KnownChat, server: str) -> tuple[Part, Part]:
    tag, name = known.chat.tag, known.chat.name
    same = name.casefold() == tag.name.casefold()
    platform = place_to_look(known.chat.platforms)
    return (
        Part(str(tag), "bold", tag_link(tag, server, platform)),
        Part(f"  {name}" if name and not same else ""),
    )


def _facts(known: KnownChat) -> list[str]:
    chat = known.chat
    unknown_week = week_is_unknown(chat, known.first_on) and "which week is not known"
    state = "your own" if known.own else spoken_status(chat)
    where = "" if Platform.MASTODON in chat.platforms else f"on {spoken_platforms(chat.platforms)}"
    parts = (state, _spoken_sign(known), spoken_schedule(chat), unknown_week, where)
    return [part for part in parts if part]


def spoken_status(chat: Chat) -> str:
    """Whether it still meets: "may have ended: last seen in 2018"."""
    seen = f"last seen in {chat.last_seen}" if chat.last_seen else "nobody says when it last met"
    return {
        ChatStatus.ALIVE: f"seen meeting in {chat.last_seen}" if chat.last_seen else "alive",
        ChatStatus.MAY_HAVE_ENDED: f"may have ended: {seen}",
        ChatStatus.ENDED: f"has ended: {seen}" if chat.last_seen else "has ended",
    }[chat.status]


def _spoken_sign(known: KnownChat) -> str:
    if known.sign is None:
        return ""
    count = known.sign.posts
    number = counted(count, "post") if count else "no posts"
    more = " or more" if known.sign.or_more else ""
    return f"{number}{more} on the fediverse in the last 30 days"


def reminder(meeting: Meeting, clock: Clock) -> str:
    """The next meeting on one line: "#langchat today at 20:00, in 2 hours"."""
    start, chat = clock.local(meeting.starts_at), meeting.known.chat
    if meeting.starts_at <= clock.now:
        return f"{chat.tag} is on now, until {clock.local(meeting.ends_at):%H:%M}"
    day = spoken_day(clock.day_of(meeting.starts_at), clock.today)
    return f"{chat.tag} {day} at {start:%H:%M}, {_spoken_wait(meeting.starts_at - clock.now)}"


def _spoken_wait(wait: timedelta) -> str:
    minutes = max(round(wait.total_seconds() / 60), 1)
    if minutes < 90:
        return f"in {counted(minutes, 'minute')}"
    hours = round(minutes / 60)
    if hours < 48:
        return f"in {hours} hours"
    return f"in {round(hours / 24)} days"


def rows_of(meetings: Sequence[Meeting]) -> list[dict[str, object]]:
    """Meetings as `--json` tells them."""
    return [
        {
            **json_chat(meeting.known),
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            "certain": meeting.is_certain,
        }
        for meeting in meetings
    ]


def json_chat(known: KnownChat) -> dict[str, object]:
    """A chat as `--json` tells it."""
    return {
        "chat": known.chat,
        "own": known.own,
        "followed": known.followed,
        "first_on": known.first_on,
        "sign": known.sign,
    }
