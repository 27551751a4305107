"""What a command came to, as a value: it is rendered once, by `Run.show`."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from plnbuddy.core.errors import ExitCode, PlnbuddyError
from plnbuddy.out.lines import Line


class Said(NamedTuple):
    """A sentence about the answer, for standard error; `style` is a rich style.

    One that matters is said even with --quiet.
    """

    text: str
    style: str = ""
    matters: bool = False


class NextStep(NamedTuple):
    """The one command that comes next, and what it is for."""

    command: str
    why: str = ""


class Answer(NamedTuple):
    """What a command came to: for people, for programs, and for the shell.

    Args:
        form: the documented name of the data (docs/json.md).
        data: what `--json` prints.
        lines: what people read, on standard output.
        document: a finished text for standard output, written as it is, instead of `lines`.
        before: what is said before the lines.
        said: what is said after them; with `--json` only if nothing was printed.
        next_step: said last; left out after a failure.
        failure: what the command ends with after all was shown, such as "nothing was found".
        exit_code: how it ends without a failure.
        when_shown: called when all of it has left the program.
    """

    form: str = ""
    data: object = None
    lines: Iterable[Line] = ()
    document: Iterable[str] | None = None
    before: str = ""
    said: Iterable[Said] = ()
    next_step: NextStep | None = None
    failure: PlnbuddyError | None = None
    exit_code: ExitCode = ExitCode.OK
    when_shown: Callable[[], None] | None = None
