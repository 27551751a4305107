"""`plnbuddy report --evidence`: every entry of a period, or a record for an authority."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run
from plnbuddy.cli.report_files import (
    Format,
    lines_answer,
    page_answer,
    paper_for,
    parts_answer,
)
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import UsageError
from plnbuddy.out.wording import counted
from plnbuddy.report.period import Period

if TYPE_CHECKING:
    from plnbuddy.report.appraisal import Appraisal
    from plnbuddy.report.evidence import Evidence
    from plnbuddy.schemes.scheme import Scheme
    from plnbuddy.store.activity_records import ActivityRecord


_FIRST_ENTRY = NextStep(
    'plnbuddy log collaborate "…" --minutes 90 --type workshop', "an entry that such a list shows"
)


class Asked(NamedTuple):
    """Which record is asked for, and where it goes; `command` asks for it again."""

    period: Period
    chosen: Format
    file: Path | None
    bundle: Path | None
    command: str


def evidence_answer(run: Run, asked: Asked) -> Answer:
    """Every entry of the period, and how each is known."""
    from plnbuddy.report import evidence_text
    from plnbuddy.report.evidence import build_evidence, read_entries

    chosen, file, period, store = asked.chosen, asked.file, asked.period, run.store
    if chosen is Format.XLSX:
        raise UsageError(
            "A spreadsheet is made for an authority.", "Name it: --for nesa, or use --format csv."
        )
    built = build_evidence(store, run.settings, period, run.clock)
    if asked.bundle is not None:
        from plnbuddy.report.evidence_page import evidence_page

        documents = {
            "record.html": evidence_page(built, read_entries(store, period)),
            "record.csv": evidence_text.evidence_csv(built, read_entries(store, period)),
        }
        shown = [
            (entry.number, address)
            for entry in read_entries(store, period)
            if entry.appraisal
            for address in entry.appraisal.evidence
        ]
        return _bundle_answer(run, asked.bundle, documents, shown)
    entries = read_entries(store, period)
    match chosen:
        case Format.JSON:
            return parts_answer(evidence_text.evidence_json(built, entries), file)
        case Format.CSV:
            return parts_answer(evidence_text.evidence_csv(built, entries), file)
        case Format.MD:
            return parts_answer(evidence_text.evidence_markdown(built, entries), file)
        case Format.TEXT:
            if file is not None:
                return parts_answer(evidence_text.evidence_plain(built, entries), file)
            return _read_answer(run.terminal, built, entries, asked.command)
        case _:
            from plnbuddy.report.evidence_page import evidence_page

            paper = paper_for(run.settings.profile.region, chosen)
            return page_answer(evidence_page(built, entries, paper), chosen, file)


def _read_answer(
    terminal: Terminal, built: "Evidence", entries: "Iterable[ActivityRecord]", command: str
) -> Answer:
    """The list for whoever reads it now: all of it, unless it goes to a screen and is very long."""
    from plnbuddy.report import evidence_text

    printed = NextStep(f"{command} -o evidence.pdf", "to print, sign and hand in")
    if not built.count:
        printed = _FIRST_ENTRY
    if not terminal.is_watched:
        plain = evidence_text.evidence_plain(built, entries)
        return Answer(document=plain, next_step=printed)
    most = evidence_text.MOST_ON_SCREEN if terminal.has_screen else built.count
    lines = evidence_text.evidence_lines(built, entries, most)
    if built.count > most:
        printed = NextStep(f"{command} -o evidence.csv", "every entry, in a table")
    return Answer(lines=lines, next_step=printed)


def appraisal_answer(run: Run, scheme: "Scheme", asked: Asked) -> Answer:
    """The record of the period as that authority asks for it."""
    from plnbuddy.report.appraisal import build_appraisal

    chosen, file, folder = asked.chosen, asked.file, run.places.evidence
    built = build_appraisal(run.store, run.settings, scheme, asked.period, run.clock, folder)
    if asked.bundle is not None:
        from plnbuddy.report.appraisal_page import appraisal_page
        from plnbuddy.report.appraisal_text import appraisal_csv

        documents = {"record.html": [appraisal_page(built)], "record.csv": appraisal_csv(built)}
        shown = [(e.number, address) for e in built.entries for address in e.evidence]
        answer = _bundle_answer(run, asked.bundle, documents, shown)
        return answer._replace(said=[*answer.said, *_still_missing(built, asked.command)])
    answer = _appraisal(run, built, chosen, file)
    if chosen is Format.TEXT and file is None:
        return answer._replace(next_step=_what_is_next(built, asked.command))
    if chosen is not Format.TEXT and file is not None:
        return answer._replace(said=[*answer.said, *_still_missing(built, asked.command)])
    return answer


def _still_missing(built: "Appraisal", command: str) -> list[Said]:
    """Where a record that is ready to be handed in has gaps, and what names them."""
    if not built.incomplete:
        return []
    entries = counted(len(built.incomplete), "entry", "entries")
    return [Said(f"Something is missing in {entries}: {command}")]


def _appraisal(run: Run, built: "Appraisal", chosen: Format, file: Path | None) -> Answer:
    from plnbuddy.report import appraisal_text, evidence_text

    match chosen:
        case Format.JSON:
            return parts_answer([appraisal_text.appraisal_json(built)], file)
        case Format.CSV:
            return parts_answer(appraisal_text.appraisal_csv(built), file)
        case Format.MD:
            return parts_answer(appraisal_text.appraisal_markdown(built), file)
        case Format.XLSX:
            from plnbuddy.report.appraisal_sheet import appraisal_sheet

            return parts_answer([appraisal_sheet(built)], file)
        case Format.TEXT:
            on_screen = file is None and run.terminal.has_screen
            most = evidence_text.MOST_ON_SCREEN if on_screen else None
            return lines_answer(appraisal_text.appraisal_lines(built, most), file)
        case _:
            from plnbuddy.report.appraisal_page import appraisal_page

            page = appraisal_page(built, paper_for(run.settings.profile.region, chosen))
            return page_answer([page], chosen, file)


def _what_is_next(built: "Appraisal", command: str) -> NextStep:
    if built.incomplete:
        return NextStep(built.incomplete[0].command, "then look again")
    if not built.entries:
        return _FIRST_ENTRY
    return NextStep(f"{command} -o record.pdf", "to print, sign and hand in")


def _bundle_answer(
    run: Run,
    file: Path,
    documents: Mapping[str, Iterable[str]],
    evidence: Sequence[tuple[int, str]],
) -> Answer:
    from plnbuddy.report.bundle import write_bundle

    made = write_bundle(file, documents, evidence, run.places.evidence, run.clock.today)
    files = counted(made.files, "file")
    left_out = [Said(f"Not in it, {why}", "yellow", matters=True) for why in made.left_out]
    return Answer(
        said=[Said(f"The record and {files} of evidence are in {file}."), *left_out],
        next_step=NextStep(f"open {file}", "look into it before you hand it in: it names people"),
    )
