"""Evidence as lines, Markdown, CSV and JSON, entry by entry: the list may be long."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from json.encoder import encode_basestring as _quoted

from plnbuddy.core.clean import TEXT_LIMIT, clean_line, guard_cell
from plnbuddy.core.evidence import evidence_name
from plnbuddy.core.origins import origin_named
from plnbuddy.journal.text import KIND_STYLES
from plnbuddy.out.csv_text import csv_text
from plnbuddy.out.lines import BLANK, Line, Part, line, link_line
from plnbuddy.out.markdown import escape_markdown, markdown_link
from plnbuddy.out.plain_data import plain_data
from plnbuddy.out.wording import counted
from plnbuddy.report.evidence import DECLARATION, Evidence, KindSum
from plnbuddy.report.markdown import reflection_blocks
from plnbuddy.report.period import spoken_span
from plnbuddy.report.text import reflection_lines
from plnbuddy.schemes.standards import type_label
from plnbuddy.store.activity_records import ActivityRecord, Appraised

MOST_ON_SCREEN = 500
"""Entries that a terminal shows one by one; a file or a pipe has all, whatever their number."""

_TITLE = "Evidence of professional learning"
_CSV_COLUMNS = (
    "section", "day", "kind", "what", "with", "count", "minutes", "hours", "link", "known", "basis",
    "number", "until", "type", "standards", "provider", "evidence", "reflection",
)  # fmt: skip
_NO_APPRAISAL = ("",) * 6
_NO_APPRAISAL_JSON = (
    '"until": null, "type": "", "standards": [], "provider": "", "evidence": [], "reflection": ""}'
)
_KIND_AT, _WHAT_AT = 12, 25  # Where they begin in the first line of an entry.


def spoken_hours(minutes: int) -> str:
    """Minutes as hours with one decimal: "2.1"."""
    return f"{minutes / 60:,.1f}"


def evidence_lines(
    evidence: Evidence, entries: Iterable[ActivityRecord], most: int = MOST_ON_SCREEN
) -> Iterator[Line]:
    """The list for a terminal; of more than `most` entries the sums, and where the list is."""
    yield from _head(evidence)
    if evidence.count > most:
        yield line(
            f"{evidence.count:,} entries are more than a screen can show. They are summed up here; "
            "a file, a pipe or a shorter period has every one."
        )
    else:
        for entry in entries:
            yield from _entry_lines(entry)
    yield from _foot(evidence)


def evidence_plain(evidence: Evidence, entries: Iterable[ActivityRecord]) -> Iterator[str]:
    """The whole list as plain text, in pieces that end with a line."""
    yield from (f"{each.plain}\n" for each in _head(evidence))
    yield from map(_entry_text, entries)
    yield from (f"{each.plain}\n" for each in _foot(evidence))


def _head(evidence: Evidence) -> Iterator[Line]:
    yield line(f"{_TITLE}, {span_of(evidence)}", "bold")
    if _who(evidence):
        yield line(_who(evidence))
    yield BLANK
    if not evidence.count:
        yield line("Nothing is written down for these days.")


def _foot(evidence: Evidence) -> Iterator[Line]:
    """The sums, and what they are worth."""
    if evidence.count:
        yield BLANK
        yield line("By month: entries, and the minutes noted with them", "bold")
        for month in evidence.months:
            total = _sum_phrase(month.count, month.minutes)
            yield line(f"{month.first_day:%Y-%m}  {total}", indent=2)
            yield line(_kinds_phrase(month.kinds), "dim", indent=11)
        yield line(f"together {_sum_phrase(evidence.count, evidence.minutes)}", "bold", indent=2)
        yield line(_kinds_phrase(evidence.kinds), "dim", indent=11)
        yield BLANK
        yield line("What is measured, and what is self-reported", "bold")
        for sentence in evidence.statement:
            yield line(f"- {sentence}", indent=2, hang=2)
    yield from reflection_lines(evidence.reflections)


def _entry_text(entry: ActivityRecord) -> str:
    """An entry as two or more lines: made as one text, as there may be very many."""
    minutes = "" if entry.minutes is None else f"  ({entry.minutes} min)"
    with_whom = f"with {', '.join(entry.people)}; " if entry.people else ""
    text = (
        f"{entry.day.isoformat()}  {entry.kind:<11}  {clean_line(entry.text)}{minutes}\n"
        f"      {with_whom}{how_known(entry.origin)}\n"
    )
    if entry.appraisal:
        text += "".join(f"      {told}\n" for told in told_for_appraisal(entry.appraisal))
    return f"{text}      {entry.links[0]}\n" if entry.links else text


def _entry_lines(entry: ActivityRecord) -> Iterator[Line]:
    """The same with its looks."""
    first, known, *others = _entry_text(entry).rstrip("\n").split("\n")
    day, kind, what = first[:_KIND_AT], first[_KIND_AT:_WHAT_AT], first[_WHAT_AT:]
    yield Line((Part(day, "dim"), Part(kind, KIND_STYLES[entry.kind]), Part(what)), hang=6)
    yield line(known.lstrip(), "dim", indent=6)
    link = [others.pop()] if entry.links else []
    yield from (line(each.lstrip(), indent=6) for each in others)
    yield from (link_line(each.lstrip(), 6) for each in link)


@cache
def how_known(origin: str) -> str:
    """How entries from there are known, and what that counts as."""
    found = origin_named(origin)
    return f"{found.known} ({found.basis})"


def told_for_appraisal(appraisal: Appraised) -> Iterator[str]:
    """What an authority may ask of an entry, in up to two texts."""
    facts = (
        f"until {appraisal.until.isoformat()}" if appraisal.until else "",
        type_label(appraisal.type),
        ", ".join(appraisal.standards),
        appraisal.provider,
        ", ".join(map(evidence_name, appraisal.evidence)),
    )
    told = "; ".join(filter(None, facts))
    if told:
        yield clean_line(told)
    if appraisal.reflection:
        yield clean_line(appraisal.reflection)


def _sum_phrase(count: int, minutes: int) -> str:
    entries = counted(count, "entry", "entries")
    return f"{entries}, {counted(minutes, 'minute')} ({spoken_hours(minutes)} hours)"


def _kinds_phrase(kinds: Sequence[KindSum]) -> str:
    return ", ".join(f"{each.kind.value} {each.count:,} ({each.minutes:,} min)" for each in kinds)


def span_of(evidence: Evidence) -> str:
    """The period in words."""
    return spoken_span(evidence.period.first, evidence.period.last)


def _who(evidence: Evidence) -> str:
    return ", ".join(part for part in (evidence.name, evidence.school) if part)


def evidence_markdown(evidence: Evidence, entries: Iterable[ActivityRecord]) -> Iterator[str]:
    """The whole list as Markdown, in pieces that end with a line."""
    yield f"# {_TITLE}: {span_of(evidence)}\n\n"
    if _who(evidence):
        yield f"{escape_markdown(_who(evidence))}\n\n"
    yield "## Sums\n\n| month | connect | collaborate | contribute | together | minutes | hours |\n"
    yield "|---|---|---|---|---|---|---|\n"
    for month in evidence.months:
        yield _sum_row(f"{month.first_day:%Y-%m}", month.kinds, month.count, month.minutes)
    yield _sum_row("together", evidence.kinds, evidence.count, evidence.minutes)
    yield "\n## What is measured, and what is self-reported\n\n"
    yield from (f"- {sentence}\n" for sentence in evidence.statement)
    yield "\n## All entries\n\n"
    yield "| day | kind | what | with whom | minutes | evidence | how it is known |\n"
    yield "|---|---|---|---|---|---|---|\n"
    yield from map(_markdown_row, entries)
    yield "\n"
    yield from (f"{block}\n" for block in reflection_blocks(evidence.reflections))
    yield f"## Declaration\n\n{DECLARATION}\n\nName, date, signature:\n"


def _markdown_row(entry: ActivityRecord) -> str:
    told = told_for_appraisal(entry.appraisal) if entry.appraisal else ()
    cells = (
        entry.day.isoformat(),
        entry.kind,
        escape_markdown(" / ".join((clean_line(entry.text), *told))),
        escape_markdown(", ".join(entry.people)),
        "" if entry.minutes is None else str(entry.minutes),
        " ".join(markdown_link(url) for url in entry.links[:1]),
        how_known(entry.origin),
    )
    return f"| {' | '.join(cells)} |\n"


def _sum_row(name: str, kinds: Sequence[KindSum], count: int, minutes: int) -> str:
    cells = [f"{each.count} ({each.minutes} min)" for each in kinds]
    return f"| {' | '.join([name, *cells, str(count), str(minutes), spoken_hours(minutes)])} |\n"


def evidence_csv(evidence: Evidence, entries: Iterable[ActivityRecord]) -> Iterator[str]:
    """The list as CSV: section "entry" for each entry, then sums, sources and statement."""
    return csv_text(_csv_rows(evidence, entries))


def _csv_rows(evidence: Evidence, entries: Iterable[ActivityRecord]) -> Iterator[Sequence[str]]:
    yield _CSV_COLUMNS
    yield from map(_csv_row, entries)
    for month in evidence.months:
        for each in month.kinds:
            yield _padded(("month", f"{month.first_day:%Y-%m}", *_sum_cells(each)))
    for each in evidence.kinds:
        yield _padded(("sum", "", *_sum_cells(each)))
    for source in evidence.sources:
        basis = "measured" if source.measured else "self-reported"
        yield _padded(
            ("source", "", "", "", "", str(source.count), "", "", "", source.known, basis)
        )
    for sentence in evidence.statement:
        yield _padded(("statement", "", "", sentence, "", "", "", "", "", "", ""))
    for reflection in evidence.reflections:
        answer = guard_cell(clean_line(reflection.answer, len(reflection.answer)))
        week = reflection.week.isoformat()
        yield _padded(("reflection", week, "", answer, "", "", "", "", "", "", "self-reported"))


def _csv_row(entry: ActivityRecord) -> Sequence[str]:
    origin = origin_named(entry.origin)
    return (
        "entry", entry.day.isoformat(), entry.kind, guard_cell(clean_line(entry.text, TEXT_LIMIT)),
        guard_cell(" ".join(entry.people)), "1",
        "" if entry.minutes is None else str(entry.minutes), "",
        guard_cell(" ".join(entry.links)), origin.known, origin.basis, str(entry.number),
        *(_appraisal_cells(entry.appraisal) if entry.appraisal else _NO_APPRAISAL),
    )  # fmt: skip


def _appraisal_cells(appraisal: Appraised) -> Sequence[str]:
    return (
        appraisal.until.isoformat() if appraisal.until else "",
        appraisal.type,
        " ".join(appraisal.standards),
        guard_cell(appraisal.provider),
        guard_cell("; ".join(map(evidence_name, appraisal.evidence))),
        guard_cell(clean_line(appraisal.reflection, TEXT_LIMIT)),
    )


def _sum_cells(each: KindSum) -> tuple[str, ...]:
    hours = f"{each.minutes / 60:.2f}"
    return (each.kind.value, "", "", str(each.count), str(each.minutes), hours, "", "", "")


def _padded(cells: Sequence[str]) -> Sequence[str]:
    return (*cells, *[""] * (len(_CSV_COLUMNS) - len(cells)))


def evidence_json(evidence: Evidence, entries: Iterable[ActivityRecord]) -> Iterator[str]:
    """The whole list as one JSON document, in pieces."""
    head = {"form": "plnbuddy.evidence.1", **plain_data(evidence)}
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    yield ',\n  "entries": ['
    between = "\n    "
    for entry in entries:
        yield between + _entry_json(entry)
        between = ",\n    "
    yield "\n  ]\n}\n"


def _entry_json(entry: ActivityRecord) -> str:
    """As `plain_data` and `json`, in a fifth of the time: there may be very many."""
    origin = origin_named(entry.origin)
    minutes = "null" if entry.minutes is None else entry.minutes
    return (
        f'{{"number": {entry.number}, "day": "{entry.day.isoformat()}", "kind": "{entry.kind}", '
        f'"what": {_quoted(clean_line(entry.text, TEXT_LIMIT))}, "people": {_list(entry.people)}, '
        f'"minutes": {minutes}, "links": {_list(entry.links)}, "known": {_quoted(origin.known)}, '
        f'"measured": {"true" if origin.measured else "false"}, {_appraisal_json(entry.appraisal)}'
    )


def _appraisal_json(appraisal: Appraised | None) -> str:
    """The fields that an authority may ask for, which end the object."""
    if appraisal is None:
        return _NO_APPRAISAL_JSON
    fields = {
        "until": appraisal.until.isoformat() if appraisal.until else None,
        "type": appraisal.type,
        "standards": appraisal.standards,
        "provider": appraisal.provider,
        "evidence": appraisal.evidence,
        "reflection": clean_line(appraisal.reflection, TEXT_LIMIT),
    }
    return json.dumps(fields, ensure_ascii=False).removeprefix("{")


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]" if values else "[]"
