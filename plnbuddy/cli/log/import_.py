"""`plnbuddy log import`: entries out of a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.log.options import Format, file_format
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.out.lines import line
from plnbuddy.out.wording import counted


@command()
def import_entries(
    run: Run,
    file: Annotated[
        Path, typer.Argument(help="The file; '-' for standard input.", show_default=False)
    ],
    form: Format = None,
) -> Answer:
    """Read entries from a file; nothing is doubled.

    The file is one that `log export` wrote, or a table with the same columns.

    \b
    plnbuddy log import journal.jsonl
    plnbuddy log import journal.csv
    """
    from plnbuddy.journal.transfer import import_text
    from plnbuddy.system.csvfile import SIZE_LIMIT, decode, read_text
    from plnbuddy.system.local_file import read_limited

    chosen = file_format(form, file)
    if str(file) == "-":
        text = decode(read_limited(sys.stdin.buffer, SIZE_LIMIT), "standard input")
    else:
        text = read_text(file)
    if not text.strip():
        raise PlnbuddyError(f"There is nothing in {file}.", "Check that it is the right file.")
    count = import_text(run.store, text, chosen, run.clock)  # type: ignore[arg-type]
    already = ""
    if count.already_there:
        were = "was" if count.already_there == 1 else "were"
        already = f", {count.already_there:,} {were} there already"
    said = f"{counted(count.added, 'entry', 'entries')} added{already}."
    return Answer(
        "import",
        count,
        [line(said)],
        next_step=NextStep("plnbuddy log list", "mistaken? plnbuddy undo"),
    )
