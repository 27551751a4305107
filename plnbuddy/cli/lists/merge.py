"""`plnbuddy lists merge`: one list out of several."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.out.lines import line
from plnbuddy.store.lists import list_rows


@command()
def merge(
    run: Run,
    title: Annotated[str, typer.Argument(help="The new list's title.", show_default=False)],
    names: Annotated[list[str], typer.Argument(help="Lists of yours.", show_default=False)],
) -> Answer:
    """Make one list of your own out of several; each person once.

    \b
    plnbuddy lists merge "Arts" music-teachers drama
    """
    from plnbuddy.lists.keep import merge_lists, needed_list

    store = run.store
    kept, count = merge_lists(store, title, [needed_list(store, name) for name in names])
    return Answer(
        "list",
        {"list": kept, "rows": list_rows(store, kept.name)},
        [line(f"Made: {kept.title}, with {count:,} on it.")],
        next_step=NextStep(f"plnbuddy lists show {kept.name}"),
    )
