"""`plnbuddy import remove`."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.out.lines import line
from plnbuddy.out.wording import counted


@command()
def remove(
    run: Run,
    what: Annotated[str, typer.Argument(help="The number of an import, or the address of a feed.")],
) -> Answer:
    """Take an import back, however long ago, or read a feed no longer.

    Entries that you changed since then stay. Importing the same again brings the
    rest back.

    \b
    plnbuddy import remove 3
    plnbuddy import remove https://example.org/feed
    """
    from plnbuddy.store.imports import all_feeds, all_imports, drop_feed, remove_import

    store = run.store
    with store.writing():
        if any(feed.url == what for feed in all_feeds(store)):
            drop_feed(store, what)
            gone, kept = 0, 0
        elif any(str(each.id) == what for each in all_imports(store)):
            gone, kept = remove_import(store, int(what))
        else:
            raise NothingFoundError(
                f"There is no import {what}.", "See the numbers with: plnbuddy import list"
            )
    stay = f" {kept:,} that you changed {'stays' if kept == 1 else 'stay'}." if kept else ""
    return Answer(
        "import-removed",
        {"removed": gone, "kept": kept},
        [line(f"Taken back: {counted(gone, 'entry', 'entries')}.{stay}")],
        next_step=NextStep("plnbuddy import list"),
    )
