"""What can go wrong, each with one sentence, one way out and an exit code."""

from enum import IntEnum
from typing import TypeVar

_Cause = TypeVar("_Cause", bound=BaseException)


class ExitCode(IntEnum):
    """Exit codes, documented in docs/commands.md. They never change their meaning."""

    OK = 0
    COULD_NOT = 1
    USAGE = 2
    NO_ACCOUNT = 3
    SERVER_UNREACHABLE = 4
    RATE_LIMITED = 5
    NOTHING_FOUND = 6
    SETTINGS = 7
    STORE = 8
    INTERRUPTED = 130


class PlnbuddyError(Exception):
    """Something a teacher should hear about.

    Args:
        problem: one sentence that says what is wrong.
        remedy: one sentence that says what to do about it.
    """

    exit_code = ExitCode.COULD_NOT

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class UsageError(PlnbuddyError):
    """The words on the command line do not fit."""

    exit_code = ExitCode.USAGE


class NothingFoundError(PlnbuddyError):
    """The question was right, and the answer is empty."""

    exit_code = ExitCode.NOTHING_FOUND


class SettingsError(PlnbuddyError):
    """The settings file cannot be read, written or understood."""

    exit_code = ExitCode.SETTINGS


class StoreError(PlnbuddyError):
    """The file that holds the journal cannot be opened or written."""

    exit_code = ExitCode.STORE


class NoAccountError(PlnbuddyError):
    """The command needs an account, and none is logged in (or its token is no longer accepted)."""

    exit_code = ExitCode.NO_ACCOUNT


class ServerUnreachableError(PlnbuddyError):
    """The server does not answer, or answers what no Mastodon server would."""

    exit_code = ExitCode.SERVER_UNREACHABLE


class RateLimitedError(PlnbuddyError):
    """The server asks for a pause."""

    exit_code = ExitCode.RATE_LIMITED


def cause_of(error: BaseException | None, wanted: type[_Cause]) -> _Cause | None:
    """The error of that kind that a library handled when it raised its own, or that one itself."""
    while error is not None:
        if isinstance(error, wanted):
            return error
        error = error.__context__
    return None
