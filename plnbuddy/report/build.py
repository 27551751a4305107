"""Building a report: questions to the store, answers as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from plnbuddy.core.clock import Clock, week_start
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import ORIGINS
from plnbuddy.journal.tally import Tally, tally_by
from plnbuddy.report.next_steps import find_next_steps
from plnbuddy.report.period import Period
from plnbuddy.report.step import NextStep
from plnbuddy.store.activities import ActivityFilter, find_activities, find_linked_first
from plnbuddy.store.counts import DayCount, PersonCount, count_by_day, count_people, count_tags
from plnbuddy.store.database import Store
from plnbuddy.store.reflections import Reflection, reflections_between
from plnbuddy.store.snapshots import shapes_between
from plnbuddy.system.config import Settings

CHART_WEEKS = 8
_COMPARED_WEEKS = 4
_NAMED = 10
_HIGHLIGHTS = 5
_NETWORK_SENTENCES = 2
_EARLIER = 3
_BY_THEMSELVES = tuple(origin.name for origin in ORIGINS.values() if origin.by_itself)
_ONE_SIDED = 0.75  # From this share on, one C outweighs the others.


@dataclass(frozen=True)
class GoalProgress:
    """One of the three C's in the period.

    `goal` is the weekly goal times the weeks of the period; `minutes` are those
    that were noted; `usual` is the weekly average of the four weeks before.
    """

    kind: ActivityKind
    count: int
    goal: int
    minutes: int
    usual: float


@dataclass(frozen=True)
class PersonInPeriod:
    """A person in the period; `new` when the journal had never named them before."""

    handle: str
    count: int
    new: bool


@dataclass(frozen=True)
class TagInPeriod:
    """A hashtag in the period."""

    tag: str
    count: int


class Streak(NamedTuple):
    """Weeks in a row with at least one activity; `forgiven` of them were missed.

    One missed week between two active ones is forgiven and not counted; two in a
    row end the streak. The current week counts once it has an activity, and does
    not end anything before it is over.
    """

    weeks: int
    forgiven: int


class Report(NamedTuple):
    """Everything that a renderer may show.

    `network` says how the network's shape changed; `reflections` are the answers of
    weeks that lie in the period or reach into it, oldest first. `earlier_years` is what
    fell on today's day of the year before, newest first, where the period holds today.
    """

    period: Period
    kinds: tuple[GoalProgress, ...]
    minutes: int
    minutes_limit: int
    people: tuple[PersonInPeriod, ...]
    people_count: int
    new_people_count: int
    tags: tuple[TagInPeriod, ...]
    tags_count: int
    weeks: tuple[Tally, ...]
    balance: str
    streak: Streak
    highlights: tuple[Activity, ...]
    next_steps: tuple[NextStep, ...]
    network: tuple[str, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    earlier_years: tuple[Activity, ...] = ()

    @property
    def total(self) -> int:
        """Activities of all kinds in the period."""
        return sum(kind.count for kind in self.kinds)


def build_report(store: Store, settings: Settings, period: Period, clock: Clock) -> Report:
    """What the journal says about the period."""
    by_day = count_by_day(store, period.last)
    inside = [day for day in by_day if day.day >= period.first]
    people = count_people(store, period.first, period.last)
    tags = count_tags(store, period.first, period.last)
    kinds = _kinds(by_day, inside, settings, period)
    weeks = _weeks(by_day, settings.first_weekday, min(period.last, clock.today))
    minutes = sum(kind.minutes for kind in kinds)
    return Report(
        period=period,
        kinds=kinds,
        minutes=minutes,
        minutes_limit=settings.goals.minutes * period.weeks,
        people=tuple(_person(person, period) for person in people[:_NAMED]),
        people_count=len(people),
        new_people_count=sum(person.first_day >= period.first for person in people),
        tags=tuple(TagInPeriod(str(tag), count) for tag, count in tags[:_NAMED]),
        tags_count=len(tags),
        weeks=weeks,
        balance=_balance(kinds),
        streak=_streak(by_day, settings.first_weekday, min(period.last, clock.today)),
        highlights=find_highlights(store, period.first, period.last, _HIGHLIGHTS),
        network=_network_changes(store, period),
        reflections=find_reflections(store, settings, period),
        earlier_years=_earlier_years(store, period, clock.today),
        next_steps=find_next_steps(store, settings, period, clock, kinds, people, minutes),
    )


def _person(person: PersonCount, period: Period) -> PersonInPeriod:
    return PersonInPeriod(str(person.handle), person.count, person.first_day >= period.first)


def _kinds(
    by_day: Sequence[DayCount], inside: Sequence[DayCount], settings: Settings, period: Period
) -> tuple[GoalProgress, ...]:
    since = period.first - timedelta(weeks=_COMPARED_WEEKS)
    before = [day for day in by_day if since <= day.day < period.first]
    return tuple(
        GoalProgress(
            kind=kind,
            count=sum(day.count for day in inside if day.kind is kind),
            goal=settings.goals.of(kind) * period.weeks,
            minutes=sum(day.minutes for day in inside if day.kind is kind),
            usual=sum(day.count for day in before if day.kind is kind) / _COMPARED_WEEKS,
        )
        for kind in ActivityKind
    )


def _weeks(by_day: Sequence[DayCount], first_weekday: int, last_day: date) -> tuple[Tally, ...]:
    tallies = tally_by(by_day, lambda day: week_start(day, first_weekday))
    last_week = week_start(last_day, first_weekday)
    starts = (last_week - timedelta(weeks=ago) for ago in reversed(range(CHART_WEEKS)))
    return tuple(tallies.get(start, Tally(start)) for start in starts)


def _balance(kinds: Sequence[GoalProgress]) -> str:
    """One sentence on how the three C's relate; "" when there is nothing to compare."""
    total = sum(kind.count for kind in kinds)
    if total < 3:
        return ""
    most = max(kinds, key=lambda kind: kind.count)
    absent = [kind.kind.value for kind in kinds if not kind.count]
    if most.count == total:
        return f"All {total} activities were {most.kind.value}."
    if most.count / total >= _ONE_SIDED:
        return f"{most.count} of {total} activities were {most.kind.value}."
    if absent:
        return (
            f"Nothing was {absent[0]} so far."
            if absent[0] != "contribute"
            else ("You took part, and contributed nothing of your own so far.")
        )
    return "All three C's have their share."


def _streak(by_day: Sequence[DayCount], first_weekday: int, last_day: date) -> Streak:
    active = {week_start(day.day, first_weekday) for day in by_day}
    week = week_start(last_day, first_weekday)
    if week not in active:
        week -= timedelta(weeks=1)  # The current week is not over yet.
    weeks = forgiven = 0
    while True:
        if week in active:
            weeks += 1
        elif weeks and week - timedelta(weeks=1) in active:
            forgiven += 1
        elif not weeks and week - timedelta(weeks=1) in active:
            pass  # Last week was missed: forgiven as long as this one is open.
        else:
            return Streak(weeks, forgiven)
        week -= timedelta(weeks=1)


def _network_changes(store: Store, period: Period) -> tuple[str, ...]:
    """What the last look at the network in the period found changed, in two sentences at most."""
    for shape in shapes_between(store, period.first, period.last):
        if shape.changes:
            return shape.changes[:_NETWORK_SENTENCES]
    return ()


def _earlier_years(store: Store, period: Period, today: date) -> tuple[Activity, ...]:
    if not period.first <= today <= period.last:
        return ()
    wanted = ActivityFilter(years_before=today, newest=_EARLIER)
    return tuple(find_activities(store, wanted))


def find_reflections(store: Store, settings: Settings, period: Period) -> tuple[Reflection, ...]:
    """The answers of the weeks that lie in the period or reach into it, oldest first."""
    first_week = week_start(period.first, settings.first_weekday)
    return tuple(reflections_between(store, first_week, period.last))


def find_highlights(store: Store, first: date, last: date, number: int) -> tuple[Activity, ...]:
    """The newest activities that somebody else can look at: contributions and links first."""
    return tuple(find_linked_first(store, first, last, _BY_THEMSELVES, number))
