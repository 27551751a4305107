"""`plnbuddy lists search`: rows of the bundled tables."""

from typing import Annotated

import typer

from plnbuddy.cli.lists.options import Count
from plnbuddy.cli.lists.tables import Table, rows_of, show_rows
from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.terminal import Terminal
from plnbuddy.curated.search import search_items


def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for.", show_default=False)],
    count: Count = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find rows in all curated lists.

    \b
    plnbuddy lists search choir
    plnbuddy lists search history german
    """
    found = {table: search_items(rows_of(table), " ".join(words)) for table in Table}
    show_rows(Terminal(quiet=quiet), found, count, json=json)
