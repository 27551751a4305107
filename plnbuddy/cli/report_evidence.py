"""`plnbuddy report --evidence`: every entry of a period, or a record for an authority."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plnbuddy.cli.report_files import Format, paper_for, write_lines, write_page, write_parts
from plnbuddy.cli.session import Session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import UsageError
from plnbuddy.report.period import Period
from plnbuddy.store.database import Store

if TYPE_CHECKING:
    from plnbuddy.report.appraisal import Appraisal
    from plnbuddy.schemes.scheme import Scheme


def show_evidence(
    store: Store,
    session: Session,
    period: Period,
    chosen: Format,
    file: Path | None,
    terminal: Terminal,
    bundle: Path | None,
) -> None:
    """Every entry of the period, and how each is known."""
    from plnbuddy.report import evidence_text
    from plnbuddy.report.evidence import build_evidence, read_entries

    if chosen is Format.XLSX:
        raise UsageError(
            "A spreadsheet is made for an authority.", "Name it: --for nesa, or use --format csv."
        )
    built = build_evidence(store, session.settings, period, session.clock)
    if bundle is not None:
        from plnbuddy.report.evidence_page import evidence_page

        documents = {
            "record.html": evidence_page(built, read_entries(store, period)),
            "record.csv": evidence_text.evidence_csv(built, read_entries(store, period)),
        }
        shown = ((e.number, address) for e in read_entries(store, period) for address in e.evidence)
        _write_bundle(bundle, documents, list(shown), session, terminal)
        return
    entries = read_entries(store, period)
    match chosen:
        case Format.JSON:
            write_parts(evidence_text.evidence_json(built, entries), file, terminal)
        case Format.CSV:
            write_parts(evidence_text.evidence_csv(built, entries), file, terminal)
        case Format.MD:
            write_parts(evidence_text.evidence_markdown(built, entries), file, terminal)
        case Format.TEXT:
            write_lines(evidence_text.evidence_lines(built, entries), file, terminal)
            if file is None:
                terminal.say_next(
                    "plnbuddy report --evidence -o evidence.pdf", "to print, sign and hand in"
                )
        case _:
            from plnbuddy.report.evidence_page import evidence_page

            page = evidence_page(built, entries, paper_for(session, chosen))
            write_page(page, chosen, file, terminal)


def show_appraisal(
    store: Store,
    session: Session,
    scheme: "Scheme",
    period: Period,
    chosen: Format,
    file: Path | None,
    terminal: Terminal,
    bundle: Path | None,
) -> None:
    """The record of the period as that authority asks for it."""
    from plnbuddy.report import appraisal_text
    from plnbuddy.report.appraisal import build_appraisal

    folder = session.places.evidence
    built = build_appraisal(store, session.settings, scheme, period, session.clock, folder)
    if bundle is not None:
        from plnbuddy.report.appraisal_page import appraisal_page

        documents = {
            "record.html": [appraisal_page(built)],
            "record.csv": appraisal_text.appraisal_csv(built),
        }
        shown = [(e.number, address) for e in built.entries for address in e.evidence]
        _write_bundle(bundle, documents, shown, session, terminal)
        return
    match chosen:
        case Format.JSON:
            write_parts([appraisal_text.appraisal_json(built)], file, terminal)
        case Format.CSV:
            write_parts(appraisal_text.appraisal_csv(built), file, terminal)
        case Format.MD:
            write_parts(appraisal_text.appraisal_markdown(built), file, terminal)
        case Format.XLSX:
            from plnbuddy.report.appraisal_sheet import appraisal_sheet

            write_parts([appraisal_sheet(built)], file, terminal)
        case Format.TEXT:
            write_lines(appraisal_text.appraisal_lines(built), file, terminal)
        case _:
            from plnbuddy.report.appraisal_page import appraisal_page

            page = appraisal_page(built, paper_for(session, chosen))
            write_page([page], chosen, file, terminal)
    _say_what_is_next(built, chosen, file, terminal)


def _say_what_is_next(
    built: "Appraisal", chosen: Format, file: Path | None, terminal: Terminal
) -> None:
    gaps = built.incomplete
    if gaps and chosen is not Format.TEXT and file is not None:
        entries = "1 entry" if len(gaps) == 1 else f"{len(gaps):,} entries"
        key = built.scheme.key
        terminal.say(f"Something is missing in {entries}: plnbuddy report --evidence --for {key}")
    if chosen is Format.TEXT and file is None:
        if gaps:
            terminal.say_next(gaps[0].command, "then look again")
        else:
            terminal.say_next(
                f"plnbuddy report --evidence --for {built.scheme.key} -o record.pdf",
                "to print, sign and hand in",
            )


def _write_bundle(
    file: Path,
    documents: Mapping[str, Iterable[str]],
    evidence: Sequence[tuple[int, str]],
    session: Session,
    terminal: Terminal,
) -> None:
    from plnbuddy.report.bundle import write_bundle

    made = write_bundle(file, documents, evidence, session.places.evidence, session.clock.today)
    count = "1 file" if made.files == 1 else f"{made.files} files"
    terminal.say(f"The record and {count} of evidence are in {file}.")
    for reason in made.left_out:
        terminal.warn(f"Not in it, {reason}", "yellow")
    terminal.say_next(f"open {file}", "look into it before you hand it in: it names people")
