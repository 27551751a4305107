"""`plnbuddy log remove`: entries, taken out."""

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import EntryNumbers
from plnbuddy.journal.entries import remove_entries
from plnbuddy.journal.text import entry_line


@command()
def remove(run: Run, numbers: EntryNumbers) -> Answer:
    """Remove entries; undo brings them back.

    \b
    plnbuddy log remove 12
    """
    removed = remove_entries(run.store, numbers, run.clock)
    return Answer(
        "entries",
        {"entries": removed, "total": len(removed)},
        (entry_line(activity) for activity in removed),
        before="Removed:",
        next_step=NextStep("plnbuddy log list", "mistaken? plnbuddy undo"),
    )
