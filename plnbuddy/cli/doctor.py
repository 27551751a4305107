"""`plnbuddy doctor`: what is wrong, and how to mend it."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
from plnbuddy.core.clock import read_clock
from plnbuddy.core.errors import ExitCode
from plnbuddy.doctor import Finding, Health, examine, repair_journal
from plnbuddy.out.lines import Line, Part, line
from plnbuddy.out.wording import counted

app = new_app()

_SIGNS = {
    Health.FINE: ("✓", "green"),
    Health.NOTE: ("·", "yellow"),
    Health.PROBLEM: ("✗", "bold red"),
}


@app.command()
@command()
def doctor(
    run: Run,
    repair: Annotated[
        bool, typer.Option("--repair", help="Save what can be read of a damaged journal.")
    ] = False,
) -> Answer:
    """Check settings, journal, lists, terminal and time zone.

    With --repair a damaged journal is replaced by one with all that can be read of it; the
    damaged one is kept.

    \b
    plnbuddy doctor
    plnbuddy doctor --repair
    """
    if repair:
        return _repaired(run)
    findings = examine(run.places)
    problems = [finding for finding in findings if finding.health is Health.PROBLEM]
    return Answer(
        "doctor",
        {"healthy": not problems, "findings": findings},
        _lines(findings),
        next_step=None if problems else NextStep("plnbuddy suggest", "all is well"),
        exit_code=ExitCode.COULD_NOT if problems else ExitCode.OK,
    )


def _lines(findings: Sequence[Finding]) -> Iterator[Line]:
    for finding in findings:
        sign, style = _SIGNS[finding.health]
        name = Part(f"{finding.part:<10} ", "bold")
        yield Line((Part(f"{sign} ", style), name, Part(finding.fact)), hang=13)
        if finding.remedy:
            yield line(finding.remedy, style, 13)


def _repaired(run: Run) -> Answer:
    saved = repair_journal(run.places, read_clock())
    if saved is None:
        return Answer(
            "repair",
            {"repaired": False},
            [line("The journal is not damaged; nothing was changed.")],
            next_step=NextStep("plnbuddy doctor", "looks at everything"),
        )
    return Answer(
        "repair",
        {"repaired": True, **saved._asdict(), "original": str(saved.original)},
        [
            line(
                f"Saved: {counted(saved.entries, 'entry', 'entries')},"
                f" {counted(saved.decisions, 'decision', 'decisions')},"
                f" {counted(saved.reflections, 'reflection', 'reflections')},"
                f" {counted(saved.lists, 'list', 'lists')}."
            ),
            line(_missing(saved.lost_entries, saved.incomplete)),
            line(f"The damaged journal is kept in {saved.original}"),
        ],
        next_step=NextStep("plnbuddy restore", "lists copies that may hold more"),
    )


def _missing(entries: int, tables: Sequence[str]) -> str:
    if not tables:
        return "Nothing is known to be missing."
    known = f"{counted(entries, 'entry', 'entries')} could not be read. " if entries else ""
    where = ", ".join(table.replace("_", " ") for table in tables)
    return f"{known}Something is missing of: {where}."
