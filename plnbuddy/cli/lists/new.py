"""`plnbuddy lists new`: a list of one's own."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.out.lines import line

if TYPE_CHECKING:
    pass

from plnbuddy.cli.lists.options import Contact, Introduction, Topics


def new(
    title: Annotated[str, typer.Argument(help="What it is called.", show_default=False)],
    who: Annotated[
        list[str] | None, typer.Argument(help="Handles and '#hashtags'.", show_default=False)
    ] = None,
    topics: Topics = None,
    introduction: Introduction = None,
    contact: Contact = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Begin a list of your own.

    \b
    plnbuddy lists new "Music teachers" @anna@example.org '#musiced' --topic music
    """
    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import Edit, edit_list, new_list, read_row

    terminal = Terminal(quiet=quiet)
    for word in who or ():
        read_row(word)  # So that a list is not begun for nothing.
    wanted = [find_topic(topic) for topic in topics or ()]
    with open_session().store() as store, store.writing():
        kept = new_list(store, title, wanted, introduction or "", contact or "")
        kept, rows = edit_list(store, kept, Edit(add=who or ()))
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show([line(f"Begun: {kept.title}, with {len(rows)} on it.")])
    terminal.say_next(f"plnbuddy lists edit {kept.name} --add @HANDLE --reason '…'")
