"""`plnbuddy lists merge`: one list out of several."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.out.lines import line
from plnbuddy.store.lists import list_rows

if TYPE_CHECKING:
    pass


def merge(
    title: Annotated[str, typer.Argument(help="The new list's title.", show_default=False)],
    names: Annotated[list[str], typer.Argument(help="Lists of yours.", show_default=False)],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make one list of your own out of several; each person once.

    \b
    plnbuddy lists merge "Arts" music-teachers drama
    """
    from plnbuddy.lists.keep import merge_lists, needed_list

    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        kept, count = merge_lists(store, title, [needed_list(store, name) for name in names])
        rows = list_rows(store, kept.name)
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show([line(f"Made: {kept.title}, with {count:,} on it.")])
    terminal.say_next(f"plnbuddy lists show {kept.name}")
