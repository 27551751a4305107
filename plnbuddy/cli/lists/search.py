"""`plnbuddy lists search`: rows of the bundled tables."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lists.tables import Table, rows_answer, rows_of
from plnbuddy.cli.options import Count
from plnbuddy.curated.search import search_items


@command()
def search(
    run: Run,
    words: Annotated[list[str], typer.Argument(help="Words to look for.", show_default=False)],
    count: Count = 20,
) -> Answer:
    """Find rows in all curated lists.

    \b
    plnbuddy lists search choir
    plnbuddy lists search history german
    """
    wanted = " ".join(words)
    found = {table: search_items(rows_of(run.store, table), wanted) for table in Table}
    return rows_answer(found, count)
