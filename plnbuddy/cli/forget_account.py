"""`plnbuddy forget-account`: erase what was read from the account."""

from collections.abc import Iterator
from typing import Annotated

import typer

from plnbuddy.cli.account import needed_login
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.logout import log_out_here
from plnbuddy.cli.options import new_app
from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.vocabulary import in_words
from plnbuddy.out.lines import line
from plnbuddy.out.wording import counted
from plnbuddy.platforms.credentials import read_credentials, write_credentials
from plnbuddy.store.account_state import known_accounts
from plnbuddy.store.forgetting import forget_account as erase
from plnbuddy.system.paths import Places

app = new_app()


@app.command()
@command(asks=True)
def forget_account(
    run: Run,
    handle: Annotated[
        str | None,
        typer.Argument(help="Which account; the active one without it.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> Answer:
    """Log out, and erase what was read from the account.

    Entries that you wrote yourself, and decisions on suggestions, stay. Copies of the journal
    that plnbuddy made by itself and that hold the account are deleted, too.

    \b
    plnbuddy forget-account
    plnbuddy forget-account @anna@mastodon.education --yes
    """
    wanted = parse_handle(handle) if handle else needed_login(run.places).handle
    logged_in = _is_logged_in(run.places, wanted.key)
    if not logged_in and wanted.key not in known_accounts(run.store):
        raise UsageError(f"Nothing is known of {wanted}.", "See your accounts: plnbuddy whoami")
    if not (yes or run.terminal.can_ask):
        raise UsageError(
            f"This would erase what was read from {wanted}.", "Add --yes if you are sure."
        )
    if not (yes or run.agrees(f"Erase everything that was read from {wanted}?")):
        return Answer(said=[Said("Nothing was erased.")])
    if logged_in:
        log_out_here(run.places, run.terminal, str(wanted))
    left = read_credentials(run.places.accounts).without_unused_apps()
    write_credentials(run.places.accounts, left)
    count = counted(erase(run.store, wanted.key), "entry", "entries")
    return Answer(
        "undo",
        {"undone": f"{count} of {wanted}"},
        [line(f"Erased: {count} and all else that was read from {wanted}.")],
        said=list(_about_copies(run.places, wanted.key)),
        next_step=NextStep("plnbuddy log list", "what you wrote yourself is all there"),
    )


def _about_copies(places: Places, key: str) -> Iterator[Said]:
    """Copies made by themselves go, too; those of the teacher's own making are named."""
    from plnbuddy.store.copies import forget_in_copies

    deleted, staying = forget_in_copies(places.store, places.copies, key)
    if deleted:
        yield Said(
            f"Deleted, as they held it: {counted(deleted, 'copy', 'copies')} of the journal."
        )
    if staying:
        names = in_words(str(copy.file) for copy in staying)
        yield Said(
            f"What was read is still in {names}: delete what you do not need.", "yellow", True
        )


def _is_logged_in(places: Places, key: str) -> bool:
    return any(login.key == key for login in read_credentials(places.accounts).logins)
