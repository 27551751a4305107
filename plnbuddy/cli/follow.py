"""`plnbuddy follow`: act on suggestions."""

from typing import Annotated

import typer

from plnbuddy.cli.deciding import Words, carry_out
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.model import Verdict

app = new_app()


@app.command()
def follow(
    words: Words,
    open_links: Annotated[
        bool, typer.Option("--open", help="Open each link in the web browser.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Follow people and hashtags, or plan a chat.

    Each is logged as connect. Without an account plnbuddy prints the link where you press Follow.

    \b
    plnbuddy follow 2 5
    plnbuddy follow 1-3 --open
    plnbuddy follow @anna@example.org '#musiced'
    """
    outcomes = carry_out(words, Verdict.FOLLOWED, json=json, quiet=quiet)
    if open_links:
        _open([outcome.link for outcome in outcomes if not outcome.already])


def _open(links: list[str]) -> None:
    import webbrowser

    opened = [webbrowser.open(link) for link in links]
    if not all(opened):
        Terminal().warn("No web browser could be opened; open the links by hand.", "yellow")
