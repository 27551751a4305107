"""`plnbuddy footprint hide` and `unhide`: what stays out of it."""

from collections.abc import Sequence
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import EntryNumbers
from plnbuddy.core.model import Activity
from plnbuddy.journal.entries import find_entry
from plnbuddy.journal.text import entry_line
from plnbuddy.store.footprint import hidden_numbers, hide_uids, unhide_uids


@command()
def hide(run: Run, numbers: EntryNumbers) -> Answer:
    """Keep entries out of the footprint; they stay in the journal.

    \b
    plnbuddy footprint hide 12 15
    """
    store = run.store
    with store.writing():
        entries = [find_entry(store, number) for number in numbers]
        hide_uids(store, (entry.uid for entry in entries), run.clock.today)
    again = " ".join(map(str, numbers))
    mistaken = f"mistaken? plnbuddy footprint unhide {again}"
    return _listed(entries, "Hidden from the footprint:", NextStep("plnbuddy footprint", mistaken))


@command()
def unhide(
    run: Run,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(help="Numbers; without any, lists what is hidden.", show_default=False),
    ] = None,
) -> Answer:
    """Let hidden entries into the footprint again, or list them.

    \b
    plnbuddy footprint unhide
    plnbuddy footprint unhide 12
    """
    store = run.store
    if not numbers:
        entries = [find_entry(store, number) for number in hidden_numbers(store)]
        first = NextStep(f"plnbuddy footprint unhide {entries[0].id}") if entries else None
        return _listed(entries, f"Hidden: {len(entries):,}", first)
    with store.writing():
        entries = [find_entry(store, number) for number in numbers]
        unhide_uids(store, (entry.uid for entry in entries))
    said = "In the footprint again, if they are public:"
    return _listed(entries, said, NextStep("plnbuddy footprint"))


def _listed(entries: Sequence[Activity], said: str, next_step: NextStep | None) -> Answer:
    return Answer(
        "entries",
        {"entries": entries, "total": len(entries)},
        (entry_line(entry) for entry in entries),
        before=said,
        next_step=next_step,
    )
