"""Evidence as one page to sign: it needs nothing else, and is written entry by entry."""

from collections.abc import Iterable, Iterator
from functools import cache

from markupsafe import Markup, escape

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import spoken_date
from plnbuddy.core.origins import origin_named
from plnbuddy.out.webpage import breakable, render_page
from plnbuddy.report.evidence import DECLARATION, Evidence
from plnbuddy.report.evidence_text import span_of, spoken_hours, told_for_appraisal
from plnbuddy.report.page import MEANINGS, page_style
from plnbuddy.report.text import spoken_minutes
from plnbuddy.store.activity_records import ActivityRecord

_ROWS = "<!-- rows -->"  # No value can contain it: a page escapes its "<".


def evidence_page(
    evidence: Evidence, entries: Iterable[ActivityRecord], paper: str = ""
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


def _page_row(entry: ActivityRecord) -> str:
    link = _link(entry.links[0]) if entry.links else ""
    told = told_for_appraisal(entry.appraisal) if entry.appraisal else ()
    details = "".join(f"<small>{escape(each)}</small>" for each in told)
    minutes = "" if entry.minutes is None else entry.minutes
    people = escape(", ".join(entry.people)) if entry.people else ""
    return (
        f'<tr><th scope="row">{entry.day.isoformat()}<td>{entry.kind}'
        f"<td><bdi>{escape(clean_line(entry.text))}</bdi>{details}"
        f'<td>{people}<td class="count">{minutes}<td>{link}'
        f"<td>{_known_cell(entry.origin)}</tr>\n"
    )


def _link(url: str) -> str:
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{breakable(url)}</a>'


@cache
def _known_cell(name: str) -> str:
    origin = origin_named(name)
    return f"{escape(origin.known)} <small>{origin.basis}</small>"
