"""Why a candidate that fits is not on today's list."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.model import Decision, Verdict
from plnbuddy.store.decisions import Showing
from plnbuddy.suggest.choose import REST_DAYS, Scored

PASSED_OVER = 5


class PassedOver(NamedTuple):
    """A candidate that fits and is not on today's list, and why."""

    label: str
    score: float
    why: str


def passed_over(
    scored: Sequence[Scored],
    chosen: Sequence[Scored],
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Showing],
    clock: Clock,
) -> tuple[PassedOver, ...]:
    """The best ones that are not on the list, with the reason for each."""
    taken = {item.candidate.subject.key for item in chosen}
    best = sorted(
        (item for item in scored if item.candidate.subject.key not in taken),
        key=lambda item: (-item.score, item.candidate.subject.key),
    )[:PASSED_OVER]
    return tuple(
        PassedOver(
            item.candidate.subject.label,
            round(item.score, 4),
            _why_not(item, chosen, decisions, shown, clock),
        )
        for item in best
    )


def _why_not(
    item: Scored,
    chosen: Sequence[Scored],
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Showing],
    clock: Clock,
) -> str:
    key = item.candidate.subject.key
    decision = decisions.get(key)
    if decision and not decision.is_due(clock.today):
        if decision.verdict is Verdict.LATER and decision.due:
            return f"put off, comes back {spoken_day(decision.due, clock.today)}"
        return f"{decision.verdict.value} {spoken_day(decision.decided_on, clock.today)}"
    before = shown.get(key)
    if before and before.last_day > clock.today - timedelta(days=REST_DAYS):
        back = before.last_day + timedelta(days=REST_DAYS)
        return f"shown {spoken_day(before.last_day, clock.today)}, rests until {back.day} {back:%B}"
    for other in chosen:
        if item.candidate.place and item.candidate.place == other.candidate.place:
            return f"same server as {other.candidate.subject.label}"
    if item.is_organisation and any(other.is_organisation for other in chosen):
        return "people come first, and another organisation was chosen today"
    if any(item.topic and item.topic == other.topic for other in chosen):
        return "another on the same topic was chosen today"
    return "others came first today"
