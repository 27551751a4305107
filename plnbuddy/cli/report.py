"""`plnbuddy report`: what happened, against the goals, and what next."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import UsageError
from plnbuddy.out.lines import Line
from plnbuddy.out.plain_data import json_document
from plnbuddy.report.build import Report, build_report
from plnbuddy.report.period import Period, between, this_month, this_week
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import REPORT_READ, reach_milestone, reached_milestones

app = new_app()


class Format(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    PDF = "pdf"


_ENDINGS = {".txt": "text", ".markdown": "md", ".htm": "html"}


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
    plnbuddy report --reflection "Tried exit tickets; half the class asked more."
    """
    chosen, file = _form(report_format, output, html, json=json)
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
            if not some_period:
                from plnbuddy.report.evidence import last_year

                period = last_year(session.clock.today)
            _show_evidence(store, session, period, chosen, file, terminal)
            return
        built = build_report(store, session.settings, period, session.clock)
        if REPORT_READ not in reached_milestones(store):
            with store.writing():
                reach_milestone(store, REPORT_READ, session.clock.today)
        _show_report(store, session, built, chosen, file, terminal)
        about_this_week = not some_period or week
        if chosen is Format.TEXT and file is None and about_this_week and not quiet:
            _ask_question(store, session, terminal)


def _form(
    report_format: Format | None, output: Path | None, html: Path | None, *, json: bool
) -> tuple[Format, Path | None]:
    """Which form, and into which file (None for standard output)."""
    ways = {
        *([Format.HTML] if html else []),
        *([Format.JSON] if json else []),
        *([report_format] if report_format else []),
    }
    if len(ways) > 1 or (html and output):
        raise UsageError(
            "A report has one form and goes to one place.",
            "Give only one of --html, --json and --format; --output names the file.",
        )
    file = None if output is None or str(output) == "-" else output
    if html:
        return Format.HTML, html
    chosen = next(iter(ways), None) or _form_of(file)
    if chosen is Format.PDF and file is None:
        raise UsageError("A PDF needs a file.", "Name one: plnbuddy report -o report.pdf")
    return chosen, file


def _form_of(file: Path | None) -> Format:
    ending = file.suffix.lower() if file else ""
    name = _ENDINGS.get(ending, ending.removeprefix("."))
    return Format(name) if name in list(Format) else Format.TEXT


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
            _write([json_document("report", built)], file, terminal)
        case Format.CSV:
            from plnbuddy.report.table import report_csv

            _write([report_csv(built)], file, terminal)
        case Format.MD:
            from plnbuddy.report.markdown import report_markdown

            _write([report_markdown(built)], file, terminal)
        case Format.TEXT:
            from plnbuddy.report.text import report_lines

            _write_lines(report_lines(built), file, terminal)
        case Format.HTML | Format.PDF:
            from plnbuddy.report.page import build_page_view, report_page

            view = build_page_view(store, session.settings, built, session.clock)
            page = report_page(view, _paper(session, chosen))
            _write_page([page], chosen, file, terminal)


def _show_evidence(
    store: Store,
    session: Session,
    period: Period,
    chosen: Format,
    file: Path | None,
    terminal: Terminal,
) -> None:
    from plnbuddy.report import evidence_text
    from plnbuddy.report.evidence import build_evidence, read_entries

    built = build_evidence(store, session.settings, period, session.clock)
    entries = read_entries(store, period)
    match chosen:
        case Format.JSON:
            _write(evidence_text.evidence_json(built, entries), file, terminal)
        case Format.CSV:
            _write(evidence_text.evidence_csv(built, entries), file, terminal)
        case Format.MD:
            _write(evidence_text.evidence_markdown(built, entries), file, terminal)
        case Format.TEXT:
            _write_lines(evidence_text.evidence_lines(built, entries), file, terminal)
            if file is None:
                terminal.say_next(
                    "plnbuddy report --evidence -o evidence.pdf", "to print, sign and hand in"
                )
        case Format.HTML | Format.PDF:
            from plnbuddy.report.evidence_page import evidence_page

            page = evidence_page(built, entries, _paper(session, chosen))
            _write_page(page, chosen, file, terminal)


def _paper(session: Session, chosen: Format) -> str:
    """The size of the paper for a PDF; whoever prints a page chooses for themselves."""
    from plnbuddy.report.page import paper_of

    return paper_of(session.settings.profile.region) if chosen is Format.PDF else ""


def _write_lines(lines: Iterable[Line], file: Path | None, terminal: Terminal) -> None:
    if file is None:
        terminal.show(lines)
    else:
        _write((f"{each.plain}\n" for each in lines), file, terminal)


def _write(parts: Iterable[str], file: Path | None, terminal: Terminal) -> None:
    if file is None:
        for part in parts:
            terminal.show_text(part)
        return
    from plnbuddy.system.files import replace_file

    replace_file(file, parts)
    terminal.say(f"The report is in {file}.")


def _write_page(page: Iterable[str], chosen: Format, file: Path | None, terminal: Terminal) -> None:
    if chosen is Format.PDF and file is not None:
        from plnbuddy.report.pdf import write_pdf

        write_pdf(file, page)
        terminal.say(f"The report is in {file}.")
    else:
        _write(page, file, terminal)
    if file is not None:
        terminal.say_next(f"open {file}", "read it before you hand it in: it names people")


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
