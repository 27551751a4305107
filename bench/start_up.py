"""How long whole processes of plnbuddy take, against bare Python and other tools' `--version`.

Run: python -m bench.start_up [RUNS]
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bench.generated import write_journal
from bench.installing import (
    NOW,
    Installed,
    begin_home,
    install,
    install_plnbuddy,
    plain_environment,
    run_plnbuddy,
)
from bench.measuring import (
    Command,
    Run,
    aim_word,
    machine_line,
    measure,
    median_seconds,
    middle_half,
    table_lines,
)

RUNS = 25
ACTIVITIES = 5_000
YEARS = 5
SUGGEST_AIM = 0.5
BARE_AIM = 6.0
ALONE_AIM = 1.1

BARE = "python -c pass"
VERSION = "plnbuddy --version"
SUGGEST = "plnbuddy suggest --offline"
ALONE = "plnbuddy"
TYPER = "a typer program of one command"
TYPER_PROGRAM = """
import typer
app = typer.Typer(rich_markup_mode=None)
@app.command()
def suggest(offline: bool = False) -> None: ...
app()
"""
SUGGEST_IN_TERMINAL = f"{SUGGEST} (in a terminal)"
OURS: Sequence[str] = ("--help", "suggest --offline", "report", "log connect x")
IN_TERMINAL: Sequence[str] = ("suggest --offline", "report --no-input")

# Name on PyPI: name of the program.
TOOLS: Mapping[str, str] = {
    "td-watson": "watson",
    "jrnl": "jrnl",
    "todoman": "todo",
    "toot": "toot",
}


def our_commands(plnbuddy: Installed, folder: Path) -> Iterator[Command]:
    """Bare Python and plnbuddy, with a music teacher's journal of 5,000 activities."""
    environment = begin_home(plnbuddy, folder / "teacher")
    journal = folder / "journal.jsonl"
    write_journal(journal, ACTIVITIES, YEARS, datetime.fromisoformat(NOW))
    run_plnbuddy(plnbuddy, environment, "log", "import", str(journal))
    program = plnbuddy.program("plnbuddy")
    yield Command(BARE, [plnbuddy.python, "-c", "pass"], environment, folder)
    smallest = folder / "smallest.py"
    smallest.write_text(TYPER_PROGRAM, encoding="utf-8")
    yield Command(TYPER, [plnbuddy.python, str(smallest), "--offline"], environment, folder)
    yield Command(ALONE, [program], environment, folder)
    for arguments in ("--version", *OURS):
        name = f"plnbuddy {arguments}"
        yield Command(name, [program, *arguments.split()], environment, folder)
    for arguments in IN_TERMINAL:
        name = f"plnbuddy {arguments} (in a terminal)"
        words = [program, *arguments.split()]
        yield Command(name, words, environment, folder, in_terminal=True)


def tool_commands(folder: Path) -> tuple[list[Command], dict[str, str]]:
    """The other tools' `--version`, and what is wrong with those that cannot be installed."""
    commands: list[Command] = []
    missing: dict[str, str] = {}
    for distribution, program in TOOLS.items():
        try:
            installed = install(folder / distribution, distribution)
        except subprocess.CalledProcessError as error:
            missing[tool_name(distribution)] = (error.stderr or "no reason given").splitlines()[-1]
            continue
        environment = plain_environment(folder / f"home of {distribution}")
        words = [installed.program(program), "--version"]
        commands.append(Command(tool_name(distribution), words, environment, folder))
        print(f"{distribution} {installed.version_of(distribution)}", file=sys.stderr)
    return commands, missing


def tool_name(distribution: str) -> str:
    """How a tool's command stands in the table."""
    return f"{TOOLS[distribution]} --version"


def result_lines(runs: Mapping[str, list[Run]], missing: Mapping[str, str]) -> list[str]:
    """The table: milliseconds and ratios."""
    bare = median_seconds(runs[BARE])
    toot = runs.get(tool_name("toot"))
    rows: list[Sequence[str]] = []
    for name, measured in runs.items():
        middle = median_seconds(measured)
        low, high = middle_half(measured)
        of_toot = f"{middle / median_seconds(toot):.2f}" if toot else ""
        span = f"{low * 1000:.0f}-{high * 1000:.0f}"
        ratio = f"{middle / bare:.1f}"
        rows.append((f"`{name}`", f"{middle * 1000:.0f}", span, ratio, of_toot))
    rows += [(f"`{name}`", "not installed", "", "", "") for name in missing]
    header = ("Command", "median ms", "middle half ms", "× bare Python", "× toot `--version`")
    return table_lines(header, rows)


def aim_lines(runs: Mapping[str, list[Run]]) -> list[str]:
    """What was aimed at, where the tools to compare with are there."""
    rows: list[Sequence[str]] = []
    bare = median_seconds(runs[BARE])
    watson, toot = runs.get(tool_name("td-watson")), runs.get(tool_name("toot"))
    if watson:
        ours, theirs = median_seconds(runs[VERSION]) / bare, median_seconds(watson) / bare
        what = f"`{VERSION}` at most watson's × bare Python ({theirs:.1f})"
        rows.append((what, f"{ours:.1f}", aim_word(ours <= theirs)))
    for name in (SUGGEST, SUGGEST_IN_TERMINAL) if toot else ():
        ratio = median_seconds(runs[name]) / median_seconds(toot or [])
        what = f"`{name}` at most {SUGGEST_AIM} × toot `--version`"
        rows.append((what, f"{ratio:.2f}", aim_word(ratio <= SUGGEST_AIM)))
    for name in (SUGGEST, "plnbuddy report", "plnbuddy log connect x"):
        ratio = median_seconds(runs[name]) / bare
        what = f"`{name}` at most {BARE_AIM:.0f} × bare Python"
        rows.append((what, f"{ratio:.1f}", aim_word(ratio <= BARE_AIM)))
    ratio = median_seconds(runs[ALONE]) / median_seconds(runs[SUGGEST])
    what = f"`{ALONE}` alone at most {ALONE_AIM} × `{SUGGEST}`"
    rows.append((what, f"{ratio:.2f}", aim_word(ratio <= ALONE_AIM)))
    return table_lines(("Aim", "measured", ""), rows)


def main() -> None:
    """Install, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory(prefix="plnbuddy-bench-") as place:
        folder = Path(place)
        ours = list(our_commands(install_plnbuddy(folder / "plnbuddy"), folder))
        theirs, missing = tool_commands(folder)
        runs = measure([*ours, *theirs], count)
    lines = [machine_line(count), "", *result_lines(runs, missing), "", *aim_lines(runs)]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
