"""A report as one page to hand in: it needs nothing else, and prints on A4 and Letter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plnbuddy.core.clock import Clock, spoken_date, week_start
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.out.webpage import render_page, template_text
from plnbuddy.platforms.table import profile_link
from plnbuddy.report.build import CHART_WEEKS, Report, find_highlights
from plnbuddy.report.chart import Stretch, count_stretches, draw_chart
from plnbuddy.report.period import Period, spoken_span
from plnbuddy.report.text import spoken_minutes, streak_sentence
from plnbuddy.store.counts import count_by_day
from plnbuddy.store.database import Store
from plnbuddy.system.config import Settings

_ROOM = "plnbuddy.report"
_HIGHLIGHTS = 8
_FEW_DAYS = 28  # A shorter period is shown together with the weeks before it.
_MANY_DAYS = 140  # From a longer one, each month gives its best.
_MOST_MONTHS = 10
_PRIVATE_STEPS = (
    "plnbuddy start", "plnbuddy config set goals.minutes", "plnbuddy chats today",
    "plnbuddy suggest hashtags",
)  # fmt: skip

MEANINGS = {
    ActivityKind.CONNECT: "finding and following people, joining a chat or a group",
    ActivityKind.COLLABORATE: "answering, planning together, taking part in conversations",
    ActivityKind.CONTRIBUTE: "sharing, publishing, presenting, answering in public",
}
"""What each of the three C's is, for a reader who does not know them."""

# Where Letter is the usual paper (Unicode CLDR, territory information, "US-Letter").
_LETTER_COUNTRIES = frozenset(
    "BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class PageView:
    """What the page shows besides the report itself."""

    report: Report
    name: str
    school: str
    purpose: str
    day: date
    stretches: tuple[Stretch, ...]
    goals: tuple[tuple[ActivityKind, int], ...]
    minutes_goal: int


def build_page_view(store: Store, settings: Settings, report: Report, clock: Clock) -> PageView:
    """Ask the store what the page needs besides the report."""
    period = report.period
    shown = period
    if period.days < _FEW_DAYS:
        first = week_start(period.last, settings.first_weekday) - timedelta(weeks=CHART_WEEKS - 1)
        shown = Period(first, period.last, "")
    by_day = count_by_day(store, period.last)
    return PageView(
        report=report._replace(highlights=_highlights(store, period)),
        name=settings.profile.name,
        school=settings.profile.school,
        purpose=settings.profile.purpose,
        day=clock.today,
        stretches=count_stretches(by_day, shown, settings.first_weekday),
        goals=tuple((kind, settings.goals.of(kind)) for kind in ActivityKind),
        minutes_goal=settings.goals.minutes,
    )


def _highlights(store: Store, period: Period) -> tuple[Activity, ...]:
    if period.days <= _MANY_DAYS:
        return find_highlights(store, period.first, period.last, _HIGHLIGHTS)
    chosen: list[Activity] = []
    for first, last in _months_backwards(period):
        chosen += find_highlights(store, first, last, 1)
        if len(chosen) == _MOST_MONTHS:
            break
    return tuple(chosen)


def _months_backwards(period: Period) -> Iterator[tuple[date, date]]:
    last = period.last
    while last >= period.first:
        first = max(last.replace(day=1), period.first)
        yield first, last
        last = first - timedelta(days=1)


def report_page(view: PageView, paper: str = "") -> str:
    """The whole page as HTML; `paper` is "A4" or "letter" for a PDF, "" for the reader's choice.

    Whatever somebody typed stays text. Links lead to http and https addresses only.
    """
    from markupsafe import Markup

    report = view.report
    return render_page(
        _ROOM,
        "report.html",
        page_style(paper),
        who=view,
        kicker="Professional learning report",
        title="My learning network",
        view=view,
        report=report,
        span=spoken_span(report.period.first, report.period.last),
        written=spoken_date(view.day),
        meanings=MEANINGS,
        spoken=spoken_minutes,
        spoken_date=spoken_date,
        streak=streak_sentence(report),
        people=[(person, profile_link_of(person.handle)) for person in report.people],
        more_people=report.people_count - len(report.people),
        more_tags=report.tags_count - len(report.tags),
        chart=Markup(draw_chart(view.stretches)),  # numbers and dates only
        chart_note=_chart_note(view),
        reflections=report.reflections,
        steps=_steps_to_show(report),
        limits=limits_of_numbers(report),
    )


def page_style(paper: str, *, landscape: bool = False) -> str:
    """The style of both pages; with the size of the paper where it is known."""
    size = f"{paper} {'landscape' if landscape else ''}".strip()
    page = f"@page {{ size: {size}; }}\n" if size else ""
    return template_text(_ROOM, "report.css") + page


def paper_of(region: str) -> str:
    """The usual paper of a country or state, such as "DE" or "US-TX": "A4" or "letter"."""
    return "letter" if region.partition("-")[0].upper() in _LETTER_COUNTRIES else "A4"


def profile_link_of(handle: str) -> str:
    """The page of an account."""
    from plnbuddy.core.handles import parse_handle

    return profile_link(parse_handle(handle))


def _chart_note(view: PageView) -> str:
    if view.report.period.days < _FEW_DAYS:
        return f"The {len(view.stretches)} weeks up to the end of this period."
    return ""


def _steps_to_show(report: Report) -> Sequence[str]:
    """What somebody else may read: steps about people or one's own limits stay private."""
    return [
        step.sentence
        for step in report.next_steps
        if "@" not in step.sentence and not step.command.startswith(_PRIVATE_STEPS)
    ]


def limits_of_numbers(report: Report) -> tuple[str, ...]:
    """What the numbers are, and what they are not."""
    return (
        "The numbers count entries in my own journal. Some were recorded by a service such as "
        "Mastodon, others I wrote down myself; the list of evidence says for each which it is.",
        "Time is what I noted. Activities without a noted time count as none, so the time is "
        "a lower bound.",
        f"Goals are my own: so many activities a week, for {_counted_weeks(report)}.",
        "A count says that something took place. It does not say how good it was, or what came "
        "of it in class; the reflections and the linked work say more about that.",
    )


def _counted_weeks(report: Report) -> str:
    weeks = report.period.weeks
    return "one week" if weeks == 1 else f"{weeks} weeks"
