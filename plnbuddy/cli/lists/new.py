"""`plnbuddy lists new`: a list of one's own."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lists.options import Contact, Introduction, Topics
from plnbuddy.out.lines import line


@command()
def new(
    run: Run,
    title: Annotated[str, typer.Argument(help="What it is called.", show_default=False)],
    who: Annotated[
        list[str] | None, typer.Argument(help="Handles and '#hashtags'.", show_default=False)
    ] = None,
    topics: Topics = None,
    introduction: Introduction = None,
    contact: Contact = None,
) -> Answer:
    """Begin a list of your own.

    \b
    plnbuddy lists new "Music teachers" @anna@example.org '#musiced' --topic music
    """
    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import Edit, edit_list, new_list, read_row

    for word in who or ():
        read_row(run.store, word)  # So that a list is not begun for nothing.
    wanted = [find_topic(topic) for topic in topics or ()]
    with run.store.writing():
        kept = new_list(run.store, title, wanted, introduction or "", contact or "")
        kept, rows = edit_list(run.store, kept, Edit(add=who or ()))
    return Answer(
        "list",
        {"list": kept, "rows": rows},
        [line(f"Begun: {kept.title}, with {len(rows)} on it.")],
        next_step=NextStep(f"plnbuddy lists edit {kept.name} --add @HANDLE --reason '…'"),
    )
