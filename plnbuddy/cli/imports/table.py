"""`plnbuddy import csv`: a table that somebody kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import ActivityKind

if TYPE_CHECKING:
    pass

from plnbuddy.cli.imports.options import Dry
from plnbuddy.cli.imports.running import run, show_outcome


def table(
    file: Annotated[Path, typer.Argument(help="The table.", show_default=False)],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            help="What a column holds, such as when=Datum; may be repeated.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        ActivityKind | None,
        typer.Option("--kind", help="The kind of rows that name none.", show_default=False),
    ] = None,
    dry: Dry = False,
    no_input: NoInput = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in a table that you kept, saved as CSV.

    Usual names of columns are recognised; plnbuddy asks about the others once and
    remembers it. The fields: when, text, kind, people, tags, links, minutes, place,
    note.

    \b
    plnbuddy import csv hours.csv --dry-run
    plnbuddy import csv hours.csv --column when=Datum --column text=Was --kind collaborate
    """
    from plnbuddy.imports.table import open_table

    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    columns = _columns(session, terminal, file, column or [], dry=dry)
    if kind is None and "kind" not in columns and terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        kind = Asker(terminal).until(
            "Which of the three C's are these? connect, collaborate or contribute",
            ActivityKind.COLLABORATE.value,
            _read_kind,
        )
    profile = session.settings.profile
    source = open_table(file, columns, kind, session.clock, profile.languages, profile.region)
    outcome = run(session, terminal, source, dry=dry)
    show_outcome(terminal, outcome, "plnbuddy log list", dry=dry, json=json)


def _read_kind(answer: str) -> ActivityKind:
    from plnbuddy.imports.table_columns import read_kind

    kind = read_kind(answer)
    if kind is None:
        raise UsageError(
            "That is none of the three C's.", "Say connect, collaborate or contribute."
        )
    return kind


def _columns(
    session: Session, terminal: Terminal, file: Path, given: list[str], *, dry: bool
) -> dict[str, str]:
    """What the columns hold: as said now, as said before, as usual, or as asked."""
    from plnbuddy.imports.table import table_header
    from plnbuddy.imports.table_columns import FIELDS, NEEDED, guess_columns
    from plnbuddy.store.imports import column_choice, put_column_choice

    header = table_header(file)
    with session.store() as store:
        columns = column_choice(store, header) or guess_columns(header)
    for word in given:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(
                f"'{clean_line(word, 60)}' names no column.", "Write it like: --column when=Datum"
            )
        columns[name.strip().lower()] = value.strip().lower()
    missing = [name for name in NEEDED if name not in columns]
    if missing and terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        options = {name: name for name in header}
        for name in missing:
            (columns[name],) = Asker(terminal).several(
                f"Which column holds {FIELDS[name]}?", options, header[:1], _header_word(header)
            )[:1]
    if (given or missing) and not dry and all(name in columns for name in NEEDED):
        with session.store() as store, store.writing():
            put_column_choice(store, header, columns)
    return columns


def _header_word(header: list[str]) -> Callable[[str], str]:
    def find(word: str) -> str:
        if word.lower() in header:
            return word.lower()
        raise UsageError(f"There is no column '{clean_line(word, 60)}'.", "Give its number.")

    return find
