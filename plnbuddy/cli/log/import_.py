"""`plnbuddy log import`: entries out of a file."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.log.options import Format, file_format
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.vocabulary import in_words
from plnbuddy.out.lines import line
from plnbuddy.out.wording import counted

if TYPE_CHECKING:
    from plnbuddy.journal.transfer import ImportCount


@command()
def import_entries(
    run: Run,
    file: Annotated[
        Path, typer.Argument(help="The file; '-' for standard input.", show_default=False)
    ],
    form: Format = None,
) -> Answer:
    """Read entries from a file; nothing is doubled.

    The file is one that `log export` wrote, or a table with the same columns. What is here
    already stays as it is. `undo` takes back entries, decisions, reflections and chats.

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
    evidence = run.places.evidence
    missing = [name for name in sorted(count.kept_evidence) if not (evidence / name).is_file()]
    data = {
        "added": count.added,
        "already_there": count.already_there,
        "also_added": count.also,
        "also_already_there": count.also_already_there,
        "missing_evidence": missing,
    }
    return Answer(
        "import",
        data,
        [line(text) for text in _told(count)],
        said=[Said(_evidence(missing, evidence), "yellow", True)] if missing else (),
        next_step=NextStep("plnbuddy log list", "mistaken? plnbuddy undo"),
    )


def _told(count: "ImportCount") -> Iterator[str]:
    from plnbuddy.journal.belongings import BELONGINGS

    yield f"{counted(count.added, 'entry', 'entries')} added{_already(count.already_there)}."
    also = [
        counted(count.also[name], kind.one, kind.several)
        for name, kind in BELONGINGS.items()
        if count.also.get(name)
    ]
    if also or count.also_already_there:
        named = in_words(also) if also else "nothing"
        yield f"With them: {named} added{_already(count.also_already_there)}."


def _already(count: int) -> str:
    were = "was" if count == 1 else "were"
    return f", {count:,} {were} there already" if count else ""


def _evidence(missing: Sequence[str], folder: Path) -> str:
    files = counted(len(missing), "file of evidence is", "files of evidence are")
    return f"{files} not on this computer: copy the folder evidence of the old one to {folder}."
