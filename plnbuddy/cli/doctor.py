"""`plnbuddy doctor`: what is wrong, and how to mend it."""

from collections.abc import Iterable, Iterator

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
from plnbuddy.core.errors import ExitCode
from plnbuddy.doctor import Finding, Health, examine
from plnbuddy.out.lines import Line, Part, line

app = new_app()

_SIGNS = {
    Health.FINE: ("✓", "green"),
    Health.NOTE: ("·", "yellow"),
    Health.PROBLEM: ("✗", "bold red"),
}


@app.command()
@command()
def doctor(run: Run) -> Answer:
    """Check settings, journal, lists, terminal and time zone.

    \b
    plnbuddy doctor
    """
    findings = examine(run.places)
    healthy = not any(finding.health is Health.PROBLEM for finding in findings)
    return Answer(
        "doctor",
        {"healthy": healthy, "findings": findings},
        _finding_lines(findings),
        next_step=NextStep("plnbuddy suggest", "all is well") if healthy else None,
        exit_code=ExitCode.OK if healthy else ExitCode.COULD_NOT,
    )


def _finding_lines(findings: Iterable[Finding]) -> Iterator[Line]:
    for finding in findings:
        sign, style = _SIGNS[finding.health]
        name = Part(f"{finding.part:<10} ", "bold")
        yield Line((Part(f"{sign} ", style), name, Part(finding.fact)))
        if finding.remedy:
            yield line(finding.remedy, style, 13)
