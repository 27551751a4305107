"""Today's page: where the teacher stands, in a few lines, and the one next command."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from plnbuddy.chats.known import known_chats
from plnbuddy.chats.week import next_of
from plnbuddy.core.clock import Clock, spoken_day, week_start
from plnbuddy.core.model import ActivityKind
from plnbuddy.guide.progress import Progress, read_progress
from plnbuddy.guide.steps import FIVE_STEPS
from plnbuddy.journal.tally import Tally, tally_by
from plnbuddy.out.lines import Line, Part, line
from plnbuddy.out.wording import counted
from plnbuddy.store.account_state import latest_sync, open_mentions
from plnbuddy.store.counts import count_by_day
from plnbuddy.store.database import Store
from plnbuddy.system.config import Settings

WAITING_DAYS = 14
"""Somebody who wrote longer ago than this waits no more."""

CHAT_DAYS = 7
"""The next chat is named when it meets within so many days."""


class Waiting(NamedTuple):
    """Who wrote to the teacher last without an answer, when, where, and how many more did."""

    handle: str
    day: date
    link: str
    others: int


class NextChat(NamedTuple):
    """The teacher's chat that meets next; `certain` is False when it may have ended."""

    tag: str
    starts_at: datetime
    certain: bool


class NextCommand(NamedTuple):
    """The one thing to do now, and why."""

    command: str
    why: str


class Today(NamedTuple):
    """What stands on today's page.

    `waiting` is what the last sync saw (`synced_at`, None without an account).
    """

    day: date
    steps: Progress
    week: Tally
    goals: Mapping[str, int]
    waiting: Waiting | None
    synced_at: datetime | None
    chat: NextChat | None
    next: NextCommand


def build_today(store: Store, values: Mapping[str, Any], settings: Settings, clock: Clock) -> Today:
    """Today's page from the journal; no server is asked.

    Args:
        values: what the settings file sets, by dotted key.
        settings: the same with the usual values filled in.
    """
    progress = read_progress(store, values, settings, clock)
    first = week_start(clock.today, settings.first_weekday)
    days = [each for each in count_by_day(store, clock.today) if each.day >= first]
    week = tally_by(days, lambda _day: first).get(first, Tally(first))
    waiting = _waiting(store, clock)
    return Today(
        day=clock.today,
        steps=progress,
        week=week,
        goals={kind.value: settings.goals.of(kind) for kind in ActivityKind},
        waiting=waiting,
        synced_at=latest_sync(store),
        chat=_next_chat(store, clock),
        next=_next_command(progress, waiting),
    )


def _waiting(store: Store, clock: Clock) -> Waiting | None:
    mentions = open_mentions(store, clock.now - timedelta(days=WAITING_DAYS))
    if not mentions:
        return None
    last = mentions[0]
    people = {mention.handle for mention in mentions}
    day = clock.day_of(last.happened_at)
    return Waiting(str(last.handle), day, last.link, len(people) - 1)


def _next_chat(store: Store, clock: Clock) -> NextChat | None:
    mine = [known for known in known_chats(store, clock.today) if known.is_mine]
    meeting = next_of(mine, clock, timedelta(days=CHAT_DAYS))
    if meeting is None:
        return None
    certain = meeting.is_certain and (meeting.known.own or meeting.known.is_alive)
    return NextChat(str(meeting.known.chat.tag), meeting.starts_at, certain)


def _next_command(progress: Progress, waiting: Waiting | None) -> NextCommand:
    """Whoever waits comes first, then the open step, then the daily suggestions."""
    if waiting:
        command = f'plnbuddy log collaborate "answered {waiting.handle}"'
        return NextCommand(command, "once you have answered")
    step = progress.first_open
    if step:
        return NextCommand(step.step.command, f"step {step.step.number}: {step.step.title.lower()}")
    return NextCommand("plnbuddy suggest", "today's few people and conversations")


def today_lines(today: Today, clock: Clock) -> Iterator[Line]:
    """Today's page for a terminal."""
    yield line(f"{today.day:%A} {today.day.day} {today.day:%B}", "bold")
    yield _row("Steps", _said_steps(today.steps))
    yield _row("This week", _said_week(today))
    waiting = today.waiting
    if waiting:
        more = f", and so did {waiting.others} more" if waiting.others else ""
        when = spoken_day(waiting.day, today.day)
        yield _row("Waiting", f"{waiting.handle} wrote to you {when}{more}")
        if waiting.link:
            yield Line((Part(waiting.link, "dim", waiting.link),), 12)
    if today.chat:
        local = clock.local(today.chat.starts_at)
        doubt = "" if today.chat.certain else ", if it still meets"
        when = f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"
        yield _row("Next chat", f"{today.chat.tag}, {when}{doubt}")


def _row(title: str, text: str) -> Line:
    return Line((Part(f"{title:<10}", "dim"), Part(text)), 2, 10)


def _said_steps(progress: Progress) -> str:
    done = sum(state.done for state in progress.steps)
    if progress.first_open is None:
        return f"all {len(FIVE_STEPS)} done"
    step = progress.first_open
    return f"{done} of {len(FIVE_STEPS)} done; now {step.step.title.lower()} ({step.so_far})"


def _said_week(today: Today) -> str:
    parts = [
        f"{kind.value} {today.week.of(kind)} of {today.goals[kind.value]}"
        if today.goals[kind.value]
        else f"{kind.value} {today.week.of(kind)}"
        for kind in ActivityKind
    ]
    minutes = f"; {counted(today.week.minutes, 'minute')}" if today.week.minutes else ""
    return ", ".join(parts) + minutes
