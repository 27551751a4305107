"""`plnbuddy forget-account`: erase what was read from the account."""

from typing import Annotated

import typer

from plnbuddy.cli.account import needed_login
from plnbuddy.cli.ask import Asker
from plnbuddy.cli.logout import log_out_here
from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import parse_handle
from plnbuddy.out.lines import line
from plnbuddy.platforms.credentials import read_credentials, write_credentials
from plnbuddy.store.account_state import known_accounts
from plnbuddy.store.forgetting import forget_account as erase
from plnbuddy.system.paths import Places

app = new_app()


@app.command()
def forget_account(
    handle: Annotated[
        str | None,
        typer.Argument(help="Which account; the active one without it.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
) -> None:
    """Log out, and erase what was read from the account.

    Entries that you wrote yourself, and decisions on suggestions, stay.

    \b
    plnbuddy forget-account
    plnbuddy forget-account @anna@mastodon.education --yes
    """
    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    wanted = parse_handle(handle) if handle else needed_login(session.places).handle
    with session.store() as store:
        if wanted.key not in known_accounts(store) and not _is_logged_in(
            session.places, wanted.key
        ):
            raise UsageError(f"Nothing is known of {wanted}.", "See your accounts: plnbuddy whoami")
    if not yes:
        if not terminal.can_ask:
            raise UsageError(
                f"This would erase what was read from {wanted}.", "Add --yes if you are sure."
            )
        if not Asker(terminal).yes(f"Erase everything that was read from {wanted}?"):
            terminal.say("Nothing was erased.")
            return
    if _is_logged_in(session.places, wanted.key):
        log_out_here(session.places, terminal, str(wanted))
    left = read_credentials(session.places.accounts).without_unused_apps()
    write_credentials(session.places.accounts, left)
    with session.store() as store:
        count = erase(store, wanted.key)
    if json:
        terminal.show_json("undo", {"undone": f"{count} entries of {wanted}"})
        return
    terminal.show([line(f"Erased: {count} entries and all else that was read from {wanted}.")])
    terminal.say_next("plnbuddy log list", "what you wrote yourself is all there")


def _is_logged_in(places: Places, key: str) -> bool:
    return any(login.key == key for login in read_credentials(places.accounts).logins)
