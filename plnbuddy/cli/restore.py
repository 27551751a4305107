"""`plnbuddy restore`: put a copy in the journal's place."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import Yes, new_app
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.out.lines import Line, line
from plnbuddy.out.wording import counted

if TYPE_CHECKING:
    from plnbuddy.store.copies import Contents, Copy
    from plnbuddy.store.restore import Exchange

app = new_app()


@app.command()
@command(asks=True)
def restore(
    run: Run,
    file: Annotated[
        str | None,
        typer.Argument(
            help="A file, or the name of a copy; without it, lists them.", show_default=False
        ),
    ] = None,
    yes: Yes = False,
) -> Answer | None:
    """Put a copy in the place of the journal; what it replaces is kept.

    You see first what would change. Without a file the copies on this computer are listed.

    \b
    plnbuddy restore
    plnbuddy restore daily-2026-11-23
    plnbuddy restore /media/stick/plnbuddy-backup
    """
    from plnbuddy.store.copies import list_copies
    from plnbuddy.store.restore import preview_restore, restore_copy

    copies = list_copies(run.places.store, run.places.copies)
    if file is None:
        return _listed(run, copies)
    copy = _find(file, copies)
    exchange = preview_restore(run.places.store, copy)
    run.preview(_told(run, copy, exchange))
    if not (yes or run.terminal.can_ask):
        raise UsageError("Nothing was changed.", "Add --yes to put the copy in place.")
    if not (yes or run.agrees("Put the copy in place?")):
        run.terminal.say("Nothing was changed.")
        return None
    here = run.clock.local(run.clock.now)
    kept = restore_copy(run.places.store, copy, run.places.copies, here)
    return Answer(
        "restored",
        {"file": str(copy), "kept": str(kept) if kept else None, "exchange": exchange},
        [line(f"The journal is that of {copy.name} now.")],
        said=[Said(f"What was there is kept in {kept}.")] if kept else [],
        next_step=NextStep("plnbuddy log list", _way_back(kept)),
    )


def _way_back(kept: Path | None) -> str:
    if kept is None or kept.name.startswith("damaged"):
        return ""
    return f"back again: plnbuddy restore {kept.stem}"


def _find(word: str, copies: "Sequence[Copy]") -> Path:
    """The file that is meant: one of that name, or a copy of that name or day."""
    for copy in copies:
        if word in (copy.name, copy.name.removeprefix("daily-")):
            return copy.file
    place = Path(word).expanduser()
    if place.exists():
        return place
    raise NothingFoundError(
        f"There is neither a file nor a copy called {word}.", "See the copies: plnbuddy restore"
    )


def _listed(run: Run, copies: "Sequence[Copy]") -> Answer:
    if not copies:
        raise NothingFoundError("There is no copy yet.", "Make one: plnbuddy backup")
    best = next((copy for copy in copies if copy.kind != "damaged"), None)
    return Answer(
        "copies",
        {"folder": str(run.places.copies), "copies": [_facts(copy) for copy in copies]},
        _rows(run, copies),
        next_step=NextStep(f"plnbuddy restore {best.name}", "shows what would change, and asks")
        if best
        else NextStep("plnbuddy backup"),
    )


def _facts(copy: "Copy") -> dict[str, object]:
    return {
        "name": copy.name,
        "file": str(copy.file),
        "kind": copy.kind,
        "made_at": copy.made_at,
        "size": copy.size,
    }


def _rows(run: Run, copies: "Sequence[Copy]") -> Iterator[Line]:
    for copy in copies:
        made = run.clock.local(copy.made_at)
        size = f"{max(copy.size // 1_000, 1):,} kB"
        yield line(copy.name, "bold")
        yield line(f"{made:%A} {made.day} {made:%B %Y %H:%M}, {copy.reason}, {size}", "", 2)


def _told(run: Run, copy: Path, exchange: "Exchange") -> Iterator[Line]:
    today = run.clock.today
    yield line(f"The copy {copy.name} holds {_holds(exchange.copy, today)}.")
    if exchange.now is None:
        there = run.places.store.exists()
        yield line(
            "The journal that is here cannot be read." if there else "There is no journal here yet."
        )
        return
    yield line(f"The journal holds {_holds(exchange.now, today)}.")
    if exchange.lost:
        yield line(
            f"{counted(exchange.lost, 'entry is', 'entries are')} not in the copy.", "yellow"
        )
    if exchange.back:
        yield line(f"{counted(exchange.back, 'entry', 'entries')} would come back.")


def _holds(contents: "Contents", today: date) -> str:
    from plnbuddy.core.clock import spoken_day

    entries = counted(contents.entries, "entry", "entries")
    latest = f", the latest of {contents.last_day}" if contents.last_day else ""
    if contents.last_day and contents.last_day <= today:
        latest = f", the latest {spoken_day(contents.last_day, today)}"
    more = counted(contents.decisions, "decision", "decisions")
    return f"{entries}{latest}; {more}, {counted(contents.lists, 'list', 'lists')}"
