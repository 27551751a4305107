"""Standard output and error as they really are: readers that leave, full disks, closed streams."""

import os
import sys
from typing import Any, TextIO

from plnbuddy.core.errors import ExitCode


class Guarded:
    """A stream whose failures end what is written to it, and not what the program does.

    `trouble` is the first failure. A reader that has left (as `head` does) is one, too.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.trouble: OSError | None = None

    def write(self, text: str) -> int:
        """Write the text, or nothing once something has failed."""
        if self.trouble is None:
            try:
                return self._stream.write(text)
            except OSError as error:
                self.give_up(error)
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write each of the texts."""
        for each in lines:
            self.write(each)

    def flush(self) -> None:
        """See to it that what was written has left the program, if nothing has failed."""
        if self.trouble is None:
            try:
                self._stream.flush()
            except OSError as error:
                self.give_up(error)

    def give_up(self, error: OSError) -> None:
        """Write no more, because of this error.

        What is still in the stream's memory goes nowhere, so that leaving fails no more.
        """
        self.trouble = error
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
        except (OSError, ValueError):
            pass  # No real file lies under it, so nothing is left in it either.

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def guard_output() -> None:
    """Put guards before standard output and error; one that is closed swallows everything."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            guarded = Guarded(open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
            guarded.trouble = OSError(0, "it is closed")
        else:
            guarded = stream if isinstance(stream, Guarded) else Guarded(stream)
        setattr(sys, name, guarded)


def take_descriptors() -> None:
    """Fill the places of standard streams that are closed, before a file could fall into one."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def finish(code: int) -> int:
    """Send what is still to be written on its way; the exit code after all.

    A reader that left is no failure: it has what it wanted.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    trouble = getattr(sys.stdout, "trouble", None)
    if trouble is None or isinstance(trouble, BrokenPipeError):
        return code
    print(
        f"The answer could not be written: {trouble.strerror or 'standard output fails'}.\n"
        "What was logged or decided is kept; free some space, or write to another place.",
        file=sys.stderr,
    )
    sys.stderr.flush()
    return code or ExitCode.COULD_NOT
