"""`plnbuddy log export`: the whole journal as a file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from plnbuddy.cli.answer import Answer, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.log.options import Format, file_format
from plnbuddy.core.evidence import evidence_file
from plnbuddy.core.model import Activity
from plnbuddy.core.vocabulary import in_words
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
    """Write the whole journal to a file, to keep it or to move to another computer.

    `log import` reads it back without loss. Beside the entries, JSON Lines (.jsonl) carry your
    decisions, reflections, lists, chats and feeds; a table (.csv) holds entries alone.

    \b
    plnbuddy log export journal.jsonl
    plnbuddy log export journal.csv
    plnbuddy log export > journal.jsonl
    """
    from plnbuddy.journal.belongings import belonging_lines
    from plnbuddy.journal.transfer import export_lines
    from plnbuddy.store.activities import ActivityFilter, find_activities
    from plnbuddy.system.files import replace_file

    chosen = file_format(form, file)
    counts: Counter[str] = Counter()
    entries = _counting(counts, find_activities(run.store, ActivityFilter(oldest_first=True)))
    also = belonging_lines(run.store) if chosen == "jsonl" else iter(())
    lines = export_lines(entries, chosen, _named(counts, also))  # type: ignore[arg-type]
    if file is None or str(file) == "-":
        return Answer(document=lines)
    replace_file(file, lines)
    return Answer(said=_said(run, file, chosen, counts))


def _counting(counts: Counter[str], entries: Iterator[Activity]) -> Iterator[Activity]:
    for entry in entries:
        counts["entries"] += 1
        counts["files"] += any(evidence_file(address) for address in entry.evidence)
        yield entry


def _named(counts: Counter[str], records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for record in records:
        counts[record["record"]] += 1
        yield record


def _said(run: Run, file: Path, chosen: str, counts: Counter[str]) -> Iterator[Said]:
    """What is in the file, and what is not."""
    from plnbuddy.journal.belongings import BELONGINGS
    from plnbuddy.store.carried import left_behind

    yield Said(f"{counted(counts['entries'], 'entry is', 'entries are')} in {file}.")
    named = [
        counted(counts[name], kind.one, kind.several)
        for name, kind in BELONGINGS.items()
        if counts[name]
    ]
    if named:
        yield Said(f"With them: {in_words(named)}.")
    if chosen == "csv":
        yield Said("Decisions, reflections, lists and chats are not: a .jsonl file carries them.")
    if counts["files"]:
        entries = counted(counts["files"], "entry names", "entries name")
        yield Said(f"{entries} a file of evidence, which is not: copy {run.places.evidence}, too.")
    left = left_behind(run.store)
    again = [
        *["what was read from your account (plnbuddy login and sync)"] * bool(left["accounts"]),
        *["whom archives tell of (import them again)"] * bool(left["archives"]),
        *["cohorts (join them again)"] * bool(left["cohorts"]),
    ]
    yield Said(
        f"Not in it: settings ({run.places.settings}), logins{''.join(f', {x}' for x in again)}."
    )
    yield Said("Keep the file where you keep your backups.")
