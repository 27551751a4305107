"""Writing to the terminal: data to standard output, words about it to standard error."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from plnbuddy.core.clean import without_escapes
from plnbuddy.out.lines import Line, line
from plnbuddy.out.plain_data import json_document

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

_ROWS_AT_ONCE = 200  # of a pipe: a long list is written in pieces.
_NARROWEST = 10  # Columns that a text gets in any case.


class Terminal:
    """Where a command writes.

    Rich is loaded only when somebody is looking: output into a pipe is plain,
    unwrapped text.
    """

    def __init__(self, *, quiet: bool = False, no_input: bool = False) -> None:
        self._quiet = quiet
        self._no_input = no_input
        self._ends_blank = False  # Whether the last line that somebody sees is an empty one.

    @property
    def can_ask(self) -> bool:
        """Whether there is a person who could answer."""
        return not self._no_input and _is_terminal(sys.stdin) and _is_terminal(sys.stderr)

    @cached_property
    def output(self) -> "Console":
        """Rich console on standard output."""
        return _console(sys.stdout)

    @cached_property
    def messages(self) -> "Console":
        """Rich console on standard error."""
        return _console(sys.stderr)

    @property
    def is_watched(self) -> bool:
        """Whether what is written gets its looks."""
        return _is_watched(sys.stdout)

    @property
    def has_screen(self) -> bool:
        """Whether what is written goes straight to somebody's eyes."""
        return _is_terminal(sys.stdout)

    @property
    def width(self) -> int:
        """Columns of the terminal; 80 when there is none."""
        return self.output.width if _is_watched(sys.stdout) else 80

    def show(self, lines: Iterable[Line]) -> None:
        """Write data to standard output."""
        if not _is_watched(sys.stdout):
            rows = (f"{without_escapes(each.plain)}\n" for each in lines)
            while piece := "".join(islice(rows, _ROWS_AT_ONCE)):
                self.show_text(piece)
            return
        for each in lines:
            _print_rich(self.output, each)
            self._ends_blank = not each.parts

    def show_text(self, text: str) -> None:
        """Write a finished document to standard output as it is."""
        sys.stdout.write(_printable(text, sys.stdout))

    def show_document(self, parts: Iterable[str]) -> None:
        """Write a finished document to standard output, many of its parts at a time."""
        left = iter(parts)
        while some := list(islice(left, _ROWS_AT_ONCE)):
            self.show_text("".join(some))

    def show_bytes(self, content: bytes) -> None:
        """Write a finished file to standard output as it is."""
        sys.stdout.flush()
        sys.stdout.buffer.write(content)

    def show_json(self, form: str, value: object) -> None:
        """Write a value as JSON to standard output; `form` names its documented form."""
        self.show_text(json_document(form, value))

    def flush(self) -> None:
        """See to it that everything written so far has left the program.

        Raises:
            BrokenPipeError: the reader has gone away, or it cannot be written.
        """
        sys.stdout.flush()
        if getattr(sys.stdout, "trouble", None):
            raise BrokenPipeError

    def say(self, text: str = "", style: str = "") -> None:
        """Tell the teacher something that is not data; silent with --quiet."""
        if not self._quiet:
            self.warn(text, style)

    def warn_address(self, address: str) -> None:
        """Show an address to be opened: in one piece, however narrow the terminal is."""
        if _is_watched(sys.stderr):
            _unbroken(self.messages, address)
        else:
            print(_printable(address, sys.stderr), file=sys.stderr)

    def say_next(self, command: str, why: str = "") -> None:
        """The one clear next step."""
        gap = "" if self._ends_blank and _is_watched(sys.stderr) else "\n"
        self.say(f"{gap}Next: {command}" + (f"   ({why})" if why else ""), "bold")

    @contextmanager
    def progress(self, title: str) -> Iterator[Callable[[str, int, int], None]]:
        """A progress bar on standard error, where somebody is looking; yields what moves it.

        It is called with what is read, how much of it, and how much there is.
        """
        if self._quiet or not _is_terminal(sys.stderr):
            yield lambda _what, _done, _total: None
            return
        from rich.progress import Progress

        with Progress(console=self.messages, transient=True) as bar:
            tasks: dict[str, TaskID] = {}

            def move(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(f"{title} {what}", total=total)
                bar.update(tasks[what], completed=done, total=total)

            yield move

    def warn(self, text: str, style: str = "") -> None:
        """Tell the teacher something that matters even with --quiet.

        It may name files and repeat arguments as they came, so nothing in it acts on the terminal.
        """
        text = without_escapes(text)
        self._ends_blank = False
        if _is_watched(sys.stderr):
            for part in text.split("\n"):
                _print_rich(self.messages, line(part, style))
        else:
            print(_printable(text, sys.stderr), file=sys.stderr)


def _unbroken(console: "Console", address: str) -> None:
    from rich.style import Style
    from rich.text import Text

    console.print(Text(address, Style(link=address)), soft_wrap=True)


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits there; a stream that was closed before the start is None."""
    return stream is not None and stream.isatty()


def _is_watched(stream: TextIO | None) -> bool:
    return _is_terminal(stream) or bool(os.environ.get("FORCE_COLOR"))


def _console(stream: TextIO) -> "Console":
    from rich.console import Console

    # COLUMNS=0 says that the width is not known.
    width = 80 if os.environ.get("COLUMNS", "").strip() == "0" else None
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def _print_rich(console: "Console", each: Line) -> None:
    from rich.style import Style
    from rich.text import Text

    text = Text()
    for part in each.parts:
        text.append(
            without_escapes(part.text),
            style=Style.parse(part.style) + Style(link=part.link or None),
        )
    width = max(console.width - each.indent - each.hang, _NARROWEST)
    wrapped = [text] if each.whole else text.wrap(console, width) or [Text()]
    for number, row in enumerate(wrapped):
        row.rstrip()
        margin = Text(" " * (each.indent + (each.hang if number else 0)))
        console.print(margin + row, soft_wrap=True)


def _printable(text: str, stream: TextIO) -> str:
    """The text in characters that the stream can carry (a Windows console may not have all)."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, errors="replace").decode(encoding)
