"""Evidence as lines, Markdown, CSV and JSON, entry by entry: the list may be long."""

import json
from collections.abc import Iterable, Iterator, Sequence

from plnbuddy.core.clean import clean_line, guard_cell
from plnbuddy.core.evidence import evidence_name
from plnbuddy.journal.text import KIND_STYLES
from plnbuddy.out.csv_text import csv_text
from plnbuddy.out.lines import BLANK, Line, Part, line, link_line
from plnbuddy.out.markdown import escape_markdown, markdown_link
from plnbuddy.out.plain_data import plain_data
from plnbuddy.out.wording import counted
from plnbuddy.report.evidence import DECLARATION, Evidence, EvidenceEntry, KindSum
from plnbuddy.report.markdown import reflection_blocks
from plnbuddy.report.period import spoken_span
from plnbuddy.report.text import reflection_lines
from plnbuddy.schemes.standards import type_label

_TITLE = "Evidence of professional learning"
_CSV_COLUMNS = (
    "section", "day", "kind", "what", "with", "count", "minutes", "hours", "link", "known", "basis",
    "number", "until", "type", "standards", "provider", "evidence", "reflection",
)  # fmt: skip


def spoken_hours(minutes: int) -> str:
    """Minutes as hours with one decimal: "2.1"."""
    return f"{minutes / 60:,.1f}"


def evidence_lines(evidence: Evidence, entries: Iterable[EvidenceEntry]) -> Iterator[Line]:
    """The whole list for a terminal."""
    yield line(f"{_TITLE}, {span_of(evidence)}", "bold")
    if _who(evidence):
        yield line(_who(evidence))
    yield BLANK
    if not evidence.count:
        yield line("Nothing is written down for these days.")
        yield from reflection_lines(evidence.reflections)
        return
    for entry in entries:
        yield from _entry_lines(entry)
    yield BLANK
    yield line("By month: entries, and the minutes noted with them", "bold")
    for month in evidence.months:
        yield line(f"{month.first_day:%Y-%m}  {_sum_phrase(month.count, month.minutes)}", indent=2)
        yield line(_kinds_phrase(month.kinds), "dim", indent=11)
    yield line(f"together {_sum_phrase(evidence.count, evidence.minutes)}", "bold", indent=2)
    yield line(_kinds_phrase(evidence.kinds), "dim", indent=11)
    yield BLANK
    yield line("What is measured, and what is self-reported", "bold")
    for sentence in evidence.statement:
        yield line(f"- {sentence}", indent=2, hang=2)
    yield from reflection_lines(evidence.reflections)


def _entry_lines(entry: EvidenceEntry) -> Iterator[Line]:
    minutes = f"  ({entry.minutes} min)" if entry.minutes is not None else ""
    kind = entry.kind.value
    yield Line(
        (
            Part(f"{entry.day.isoformat()}  ", "dim"),
            Part(f"{kind:<11}  ", KIND_STYLES[entry.kind]),
            Part(clean_line(entry.what) + minutes),
        ),
        hang=6,
    )
    with_whom = f"with {', '.join(entry.people)}; " if entry.people else ""
    yield line(f"{with_whom}{entry.known} ({entry.basis})", "dim", indent=6)
    for told in told_for_appraisal(entry):
        yield line(clean_line(told), indent=6)
    for url in entry.links[:1]:
        yield link_line(url, 6)


def told_for_appraisal(entry: EvidenceEntry) -> Iterator[str]:
    """What an authority may ask of an entry, in up to two texts; none for most entries."""
    if not entry.is_appraised:
        return
    facts = (
        f"until {entry.until.isoformat()}" if entry.until else "",
        type_label(entry.type),
        ", ".join(entry.standards),
        entry.provider,
        ", ".join(map(evidence_name, entry.evidence)),
    )
    told = "; ".join(filter(None, facts))
    if told:
        yield told
    if entry.reflection:
        yield entry.reflection


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


def evidence_markdown(evidence: Evidence, entries: Iterable[EvidenceEntry]) -> Iterator[str]:
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
    for entry in entries:
        cells = (
            entry.day.isoformat(),
            entry.kind.value,
            escape_markdown(" / ".join((clean_line(entry.what), *told_for_appraisal(entry)))),
            escape_markdown(", ".join(entry.people)),
            "" if entry.minutes is None else str(entry.minutes),
            " ".join(markdown_link(url) for url in entry.links[:1]),
            f"{entry.known} ({entry.basis})",
        )
        yield f"| {' | '.join(cells)} |\n"
    yield "\n"
    yield from (f"{block}\n" for block in reflection_blocks(evidence.reflections))
    yield f"## Declaration\n\n{DECLARATION}\n\nName, date, signature:\n"


def _sum_row(name: str, kinds: Sequence[KindSum], count: int, minutes: int) -> str:
    cells = [f"{each.count} ({each.minutes} min)" for each in kinds]
    return f"| {' | '.join([name, *cells, str(count), str(minutes), spoken_hours(minutes)])} |\n"


def evidence_csv(evidence: Evidence, entries: Iterable[EvidenceEntry]) -> Iterator[str]:
    """The list as CSV: section "entry" for each entry, then sums, sources and statement."""
    return csv_text(_csv_rows(evidence, entries))


def _csv_rows(evidence: Evidence, entries: Iterable[EvidenceEntry]) -> Iterator[Sequence[str]]:
    yield _CSV_COLUMNS
    for entry in entries:
        yield (
                "entry", entry.day.isoformat(), entry.kind, guard_cell(entry.what),
                guard_cell(" ".join(entry.people)), "1",
                "" if entry.minutes is None else str(entry.minutes), "",
                guard_cell(" ".join(entry.links)), entry.known, entry.basis, str(entry.number),
                entry.until.isoformat() if entry.until else "", entry.type,
                " ".join(entry.standards), guard_cell(entry.provider),
                guard_cell("; ".join(map(evidence_name, entry.evidence))),
                guard_cell(entry.reflection),
        )  # fmt: skip
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


def _sum_cells(each: KindSum) -> tuple[str, ...]:
    hours = f"{each.minutes / 60:.2f}"
    return (each.kind.value, "", "", str(each.count), str(each.minutes), hours, "", "", "")


def _padded(cells: Sequence[str]) -> Sequence[str]:
    return (*cells, *[""] * (len(_CSV_COLUMNS) - len(cells)))


def evidence_json(evidence: Evidence, entries: Iterable[EvidenceEntry]) -> Iterator[str]:
    """The whole list as one JSON document, in pieces."""
    head = {"form": "plnbuddy.evidence.1", **plain_data(evidence)}
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    yield ',\n  "entries": ['
    encode = json.JSONEncoder(ensure_ascii=False).encode
    between = "\n    "
    for entry in entries:
        yield between + encode(_entry_data(entry))
        between = ",\n    "
    yield "\n  ]\n}\n"


def _entry_data(entry: EvidenceEntry) -> dict[str, object]:
    """As `plain_data`, by hand: there may be very many."""
    data: dict[str, object] = entry._asdict()
    data["day"] = entry.day.isoformat()
    data["kind"] = entry.kind.value
    data["until"] = entry.until.isoformat() if entry.until else None
    return data
