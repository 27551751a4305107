"""A report as lines for a terminal."""

from collections.abc import Iterator, Sequence

from plnbuddy.core.clean import clean_line
from plnbuddy.core.model import ActivityKind
from plnbuddy.journal.tally import Tally
from plnbuddy.journal.text import KIND_STYLES
from plnbuddy.out.lines import BLANK, Line, Part, line, link_line
from plnbuddy.out.wording import counted
from plnbuddy.report.build import GoalProgress, Report
from plnbuddy.report.period import spoken_span
from plnbuddy.store.reflections import Reflection

_FULL, _EMPTY = "■", "□"
_MOST_BOXES = 10
_CHART_WIDTH = 24


def report_lines(report: Report) -> Iterator[Line]:
    """The whole report."""
    span = spoken_span(report.period.first, report.period.last)
    title = report.period.name if report.period.name == span else f"{report.period.name}, {span}"
    yield line(title, "bold")
    yield BLANK
    if not report.total:
        yield from _empty_lines(report)
    else:
        widest = min(max(kind.goal for kind in report.kinds), _MOST_BOXES)
        for kind in report.kinds:
            yield _kind_line(kind, widest)
        yield BLANK
        yield from _fact_lines(report)
    yield BLANK
    yield from _chart_lines(report)
    if report.highlights:
        yield BLANK
        yield line("Worth remembering", "bold")
        for activity in report.highlights:
            yield line(
                f"{activity.day:%a %d %b}  {clean_line(activity.text, 160)}", indent=2, hang=4
            )
            for url in activity.links[:1]:
                yield link_line(url, 13)
    yield from reflection_lines(report.reflections)
    if report.earlier_years:
        yield BLANK
        yield line("This day in earlier years", "bold")
        for activity in report.earlier_years:
            yield line(f"{activity.day.year}  {clean_line(activity.text, 160)}", indent=2, hang=6)
    yield BLANK
    yield line("What next", "bold")
    for number, step in enumerate(report.next_steps, start=1):
        yield line(f"{number}. {step.sentence}", indent=2, hang=3)
        yield line(step.command, "cyan", indent=5)


def reflection_lines(reflections: Sequence[Reflection]) -> Iterator[Line]:
    """The answers of the weeks, each under its question."""
    if reflections:
        yield BLANK
        yield line("In your own words", "bold")
    for reflection in reflections:
        yield line(f"{reflection.week:%d %b}  {reflection.question}", "dim", indent=2, hang=8)
        for part in reflection.answer.split("\n"):
            yield line(part, indent=10)


def spoken_minutes(minutes: int) -> str:
    """A length of time as a person writes it: "45 min", "2 h", "2 h 5 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def _empty_lines(report: Report) -> Iterator[Line]:
    yield line(
        "Nothing is written down for these days, and that is fine: a network waits. "
        "Perhaps something happened that is not in the journal yet?"
    )
    yield line('plnbuddy log connect "…" --date yesterday', "cyan", 2)
    if report.streak.weeks:
        yield line(streak_sentence(report))


def _kind_line(kind: GoalProgress, widest: int) -> Line:
    boxes = min(kind.goal, _MOST_BOXES)
    full = min(round(kind.count / kind.goal * boxes), boxes) if kind.goal else 0
    if kind.count and kind.goal:
        full = max(full, 1)
    if kind.count < kind.goal:
        full = min(full, boxes - 1)
    style = KIND_STYLES[kind.kind]
    return Line(
        (
            Part(f"{kind.kind.value:<12}", style),
            Part((_FULL * full + _EMPTY * (boxes - full)).ljust(widest) + "  ", style),
            Part(goal_phrase(kind)),
            Part(f"   {change_phrase(kind)}", "dim"),
        ),
        hang=12,
    )


def goal_phrase(kind: GoalProgress) -> str:
    """The count against the goal: "3 of 2", or "3" without a goal."""
    return f"{kind.count} of {kind.goal}" if kind.goal else str(kind.count)


def change_phrase(kind: GoalProgress) -> str:
    """The count against the four weeks before: "usually 1.5 a week"."""
    if not kind.usual:
        return "none in the four weeks before"
    return f"usually {kind.usual:.1f} a week".replace(".0 ", " ")


def minutes_sentence(report: Report) -> str:
    """Minutes against the limit, or "" when none were noted."""
    if not report.minutes:
        return ""
    limit = f", of the {report.minutes_limit} you allow yourself" if report.minutes_limit else ""
    minutes = counted(report.minutes, "minute")
    return f"{minutes} of professional learning noted{limit}."


def people_sentence(report: Report) -> str:
    """Who took part, or "" when nobody is named."""
    if not report.people_count:
        return ""
    named = ", ".join(
        person.handle + (f" ({person.count})" if person.count > 1 else "")
        for person in report.people[:5]
    )
    more = report.people_count - 5
    rest = f" and {more} more" if more > 0 else ""
    new = f", {report.new_people_count} for the first time" if report.new_people_count else ""
    people = counted(report.people_count, "person", "people")
    return f"{people}{new}: {named}{rest}."


def tags_sentence(report: Report) -> str:
    """Which hashtags came up, or "" when none did."""
    if not report.tags_count:
        return ""
    named = ", ".join(t.tag + (f" ({t.count})" if t.count > 1 else "") for t in report.tags[:5])
    more = report.tags_count - 5
    return f"Hashtags: {named}{f' and {more} more' if more > 0 else ''}."


def streak_sentence(report: Report) -> str:
    """How many weeks in a row, or "" for none."""
    streak = report.streak
    if streak.weeks < 2:
        return ""
    forgiven = {0: "", 1: " (one missed week forgiven)"}.get(
        streak.forgiven, f" ({streak.forgiven} missed weeks forgiven)"
    )
    return f"{streak.weeks} weeks in a row{forgiven}."


def _fact_lines(report: Report) -> Iterator[Line]:
    for sentence in (
        report.balance,
        minutes_sentence(report),
        people_sentence(report),
        tags_sentence(report),
        streak_sentence(report),
        *report.network,
    ):
        if sentence:
            yield line(sentence)


def _chart_lines(report: Report) -> Iterator[Line]:
    most = max(week.total for week in report.weeks)
    if not most:
        return
    yield line("Week by week (connect ▪ collaborate ▫ contribute ●)", "bold")
    for week in report.weeks:
        yield _week_line(week, most)


def _week_line(week: Tally, most: int) -> Line:
    scale = min(1.0, _CHART_WIDTH / most)
    parts = [Part(f"{week.first_day:%d %b}  ", "dim")]
    for kind, sign in (
        (ActivityKind.CONNECT, "▪"),
        (ActivityKind.COLLABORATE, "▫"),
        (ActivityKind.CONTRIBUTE, "●"),
    ):
        count = week.of(kind)
        signs = max(round(count * scale), 1) if count else 0
        parts.append(Part(sign * signs, KIND_STYLES[kind]))
    parts.append(Part(f" {week.total}" if week.total else "·", "dim"))
    return Line(tuple(parts), 2)
