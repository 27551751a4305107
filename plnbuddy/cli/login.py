"""`plnbuddy login`: connect a Mastodon or Bluesky account."""

from typing import Annotated

import typer

from plnbuddy.cli.account import BLUESKY_WORDS, log_in_guided, show_profile, shown_login
from plnbuddy.cli.ask import Asker
from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.out.lines import line
from plnbuddy.system.paths import find_places

app = new_app()


@app.command()
def login(
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
    json: Json = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
) -> None:
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
    terminal = Terminal(quiet=quiet, no_input=no_input)
    places = find_places()
    if server.lower() in BLUESKY_WORDS:
        from plnbuddy.cli.bluesky_login import log_in_to_bluesky

        connected = log_in_to_bluesky(places, terminal, name, read_only=read_only)
    else:
        connected = log_in_guided(
            places, terminal, server, read_only=read_only, code=code, asker=Asker(terminal)
        )
    if json:
        terminal.show_json("account", shown_login(connected))
        return
    terminal.show([line(f"Logged in as {connected.handle}.", "green")])
    show_profile(terminal, connected, places)
    terminal.say_next("plnbuddy sync", "reads whom you follow and what you did")
