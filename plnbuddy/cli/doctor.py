"""`plnbuddy doctor`: what is wrong, and how to mend it."""

import typer

from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode
from plnbuddy.doctor import Health, examine
from plnbuddy.out.lines import Line, Part, line
from plnbuddy.system.paths import find_places

app = new_app()

_SIGNS = {
    Health.FINE: ("✓", "green"),
    Health.NOTE: ("·", "yellow"),
    Health.PROBLEM: ("✗", "bold red"),
}


@app.command()
def doctor(json: Json = False, quiet: Quiet = False) -> None:
    """Check settings, journal, lists, terminal and time zone.

    \b
    plnbuddy doctor
    """
    terminal = Terminal(quiet=quiet)
    findings = examine(find_places())
    problems = [finding for finding in findings if finding.health is Health.PROBLEM]
    if json:
        terminal.show_json("doctor", {"healthy": not problems, "findings": findings})
    else:
        for finding in findings:
            sign, style = _SIGNS[finding.health]
            name = Part(f"{finding.part:<10} ", "bold")
            terminal.show([Line((Part(f"{sign} ", style), name, Part(finding.fact)))])
            if finding.remedy:
                terminal.show([line(finding.remedy, style, 13)])
        if not problems:
            terminal.say_next("plnbuddy suggest", "all is well")
    if problems:
        raise typer.Exit(ExitCode.COULD_NOT)
