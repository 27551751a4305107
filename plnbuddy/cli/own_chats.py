"""The commands for the teacher's own chats: `plnbuddy chats add`, `edit`, `remove`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.chats.known import KnownChat, as_chat
from plnbuddy.chats.text import own_chat_lines
from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.handles import parse_tag
from plnbuddy.store.own_chats import OwnChat

if TYPE_CHECKING:
    from plnbuddy.chats.own import Wish

_DAY_HELP = "The day of the week: thu, thursday."
_TIME_HELP = "When it begins, where the chat is at home: 20:00, 8:30pm."

TagWord = Annotated[
    str, typer.Argument(metavar="TAG", help="The chat's hashtag.", show_default=False)
]
Zone = Annotated[
    str | None,
    typer.Option(
        "--timezone",
        help="The chat's time zone, such as Europe/Berlin; usually yours.",
        show_default=False,
    ),
]
_EVERY_HELP = "week, two-weeks, or month-2 for the second such day of a month."
First = Annotated[
    str | None,
    typer.Option(
        "--first",
        help="A day on which it meets, for a chat of every other week.",
        show_default=False,
    ),
]
Name = Annotated[str | None, typer.Option("--name", help="What it is called.", show_default=False)]
NetworkWord = Annotated[
    str | None,
    typer.Option(
        "--network",
        help="mastodon, bluesky, twitter, or several; usually yours.",
        show_default=False,
    ),
]


def add(
    tag: TagWord,
    day: Annotated[str, typer.Option("--day", help=_DAY_HELP, show_default=False)],
    time: Annotated[str, typer.Option("--time", help=_TIME_HELP, show_default=False)],
    timezone: Zone = None,
    every: Annotated[str, typer.Option("--every", help=_EVERY_HELP)] = "week",
    first: First = None,
    name: Name = None,
    network: NetworkWord = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Add a chat of your own.

    One with the tag of a chat that comes with plnbuddy takes its place.

    \b
    plnbuddy chats add staffchat --day thu --time 20:00
    plnbuddy chats add langchat --day thu --time 8pm --timezone America/New_York
    plnbuddy chats add codingclub --day mon --time 16:30 --every month-2 --name "Coding club"
    """
    from plnbuddy.chats.own import add_own_chat, home_zone

    session = open_session()
    settings = session.settings
    zone = timezone if timezone is not None else home_zone(settings.timezone)
    wish = _wish(session, day, time, zone, every, first, name, network)
    with session.store() as store:
        kept = add_own_chat(store, parse_tag(tag), wish, session.clock, settings.profile.platforms)
    _confirm(kept, session, "Added:", json=json, quiet=quiet)


def edit(
    tag: TagWord,
    day: Annotated[str | None, typer.Option("--day", help=_DAY_HELP, show_default=False)] = None,
    time: Annotated[str | None, typer.Option("--time", help=_TIME_HELP, show_default=False)] = None,
    timezone: Zone = None,
    every: Annotated[
        str | None, typer.Option("--every", help=_EVERY_HELP, show_default=False)
    ] = None,
    first: First = None,
    name: Name = None,
    network: NetworkWord = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Change a chat of your own; what you do not name stays as it is.

    \b
    plnbuddy chats edit staffchat --time 19:30
    plnbuddy chats edit staffchat --every two-weeks --first 2026-12-03
    """
    from plnbuddy.chats.own import edit_own_chat

    session = open_session()
    wish = _wish(session, day, time, timezone, every, first, name, network)
    with session.store() as store:
        kept = edit_own_chat(store, parse_tag(tag), wish, session.clock)
    _confirm(kept, session, "Changed:", json=json, quiet=quiet)


def remove(tag: TagWord, json: Json = False, quiet: Quiet = False) -> None:
    """Remove a chat of your own; undo brings it back.

    \b
    plnbuddy chats remove staffchat
    """
    from plnbuddy.chats.own import remove_own_chat

    session = open_session()
    with session.store() as store:
        removed = remove_own_chat(store, parse_tag(tag), session.clock)
    _confirm(removed, session, "Removed:", json=json, quiet=quiet)


def _wish(
    session: Session,
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
                session.clock,
                session.settings.profile,
                one_day=True,
            )
    return Wish(day, time, timezone, every, meets_on, name, network)


def _confirm(chat: OwnChat, session: Session, done: str, *, json: bool, quiet: bool) -> None:
    terminal = Terminal(quiet=quiet)
    if json:
        terminal.show_json("own-chat", chat)
        return
    terminal.say(done)
    known = KnownChat(as_chat(chat), own=True, first_on=chat.first_on)
    terminal.show(own_chat_lines(known, session.settings.server))
    terminal.say_next("plnbuddy chats", "mistaken? plnbuddy undo")
