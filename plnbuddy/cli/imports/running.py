"""Running an import from the command line, and showing what came of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode
from plnbuddy.core.model import ActivityKind

if TYPE_CHECKING:
    from plnbuddy.imports.run import Outcome, Source


def import_from(
    open_source: "Callable[[Session], Source]",
    next_command: str,
    *,
    dry: bool,
    json: bool,
    quiet: bool,
) -> None:
    """Open a source, import it and show what came of it: a whole command."""
    terminal = Terminal(quiet=quiet)
    session = open_session()
    outcome = run(session, terminal, open_source(session), dry=dry)
    show_outcome(terminal, outcome, next_command, dry=dry, json=json)


def run(session: Session, terminal: Terminal, source: "Source", *, dry: bool) -> "Outcome":
    """Run the import, with a bar on a terminal; with `dry` nothing is kept."""
    from plnbuddy.imports.run import run_import

    with session.store() as store, terminal.progress("Reading") as report:
        return run_import(store, source, session.clock, report, dry=dry)


def show_outcome(
    terminal: Terminal, outcome: "Outcome", next_command: str, *, dry: bool, json: bool
) -> None:
    """Show what an import brought, and what to do next.

    Raises:
        Exit: with the code for "nothing was found", when it brought nothing at all.
    """
    if json:
        terminal.show_json("imported", {"dry_run": dry, **_facts(outcome)})
    else:
        from plnbuddy.imports.text import outcome_lines

        terminal.show(outcome_lines(outcome, dry=dry))
    if outcome.is_empty:
        terminal.warn("Nothing in it could be taken.")
        raise typer.Exit(ExitCode.NOTHING_FOUND)
    if json:
        return
    if dry:
        terminal.say_next("the same command without --dry-run")
    else:
        terminal.say_next(next_command, "mistaken? plnbuddy undo")


def _facts(outcome: "Outcome") -> dict[str, object]:
    return {
        "service": outcome.service,
        "name": outcome.name,
        "import": outcome.number,
        "imported_before": outcome.before,
        "added": {kind.value: outcome.added[kind] for kind in ActivityKind},
        "already_there": outcome.already_there,
        "first_day": outcome.first_day,
        "last_day": outcome.last_day,
        "left_out": dict(outcome.left_out),
        "notes": outcome.notes,
        "people": len(outcome.people),
        "unresolved_follows": outcome.unresolved_follows,
        "tags": len(outcome.tags),
        "claims": outcome.claims,
        "exchanges": outcome.exchanges,
    }
