"""`plnbuddy backup`: a copy of the journal in one file."""

from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
from plnbuddy.core.clean import as_argument
from plnbuddy.out.lines import line
from plnbuddy.out.wording import counted

app = new_app()


@app.command()
@command()
def backup(
    run: Run,
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The file; without it, the folder where plnbuddy keeps copies.", show_default=False
        ),
    ] = None,
) -> Answer:
    """Copy the journal, with decisions and lists, into one file.

    plnbuddy makes such a copy by itself once a day of use, and keeps the last seven. The file
    holds private notes; it does not hold settings, logins or files of evidence.

    \b
    plnbuddy backup
    plnbuddy backup /media/stick/plnbuddy-backup
    """
    from plnbuddy.store.copies import new_copy
    from plnbuddy.store.restore import back_up

    here = run.clock.local(run.clock.now)
    target = file.expanduser() if file else new_copy(run.places.copies, "backup", here)
    contents = back_up(run.places.store, target)
    entries = counted(contents.entries, "entry is", "entries are")
    named = as_argument(str(target)) if file else target.stem
    return Answer(
        "backup",
        {"file": str(target), "contents": contents},
        [line(f"{entries} in {target}")],
        said=[Said(f"Not in it: settings ({run.places.settings}), logins, files of evidence.")],
        next_step=NextStep(f"plnbuddy restore {named}", "if need be"),
    )
