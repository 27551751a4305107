"""`plnbuddy chats remind`: the next chat, on one line."""

import re
from datetime import timedelta
from typing import Annotated

import typer

from plnbuddy.chats.known import known_chats
from plnbuddy.chats.text import reminder, rows_of
from plnbuddy.chats.week import just_over, log_commands, next_of, reflecting
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.out.lines import line


@command()
def remind(
    run: Run,
    within: Annotated[
        str, typer.Option("--within", help="How far to look ahead: 30m, 24h, 7d.")
    ] = "24h",
) -> Answer:
    """Print the next chat you follow, on one line.

    For a shell's start-up file, or cron. Nothing is printed when none is near.

    \b
    plnbuddy chats remind
    plnbuddy chats remind --within 7d
    """
    ahead = _read_span(within)
    clock = run.clock
    mine = [known for known in known_chats(run.store, clock.today) if known.is_mine]
    coming = next_of(mine, clock, ahead)
    commands = log_commands(run.store, just_over(run.store, mine, clock), clock)
    return Answer(
        "chat-reminder",
        {"next": rows_of([coming])[0] if coming else None, "log": commands},
        [line(reminder(coming, clock))] if coming else [],
        next_step=NextStep(reflecting(commands[0]), "you were there?") if commands else None,
    )


def _read_span(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})\s*([mhdw])", text.strip(), re.IGNORECASE)
    if not found:
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a span of time.",
            "Write it like 30m, 24h, 7d or 2w.",
        )
    unit = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[found[2].lower()]
    return timedelta(**{unit: int(found[1])})
