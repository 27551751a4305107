"""`plnbuddy chats`: when chats meet, and a calendar of them."""

from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.chats.calendar import calendar_answer
from plnbuddy.cli.chats.days import days_answer
from plnbuddy.cli.chats.options import All
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.options import Offline, new_app, optional
from plnbuddy.core.errors import UsageError

app = new_app(
    cls=commands_at(
        {
            "week": "chats:week",
            "today": "chats:today",
            "remind": "chats.remind:remind",
            "add": "chats.own:add",
            "edit": "chats.own:edit",
            "remove": "chats.own:remove",
        }
    ),
    invoke_without_command=True,
)


@app.callback()
@command()
def chats(
    run: Run,
    context: typer.Context,
    everything: All = False,
    ics: Annotated[
        Path | None, optional("--ics", "Write the chats you follow to this calendar file.")
    ] = None,
    offline: Offline = False,
) -> Answer | None:
    """See when chats meet this week, on your own clock.

    With an account it looks whether there are posts under their hashtags. Without a
    word it is the same as `chats week`.

    \b
    plnbuddy chats
    plnbuddy chats today --all
    plnbuddy chats --ics chats.ics
    plnbuddy chats add staffchat --day thu --time 20:00
    """
    if context.invoked_subcommand is not None:
        if everything or ics or offline or run.json or run.quiet:
            word = context.invoked_subcommand
            raise UsageError(
                f"An option stands before '{word}'.",
                f"Put options behind it: plnbuddy chats {word} …",
            )
        return None
    if ics is not None:
        return calendar_answer(run, ics, everything=everything)
    return days_answer(run, 6, everything=everything, offline=offline)


@command()
def week(run: Run, everything: All = False, offline: Offline = False) -> Answer:
    """See the chats of this week.

    \b
    plnbuddy chats week
    plnbuddy chats week --all
    """
    return days_answer(run, 6, everything=everything, offline=offline)


@command()
def today(run: Run, everything: All = False, offline: Offline = False) -> Answer:
    """See the chats of today.

    \b
    plnbuddy chats today
    """
    return days_answer(run, 0, everything=everything, offline=offline)
