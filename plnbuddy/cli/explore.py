"""`plnbuddy explore`: read more of the living network."""

from typing import Annotated

import typer

from plnbuddy.cli.account import needed_login, server_of
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.out.lines import line
from plnbuddy.store.account_state import get_account_state

app = new_app()

_BUDGET = 60  # a fifth of what a server allows in five minutes


@app.command()
def explore(
    budget: Annotated[
        int, typer.Option("--budget", min=1, max=300, help="At most this many requests.")
    ] = _BUDGET,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Look for people and hashtags in the living network.

    `suggest` shows what it finds. It reads who posts under your hashtags, whom
    those you follow follow, your server's directory, and more, and stops at the
    budget. What was read is kept, and the next run goes on from there; once a day
    is enough. Ctrl-C stops it.

    \b
    plnbuddy explore
    plnbuddy explore --budget 20
    """
    from plnbuddy.ranking.exploration import start_exploration
    from plnbuddy.suggest.explore import explore as explore_network

    terminal = Terminal(quiet=quiet)
    session = open_session()
    login = needed_login(session.places)
    with session.store() as store, terminal.progress("Exploring") as report:
        state = get_account_state(store, login.key)
        if state is None or state.synced_at is None:
            raise NothingFoundError(
                "plnbuddy does not know yet whom you follow.", "Run this first: plnbuddy sync"
            )
        server = server_of(login, terminal, may_wait=True)
        run = start_exploration(store, server, login, session.settings, session.clock, budget)
        explored = explore_network(run, report)
    if json:
        terminal.show_json("explore", explored)
        return
    parts = ", ".join(f"{count} {source}" for source, count in explored.by_source.items())
    terminal.show(
        [
            line(
                f"{explored.people} people and {explored.hashtags} hashtags to suggest"
                f"{f' ({parts})' if parts else ''}; {explored.requests} of {budget} requests."
            )
        ]
    )
    terminal.say_next("plnbuddy suggest", "or: suggest --stretch")
