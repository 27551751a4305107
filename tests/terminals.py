"""A terminal in which plnbuddy runs, and the teacher in front of it."""

import fcntl
import os
import pty
import re
import signal
import struct
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pexpect
from pexpect.fdpexpect import fdspawn

from tests.running_copies import RunningCopy, start_copy

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class Terminal(fdspawn):  # type: ignore[misc]
    """`expect` waits for what the program writes, `sendline` types a line (see pexpect)."""

    def __init__(self, screen: int, program: RunningCopy) -> None:
        super().__init__(screen, encoding="utf-8", timeout=60)
        self.program = program

    def press_ctrl_c(self) -> None:
        """Interrupt the program."""
        self.send("\x03")

    def press_ctrl_d(self) -> None:
        """Say that nothing more will be typed."""
        self.send("\x04")

    def rest(self) -> str:
        """What it writes until its end, as it stands in the terminal; the exit code is 0."""
        code = self.exit_code()
        assert code == 0, self.before
        return str(self.before)

    def exit_code(self) -> int:
        """Its exit code, once it has written everything."""
        self.expect(pexpect.EOF)
        return self.program.wait()


@contextmanager
def terminal(
    arguments: Sequence[str],
    environment: dict[str, str],
    *,
    columns: int = 80,
    folder: Path | None = None,
    with_messages: bool = True,
) -> Iterator[Terminal]:
    """Run plnbuddy in a terminal that is closed afterwards, whether it has ended or not."""
    screen, keyboard = pty.openpty()
    fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    streams = (keyboard, keyboard, keyboard if with_messages else nowhere)
    program = start_copy(arguments, environment, streams, folder=folder)
    os.close(keyboard)
    os.close(nowhere)
    try:
        yield Terminal(screen, program)
    finally:
        os.close(screen)
        program.send_signal(signal.SIGKILL)
        program.wait()


def without_looks(text: str) -> str:
    """What a person reads: without colours, and with the lines' ends of a file."""
    return _ESCAPE.sub("", text).replace("\r\n", "\n")
