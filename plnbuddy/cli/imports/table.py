"""`plnbuddy import csv`: a table that somebody kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.imports.running import import_from
from plnbuddy.cli.options import DryRun, optional
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import ActivityKind


@command(asks=True)
def table(
    run: Run,
    file: Annotated[Path, typer.Argument(help="The table.", show_default=False)],
    column: Annotated[
        list[str] | None,
        optional("--column", "What a column holds, such as when=Datum; may be repeated."),
    ] = None,
    kind: Annotated[
        ActivityKind | None, optional("--kind", "The kind of rows that name none.")
    ] = None,
    dry: DryRun = False,
) -> Answer:
    """Bring in a table that you kept, saved as CSV.

    Usual names of columns are recognised; plnbuddy asks about the others once and
    remembers it. The fields: when, text, kind, people, tags, links, minutes, place,
    note.

    \b
    plnbuddy import csv hours.csv --dry-run
    plnbuddy import csv hours.csv --column when=Datum --column text=Was --kind collaborate
    """
    from plnbuddy.imports.table import open_table

    columns = _columns(run, file, column or [], dry=dry)
    if kind is None and "kind" not in columns and run.terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        kind = Asker(run.terminal).until(
            "Which of the three C's are these? connect, collaborate or contribute",
            ActivityKind.COLLABORATE.value,
            _read_kind,
        )
    profile = run.settings.profile
    source = open_table(file, columns, kind, run.clock, profile.languages, profile.region)
    return import_from(run, source, "plnbuddy log list", dry=dry)


def _read_kind(answer: str) -> ActivityKind:
    from plnbuddy.imports.table_columns import read_kind

    kind = read_kind(answer)
    if kind is None:
        raise UsageError(
            "That is none of the three C's.", "Say connect, collaborate or contribute."
        )
    return kind


def _columns(run: Run, file: Path, given: list[str], *, dry: bool) -> dict[str, str]:
    """What the columns hold: as said now, as said before, as usual, or as asked."""
    from plnbuddy.imports.table import table_header
    from plnbuddy.imports.table_columns import FIELDS, NEEDED, guess_columns
    from plnbuddy.store.imports import column_choice, put_column_choice

    header = table_header(file)
    columns = column_choice(run.store, header) or guess_columns(header)
    for word in given:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(
                f"'{clean_line(word, 60)}' names no column.", "Write it like: --column when=Datum"
            )
        columns[name.strip().lower()] = value.strip().lower()
    missing = [name for name in NEEDED if name not in columns]
    if missing and run.terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        options = {name: name for name in header}
        for name in missing:
            (columns[name],) = Asker(run.terminal).several(
                f"Which column holds {FIELDS[name]}?", options, header[:1], _header_word(header)
            )[:1]
    if (given or missing) and not dry and all(name in columns for name in NEEDED):
        with run.store.writing():
            put_column_choice(run.store, header, columns)
    return columns


def _header_word(header: list[str]) -> Callable[[str], str]:
    def find(word: str) -> str:
        if word.lower() in header:
            return word.lower()
        raise UsageError(f"There is no column '{clean_line(word, 60)}'.", "Give its number.")

    return find
