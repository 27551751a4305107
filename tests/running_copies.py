"""Processes of plnbuddy that begin where its start-up ends.

To load Python and the program takes 0.15 to 0.4 s of the processor. What a terminal shows, a pipe
gets or a signal leaves behind is not about that: so one process loads them
(`python -m tests.running_copies`), and each one that a test asks for is a copy of it (fork), with
streams, an environment and a folder of its own, and an end of its own. Where start-up is the
subject (imports, encodings, the hash seed, closed streams), a new Python is started.
"""

import fcntl
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import plnbuddy
from plnbuddy.recognition.recognise import recognise

PROGRAM = "from plnbuddy.__main__ import main; main()"

# These load numpy, and nobody converses with them.
_NOT_LOADED = ("plnbuddy.picture", "plnbuddy.shape", "plnbuddy.imports", "plnbuddy.ranking")
_ALSO_LOADED = ("rich.markup", "rich.progress", "rich.table", "tomlkit", "webbrowser")
_SECONDS = 120  # After so many, a copy that hangs is ended by SIGALRM.


class RunningCopy:
    """One run of the program, and how it ends."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._exit_code: int | None = None

    def send_signal(self, number: int) -> None:
        """As another process would; one that was seen to have ended gets none."""
        if self._exit_code is None:
            os.kill(self.pid, number)

    def exit_code(self) -> int | None:
        """None while it runs; negative if a signal ended it."""
        return self._ask(os.WNOHANG)

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        code = self._ask(0)
        assert code is not None
        return code

    def _ask(self, options: int) -> int | None:
        if self._exit_code is None:
            original, _ = _original()
            _send(original, {"ended": self.pid, "options": options})
            self._exit_code = _receive(original)[0]["exit_code"]
        return self._exit_code


class PipedCopy(RunningCopy):
    """A run between pipes."""

    def __init__(self, pid: int, stdin: BinaryIO, stdout: BinaryIO, stderr: BinaryIO) -> None:
        super().__init__(pid)
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr

    def communicate(self, typed: bytes = b"") -> tuple[bytes, bytes]:
        """Type this, and read to its end what it writes to standard output and to error."""
        with ThreadPoolExecutor(2) as readers:
            read = readers.map(lambda stream: stream.read(), (self.stdout, self.stderr))
            with self.stdin:
                self.stdin.write(typed)
            output, messages = read
        self.close()
        return output, messages

    def kill(self) -> None:
        """End it as nothing can hinder."""
        self.send_signal(signal.SIGKILL)
        self.wait()

    def close(self) -> None:
        """Neither type nor read any more."""
        for stream in (self.stdin, self.stdout, self.stderr):
            stream.close()


def start_copy(
    arguments: Sequence[str],
    environment: dict[str, str],
    streams: tuple[int, int, int],
    *,
    folder: Path | None = None,
    script: str = PROGRAM,
) -> RunningCopy:
    """Run plnbuddy, or a script around it; a terminal that it reads from is its own."""
    original, _ = _original()
    run = {
        "arguments": list(arguments),
        "environment": environment,
        "folder": str(folder or Path.cwd()),
        "script": script,
    }
    _send(original, run, streams)
    return RunningCopy(_receive(original)[0]["pid"])


def start_piped_copy(
    arguments: Sequence[str],
    environment: dict[str, str],
    *,
    output: Path | None = None,
    script: str = PROGRAM,
) -> PipedCopy:
    """Run plnbuddy, or a script around it, between pipes; what it writes may go into a file."""
    pipes = [os.pipe() for _ in range(3)]
    (its_in, typing), (reading, its_out), (complaints, its_err) = pipes
    if output:
        os.close(its_out)
        its_out = os.open(output, os.O_WRONLY)
    copy = start_copy(arguments, environment, (its_in, its_out, its_err), script=script)
    for each in (its_in, its_out, its_err):
        os.close(each)
    streams = os.fdopen(typing, "wb"), os.fdopen(reading, "rb"), os.fdopen(complaints, "rb")
    return PipedCopy(copy.pid, *streams)


@cache
def _original() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The way to the process that is copied, and it; it ends when nobody holds this end."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.running_copies", str(theirs.fileno())],
            cwd=Path(__file__).parent.parent,
            # Without threads, since it forks.
            env={**os.environ, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
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


# The process that is copied.


def _load() -> None:
    for module in pkgutil.walk_packages(plnbuddy.__path__, "plnbuddy."):
        if not module.name.startswith(_NOT_LOADED):
            importlib.import_module(module.name)
    for name in _ALSO_LOADED:
        importlib.import_module(name)
    gc.freeze()  # A copy shares what it does not write to.


@cache
def _load_recognition() -> None:
    """What exploring loads to read a bio: tables of words, and the model that guesses languages."""
    recognise("Jo", "Rhubarb, rhubarb, rhubarb")


def _serve(way: socket.socket) -> None:
    """Make a copy for each run that is asked for, until nobody is there to ask."""
    while True:
        message, streams = _receive(way)
        if not message:
            return
        if "ended" in message:
            pid, status = os.waitpid(message["ended"], message["options"])
            _send(way, {"exit_code": os.waitstatus_to_exitcode(status) if pid else None})
            continue
        if "explore" in message["arguments"]:
            _load_recognition()
        pid = os.fork()
        if pid == 0:
            way.close()
            _run(streams, **message)
        for stream in streams:
            os.close(stream)
        _send(way, {"pid": pid})


def _run(
    streams: list[int], arguments: list[str], environment: dict[str, str], folder: str, script: str
) -> NoReturn:
    """Be the program, from here to the end of this process."""
    os.setsid()
    signal.alarm(_SECONDS)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    _open_standard_streams()
    sys.argv = ["plnbuddy", *arguments]
    code: object = 1
    try:
        exec(script, {"__name__": "__main__"})
        code = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    # To take every module down would write to all that is shared, and cost more than the run.
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _open_standard_streams() -> None:
    """As Python opens them where LANG is C.UTF-8."""
    by_line = 1 if os.isatty(1) else -1
    sys.stdin = os.fdopen(0, "r", -1, "utf-8", "surrogateescape", closefd=False)
    sys.stdout = os.fdopen(1, "w", by_line, "utf-8", "surrogateescape", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _load()
    _serve(socket.socket(fileno=int(sys.argv[1])))
