"""A record for an authority as lines, Markdown, CSV and JSON."""

import json
from collections.abc import Iterator, Sequence

from plnbuddy.core.clean import clean_line, guard_cell
from plnbuddy.out.csv_text import csv_text
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.markdown import escape_markdown
from plnbuddy.out.plain_data import plain_data
from plnbuddy.out.wording import counted
from plnbuddy.report.appraisal import (
    Appraisal,
    AppraisalEntry,
    about_sentences,
    cell_text,
    hours_sentences,
    shown_columns,
)
from plnbuddy.report.evidence import DECLARATION
from plnbuddy.report.period import spoken_span
from plnbuddy.schemes.scheme import Scheme

MOST_GAPS = 20
"""So many incomplete entries are named in a terminal; JSON, CSV and sheets have all."""


def appraisal_title(appraisal: Appraisal) -> str:
    """For whom the record is."""
    return f"Record of professional learning: {appraisal.scheme.name}"


def span_of(appraisal: Appraisal) -> str:
    """The period in words."""
    return spoken_span(appraisal.period.first, appraisal.period.last)


def missing_phrase(entry: AppraisalEntry) -> str:
    """What is missing in an entry: "no provider, no evidence"."""
    return ", ".join(entry.missing)


def appraisal_lines(appraisal: Appraisal, most: int | None = None) -> Iterator[Line]:
    """The record for a terminal: hours first, then what is missing, then every entry.

    More than `most` entries are not listed, and that is said.
    """
    yield line(f"{appraisal_title(appraisal)}, {span_of(appraisal)}", "bold")
    who = ", ".join(part for part in (appraisal.name, appraisal.school) if part)
    if who:
        yield line(who)
    for warning in appraisal.warnings:
        yield line(warning, "yellow")
    yield BLANK
    yield line("Hours", "bold")
    for sentence in hours_sentences(appraisal):
        yield line(f"- {sentence}", indent=2, hang=2)
    yield from _gap_lines(appraisal)
    yield BLANK
    yield line("Entries", "bold")
    if not appraisal.entries:
        yield line("Nothing with a length or a field of the record is written down.", indent=2)
    columns = shown_columns(appraisal)
    if most is not None and len(appraisal.entries) > most:
        yield line(
            f"{len(appraisal.entries):,} entries are more than a screen can show; a file, a pipe "
            "or a shorter period has every one.",
            indent=2,
        )
    else:
        for entry in appraisal.entries:
            yield from _entry_lines(entry, columns, appraisal.scheme)
    yield BLANK
    yield line("About this record", "bold")
    for sentence in (*about_sentences(appraisal), "Another stretch: --from DAY --to DAY."):
        yield line(f"- {sentence}", indent=2, hang=2)


def _gap_lines(appraisal: Appraisal) -> Iterator[Line]:
    gaps = appraisal.incomplete
    if not gaps:
        return
    yield BLANK
    count = counted(len(gaps), "entry", "entries")
    yield line(f"What is missing, in {count} of {len(appraisal.entries):,}", "bold")
    for entry in gaps[:MOST_GAPS]:
        parts = (
            Part(f"{entry.number:>4}  ", "bold"),
            Part(f"{entry.day.isoformat()}  ", "dim"),
            Part(f"{clean_line(entry.what, 60)}: {missing_phrase(entry)}"),
        )
        yield Line(parts, hang=6)
        yield line(entry.command, "cyan", indent=6, hang=4)
    if len(gaps) > MOST_GAPS:
        yield line(f"and {len(gaps) - MOST_GAPS:,} more; --format csv names them all", indent=6)


def _entry_lines(entry: AppraisalEntry, columns: Sequence[str], scheme: Scheme) -> Iterator[Line]:
    yield Line(
        (
            Part(f"{entry.number:>4}  ", "bold"),
            Part(f"{entry.day.isoformat()}  ", "dim"),
            Part(clean_line(entry.what)),
        ),
        hang=6,
    )
    facts = (
        (scheme.heading(field), clean_line(cell_text(entry, field, scheme)))
        for field in columns
        if field not in ("day", "what")
    )
    told = "; ".join(f"{heading}: {text}" for heading, text in facts if text)
    if told:
        yield line(told, "dim", indent=6)


def appraisal_markdown(appraisal: Appraisal) -> Iterator[str]:
    """The whole record as Markdown, in pieces that end with a line."""
    columns, scheme = shown_columns(appraisal), appraisal.scheme
    yield f"# {escape_markdown(appraisal_title(appraisal))}\n\n{span_of(appraisal)}\n\n"
    who = ", ".join(part for part in (appraisal.name, appraisal.school) if part)
    if who:
        yield f"{escape_markdown(who)}\n\n"
    yield from (f"{escape_markdown(warning)}\n\n" for warning in appraisal.warnings)
    yield "## Hours\n\n"
    yield from (f"- {escape_markdown(sentence)}\n" for sentence in hours_sentences(appraisal))
    headings = [escape_markdown(scheme.heading(field)) for field in columns]
    yield f"\n## Entries\n\n| {' | '.join(headings)} |\n|{'---|' * len(headings)}\n"
    for entry in appraisal.entries:
        cells = (escape_markdown(clean_line(cell_text(entry, each, scheme))) for each in columns)
        yield f"| {' | '.join(cells)} |\n"
    if appraisal.incomplete:
        yield "\n## Still missing\n\n"
    for entry in appraisal.incomplete:
        what = escape_markdown(clean_line(entry.what, 60))
        yield f"- {entry.day.isoformat()}, {what}: {escape_markdown(missing_phrase(entry))}\n"
    yield "\n## About this record\n\n"
    yield from (f"- {escape_markdown(sentence)}\n" for sentence in about_sentences(appraisal))
    yield f"\n## Declaration\n\n{DECLARATION}\n\nName, date, signature:\n"


def appraisal_csv(appraisal: Appraisal) -> Iterator[str]:
    """The record as CSV: section "entry" for each entry, then hours and notes.

    The column before the last says what is missing, the last one the command that mends it.
    """
    return csv_text(map(guard_cell, row) for row in _csv_rows(appraisal))


def _csv_rows(appraisal: Appraisal) -> Iterator[Sequence[str]]:
    columns, scheme = shown_columns(appraisal), appraisal.scheme
    headings = [scheme.heading(field) for field in columns]
    yield ("section", "number", *headings, "missing", "command")
    for entry in appraisal.entries:
        cells = (cell_text(entry, field, scheme) for field in columns)
        yield ("entry", str(entry.number), *cells, missing_phrase(entry), entry.command)
    for sentence in (*appraisal.warnings, *hours_sentences(appraisal)):
        yield ("hours", "", sentence, *[""] * (len(columns) + 1))
    title = f"{appraisal_title(appraisal)}, {span_of(appraisal)}"
    for sentence in (title, *about_sentences(appraisal)):
        yield ("about", "", sentence, *[""] * (len(columns) + 1))


def appraisal_json(appraisal: Appraisal) -> str:
    """The whole record as one JSON document."""
    document = {"form": "plnbuddy.appraisal.1", **plain_data(appraisal)}
    document["parts"] = [
        {**plain_data(part), "counted_minutes": part.counted} for part in appraisal.parts
    ]
    document["sentences"] = [*hours_sentences(appraisal), *about_sentences(appraisal)]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
