"""The three C's over time: counts for each stretch of time, and a chart of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plnbuddy.core.clock import week_start
from plnbuddy.core.model import ActivityKind
from plnbuddy.journal.tally import Tally, tally_by
from plnbuddy.report.period import Period
from plnbuddy.store.counts import DayCount

_MOST_WEEKS = 20  # A longer period is shown by month,
_MOST_MONTHS = 60  # and one of more than five years by year.

# Lengths in the units of the drawing.
_WIDTH = 720
_LEFT = 104  # where the bars begin, right of the names
_PANEL = 62
_ABOVE = 20  # room for numbers over the bars
_BELOW = 26  # room for dates
_WIDEST_BAR = 46.0
_NUMBER_WIDTH = 24
_DATE_WIDTH = 54


@dataclass(frozen=True)
class Stretch:
    """What happened in one week, month or year; `label` is short, `name` in full."""

    label: str
    name: str
    tally: Tally


def count_stretches(
    by_day: Sequence[DayCount], period: Period, first_weekday: int
) -> tuple[Stretch, ...]:
    """The period's weeks; its months when it is longer than 20 weeks, or years beyond five."""
    unit = _unit(period)
    inside = (day for day in by_day if period.first <= day.day <= period.last)
    tallies = tally_by(inside, lambda day: _start(day, unit, first_weekday))
    return tuple(
        Stretch(*_names(start, unit), tally=tallies.get(start, Tally(start)))
        for start in _starts(period, unit, first_weekday)
    )


def _unit(period: Period) -> str:
    if period.days <= _MOST_WEEKS * 7:
        return "week"
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    return "month" if months < _MOST_MONTHS else "year"


def _start(day: date, unit: str, first_weekday: int) -> date:
    if unit == "week":
        return week_start(day, first_weekday)
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _starts(period: Period, unit: str, first_weekday: int) -> Iterator[date]:
    start = _start(period.first, unit, first_weekday)
    step = timedelta(days={"week": 7, "month": 31, "year": 366}[unit])
    while start <= period.last:
        yield start
        start = _start(start + step, unit, first_weekday)


def _names(start: date, unit: str) -> tuple[str, str]:
    if unit == "week":
        return f"{start.day} {start:%b}", f"week of {start.day} {start:%B %Y}"
    if unit == "month":
        return (f"{start:%b %Y}" if start.month == 1 else f"{start:%b}"), f"{start:%B %Y}"
    return str(start.year), str(start.year)


def describe_chart(stretches: Sequence[Stretch]) -> str:
    """What the chart shows, in words."""
    sentences = []
    for kind in ActivityKind:
        total = sum(stretch.tally.of(kind) for stretch in stretches)
        most = max(stretches, key=lambda stretch: stretch.tally.of(kind))
        peak = f", at most {most.tally.of(kind)} ({most.name})" if total else ""
        sentences.append(f"{kind.value.capitalize()}: {total} in all{peak}.")
    return " ".join(sentences)


def draw_chart(stretches: Sequence[Stretch]) -> str:
    """The chart as an SVG element: one row of bars for each of the three C's, on one scale.

    Its colours are the CSS classes `connect`, `collaborate` and `contribute`; it holds
    no text that somebody typed.
    """
    height = len(ActivityKind) * (_PANEL + _ABOVE) + _BELOW
    most = max(1, *(stretch.tally.of(kind) for stretch in stretches for kind in ActivityKind))
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img"'
        ' aria-labelledby="chart-title chart-words">',
        '<title id="chart-title">The three C\'s over time</title>',
        f'<desc id="chart-words">{describe_chart(stretches)}</desc>',
    ]
    for row, kind in enumerate(ActivityKind):
        parts += _draw_row(stretches, kind, (row + 1) * (_PANEL + _ABOVE), most)
    parts += _draw_dates(stretches, height - 8)
    return "\n".join([*parts, "</svg>"])


def _draw_row(
    stretches: Sequence[Stretch], kind: ActivityKind, floor: int, most: int
) -> Iterator[str]:
    slot = (_WIDTH - _LEFT) / len(stretches)
    width = min(slot * 0.7, _WIDEST_BAR)
    yield f'<text class="row" x="0" y="{floor - 4}">{kind.value}</text>'
    yield f'<path class="floor" d="M{_LEFT} {floor}H{_WIDTH}"/>'
    for at, stretch in enumerate(stretches):
        count = stretch.tally.of(kind)
        if not count:
            continue
        middle = _LEFT + (at + 0.5) * slot
        height = max(count / most * _PANEL, 2)
        yield (
            f'<rect class="{kind.value}" x="{middle - width / 2:.1f}" y="{floor - height:.1f}"'
            f' width="{width:.1f}" height="{height:.1f}"/>'
        )
        if slot >= _NUMBER_WIDTH:
            yield (
                f'<text class="number" x="{middle:.1f}" y="{floor - height - 4:.1f}">{count}</text>'
            )


def _draw_dates(stretches: Sequence[Stretch], y: int) -> Iterator[str]:
    slot = (_WIDTH - _LEFT) / len(stretches)
    every = max(1, -(-_DATE_WIDTH // int(max(slot, 1))))
    for at in range(0, len(stretches), every):
        middle = _LEFT + (at + 0.5) * slot
        yield f'<text class="date" x="{middle:.1f}" y="{y}">{stretches[at].label}</text>'
