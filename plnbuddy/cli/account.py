"""The active account, for the commands that use it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import BLANK, Line, line
from plnbuddy.platforms.credentials import Login, read_credentials, require_login
from plnbuddy.store.account_state import get_account_state
from plnbuddy.system.paths import Places

if TYPE_CHECKING:
    from plnbuddy.cli.ask import Asker
    from plnbuddy.platforms.base import AccountApi, ExploringApi
    from plnbuddy.platforms.credentials import App, Credentials
    from plnbuddy.platforms.mastodon.server import Server
    from plnbuddy.store.database import Store


BLUESKY_WORDS = frozenset({"bsky", "bluesky", "bsky.social", "bsky.app"})
"""What stands in the place of a server for Bluesky."""


def active_login(places: Places) -> Login | None:
    """The login that commands use, or None."""
    return read_credentials(places.accounts).active_login()


def needed_login(places: Places) -> Login:
    """The login that commands use.

    Raises:
        NoAccountError: there is none.
    """
    return require_login(read_credentials(places.accounts))


def server_of(login: Login, terminal: Terminal, *, may_wait: bool = False) -> "Server":
    """The server of a login.

    Only what the teacher asked for (`sync`, `explore`, `follow`) may wait for its turn, and
    says so, even when told to be quiet; what is merely good to know is done without.
    """
    from plnbuddy.platforms.mastodon.server import Server

    server = Server(login.server, terminal.warn, login.handle.domain, login.token)
    server.budget.may_wait = may_wait
    return server


def login_on(places: Places, platform: Platform) -> Login | None:
    """The login on that platform: the active one where it is there, else the latest; or None."""
    return read_credentials(places.accounts).login_on(platform)


def logins_to_read(places: Places) -> list[Login]:
    """The logins that are read from: the active one, then one on each other platform."""
    return read_credentials(places.accounts).read_from()


def synced_logins(store: "Store", logins: Sequence[Login]) -> list[Login]:
    """Those that were synced to the end at least once.

    Raises:
        NothingFoundError: none was.
    """
    states = ((login, get_account_state(store, login.key)) for login in logins)
    synced = [login for login, state in states if state and state.synced_at]
    if not synced:
        raise NothingFoundError(
            "plnbuddy does not know yet whom you follow.", "Run this first: plnbuddy sync"
        )
    return synced


def exploring_api_of(login: Login, terminal: Terminal, places: Places) -> "ExploringApi":
    """The account of a login, for reading more of its network; it may wait for its turn."""
    if login.handle.platform is Platform.BLUESKY:
        from plnbuddy.cli.bluesky_login import exploring_account

        api = exploring_account(login, terminal, places)
        api.budget.may_wait = True
        return api
    return server_of(login, terminal, may_wait=True)


def api_of(
    login: Login, terminal: Terminal, places: Places, *, may_wait: bool = False
) -> "AccountApi":
    """The account of a login, on whichever platform."""
    if login.handle.platform is Platform.BLUESKY:
        from plnbuddy.cli.bluesky_login import bluesky_account

        api = bluesky_account(login, terminal, places)
        api.budget.may_wait = may_wait
        return api
    return server_of(login, terminal, may_wait=may_wait)


def log_in_guided(
    places: Places,
    terminal: Terminal,
    server_text: str,
    *,
    read_only: bool,
    code: str,
    asker: "Asker",
) -> Login:
    """Log in with a code from the browser, and make the account the active one.

    Raises:
        PlnbuddyError: the server is none, or does not accept the code.
    """
    from plnbuddy.platforms.credentials import write_credentials
    from plnbuddy.platforms.mastodon.addresses import server_address
    from plnbuddy.platforms.mastodon.login import log_in, scopes_for, spoken_scopes
    from plnbuddy.platforms.mastodon.server import Server

    address = server_address(server_text)
    server = Server(address, terminal.say)
    server.domain = server.instance().domain
    app = registered_app(places, server, scopes_for(read_only=read_only))
    if not code:
        words = spoken_scopes(read_only=read_only)
        app, code = ask_for_code(places, server, app, words, terminal, asker)
    login = log_in(server, app, code, read_only=read_only)
    credentials = read_credentials(places.accounts).with_app(replace(app, verifier=""))
    replaced = next((old for old in credentials.logins if old.key == login.key), None)
    write_credentials(places.accounts, credentials.with_login(login))
    if replaced and replaced.token != login.token:
        _revoke(replaced, credentials, terminal)
    return login


def _revoke(login: Login, credentials: "Credentials", terminal: Terminal) -> None:
    """Take an older login to the same account back at the server; not vital, so it may fail."""
    from contextlib import suppress

    from plnbuddy.platforms.mastodon.login import log_out, scopes_for

    app = credentials.app_for(login.server, scopes_for(read_only=login.read_only))
    with suppress(PlnbuddyError):
        log_out(server_of(login, terminal), app)


def ask_for_code(
    places: Places,
    server: "Server",
    app: "App",
    spoken: str,
    terminal: Terminal,
    asker: "Asker",
) -> "tuple[App, str]":
    """Have the teacher agree on a page of the server: the code that it shows, and for which app.

    Args:
        spoken: what is agreed to, in plain words.
    """
    from plnbuddy.platforms.mastodon.login import consent_page, with_verifier

    terminal.say(spoken)
    # Kept before the page is shown: the code may be brought by another run, with --code.
    app = keep_app(places, with_verifier(server, app))
    page = consent_page(server, app)
    terminal.warn("\nOpen this page, agree, and copy the code that it shows:")
    terminal.warn_address(page)
    if terminal.can_ask:
        _open_in_browser(page)
    return app, asker.code()


def registered_app(places: Places, server: "Server", scopes: "tuple[str, ...]") -> "App":
    """plnbuddy's registration at the server, made once for each set of scopes."""
    from plnbuddy.platforms.mastodon.login import register_app

    known = read_credentials(places.accounts).app_for(server.address, scopes)
    return known or keep_app(places, register_app(server, scopes))


def keep_app(places: Places, app: "App") -> "App":
    """Keep what plnbuddy is registered as at a server, in the place of what it was before."""
    from plnbuddy.platforms.credentials import write_credentials

    credentials = read_credentials(places.accounts)
    if app not in credentials.apps:
        write_credentials(places.accounts, credentials.with_app(app))
    return app


def _open_in_browser(page: str) -> None:
    import contextlib
    import webbrowser

    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(page)


def login_lines(terminal: Terminal, login: Login, places: Places) -> Iterator[Line]:
    """Who is logged in now, and what is missing in the profile, where the server can be asked."""
    yield line(f"Logged in as {login.handle}.", "green")
    yield from profile_report(terminal, login, places)


def profile_report(terminal: Terminal, login: Login, places: Places) -> Iterator[Line]:
    """What is missing in the profile; a server that does not answer is told and costs nothing."""
    from plnbuddy.guide.profile_check import check_profile, profile_lines

    try:
        parts = check_profile(api_of(login, terminal, places))
    except PlnbuddyError as error:
        terminal.warn(f"Your profile could not be looked at: {error.problem}", "yellow")
        return
    yield from (BLANK, line("Your profile:"))
    yield from profile_lines(parts)


def shown_login(login: Login) -> dict[str, object]:
    """What `--json` tells of a login: never its token."""
    return {"handle": login.handle, "server": login.server, "read_only": login.read_only}
