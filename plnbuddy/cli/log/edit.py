"""`plnbuddy log edit`: an entry, changed."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.log.appraisal import ForAppraisal, given_details
from plnbuddy.cli.log.options import Described, read_words
from plnbuddy.cli.log.write import confirmed
from plnbuddy.cli.options import EntryNumber, optional
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import ActivityKind
from plnbuddy.journal.entries import Details, change_entry


@command()
def edit(
    run: Run,
    number: EntryNumber,
    words: Annotated[
        list[str] | None, typer.Argument(help="A new text.", show_default=False)
    ] = None,
    kind: Annotated[ActivityKind | None, optional("--kind", "Another of the three C's.")] = None,
    *,
    described: Described,
    appraisal: ForAppraisal,
) -> Answer:
    """Change an entry; what you do not name stays as it is, and "" takes away.

    \b
    plnbuddy log edit 12 "answered @ben@example.org on rubrics"
    plnbuddy log edit 12 --minutes 30 --date yesterday
    plnbuddy log edit 12 --standard APST:6.2 --type peer-observation --evidence plan.pdf
    """
    details = given_details(run, described, appraisal)
    if kind is None and words is None and details == Details():
        raise UsageError(
            "Nothing was given that could be changed.",
            f'Give a new text or an option: plnbuddy log edit {number} "…" --minutes 30',
        )
    text = None if words is None else read_words(words)
    changed = change_entry(run.store, number, run.clock, kind, text, details)
    return confirmed(changed, run, "Changed")
