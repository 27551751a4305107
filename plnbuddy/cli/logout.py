"""`plnbuddy logout`: disconnect the account."""

from typing import Annotated

import typer

from plnbuddy.cli.account import needed_login, server_of
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import line
from plnbuddy.platforms.credentials import (
    Credentials,
    Login,
    forget_token,
    read_credentials,
    write_credentials,
)
from plnbuddy.system.paths import Places

app = new_app()


@app.command()
@command()
def logout(
    run: Run,
    handle: Annotated[
        str | None,
        typer.Argument(help="Which account; the active one without it.", show_default=False),
    ] = None,
) -> Answer:
    """Disconnect the account.

    The server forgets the login, and so does plnbuddy. What was read from the account stays
    in your journal; `plnbuddy forget-account` erases that too.

    \b
    plnbuddy logout
    """
    login = log_out_here(run.places, run.terminal, handle)
    return Answer(
        "undo",
        {"undone": f"login as {login.handle}"},
        [line(f"Logged out: {login.handle}.")],
        next_step=NextStep("plnbuddy suggest", "works without an account, too"),
    )


def log_out_here(places: Places, terminal: Terminal, handle: str | None) -> Login:
    """Revoke the token at the server where that is possible, and forget it here in any case."""
    credentials = read_credentials(places.accounts)
    login = _named(places, handle)
    try:
        _revoke(login, credentials, terminal, places)
    except PlnbuddyError as error:
        there = "Preferences, Account, Authorized apps"
        if login.handle.platform is Platform.BLUESKY:
            there = "Settings, Privacy and security, App passwords"
        terminal.warn(
            f"{error.problem} plnbuddy forgets the login; take it back on your server too, "
            f"under {there}.",
            "yellow",
        )
    forget_token(login)
    write_credentials(places.accounts, credentials.without_login(login))
    return login


def _revoke(login: Login, credentials: Credentials, terminal: Terminal, places: Places) -> None:
    if login.handle.platform is Platform.BLUESKY:
        from plnbuddy.cli.bluesky_login import leave_bluesky

        leave_bluesky(login, terminal, places)
        return
    from plnbuddy.platforms.mastodon.login import log_out, scopes_for

    registered = credentials.app_for(login.server, scopes_for(read_only=login.read_only))
    log_out(server_of(login, terminal), registered)


def _named(places: Places, handle: str | None) -> Login:
    if handle is None:
        return needed_login(places)
    wanted = parse_handle(handle)
    for login in read_credentials(places.accounts).logins:
        if login.handle == wanted:
            return login
    raise UsageError(f"{wanted} is not logged in.", "See who is: plnbuddy whoami")
