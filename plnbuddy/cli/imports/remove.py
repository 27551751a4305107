"""`plnbuddy import remove`."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.out.lines import line

if TYPE_CHECKING:
    pass


def remove(
    what: Annotated[str, typer.Argument(help="The number of an import, or the address of a feed.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Take an import back, however long ago, or read a feed no longer.

    Entries that you changed since then stay. Importing the same again brings the
    rest back.

    \b
    plnbuddy import remove 3
    plnbuddy import remove https://example.org/feed
    """
    from plnbuddy.store.imports import all_feeds, all_imports, drop_feed, remove_import

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store, store.writing():
        if any(feed.url == what for feed in all_feeds(store)):
            drop_feed(store, what)
            gone, kept = 0, 0
        elif any(str(run.id) == what for run in all_imports(store)):
            gone, kept = remove_import(store, int(what))
        else:
            raise NothingFoundError(
                f"There is no import {what}.", "See the numbers with: plnbuddy import list"
            )
    if json:
        terminal.show_json("import-removed", {"removed": gone, "kept": kept})
        return
    stay = f" {kept:,} that you changed stay." if kept else ""
    terminal.show([line(f"Taken back: {gone:,} entries.{stay}")])
    terminal.say_next("plnbuddy import list")
