"""`plnbuddy lists forget`: who is never to be shown again."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.out.lines import line

if TYPE_CHECKING:
    pass


def forget(
    who: Annotated[
        str | None, typer.Argument(help="A handle, or a whole server.", show_default=False)
    ] = None,
    back: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Never show somebody again, whatever any list says.

    It holds for suggestions, lists and exports on this computer, and stays through
    every update. Without a handle it shows who is forgotten.

    \b
    plnbuddy lists forget @anna@example.org
    plnbuddy lists forget example.org
    """
    from plnbuddy.lists.keep import forget_for_good
    from plnbuddy.store.lists import read_forgotten

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        shown = forget_for_good(store, who, session.clock, back=back) if who else ""
        gone = read_forgotten(store)
    if json:
        terminal.show_json(
            "forgotten", {"people": sorted(gone.people), "servers": sorted(gone.servers)}
        )
        return
    if shown:
        said = "may be shown again" if back else "will not be shown again"
        terminal.show([line(f"{shown} {said}.")])
        terminal.say_next("plnbuddy suggest", f"mistaken? lists forget {shown} --undo")
        return
    terminal.show(line(key) for key in (*sorted(gone.people), *sorted(gone.servers)))
    terminal.say(
        "Nobody else is forgotten." if gone.people or gone.servers else "Nobody is forgotten."
    )
