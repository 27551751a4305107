"""`plnbuddy lists update`: added lists, read anew."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode, NothingFoundError
from plnbuddy.store.lists import all_lists

if TYPE_CHECKING:
    pass


def update(
    name: Annotated[
        str | None, typer.Argument(help="One list; all without it.", show_default=False)
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read added lists anew; show who came and who went.

    Somebody who was taken off a list there is taken off here at once.

    \b
    plnbuddy lists update
    """
    from plnbuddy.lists.keep import needed_list, update_list
    from plnbuddy.lists.text import changes_lines

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        chosen = [needed_list(store, name)] if name else all_lists(store)
        if not chosen:
            raise NothingFoundError(
                "You added no list yet.", "Add one: plnbuddy lists add FILE, or an address"
            )
        changes = [update_list(store, kept, session.clock) for kept in chosen]
    if json:
        terminal.show_json("list-changes", {"lists": changes})
    else:
        terminal.show(each for change in changes for each in changes_lines(change))
    if all(change.failure for change in changes):
        raise typer.Exit(ExitCode.SERVER_UNREACHABLE)
    if not json:
        terminal.say_next("plnbuddy suggest")
