"""`plnbuddy whoami`: which accounts are connected."""

from typing import Annotated

import typer

from plnbuddy.cli.account import shown_login
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clock import spoken_day
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import parse_handle
from plnbuddy.out.lines import line
from plnbuddy.platforms.credentials import (
    read_credentials,
    require_login,
    write_credentials,
)
from plnbuddy.store.account_state import get_account_state

app = new_app()


@app.command()
def whoami(
    use: Annotated[
        str | None,
        typer.Option("--use", help="Make this account the active one.", show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show the connected accounts, and choose the active one.

    \b
    plnbuddy whoami
    plnbuddy whoami --use @anna@mastodon.education
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    credentials = read_credentials(session.places.accounts)
    if use is not None:
        wanted = parse_handle(use)
        if not any(login.handle == wanted for login in credentials.logins):
            raise UsageError(f"{wanted} is not logged in.", f"Log in: plnbuddy login {wanted}")
        credentials = credentials._replace(active=wanted.key)
        write_credentials(session.places.accounts, credentials)
    active = require_login(credentials)
    if json:
        logins = [{**shown_login(login), "active": login is active} for login in credentials.logins]
        terminal.show_json("accounts", {"accounts": logins})
        return
    for login in credentials.logins:
        mark = "→" if login is active else " "
        can = "reads only" if login.read_only else "reads and follows"
        terminal.show([line(f"{mark} {login.handle}  ({can})")])
    with session.store() as store:
        state = get_account_state(store, active.key)
    if state and state.synced_at:
        day = spoken_day(session.clock.day_of(state.synced_at), session.clock.today)
        terminal.show(
            [
                line(
                    f"{state.following} followed, {state.followers} followers, last read {day}",
                    indent=2,
                )
            ]
        )
    terminal.say_next("plnbuddy sync")
