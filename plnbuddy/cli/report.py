"""`plnbuddy report`: what happened, against the goals, and what next."""

from enum import StrEnum
from typing import Annotated

import typer

from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.errors import UsageError
from plnbuddy.report.build import Report, build_report
from plnbuddy.report.period import Period, between, this_month, this_week
from plnbuddy.store.decisions import REPORT_READ, reach_milestone, reached_milestones

app = new_app()


class Format(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    CSV = "csv"


def _day_option(name: str, meaning: str) -> object:
    return typer.Option(name, help=meaning, show_default=False)


@app.command()
def report(
    week: Annotated[bool, typer.Option("--week", help="This week (the usual).")] = False,
    month: Annotated[bool, typer.Option("--month", help="This calendar month.")] = False,
    since: Annotated[str | None, _day_option("--since", "From this day until today.")] = None,
    first: Annotated[str | None, _day_option("--from", "The first day.")] = None,
    last: Annotated[str | None, _day_option("--to", "The last day.")] = None,
    report_format: Annotated[
        Format, typer.Option("--format", help="How to write it.")
    ] = Format.TEXT,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """See what you did, against your goals, and what is next.

    \b
    plnbuddy report
    plnbuddy report --month --format md > november.md
    plnbuddy report --from "1 september" --to yesterday
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    period = _period(session, week=week, month=month, since=since, first=first, last=last)
    with session.store() as store:
        built = build_report(store, session.settings, period, session.clock)
        if REPORT_READ not in reached_milestones(store):
            with store.writing():
                reach_milestone(store, REPORT_READ, session.clock.today)
    _render(built, Format.JSON if json else report_format, terminal)


def _render(built: Report, report_format: Format, terminal: Terminal) -> None:
    match report_format:
        case Format.JSON:
            terminal.show_json("report", built)
        case Format.CSV:
            from plnbuddy.report.table import report_csv

            terminal.show_text(report_csv(built))
        case Format.MD:
            from plnbuddy.report.markdown import report_markdown

            terminal.show_text(report_markdown(built))
        case Format.TEXT:
            from plnbuddy.report.text import report_lines

            terminal.show(report_lines(built))


def _period(
    session: Session,
    *,
    week: bool,
    month: bool,
    since: str | None,
    first: str | None,
    last: str | None,
) -> Period:
    today = session.clock.today
    ways = sum((week, month, since is not None, first is not None or last is not None))
    if ways > 1:
        raise UsageError(
            "A report is about one period.",
            "Give only one of --week, --month, --since, or --from with --to.",
        )
    if month:
        return this_month(today)
    if not ways or week:
        return this_week(today, session.settings.first_weekday)
    start = since if since is not None else first
    if start is None:
        raise UsageError("--to alone names no period.", "Add --from with the first day.")
    from plnbuddy.journal.when import read_day

    languages = session.settings.profile.languages
    last_day = read_day(last, session.clock, languages) if last else today
    return between(read_day(start, session.clock, languages), last_day)
