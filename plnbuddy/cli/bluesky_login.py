"""Signing in to Bluesky: the app password is typed unseen, or comes through standard input."""

import sys

from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.bluesky.account_api import BlueskyAccount
from plnbuddy.platforms.bluesky.exploring import ExploringBluesky
from plnbuddy.platforms.credentials import (
    Login,
    keep_token,
    read_credentials,
    write_credentials,
)
from plnbuddy.system.paths import Places


def bluesky_account(login: Login, terminal: Terminal, places: Places) -> BlueskyAccount:
    """The account of a login on Bluesky; a renewed session is kept as the login's token."""
    return BlueskyAccount(
        login, terminal.warn, lambda token: keep_token(places.accounts, login, token)
    )


def exploring_account(login: Login, terminal: Terminal, places: Places) -> ExploringBluesky:
    """The same, for exploring its network."""
    return ExploringBluesky(
        login, terminal.warn, lambda token: keep_token(places.accounts, login, token)
    )


def log_in_to_bluesky(places: Places, terminal: Terminal, name: str, *, read_only: bool) -> Login:
    """Sign in with an app password, and make the account the active one.

    Raises:
        PlnbuddyError: nobody is called so, or the app password is not accepted.
    """
    from plnbuddy.platforms.bluesky.open_reading import Bluesky
    from plnbuddy.platforms.bluesky.session import APP_PASSWORDS, read_app_password, sign_in

    if not name:
        raise UsageError(
            "Which account on Bluesky?", "Name it: plnbuddy login bsky anna.bsky.social"
        )
    handle = parse_handle(name if name.startswith(("@", "did:", "http", "at:")) else f"@{name}")
    if handle.platform is not Platform.BLUESKY:
        raise UsageError(
            f"{handle} is not a name on Bluesky.",
            "A name there holds a dot: plnbuddy login bsky anna.bsky.social",
        )
    terminal.say(
        "plnbuddy needs an app password: a second password that you can take back at any time.\n"
        "With it plnbuddy reads your account"
        + ("" if read_only else " and follows for you")
        + "; it reads no private messages and posts nothing.\n"
        "Make one on this page, name it plnbuddy, leave 'direct messages' off, and copy it:"
    )
    terminal.warn_address(APP_PASSWORDS)
    password = read_app_password(_unseen(terminal))
    login = sign_in(Bluesky(terminal.say), handle, password, read_only=read_only)
    write_credentials(places.accounts, read_credentials(places.accounts).with_login(login))
    return login


def _unseen(terminal: Terminal) -> str:
    """What is typed without being shown; without a terminal, the first line of standard input."""
    if not terminal.can_ask:
        return sys.stdin.readline(200) if sys.stdin else ""
    from getpass import getpass

    try:
        return getpass("The app password (it is not shown): ", stream=sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None


def leave_bluesky(login: Login, terminal: Terminal, places: Places) -> None:
    """Have the server forget the session.

    Raises:
        PlnbuddyError: it cannot be reached.
    """
    bluesky_account(login, terminal, places).end()
