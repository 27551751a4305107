"""Processes of plnbuddy that begin where its start-up ends.

To load Python and the program takes 0.15 to 0.4 s of the processor. What a person at a terminal
sees and answers is not about that: so one process loads them (`python -m tests.running_copies`),
and each one that a test asks for is a copy of it (fork), with streams, an environment and a folder
of its own, and an end of its own. Where start-up is the subject (imports, encodings, the hash
seed), or a pipe or a file is, `Plnbuddy.process` starts a new Python.
"""

import fcntl
import gc
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import plnbuddy
from plnbuddy.__main__ import main

# These load numpy, and nobody converses with them.
_NOT_LOADED = ("plnbuddy.picture", "plnbuddy.shape", "plnbuddy.imports", "plnbuddy.ranking")
_ALSO_LOADED = ("rich.markup", "rich.progress", "rich.table", "tomlkit", "webbrowser")


class RunningCopy:
    """One run of the program, and how it ends."""

    def __init__(self, original: socket.socket, pid: int) -> None:
        self._original = original
        self._pid = pid
        self._status: int | None = None

    def send_signal(self, number: int) -> None:
        """As another process would; one that was waited for gets none."""
        if self._status is None:
            os.kill(self._pid, number)

    def wait(self) -> int:
        """Its exit code, once it has ended; negative if a signal ended it."""
        if self._status is None:
            _send(self._original, {"wait_for": self._pid})
            self._status = int(_receive(self._original)[0]["status"])
        return self._status


def start_copy(
    arguments: Sequence[str],
    environment: dict[str, str],
    streams: tuple[int, int, int],
    folder: Path,
) -> RunningCopy:
    """Run plnbuddy with these arguments; a terminal that it reads from is its own."""
    original, _ = _original()
    run = {"arguments": list(arguments), "environment": environment, "folder": str(folder)}
    _send(original, run, streams)
    return RunningCopy(original, int(_receive(original)[0]["pid"]))


@cache
def _original() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The way to the process that is copied, and it; it ends when nobody holds this end."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.running_copies", str(theirs.fileno())],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
    return ours, process


def _send(way: socket.socket, message: dict[str, Any], streams: Sequence[int] = ()) -> None:
    line = json.dumps(message).encode() + b"\n"
    sent = socket.send_fds(way, [line], streams) if streams else 0
    way.sendall(line[sent:])


def _receive(way: socket.socket) -> tuple[dict[str, Any], list[int]]:
    line, streams, *_ = socket.recv_fds(way, 65_536, 3)
    while line and not line.endswith(b"\n"):
        line += way.recv(65_536)
    return json.loads(line or b"{}"), streams


def _load() -> None:
    for module in pkgutil.walk_packages(plnbuddy.__path__, "plnbuddy."):
        if not module.name.startswith(_NOT_LOADED):
            importlib.import_module(module.name)
    for name in _ALSO_LOADED:
        importlib.import_module(name)
    gc.freeze()  # A copy shares what it does not write to.


def _serve(way: socket.socket) -> None:
    """Make a copy for each run that is asked for, until nobody is there to ask."""
    while True:
        message, streams = _receive(way)
        if not message:
            return
        if "wait_for" in message:
            _, status = os.waitpid(message["wait_for"], 0)
            _send(way, {"status": os.waitstatus_to_exitcode(status)})
            continue
        pid = os.fork()
        if pid == 0:
            way.close()
            _run(streams, **message)
        for stream in streams:
            os.close(stream)
        _send(way, {"pid": pid})


def _run(
    streams: list[int], arguments: list[str], environment: dict[str, str], folder: str
) -> NoReturn:
    """Be the program, from here to the end of this process."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    assert isinstance(sys.stdout, TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=os.isatty(1))
    sys.argv = ["plnbuddy", *arguments]
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        # To take every module down would write to all that is shared, and cost more than the run.
        os._exit(end.code if isinstance(end.code, int) else 1)
    raise AssertionError("main leaves with an exit code")


if __name__ == "__main__":
    _load()
    _serve(socket.socket(fileno=int(sys.argv[1])))
