"""Running commands many times in turn, their medians and peak memory, and tables of both."""

import fcntl
import os
import platform
import pty
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_COLUMNS = 80
_LINES = 24
_READ = 1 << 16
_BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024

# A child's peak memory starts at what its parent held when it was born (getrusage(2):
# ru_maxrss survives exec), so it is born of a parent as small as Python gets.
_SMALL_PARENT = """
import os, sys, time
begun = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
took, worked = time.perf_counter() - begun, used.ru_utime + used.ru_stime
os.write(2, b"\\n%d %.3f %.3f" % (used.ru_maxrss, took, worked))
os._exit(os.waitstatus_to_exitcode(status))
"""


class CommandFailedError(Exception):
    """A measured command did not leave with 0."""


@dataclass(frozen=True)
class Command:
    """A whole process to measure.

    `in_terminal` gives it a pseudo-terminal of 80 columns instead of pipes;
    `prepare` runs before each time and is not measured.
    """

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    in_terminal: bool = False
    prepare: Callable[[], object] | None = None


@dataclass(frozen=True)
class Run:
    """One run: wall-clock seconds from start to exit, and what it printed."""

    seconds: float
    output: str


def measure(commands: Sequence[Command], runs: int) -> dict[str, list[Run]]:
    """Run all commands in turn, `runs` times over, after one round that does not count.

    Returns the runs by the command's name. Interleaved, so that what else the
    machine does meets all of them alike.
    """
    found: dict[str, list[Run]] = {command.name: [] for command in commands}
    for turn in range(runs + 1):
        print(f"\rround {turn} of {runs}", end="", file=sys.stderr, flush=True)
        for command in commands:
            run = run_once(command)
            if turn:
                found[command.name].append(run)
    print(file=sys.stderr)
    return found


def run_once(command: Command) -> Run:
    """Run the command once.

    Raises:
        CommandFailedError: it left with another exit code than 0.
    """
    if command.prepare:
        command.prepare()
    start = time.perf_counter()
    child, reading = (_start_in_terminal if command.in_terminal else _start_in_pipe)(command)
    output = _read_all(reading)
    exit_code = child.wait()
    seconds = time.perf_counter() - start
    os.close(reading)
    _check(command, exit_code, output)
    return Run(seconds, output)


def _start_in_pipe(command: Command) -> tuple[subprocess.Popen[bytes], int]:
    reading, writing = os.pipe()
    return _start(command, subprocess.DEVNULL, writing), reading


def _start_in_terminal(command: Command) -> tuple[subprocess.Popen[bytes], int]:
    reading, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    return _start(command, terminal, terminal), reading


def _start(command: Command, given: int, writing: int) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        command.arguments,
        stdin=given,
        stdout=writing,
        stderr=writing,
        env=command.environment,
        cwd=command.folder,
        start_new_session=True,
    )
    os.close(writing)
    return child


def _read_all(reading: int) -> str:
    parts: list[bytes] = []
    with suppress(OSError):  # Linux ends a pseudo-terminal that nobody holds with EIO.
        while part := os.read(reading, _READ):
            parts.append(part)
    return b"".join(parts).decode(errors="replace")


def _check(command: Command, exit_code: int, output: str) -> None:
    if exit_code:
        raise CommandFailedError(f"{command.name} left with {exit_code}: {output[-500:]}")


@dataclass(frozen=True)
class Used:
    """What one whole process took: seconds on the clock, on the processor, MiB at its peak."""

    seconds: float
    processor: float
    mebibytes: float


def peak_memory(command: Command, runs: int = 3) -> float:
    """The median of the command's peak resident memory, in MiB; its output goes to a pipe."""
    return statistics.median(use_once(command).mebibytes for _ in range(runs))


def use_once(command: Command) -> Used:
    """Run the command once from a small parent; its output goes to a pipe.

    Raises:
        CommandFailedError: it left with another exit code than 0.
    """
    if command.prepare:
        command.prepare()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _SMALL_PARENT, *command.arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=command.environment,
        cwd=command.folder,
        check=False,
    )
    _check(command, done.returncode, done.stderr.decode(errors="replace"))
    peak, seconds, processor = done.stderr.rpartition(b"\n")[2].split()
    return Used(float(seconds), float(processor), int(peak) * _BYTES_PER_MAXRSS / 2**20)


def median_seconds(runs: Iterable[Run]) -> float:
    """The median of the runs' wall-clock seconds."""
    return statistics.median(run.seconds for run in runs)


def middle_half(runs: Iterable[Run]) -> tuple[float, float]:
    """The quartiles between which the middle half of the runs lies, in seconds."""
    low, _, high = statistics.quantiles([run.seconds for run in runs], n=4)
    return low, high


def table_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table, its first column to the left and the others to the right."""
    marks = ["---", *["---:"] * (len(header) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (header, marks, *rows)]


def machine_line(runs: int) -> str:
    """What was measured with: Python, processors, how busy they were, and how often."""
    busy = os.getloadavg()[0]
    return (
        f"{platform.python_implementation()} {platform.python_version()} on "
        f"{platform.system()}, {os.cpu_count()} processors (load {busy:.1f} at the end), "
        f"medians of {runs} interleaved runs after one that does not count."
    )


def aim_word(met: bool) -> str:
    """How an aim is reported."""
    return "met" if met else "not met"
