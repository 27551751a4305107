"""`plnbuddy whoami`: which accounts are connected."""

from collections.abc import Iterator
from typing import Annotated

from plnbuddy.cli.account import shown_login
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app, optional
from plnbuddy.core.clock import spoken_day
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import parse_handle
from plnbuddy.out.lines import Line, line
from plnbuddy.out.wording import counted
from plnbuddy.platforms.credentials import (
    Credentials,
    Login,
    read_credentials,
    require_login,
    write_credentials,
)
from plnbuddy.store.account_state import get_account_state

app = new_app()


@app.command()
@command()
def whoami(
    run: Run,
    use: Annotated[str | None, optional("--use", "Make this account the active one.")] = None,
) -> Answer:
    """Show the connected accounts, and choose the active one.

    \b
    plnbuddy whoami
    plnbuddy whoami --use @anna@mastodon.education
    """
    credentials = read_credentials(run.places.accounts)
    if use is not None:
        wanted = parse_handle(use)
        if not any(login.handle == wanted for login in credentials.logins):
            raise UsageError(f"{wanted} is not logged in.", f"Log in: plnbuddy login {wanted}")
        credentials = credentials._replace(active=wanted.key)
        write_credentials(run.places.accounts, credentials)
    active = require_login(credentials)
    logins = [{**shown_login(login), "active": login is active} for login in credentials.logins]
    return Answer(
        "accounts",
        {"accounts": logins},
        _account_lines(run, credentials, active),
        next_step=NextStep("plnbuddy sync"),
    )


def _account_lines(run: Run, credentials: Credentials, active: Login) -> Iterator[Line]:
    for login in credentials.logins:
        mark = "→" if login is active else " "
        can = "reads only" if login.read_only else "reads and follows"
        yield line(f"{mark} {login.handle}  ({can})")
    state = get_account_state(run.store, active.key)
    if state and state.synced_at:
        day = spoken_day(run.clock.day_of(state.synced_at), run.clock.today)
        followers = counted(state.followers, "follower")
        known = f"{state.following:,} followed, {followers}, last read {day}"
        yield line(known, indent=2)
