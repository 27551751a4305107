"""`plnbuddy lists edit`: who is on a list, and what it says of itself."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import UsageError

if TYPE_CHECKING:
    pass

from plnbuddy.cli.lists.options import Contact, Introduction, Name, Topics


def edit(
    name: Name,
    added: Annotated[
        list[str] | None,
        typer.Option("--add", help="A handle or '#hashtag'; may be repeated.", show_default=False),
    ] = None,
    removed: Annotated[
        list[str] | None,
        typer.Option("--remove", help="The same, off the list.", show_default=False),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", help="Why those in --add are worth following.", show_default=False
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="A new title.", show_default=False)
    ] = None,
    topics: Topics = None,
    introduction: Introduction = None,
    contact: Contact = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Change a list of yours: who is on it, and what it says of itself.

    \b
    plnbuddy lists edit music-teachers --add @anna@example.org --reason "choir, primary"
    plnbuddy lists edit music-teachers --contact mailto:hart@example.org
    """
    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import Edit, edit_list, needed_list
    from plnbuddy.lists.text import list_lines

    wanted = [find_topic(topic) for topic in topics] if topics else None
    change = Edit(added or (), removed or (), title, introduction, contact, wanted, reason)
    if change == Edit():
        raise UsageError(
            "Nothing was given that could be changed.",
            f"For example: plnbuddy lists edit {name} --add @HANDLE",
        )
    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        kept, rows = edit_list(store, needed_list(store, name), change)
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show(list_lines(kept, rows, 20))
    terminal.say_next(f"plnbuddy lists check {kept.name}")
