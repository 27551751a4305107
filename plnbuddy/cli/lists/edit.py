"""`plnbuddy lists edit`: who is on a list, and what it says of itself."""

from typing import Annotated

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lists.options import Contact, Introduction, Name, Topics
from plnbuddy.cli.options import optional
from plnbuddy.core.errors import UsageError


@command()
def edit(
    run: Run,
    name: Name,
    added: Annotated[
        list[str] | None, optional("--add", "A handle or '#hashtag'; may be repeated.")
    ] = None,
    removed: Annotated[list[str] | None, optional("--remove", "The same, off the list.")] = None,
    reason: Annotated[
        str | None, optional("--reason", "Why those in --add are worth following.")
    ] = None,
    title: Annotated[str | None, optional("--title", "A new title.")] = None,
    topics: Topics = None,
    introduction: Introduction = None,
    contact: Contact = None,
) -> Answer:
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
    kept, rows = edit_list(run.store, needed_list(run.store, name), change)
    return Answer(
        "list",
        {"list": kept, "rows": rows},
        list_lines(kept, rows, 20),
        next_step=NextStep(f"plnbuddy lists check {kept.name}"),
    )
