"""The account in the conversation: offered, and read when it is there; a failure costs nothing."""

from plnbuddy.cli.account import active_login, log_in_guided, logins_to_read, profile_report
from plnbuddy.cli.ask import Asker
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.sync import sync_now
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.system.paths import Places


def offer_login(terminal: Terminal, asker: Asker, places: Places) -> None:
    """Log in when there is a server, and look at the profile."""
    login = active_login(places)
    server = open_session().settings.server
    try:
        if login is None:
            if not server or not asker.yes(
                f"Log in to {server} now, so that plnbuddy can follow for you?"
            ):
                return
            login = log_in_guided(places, terminal, server, read_only=False, code="", asker=asker)
            terminal.say(f"Logged in as {login.handle}.", "green")
    except PlnbuddyError as error:
        terminal.warn(error.problem, "yellow")
        terminal.warn(f"{error.remedy} You can do it later.")
        return
    terminal.show(profile_report(terminal, login, places))
    sync_if_logged_in(terminal, open_session())  # So that nobody followed already is suggested.


def sync_if_logged_in(terminal: Terminal, session: Session) -> None:
    """Let the accounts tell what they know."""
    for login in logins_to_read(session.places):
        try:
            with session.store() as store:
                sync_now(terminal, session.places, store, session.clock, login)
        except PlnbuddyError as error:
            terminal.warn(f"{error.problem} {error.remedy}", "yellow")
