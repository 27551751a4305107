"""`plnbuddy lists remove`: a list that is kept no longer."""

from typing import TYPE_CHECKING

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.out.lines import line
from plnbuddy.store.lists import list_rows

if TYPE_CHECKING:
    pass

from plnbuddy.cli.lists.options import Name


def remove(name: Name, json: Json = False, quiet: Quiet = False) -> None:
    """Keep a list no longer. Whom you follow stays followed.

    \b
    plnbuddy lists remove music-teachers
    """
    from plnbuddy.lists.keep import needed_list, remove_list

    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        kept = needed_list(store, name)
        rows = list_rows(store, kept.name)
        remove_list(store, kept)
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show([line(f"Removed: {kept.title}.")])
    back = f"plnbuddy lists add {kept.source}" if kept.source else "plnbuddy lists"
    terminal.say_next(back)
