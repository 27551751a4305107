"""`plnbuddy report`: what happened, against the goals, and what next."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app, optional
from plnbuddy.cli.report_files import (
    Format,
    chosen_form,
    lines_answer,
    page_answer,
    paper_for,
    parts_answer,
)
from plnbuddy.core.clean import as_argument
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import UsageError
from plnbuddy.out.plain_data import json_document
from plnbuddy.report.build import Report, build_report
from plnbuddy.report.period import Period, between, this_month, this_week
from plnbuddy.store.decisions import REPORT_READ, reach_milestone, reached_milestones

if TYPE_CHECKING:
    from plnbuddy.schemes.scheme import Scheme

app = new_app()


@app.command()
@command(asks=True)
def report(
    run: Run,
    week: Annotated[bool, typer.Option("--week", help="This week (the usual).")] = False,
    month: Annotated[bool, typer.Option("--month", help="This calendar month.")] = False,
    since: Annotated[str | None, optional("--since", "From this day until today.")] = None,
    first: Annotated[str | None, optional("--from", "The first day.")] = None,
    last: Annotated[str | None, optional("--to", "The last day.")] = None,
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="Every entry as evidence; usually of the last 12 months."),
    ] = False,
    authority: Annotated[
        str | None, optional("--for", "With --evidence: nesa, texas, …, or your own FILE.toml.")
    ] = None,
    bundle: Annotated[
        Path | None, optional("--bundle", "With --evidence: record and files as one ZIP.")
    ] = None,
    reflection: Annotated[
        str | None, optional("--reflection", "Your answer to the question of this week.")
    ] = None,
    report_format: Annotated[
        Format | None, optional("--format", "How to write it; otherwise by the file's ending.")
    ] = None,
    output: Annotated[Path | None, optional("--output", "Write it to this file.", "-o")] = None,
    html: Annotated[
        Path | None, optional("--html", "Write a page to hand in to this file.")
    ] = None,
) -> Answer:
    """See what you did, against your goals, and what is next.

    Once a week it asks one question, and keeps the answer with the week.

    \b
    plnbuddy report
    plnbuddy report --month --html november.html
    plnbuddy report --from "1 september" --to yesterday -o autumn.pdf
    plnbuddy report --evidence --since 2026-01-01 -o evidence.pdf
    plnbuddy report --evidence --for nesa
    plnbuddy report --evidence --for texas --bundle record.zip
    plnbuddy report --reflection "Tried exit tickets; half the class asked more."
    """
    chosen, file = chosen_form(report_format, output, html, json=run.json)
    scheme = _scheme(authority, evidence=evidence, bundle=bundle is not None, chosen=chosen)
    some_period = week or month or any(day is not None for day in (since, first, last))
    period = _period(run, week=week, month=month, since=since, first=first, last=last)
    if reflection is not None:
        from plnbuddy.journal.reflect import keep_answer

        keep_answer(run.store, _this_week(run), reflection, run.clock)
    if evidence:
        return _evidence(
            run, scheme, authority, period if some_period else None, chosen, file, bundle
        )
    built = build_report(run.store, run.settings, period, run.clock)
    if REPORT_READ not in reached_milestones(run.store):
        with run.store.writing():
            reach_milestone(run.store, REPORT_READ, run.clock.today)
    answer = _answer(run, built, chosen, file)
    if some_period and not week:
        return answer
    asks = chosen is Format.TEXT and file is None and not run.quiet
    return answer._replace(when_shown=lambda: _after_reading(run, built, asks=asks))


def _this_week(run: Run) -> date:
    """Its first day."""
    return week_start(run.clock.today, run.settings.first_weekday)


def _after_reading(run: Run, built: Report, *, asks: bool) -> None:
    """What was named once rests for a while; then comes the question of the week."""
    from plnbuddy.store.next_steps import keep_named_steps

    keep_named_steps(run.store, _this_week(run), [step.name for step in built.next_steps])
    if asks:
        _ask_question(run)


def _evidence(
    run: Run,
    scheme: "Scheme | None",
    authority: str | None,
    period: Period | None,
    chosen: Format,
    file: Path | None,
    bundle: Path | None,
) -> Answer:
    """The entries as evidence; without a period, of what is usual."""
    from plnbuddy.cli.report_evidence import Asked, appraisal_answer, evidence_answer

    command = "plnbuddy report --evidence"
    if authority is not None:
        command += f" --for {as_argument(authority)}"
    if period is not None:
        command += f" {period.options}"
    if scheme is None:
        from plnbuddy.report.evidence import last_year

        usual = last_year(run.clock.today)
        return evidence_answer(run, Asked(period or usual, chosen, file, bundle, command))
    from plnbuddy.report.appraisal import scheme_period

    usual = scheme_period(scheme, run.clock.today)
    return appraisal_answer(run, scheme, Asked(period or usual, chosen, file, bundle, command))


def _scheme(
    authority: str | None, *, evidence: bool, bundle: bool, chosen: Format
) -> "Scheme | None":
    """The scheme that was asked for.

    Raises:
        UsageError: options that need `--evidence` stand without it.
    """
    if not evidence and (authority is not None or bundle or chosen is Format.XLSX):
        raise UsageError(
            "--for, --bundle and a spreadsheet are about evidence.",
            f"Add --evidence: plnbuddy report --evidence --for {as_argument(authority or 'nesa')}",
        )
    if authority is None:
        return None
    from plnbuddy.schemes.read import find_scheme

    return find_scheme(authority)


def _answer(run: Run, built: Report, chosen: Format, file: Path | None) -> Answer:
    match chosen:
        case Format.JSON:
            return parts_answer([json_document("report", built)], file)
        case Format.CSV:
            from plnbuddy.report.table import report_csv

            return parts_answer([report_csv(built)], file)
        case Format.MD:
            from plnbuddy.report.markdown import report_markdown

            return parts_answer([report_markdown(built)], file)
        case Format.HTML | Format.PDF:
            from plnbuddy.report.page import build_page_view, report_page

            view = build_page_view(run.store, run.settings, built, run.clock)
            page = report_page(view, paper_for(run.settings.profile.region, chosen))
            return page_answer([page], chosen, file)
        case _:  # A spreadsheet is refused before.
            from plnbuddy.report.text import report_lines

            return lines_answer(report_lines(built), file)


def _ask_question(run: Run) -> None:
    """Ask the question of the week, once a day at most, until the week has an answer."""
    from plnbuddy.journal.reflect import is_open, keep_answer, question_of, skip_question

    today, this = run.clock.today, _this_week(run)
    if not run.terminal.can_ask or not is_open(run.store, this, today):
        return
    from plnbuddy.cli.ask import Asker, GoBack

    run.terminal.say("\nOne question a week, for yourself. Enter skips it.", "dim")
    try:
        answer = Asker(run.terminal, can_go_back=True).text(question_of(this))
    except GoBack:
        answer = ""
    if not answer:
        skip_question(run.store, today)
        return
    keep_answer(run.store, this, answer, run.clock)
    run.terminal.say("Kept with this week. Mistaken? plnbuddy undo")


def _period(
    run: Run,
    *,
    week: bool,
    month: bool,
    since: str | None,
    first: str | None,
    last: str | None,
) -> Period:
    today = run.clock.today
    ways = sum((week, month, since is not None, first is not None or last is not None))
    if ways > 1:
        raise UsageError(
            "A report is about one period.",
            "Give only one of --week, --month, --since, or --from with --to.",
        )
    if month:
        return this_month(today)
    if not ways or week:
        return this_week(today, run.settings.first_weekday)
    start = since if since is not None else first
    if start is None:
        raise UsageError("--to alone names no period.", "Add --from with the first day.")
    from plnbuddy.journal.when import read_day

    profile = run.settings.profile
    last_day = read_day(last, run.clock, profile, "last") if last else today
    return between(read_day(start, run.clock, profile), last_day)
