"""Evidence as one page to sign: it needs nothing else, and is written entry by entry."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from plnbuddy.core.clean import clean_line
from plnbuddy.out.webpage import render_page
from plnbuddy.report.evidence import DECLARATION, Evidence, EvidenceEntry
from plnbuddy.report.evidence_text import span_of, spoken_hours, told_for_appraisal
from plnbuddy.report.page import MEANINGS, page_style, spoken_date
from plnbuddy.report.text import spoken_minutes

_ROWS = "<!-- rows -->"  # No value can contain it: a page escapes its "<".


def evidence_page(
    evidence: Evidence, entries: Iterable[EvidenceEntry], paper: str = ""
) -> Iterator[str]:
    """The whole list as one page to sign, in pieces; `paper` as in `report_page`."""
    page = render_page(
        "plnbuddy.report",
        "evidence.html",
        page_style(paper, landscape=True),
        who=evidence,
        kicker="My learning network",
        title="Evidence of professional learning",
        evidence=evidence,
        reflections=evidence.reflections,
        span=span_of(evidence),
        written=spoken_date(evidence.written_on),
        meanings=MEANINGS,
        declaration=DECLARATION,
        signed=evidence.count,
        spoken=spoken_minutes,
        spoken_date=spoken_date,
        hours=spoken_hours,
        rows=Markup(_ROWS),
    )
    before, _, after = page.partition(_ROWS)
    yield before
    if after:
        yield from map(_page_row, entries)
    yield after


def _page_row(entry: EvidenceEntry) -> str:
    links = " ".join(
        f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(url)}</a>'
        for url in entry.links[:1]
    )
    told = "".join(
        f"<small>{escape(clean_line(each))}</small>" for each in told_for_appraisal(entry)
    )
    minutes = "" if entry.minutes is None else entry.minutes
    return (
        f'<tr><th scope="row">{entry.day.isoformat()}<td>{entry.kind.value}'
        f"<td><bdi>{escape(clean_line(entry.what))}</bdi>{told}"
        f"<td>{escape(', '.join(entry.people))}"
        f'<td class="count">{minutes}<td>{links}'
        f"<td>{entry.known} <small>{entry.basis}</small></tr>\n"
    )
