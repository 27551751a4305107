"""The program's commands, each loaded when it is called, and the end of every error."""

import os
import sys
from contextlib import suppress
from typing import Any, ClassVar

import typer
from typer.exceptions import TyperException

from plnbuddy import __version__
from plnbuddy.cli.lazy import LazyGroup
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.output import finish, guard_output
from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.errors import ExitCode, PlnbuddyError, UsageError


class Program(LazyGroup):
    """The group of all commands, in the order in which a teacher meets them."""

    places: ClassVar = {
        "start": "start",
        "suggest": "suggest",
        "follow": "follow",
        "unfollow": "unfollow",
        "skip": "skip",
        "later": "later",
        "undo": "undo",
        "log": "log",
        "report": "report",
        "footprint": "footprint",
        "import": "imports",
        "lists": "lists",
        "blogs": "blogs",
        "share": "share",
        "chats": "chats",
        "cohort": "cohort",
        "login": "login",
        "sync": "sync",
        "explore": "explore",
        "network": "network",
        "whoami": "whoami",
        "logout": "logout",
        "forget-account": "forget_account",
        "backup": "backup",
        "restore": "restore",
        "config": "config",
        "doctor": "doctor",
    }

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command; every failure leaves as one sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except PlnbuddyError as error:
            _complain(error.problem, error.remedy)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            _complain("Stopped. What was confirmed is kept.", "")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except BrokenPipeError:
            raise typer.Exit(ExitCode.OK) from None  # The reader has left, as `head` does.
        except (typer.Exit, typer.Abort, TyperException, EOFError):
            raise
        except (OSError, UnicodeEncodeError, RuntimeError) as error:
            raise _of_this_computer(error) from None
        except Exception as error:
            raise _unforeseen(error) from None


def _complain(problem: str, remedy: str) -> None:
    from plnbuddy.cli.terminal import Terminal

    terminal = Terminal()
    terminal.warn(clean_text(problem), "bold red")  # It may repeat what somebody typed.
    if remedy:
        terminal.warn(clean_text(remedy))


def _of_this_computer(error: OSError | UnicodeEncodeError | RuntimeError) -> BaseException:
    """What the system refuses: a file's name that is too long, or a folder that is gone."""
    if isinstance(error, OSError) and (error.filename or isinstance(error, FileNotFoundError)):
        name = clean_line(os.fsdecode(error.filename), 200) if error.filename else "The folder"
        _complain(f"{name} cannot be used: {error.strerror}.", "Check the name and try again.")
    elif isinstance(error, UnicodeEncodeError):
        _complain("That name holds characters that no file can have.", "Check it and try again.")
    elif str(error).startswith("Could not determine home"):
        _complain("There is no home folder of that name.", "Write the place of the file in full.")
    else:
        return _unforeseen(error)
    return typer.Exit(ExitCode.COULD_NOT)


def _unforeseen(error: BaseException) -> BaseException:
    """A defect of plnbuddy: named in one sentence; PLNBUDDY_DEBUG=1 shows where it happened."""
    if os.environ.get("PLNBUDDY_DEBUG"):
        return error
    _complain(
        f"plnbuddy stumbled over something it did not expect ({type(error).__name__}).",
        "Your journal is safe. Run plnbuddy doctor; if it stays, report it with PLNBUDDY_DEBUG=1.",
    )
    return typer.Exit(ExitCode.COULD_NOT)


app = new_app(name="plnbuddy", cls=Program, invoke_without_command=True, add_completion=True)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"plnbuddy {__version__}")
        raise typer.Exit


@app.callback()
def program(
    context: typer.Context,
    _version: bool = typer.Option(
        False, "--version", "-V", callback=_print_version, is_eager=True, help="Print the version."
    ),
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Build and keep a personal learning network (PLN), for teachers.

    \b
    Begin:       plnbuddy start
    Every day:   plnbuddy suggest
                 plnbuddy follow 2 5
    As it goes:  plnbuddy log collaborate "answered @anna@example.org on rubrics"
    Every week:  plnbuddy report
    Any time:    plnbuddy         (today's page: where you stand, and what is next)
    """
    if context.invoked_subcommand is None:
        from plnbuddy.cli.today import show_today

        show_today(json=json, quiet=quiet)
    elif json or quiet:
        raise UsageError(
            "--json and --quiet stand behind the command.",
            f"For example: plnbuddy {context.invoked_subcommand} --json",
        )


def run() -> int:
    """Run the program with the arguments of the process; returns the exit code."""
    guard_output()
    code = 0
    try:
        app(prog_name="plnbuddy")
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    code = finish(code)
    _keep_daily_copy()
    return code


def _keep_daily_copy() -> None:
    """Once a day, when the answer is shown: a copy of the journal. It fails in silence.

    A command that did not open the journal does not wait for it either.
    """
    if "plnbuddy.store.database" not in sys.modules:
        return
    from plnbuddy.core.clock import read_clock
    from plnbuddy.system.paths import find_places

    with suppress(Exception, KeyboardInterrupt):  # doctor says how old the newest copy is.
        places = find_places()
        wanted = places.daily_copy(read_clock().today)
        if not wanted.exists():
            from plnbuddy.store.copies import keep_daily_copy

            keep_daily_copy(places.store, wanted)
