"""`plnbuddy report`: what happened, against the goals, and what next."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.report_files import (
    Format,
    chosen_form,
    paper_for,
    write_lines,
    write_page,
    write_parts,
)
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import UsageError
from plnbuddy.out.plain_data import json_document
from plnbuddy.report.build import Report, build_report
from plnbuddy.report.period import Period, between, this_month, this_week
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import REPORT_READ, reach_milestone, reached_milestones

if TYPE_CHECKING:
    from plnbuddy.schemes.scheme import Scheme

app = new_app()


def _day_option(name: str, meaning: str) -> object:
    return typer.Option(name, help=meaning, show_default=False)


@app.command()
def report(
    week: Annotated[bool, typer.Option("--week", help="This week (the usual).")] = False,
    month: Annotated[bool, typer.Option("--month", help="This calendar month.")] = False,
    since: Annotated[str | None, _day_option("--since", "From this day until today.")] = None,
    first: Annotated[str | None, _day_option("--from", "The first day.")] = None,
    last: Annotated[str | None, _day_option("--to", "The last day.")] = None,
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="Every entry as evidence; usually of the last 12 months."),
    ] = False,
    authority: Annotated[
        str | None,
        _day_option("--for", "With --evidence: nesa, texas, …, or your own FILE.toml."),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            "--bundle", help="With --evidence: record and files as one ZIP.", show_default=False
        ),
    ] = None,
    reflection: Annotated[
        str | None, _day_option("--reflection", "Your answer to the question of this week.")
    ] = None,
    report_format: Annotated[
        Format | None,
        typer.Option(
            "--format", help="How to write it; otherwise by the file's ending.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write it to this file.", show_default=False),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write a page to hand in to this file.", show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
) -> None:
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
    chosen, file = chosen_form(report_format, output, html, json=json)
    scheme = _scheme(authority, evidence=evidence, bundle=bundle is not None, chosen=chosen)
    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    some_period = week or month or any(day is not None for day in (since, first, last))
    period = _period(session, week=week, month=month, since=since, first=first, last=last)
    this = week_start(session.clock.today, session.settings.first_weekday)
    with session.store() as store:
        if reflection is not None:
            from plnbuddy.journal.reflect import keep_answer

            keep_answer(store, this, reflection, session.clock)
        if evidence:
            from plnbuddy.cli.report_evidence import show_appraisal, show_evidence

            if scheme is not None:
                from plnbuddy.report.appraisal import scheme_period

                if not some_period:
                    period = scheme_period(scheme, session.clock.today)
                show_appraisal(store, session, scheme, period, chosen, file, terminal, bundle)
                return
            if not some_period:
                from plnbuddy.report.evidence import last_year

                period = last_year(session.clock.today)
            show_evidence(store, session, period, chosen, file, terminal, bundle)
            return
        built = build_report(store, session.settings, period, session.clock)
        if REPORT_READ not in reached_milestones(store):
            with store.writing():
                reach_milestone(store, REPORT_READ, session.clock.today)
        _show_report(store, session, built, chosen, file, terminal)
        about_this_week = not some_period or week
        if about_this_week:
            from plnbuddy.store.next_steps import keep_named_steps

            keep_named_steps(store, this, [step.name for step in built.next_steps])
        if chosen is Format.TEXT and file is None and about_this_week and not quiet:
            _ask_question(store, session, terminal)


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
            "Add --evidence: plnbuddy report --evidence --for nesa",
        )
    if authority is None:
        return None
    from plnbuddy.schemes.read import find_scheme

    return find_scheme(authority)


def _show_report(
    store: Store,
    session: Session,
    built: Report,
    chosen: Format,
    file: Path | None,
    terminal: Terminal,
) -> None:
    match chosen:
        case Format.JSON if file is None:
            terminal.show_json("report", built)
        case Format.JSON:
            write_parts([json_document("report", built)], file, terminal)
        case Format.CSV:
            from plnbuddy.report.table import report_csv

            write_parts([report_csv(built)], file, terminal)
        case Format.MD:
            from plnbuddy.report.markdown import report_markdown

            write_parts([report_markdown(built)], file, terminal)
        case Format.TEXT:
            from plnbuddy.report.text import report_lines

            write_lines(report_lines(built), file, terminal)
        case Format.HTML | Format.PDF:
            from plnbuddy.report.page import build_page_view, report_page

            view = build_page_view(store, session.settings, built, session.clock)
            page = report_page(view, paper_for(session, chosen))
            write_page([page], chosen, file, terminal)


def _ask_question(store: Store, session: Session, terminal: Terminal) -> None:
    """Ask the question of the week, once a day at most, until the week has an answer."""
    from plnbuddy.journal.reflect import is_open, keep_answer, question_of, skip_question

    today = session.clock.today
    this = week_start(today, session.settings.first_weekday)
    if not terminal.can_ask or not is_open(store, this, today):
        return
    from plnbuddy.cli.ask import Asker, GoBack

    terminal.say("\nOne question a week, for yourself. Enter skips it.", "dim")
    try:
        answer = Asker(terminal, can_go_back=True).text(question_of(this))
    except GoBack:
        answer = ""
    if not answer:
        skip_question(store, today)
        return
    keep_answer(store, this, answer, session.clock)
    terminal.say("Kept with this week. Mistaken? plnbuddy undo")


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

    profile = session.settings.profile
    last_day = read_day(last, session.clock, profile, "last") if last else today
    return between(read_day(start, session.clock, profile), last_day)
