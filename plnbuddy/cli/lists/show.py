"""`plnbuddy lists show`: the rows of a table, or of a list of one's own."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lists.options import Topic
from plnbuddy.cli.lists.tables import Table, rows_answer, rows_of
from plnbuddy.cli.options import Count
from plnbuddy.core.clean import clean_line
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import UsageError
from plnbuddy.core.vocabulary import find_topic
from plnbuddy.lists.keep import needed_list
from plnbuddy.lists.source import list_word
from plnbuddy.store.database import Store
from plnbuddy.store.lists import get_list, list_rows


@command()
def show(
    run: Run,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="educators, hashtags, chats, servers, lists, or a list of yours; all without it.",
            show_default=False,
        ),
    ] = None,
    topic: Topic = None,
    count: Count = 20,
) -> Answer:
    """Show the rows of a list, each with its source.

    \b
    plnbuddy lists show hashtags --topic music
    plnbuddy lists show chats -n 100
    """
    wanted = find_topic(topic) if topic else None
    table = _table(run.store, name)
    if name is not None and table is None:
        return _own(run.store, name, wanted, count)
    found = {
        each: [item for item in rows_of(run.store, each) if wanted is None or wanted in item.topics]
        for each in Table
        if table in (None, each)
    }
    return rows_answer(found, count)


def _table(store: Store, name: str | None) -> Table | None:
    """The curated table of that name; None for a list of the teacher's."""
    try:
        return Table(name) if name else None
    except ValueError:
        hint = did_you_mean(name or "", list(Table))
        if hint and get_list(store, list_word(name or "")) is None:
            raise UsageError(f"There is no list '{clean_line(name or '', 60)}'.", hint) from None
        return None


def _own(store: Store, name: str, topic: str | None, count: int) -> Answer:
    from plnbuddy.lists.text import list_lines

    kept = needed_list(store, name)
    rows = [
        row
        for row in list_rows(store, kept.name)
        if topic is None or topic in (row.topics or kept.topics)
    ]
    more = f"These are {count} of {len(rows):,}; -n {len(rows)} shows all."
    return Answer(
        "list",
        {"list": kept, "rows": rows},
        list_lines(kept, rows, count),
        said=[Said(more)] if len(rows) > count else [],
        next_step=NextStep(f"plnbuddy lists check {kept.name}"),
    )
