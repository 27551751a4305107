"""`plnbuddy follow`: act on suggestions."""

from typing import Annotated

import typer

from plnbuddy.cli.deciding import Words, follow_words, leave_with, show_outcomes
from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal

app = new_app()


@app.command()
def follow(
    words: Words,
    open_links: Annotated[
        bool, typer.Option("--open", help="Open each link in the web browser.")
    ] = False,
    on_list: Annotated[
        bool, typer.Option("--list", help="Put the people on your Mastodon list 'PLN', too.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even for many.")] = False,
    json: Json = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
) -> None:
    """Follow people and hashtags, or plan a chat.

    Each is logged as connect. With an account (plnbuddy login) the follow is made there;
    without one plnbuddy prints the link where you press Follow.

    \b
    plnbuddy follow 2 5
    plnbuddy follow 1-3 --open
    plnbuddy follow @anna@example.org '#musiced'
    """
    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    outcomes = follow_words(session, terminal, words, on_list=on_list, sure=yes, json=json)
    show_outcomes(terminal, session, outcomes, json=json)
    if open_links:
        _open([o.link for o in outcomes if not (o.already or o.on_account)])
    leave_with(outcomes)


def _open(links: list[str]) -> None:
    import webbrowser

    opened = [webbrowser.open(link) for link in links]
    if not all(opened):
        Terminal().warn("No web browser could be opened; open the links by hand.", "yellow")
