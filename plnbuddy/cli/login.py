"""`plnbuddy login`: connect a Mastodon or Bluesky account."""

from typing import Annotated

import typer

from plnbuddy.cli.account import BLUESKY_WORDS, log_in_guided, login_lines, shown_login
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.ask import Asker
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app

app = new_app()


@app.command()
@command(asks=True, asks_with_json=True)
def login(
    run: Run,
    server: Annotated[
        str,
        typer.Argument(
            help="Your Mastodon server, your handle, its address, or bsky.", show_default=False
        ),
    ],
    name: Annotated[str, typer.Argument(help="Your name on Bluesky.", show_default=False)] = "",
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Never let plnbuddy follow or change anything.")
    ] = False,
    code: Annotated[
        str, typer.Option("--code", help="The code from the browser, if you have it already.")
    ] = "",
) -> Answer:
    """Connect your Mastodon or Bluesky account.

    On Mastodon plnbuddy opens a page of your server; you agree there and copy a code. On
    Bluesky it asks for an app password, unseen or through standard input. The password of
    your account never comes near plnbuddy, and it posts nothing. A second login adds an
    account and makes it the active one.

    \b
    plnbuddy login mastodon.social
    plnbuddy login bsky anna.bsky.social
    plnbuddy login @anna@mastodon.education --read-only
    """
    places, terminal = run.places, run.terminal
    if server.lower() in BLUESKY_WORDS:
        from plnbuddy.cli.bluesky_login import log_in_to_bluesky

        connected = log_in_to_bluesky(places, terminal, name, read_only=read_only)
    else:
        connected = log_in_guided(
            places, terminal, server, read_only=read_only, code=code, asker=Asker(terminal)
        )
    return Answer(
        "account",
        shown_login(connected),
        login_lines(terminal, connected, places),
        next_step=NextStep("plnbuddy sync", "reads whom you follow and what you did"),
    )
