"""The commands for the teacher's own chats: `plnbuddy chats add`, `edit`, `remove`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.chats.known import KnownChat, as_chat
from plnbuddy.chats.text import own_chat_lines
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.chats.options import (
    DAY_HELP,
    EVERY_HELP,
    TIME_HELP,
    First,
    Name,
    NetworkWord,
    TagWord,
    Zone,
)
from plnbuddy.cli.command import Run, command
from plnbuddy.core.handles import parse_tag
from plnbuddy.store.own_chats import OwnChat

if TYPE_CHECKING:
    from plnbuddy.chats.own import Wish


@command()
def add(
    run: Run,
    tag: TagWord,
    day: Annotated[str, typer.Option("--day", help=DAY_HELP, show_default=False)],
    time: Annotated[str, typer.Option("--time", help=TIME_HELP, show_default=False)],
    timezone: Zone = None,
    every: Annotated[str, typer.Option("--every", help=EVERY_HELP)] = "week",
    first: First = None,
    name: Name = None,
    network: NetworkWord = None,
) -> Answer:
    """Add a chat of your own.

    One with the tag of a chat that comes with plnbuddy takes its place.

    \b
    plnbuddy chats add staffchat --day thu --time 20:00
    plnbuddy chats add langchat --day thu --time 8pm --timezone America/New_York
    plnbuddy chats add codingclub --day mon --time 16:30 --every month-2 --name "Coding club"
    """
    from plnbuddy.chats.own import add_own_chat, home_zone

    settings = run.settings
    zone = timezone if timezone is not None else home_zone(settings.timezone)
    wish = _wish(run, day, time, zone, every, first, name, network)
    kept = add_own_chat(run.store, parse_tag(tag), wish, run.clock, settings.profile.platforms)
    return _confirmed(kept, run, "Added:")


@command()
def edit(
    run: Run,
    tag: TagWord,
    day: Annotated[str | None, typer.Option("--day", help=DAY_HELP, show_default=False)] = None,
    time: Annotated[str | None, typer.Option("--time", help=TIME_HELP, show_default=False)] = None,
    timezone: Zone = None,
    every: Annotated[
        str | None, typer.Option("--every", help=EVERY_HELP, show_default=False)
    ] = None,
    first: First = None,
    name: Name = None,
    network: NetworkWord = None,
) -> Answer:
    """Change a chat of your own; what you do not name stays as it is.

    \b
    plnbuddy chats edit staffchat --time 19:30
    plnbuddy chats edit staffchat --every two-weeks --first 2026-12-03
    """
    from plnbuddy.chats.own import edit_own_chat

    wish = _wish(run, day, time, timezone, every, first, name, network)
    kept = edit_own_chat(run.store, parse_tag(tag), wish, run.clock)
    return _confirmed(kept, run, "Changed:")


@command()
def remove(run: Run, tag: TagWord) -> Answer:
    """Remove a chat of your own; undo brings it back.

    \b
    plnbuddy chats remove staffchat
    """
    from plnbuddy.chats.own import remove_own_chat

    removed = remove_own_chat(run.store, parse_tag(tag), run.clock)
    return _confirmed(removed, run, "Removed:")


def _wish(
    run: Run,
    day: str | None,
    time: str | None,
    timezone: str | None,
    every: str | None,
    first: str | None,
    name: str | None,
    network: str | None,
) -> "Wish":
    from plnbuddy.chats.own import Wish

    meets_on: date | None = None
    if first is not None:
        from plnbuddy.journal.when import read_due

        try:
            meets_on = date.fromisoformat(first.strip())
        except ValueError:
            meets_on = read_due(
                first,
                run.clock,
                run.settings.profile,
                one_day=True,
            )
    return Wish(day, time, timezone, every, meets_on, name, network)


def _confirmed(chat: OwnChat, run: Run, done: str) -> Answer:
    known = KnownChat(as_chat(chat), own=True, first_on=chat.first_on)
    return Answer(
        "own-chat",
        chat,
        own_chat_lines(known, run.settings.server),
        before=done,
        next_step=NextStep("plnbuddy chats", "mistaken? plnbuddy undo"),
    )
