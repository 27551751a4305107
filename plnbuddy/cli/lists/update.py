"""`plnbuddy lists update`: added lists, read anew."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.core.errors import ExitCode, NothingFoundError
from plnbuddy.store.lists import all_lists


@command()
def update(
    run: Run,
    name: Annotated[
        str | None, typer.Argument(help="One list; all without it.", show_default=False)
    ] = None,
) -> Answer:
    """Read added lists anew; show who came and who went.

    Somebody who was taken off a list there is taken off here at once.

    \b
    plnbuddy lists update
    """
    from plnbuddy.lists.keep import needed_list, update_list
    from plnbuddy.lists.text import changes_lines

    chosen = [needed_list(run.store, name)] if name else all_lists(run.store)
    if not chosen:
        raise NothingFoundError(
            "You added no list yet.", "Add one: plnbuddy lists add FILE, or an address"
        )
    changes = [update_list(run.store, kept, run.clock) for kept in chosen]
    failed = all(change.failure for change in changes)
    return Answer(
        "list-changes",
        {"lists": changes},
        (each for change in changes for each in changes_lines(change)),
        next_step=None if failed else NextStep("plnbuddy suggest"),
        exit_code=ExitCode.SERVER_UNREACHABLE if failed else ExitCode.OK,
    )
