"""Running an import from the command line, and what came of it as an answer."""

from typing import TYPE_CHECKING

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.model import ActivityKind

if TYPE_CHECKING:
    from plnbuddy.imports.run import Outcome, Source


def import_from(run: Run, source: "Source", next_command: str, *, dry: bool) -> Answer:
    """Import an opened source, with a bar on a terminal; with `dry` nothing is kept.

    Args:
        next_command: what comes after an import that was kept.
    """
    from plnbuddy.imports.run import run_import
    from plnbuddy.imports.text import outcome_lines

    with run.terminal.progress("Reading") as report:
        outcome = run_import(run.store, source, run.clock, report, dry=dry)
    next_step = NextStep(next_command, "mistaken? plnbuddy undo")
    return Answer(
        "imported",
        {"dry_run": dry, **_facts(outcome)},
        outcome_lines(outcome, dry=dry),
        next_step=NextStep("the same command without --dry-run") if dry else next_step,
        failure=_nothing() if outcome.is_empty else None,
    )


def _nothing() -> NothingFoundError:
    return NothingFoundError(
        "Nothing in it could be taken.",
        "Check that it is the right file; where to get each is in: plnbuddy import --help",
    )


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
