"""`plnbuddy import list`."""

from typing import TYPE_CHECKING

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.out.lines import line

if TYPE_CHECKING:
    pass


def list_imports(json: Json = False, quiet: Quiet = False) -> None:
    """Show what was imported.

    \b
    plnbuddy import list
    """
    from plnbuddy.imports.text import run_lines
    from plnbuddy.store.imports import all_feeds, all_imports

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        runs, feeds = all_imports(store), all_feeds(store)
    if json:
        terminal.show_json("imports", {"imports": runs, "feeds": feeds})
    else:
        terminal.show(run_lines(runs, session.clock))
        for feed in feeds:
            terminal.show([line(f"Read again at every sync: {feed.title} {feed.url}")])
    if not runs and not feeds:
        raise NothingFoundError(
            "Nothing was imported yet.", "See what can be: plnbuddy import --help"
        )
    if not json:
        terminal.say_next("plnbuddy import remove NUMBER", "takes one back")
