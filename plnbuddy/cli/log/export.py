"""`plnbuddy log export`: the whole journal as a file."""

from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.log.options import Format, file_format
from plnbuddy.out.wording import counted


@command(json=False)
def export(
    run: Run,
    file: Annotated[
        Path | None,
        typer.Argument(help="The file; standard output without it.", show_default=False),
    ] = None,
    form: Format = None,
) -> Answer:
    """Write the whole journal to a file.

    `log import` reads it back without loss.

    \b
    plnbuddy log export journal.jsonl
    plnbuddy log export journal.csv
    plnbuddy log export > journal.jsonl
    """
    from plnbuddy.journal.transfer import export_lines
    from plnbuddy.store.activities import ActivityFilter, activity_count, find_activities
    from plnbuddy.system.files import replace_file

    chosen = file_format(form, file)
    count = activity_count(run.store)
    entries = find_activities(run.store, ActivityFilter(oldest_first=True))
    lines = export_lines(entries, chosen)  # type: ignore[arg-type]
    if file is None or str(file) == "-":
        return Answer(document=lines)
    replace_file(file, lines)
    return Answer(
        said=[
            Said(f"{counted(count, 'entry is', 'entries are')} in {file}."),
            Said("Keep the file where you keep your backups."),
        ]
    )
