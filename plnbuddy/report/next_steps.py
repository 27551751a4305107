"""Two concrete next steps, drawn from what the journal holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Protocol

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.model import ActivityKind, SubjectKind, Verdict
from plnbuddy.report.period import Period
from plnbuddy.store.account_state import open_mentions
from plnbuddy.store.activities import PersonCount, was_spoken_with
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions
from plnbuddy.system.config import Settings

STEPS = 2
_QUIET_DAYS = 28
_ANSWER_DAYS = 14


@dataclass(frozen=True)
class NextStep:
    """What to do next: a sentence, and the command that does it."""

    sentence: str
    command: str


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
    """The first two steps that are true; the most telling ones come first."""
    counted = {kind.kind: kind for kind in kinds}
    steps = _steps(store, settings, period, clock, counted, people, minutes)
    return tuple(islice(steps, STEPS))


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
        yield NextStep("Say what you teach, so that suggestions fit you.", "plnbuddy start")
    limit = settings.goals.minutes * period.weeks
    if limit and minutes > limit:
        yield NextStep(
            f"You spent {minutes} minutes and set yourself {limit}: leave something out next time.",
            "plnbuddy config set goals.minutes",
        )
    yield from _waiting_for_an_answer(store, clock)
    yield from _unanswered(kinds, people)
    due = _due_suggestions(store, clock.today)
    if due:
        yield NextStep(f"{_counted(due, 'suggestion')} you put off came back.", "plnbuddy suggest")
    yield from _open_goals(kinds)
    quiet = next(_quiet_people(store, clock.today), None)
    if quiet:
        yield NextStep(
            f"You follow {quiet} for over {_QUIET_DAYS // 7} weeks and the journal holds no "
            "exchange: look what they write about, and answer.",
            f'plnbuddy log collaborate "answered {quiet}"',
        )
    yield NextStep("Look at today's suggestions.", "plnbuddy suggest")
    yield NextStep(
        "Write down one thing you tried because of your network.", 'plnbuddy log contribute "…"'
    )


def _waiting_for_an_answer(store: Store, clock: Clock) -> Iterator[NextStep]:
    """Somebody who wrote to the teacher lately and got no answer, as the account says."""
    for mention in islice(open_mentions(store, clock.now - timedelta(days=_ANSWER_DAYS)), 1):
        day = spoken_day(clock.local(mention.happened_at).date(), clock.today)
        yield NextStep(
            f"{mention.handle} wrote to you {day} and you have not answered: {mention.link}",
            "plnbuddy sync",
        )


def _unanswered(
    kinds: dict[ActivityKind, CountedKind], people: Sequence[PersonCount]
) -> Iterator[NextStep]:
    """People one connected with and never talked to, when nothing else happened either."""
    only_connected = [p for p in people if p.kinds == {ActivityKind.CONNECT}]
    if only_connected and not kinds[ActivityKind.COLLABORATE].count:
        first = only_connected[0].handle
        yield NextStep(
            f"You connected with {_counted(len(only_connected), 'person', 'people')} and answered "
            f"nobody: reply to one of them, {first} for instance.",
            f'plnbuddy log collaborate "answered {first}"',
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
            yield NextStep(f"{missing} to go for your {kind.value} goal: {what}.", command)


def _due_suggestions(store: Store, today: date) -> int:
    return sum(
        1 for d in all_decisions(store) if d.verdict is Verdict.LATER and d.due and d.due <= today
    )


def _quiet_people(store: Store, today: date) -> Iterator[str]:
    """People followed weeks ago with whom the journal holds nothing but the follow."""
    for decision in all_decisions(store):
        if (
            decision.subject.kind is SubjectKind.PERSON
            and decision.verdict is Verdict.FOLLOWED
            and decision.decided_on <= today - timedelta(days=_QUIET_DAYS)
            and not was_spoken_with(store, decision.subject.key)
        ):
            yield decision.subject.label


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
