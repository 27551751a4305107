"""`plnbuddy log show`: one entry with all its details."""

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import EntryNumber
from plnbuddy.journal.entries import find_entry
from plnbuddy.journal.text import entry_lines


@command()
def show(run: Run, number: EntryNumber) -> Answer:
    """Show one entry with all its details.

    \b
    plnbuddy log show 12
    """
    activity = find_entry(run.store, number)
    return Answer("entry", activity, entry_lines(activity, run.clock))
