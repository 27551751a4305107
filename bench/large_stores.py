"""What large journals and many candidates cost, above the same command with hardly any.

Run: python -m bench.large_stores [RUNS]
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bench.generated import write_educators, write_journal
from bench.installing import NOW, Installed, begin_home, install_plnbuddy, run_plnbuddy
from bench.measuring import (
    Command,
    Run,
    aim_word,
    machine_line,
    measure,
    median_seconds,
    peak_memory,
    table_lines,
)

RUNS = 5
ACTIVITIES = 100_000
YEARS = 10
CANDIDATES = 50_000
AIM_SECONDS = 1.0

IN_PROCESS = "today's list from candidates in memory"


@dataclass(frozen=True)
class Pair:
    """The same command with much and with hardly anything to do; `aimed` when it has an aim."""

    large: Command
    small: Command
    aimed: bool


@dataclass(frozen=True)
class Homes:
    """What the commands are run in: environments by how much is in the journal, and files."""

    plnbuddy: Installed
    folder: Path
    full: Mapping[str, str]
    empty: Mapping[str, str]
    large_file: Path
    small_file: Path


def make_homes(folder: Path) -> Homes:
    """Install plnbuddy and fill one of two journals with 100,000 activities."""
    plnbuddy = install_plnbuddy(folder / "plnbuddy")
    last = datetime.fromisoformat(NOW)
    homes = Homes(
        plnbuddy=plnbuddy,
        folder=folder,
        full=begin_home(plnbuddy, folder / "full"),
        empty=begin_home(plnbuddy, folder / "empty"),
        large_file=folder / "large.jsonl",
        small_file=folder / "small.jsonl",
    )
    write_journal(homes.large_file, ACTIVITIES, YEARS, last)
    write_journal(homes.small_file, 1, YEARS, last)
    run_plnbuddy(plnbuddy, homes.full, "log", "import", str(homes.large_file))
    return homes


def journal_pairs(homes: Homes) -> list[Pair]:
    """Commands over 100,000 activities, each beside itself over an empty journal."""
    return [
        _journal_pair(homes, "report", aimed=True),
        _journal_pair(homes, "report --since 2016-01-01", aimed=True),
        *(_evidence_pair(homes, form) for form in ("text", "csv", "json", "html")),
        _journal_pair(homes, "log connect x"),
        _journal_pair(homes, f"log export {homes.folder / 'copy.jsonl'}", "log export"),
        _journal_pair(homes, f"log export {homes.folder / 'copy.csv'}", "log export, CSV"),
        _import_pair(homes),
    ]


def _journal_pair(homes: Homes, arguments: str, name: str = "", *, aimed: bool = False) -> Pair:
    words = [homes.plnbuddy.program("plnbuddy"), *arguments.split()]
    full = Command(name or arguments, words, homes.full, homes.folder)
    empty = replace(full, name=f"{full.name} (empty)", environment=homes.empty)
    return Pair(full, empty, aimed)


def _evidence_pair(homes: Homes, form: str) -> Pair:
    words = f"report --evidence --since 2016-01-01 --format {form}"
    return _journal_pair(homes, words, f"report --evidence, {form}", aimed=True)


def _import_pair(homes: Homes) -> Pair:
    target = homes.folder / "target"
    environment = {**homes.empty, "PLNBUDDY_HOME": str(target), "HOME": str(target)}

    def empty_target() -> None:
        shutil.rmtree(target, ignore_errors=True)
        begin_home(homes.plnbuddy, target)

    words = [homes.plnbuddy.program("plnbuddy"), "log", "import"]
    return Pair(
        Command("log import", [*words, str(homes.large_file)], environment, homes.folder,
                prepare=empty_target),
        Command("log import (one entry)", [*words, str(homes.small_file)], environment,
                homes.folder, prepare=empty_target),
        aimed=False,
    )  # fmt: skip


def suggest_pair(homes: Homes) -> Pair:
    """The whole command with a table of 50,000 educators in place of the curated one."""
    question = "import plnbuddy; print(plnbuddy.__path__[0])"
    found = subprocess.run(
        [homes.plnbuddy.python, "-I", "-c", question], capture_output=True, check=True, text=True
    )
    grown = homes.folder / "grown"
    shutil.copytree(found.stdout.strip(), grown / "plnbuddy")
    write_educators(grown / "plnbuddy" / "curated" / "data" / "educators.csv", CANDIDATES)
    words = [homes.plnbuddy.python, "-m", "plnbuddy", "suggest", "--offline"]
    small = Command("suggest (curated lists)", words, homes.empty, homes.folder)
    environment = {**_decided_home(homes), "PYTHONPATH": str(grown)}
    large = replace(small, name="suggest, candidates read from a file", environment=environment)
    return Pair(large, small, aimed=True)


def _decided_home(homes: Homes) -> Mapping[str, str]:
    """A home with thousands of decisions and showings, and the benchmark's own code beside it."""
    environment = begin_home(homes.plnbuddy, homes.folder / "decided")
    code = homes.folder / "bench"
    if not code.exists():
        shutil.copytree(Path(__file__).parent, code)
    subprocess.run(
        [homes.plnbuddy.python, "-m", "bench.many_candidates", "fill"],
        env=environment,
        cwd=homes.folder,
        check=True,
    )
    return environment


def in_process_command(homes: Homes) -> Command:
    """Only building the list, timed by the process itself: candidates are already in memory."""
    environment = {**homes.full, "PLNBUDDY_HOME": str(homes.folder / "decided")}
    words = [homes.plnbuddy.python, "-m", "bench.many_candidates", "suggest", str(CANDIDATES)]
    return Command(IN_PROCESS, words, environment, homes.folder)


def pair_row(pair: Pair, runs: Mapping[str, list[Run]], bare_memory: float) -> Sequence[str]:
    """One line of the table: the large command beside the small one."""
    large, small = (median_seconds(runs[c.name]) for c in (pair.large, pair.small))
    return (
        f"`{pair.large.name}`",
        f"{large:.2f}",
        f"{max(large - small, 0):.2f}",
        f"{large / small:.1f}",
        f"{peak_memory(pair.large) - bare_memory:.0f}",
        f"{peak_memory(pair.small) - bare_memory:.0f}",
        aim_word(large - small < AIM_SECONDS) if pair.aimed else "",
    )


def in_process_row(command: Command, runs: Sequence[Run], bare_memory: float) -> Sequence[str]:
    """The line of the list that is timed from inside."""
    seconds = statistics.median(float(run.output) for run in runs)
    memory = f"{peak_memory(command) - bare_memory:.0f}"
    return (
        command.name, "", f"{seconds:.2f}", "", memory, "", aim_word(seconds < AIM_SECONDS),
    )  # fmt: skip


HEADER = (
    "Command",
    "seconds",
    "above start-up",
    "× start-up",
    "peak MiB above bare Python",
    "of which start-up",
    f"under {AIM_SECONDS:g} s above start-up",
)


def main() -> None:
    """Install, generate, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory(prefix="plnbuddy-bench-") as place:
        homes = make_homes(Path(place))
        pairs = [suggest_pair(homes), *journal_pairs(homes)]
        inside = in_process_command(homes)
        bare = Command(
            "python -c pass", [homes.plnbuddy.python, "-c", "pass"], homes.empty, homes.folder
        )
        commands = [command for pair in pairs for command in (pair.large, pair.small)]
        runs = measure([bare, inside, *commands], count)
        bare_memory = peak_memory(bare)
        rows = [in_process_row(inside, runs[inside.name], bare_memory)]
        rows += [pair_row(pair, runs, bare_memory) for pair in pairs]
    bare_line = (
        f"Bare Python: {median_seconds(runs[bare.name]) * 1000:.0f} ms, {bare_memory:.0f} MiB."
    )
    print("\n".join([machine_line(count), bare_line, "", *table_lines(HEADER, rows)]))


if __name__ == "__main__":
    main()
