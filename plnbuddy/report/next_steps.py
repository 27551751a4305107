"""At most two concrete next steps, drawn from what is true and from what keeps networks alive."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Protocol

from plnbuddy.core.clock import Clock, spoken_day, week_start
from plnbuddy.core.model import ActivityKind, SubjectKind, Verdict
from plnbuddy.out.wording import counted
from plnbuddy.report.coaching import (
    chat_today,
    first_texts,
    one_place,
    question_without_answer,
    weeks_without_exchange,
)
from plnbuddy.report.period import Period
from plnbuddy.report.step import NextStep
from plnbuddy.store.account_state import latest_sync, open_mentions
from plnbuddy.store.counts import PersonCount, was_spoken_with
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions
from plnbuddy.store.followed import people_followed
from plnbuddy.store.next_steps import named_steps
from plnbuddy.system.config import Settings

STEPS = 2
_QUIET_DAYS = 28
_ANSWER_DAYS = 14


class CountedKind(Protocol):
    """One of the three C's with its count and goal."""

    @property
    def kind(self) -> ActivityKind:
        """Which of the three."""

    @property
    def count(self) -> int:
        """Activities in the period."""

    @property
    def goal(self) -> int:
        """Activities aimed at in the period."""


def find_next_steps(
    store: Store,
    settings: Settings,
    period: Period,
    clock: Clock,
    kinds: Sequence[CountedKind],
    people: Sequence[PersonCount],
    minutes: int,
) -> tuple[NextStep, ...]:
    """The first two steps that are true and were not named last week; most telling first."""
    by_kind = {kind.kind: kind for kind in kinds}
    week = week_start(min(period.last, clock.today), settings.first_weekday)
    last_week = named_steps(store, week - timedelta(weeks=1))
    steps = _steps(store, settings, period, clock, by_kind, people, minutes)
    fresh = (step for step in steps if step.name not in last_week)
    return tuple(islice(fresh, STEPS))


def _steps(
    store: Store,
    settings: Settings,
    period: Period,
    clock: Clock,
    kinds: dict[ActivityKind, CountedKind],
    people: Sequence[PersonCount],
    minutes: int,
) -> Iterator[NextStep]:
    if not settings.profile.topics:
        sentence = "Say what you teach, so that suggestions fit you."
        yield NextStep(sentence, "plnbuddy start", "topics")
    if period.first <= clock.today <= period.last:
        yield from chat_today(store, clock)
    limit = settings.goals.minutes * period.weeks
    if limit and minutes > limit:
        yield NextStep(
            f"You spent {minutes} minutes and set yourself {limit}: leave something out next time, "
            "or aim at what it takes.",
            f"plnbuddy config set goals.minutes {_in_quarters(minutes / period.weeks)}",
            "minutes",
        )
    yield from _waiting_for_an_answer(store, clock)
    yield from question_without_answer(store, clock)
    yield from _unanswered(kinds, people)
    yield from weeks_without_exchange(store, settings.first_weekday, clock)
    due = _due_suggestions(store, clock.today)
    if due:
        sentence = f"{counted(due, 'suggestion')} you put off came back."
        yield NextStep(sentence, "plnbuddy suggest", "due")
    yield from first_texts(store, clock)
    yield from one_place(store, settings.profile.platforms, clock)
    yield from _open_goals(kinds)
    for quiet in islice(_quiet_people(store, clock.today), 2):
        yield NextStep(
            f"You follow {quiet} for over {_QUIET_DAYS // 7} weeks and the journal holds no "
            "exchange: look what they write about, and answer.",
            f'plnbuddy log collaborate "answered {quiet}"',
            f"quiet {quiet}",
        )
    yield from _ALWAYS


_ALWAYS = (
    NextStep("Look at today's suggestions.", "plnbuddy suggest", "suggestions"),
    NextStep(
        "Write down one thing you tried because of your network.",
        'plnbuddy log contribute "…"',
        "tried",
    ),
    NextStep("See which chats meet this week, and choose one.", "plnbuddy chats week", "chats"),
    NextStep("See what you have given to others so far.", "plnbuddy footprint", "footprint"),
)
"""True for everybody; four of them, so that two weeks running never need the same one."""


def _in_quarters(minutes: float) -> int:
    """The minutes in whole quarters of an hour, rounded up, as far as a goal may go."""
    return min(math.ceil(minutes / 15) * 15, 10_000)


def _waiting_for_an_answer(store: Store, clock: Clock) -> Iterator[NextStep]:
    """Somebody who wrote to the teacher lately and got no answer, as the account says."""
    synced = latest_sync(store)
    fresh = synced is not None and synced > clock.now - timedelta(days=1)
    unanswered = "you have not answered" if fresh else "had no answer at your last sync"
    for mention in islice(open_mentions(store, clock.now - timedelta(days=_ANSWER_DAYS)), 3):
        day = spoken_day(clock.day_of(mention.happened_at), clock.today)
        yield NextStep(
            f"{mention.handle} wrote to you {day} and {unanswered}: {mention.link}",
            "plnbuddy sync",
            f"waiting {mention.link}",
        )


def _unanswered(
    kinds: dict[ActivityKind, CountedKind], people: Sequence[PersonCount]
) -> Iterator[NextStep]:
    """People one connected with and never talked to, when nothing else happened either."""
    only_connected = [p for p in people if p.kinds == {ActivityKind.CONNECT}]
    if only_connected and not kinds[ActivityKind.COLLABORATE].count:
        first = only_connected[0].handle
        yield NextStep(
            f"You connected with {counted(len(only_connected), 'person', 'people')} and answered "
            f"nobody: reply to one of them, {first} for instance.",
            f'plnbuddy log collaborate "answered {first}"',
            "answer one",
        )


def _open_goals(kinds: dict[ActivityKind, CountedKind]) -> Iterator[NextStep]:
    commands = {
        ActivityKind.CONTRIBUTE: (
            "share one thing that worked in your class",
            'plnbuddy log contribute "shared …"',
        ),
        ActivityKind.COLLABORATE: (
            "answer one question or join one chat",
            'plnbuddy log collaborate "answered …"',
        ),
        ActivityKind.CONNECT: ("follow one of today's suggestions", "plnbuddy suggest"),
    }
    for kind, (what, command) in commands.items():
        missing = kinds[kind].goal - kinds[kind].count
        if missing > 0:
            yield NextStep(
                f"{missing} to go for your {kind.value} goal: {what}.",
                command,
                f"goal {kind.value}",
            )


def _due_suggestions(store: Store, today: date) -> int:
    return sum(
        1 for d in all_decisions(store) if d.verdict is Verdict.LATER and d.due and d.due <= today
    )


def _quiet_people(store: Store, today: date) -> Iterator[str]:
    """People followed weeks ago with whom the journal holds nothing but the follow."""
    followed = people_followed(store)
    for decision in all_decisions(store):
        if (
            decision.subject.kind is SubjectKind.PERSON
            and decision.verdict is Verdict.FOLLOWED
            and decision.subject.key in followed
            and decision.decided_on <= today - timedelta(days=_QUIET_DAYS)
            and not was_spoken_with(store, decision.subject.key)
        ):
            yield decision.subject.label
