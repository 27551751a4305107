"""Options that commands of `plnbuddy chats` share."""

from typing import Annotated

import typer

from plnbuddy.cli.options import optional

All = Annotated[
    bool, typer.Option("--all", help="Every chat, not only those that fit your profile.")
]
DAY_HELP = "The day of the week: thu, thursday."
TIME_HELP = "When it begins, where the chat is at home: 20:00, 8:30pm."
EVERY_HELP = "week, two-weeks, month-2 for the second such day of a month, or month-last."
TagWord = Annotated[
    str, typer.Argument(metavar="TAG", help="The chat's hashtag.", show_default=False)
]
Zone = Annotated[
    str | None,
    optional("--timezone", "The chat's time zone, such as Europe/Berlin; usually yours."),
]
First = Annotated[
    str | None, optional("--first", "A day on which it meets, for a chat of every other week.")
]
Name = Annotated[str | None, optional("--name", "What it is called.")]
NetworkWord = Annotated[
    str | None, optional("--network", "mastodon, bluesky, twitter, or several; usually yours.")
]
