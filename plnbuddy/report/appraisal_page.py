"""A record for an authority as one page to sign: it needs nothing else."""

from collections.abc import Mapping, Sequence

from plnbuddy.core.clock import spoken_date
from plnbuddy.core.evidence import evidence_name
from plnbuddy.out.webpage import breakable, render_page
from plnbuddy.report.appraisal import (
    Appraisal,
    about_sentences,
    cell_text,
    hours_sentences,
    shown_columns,
    spoken_hours,
)
from plnbuddy.report.appraisal_text import span_of
from plnbuddy.report.evidence import DECLARATION
from plnbuddy.report.page import page_style

_WIDTHS: Mapping[str, int] = {
    "day": 10, "until": 10, "kind": 12, "type": 12, "what": 22, "people": 14, "standards": 11,
    "minutes": 8, "provider": 13, "place": 10, "evidence": 20, "reflection": 24, "known": 12,
}  # fmt: skip
"""How wide each column is beside the others, so that a long word takes no other's room."""


def _column_widths(columns: Sequence[str]) -> Mapping[str, int]:
    """The columns' widths in percent."""
    together = sum(_WIDTHS[field] for field in columns)
    return {field: round(100 * _WIDTHS[field] / together) for field in columns}


def appraisal_page(appraisal: Appraisal, paper: str = "") -> str:
    """The whole record as a page; `paper` as in `report_page`.

    It shows which required fields are empty, and no commands: it is there to be handed in.
    """
    columns = shown_columns(appraisal)
    return render_page(
        "plnbuddy.report",
        "appraisal.html",
        page_style(paper, landscape=True),
        who=appraisal,
        kicker="My learning network",
        title="Record of professional learning",
        span=span_of(appraisal),
        written=spoken_date(appraisal.written_on),
        record=appraisal,
        scheme=appraisal.scheme,
        columns=columns,
        widths=_column_widths(columns),
        hours=[*appraisal.warnings, *hours_sentences(appraisal)],
        about=about_sentences(appraisal),
        cell=cell_text,
        evidence_name=evidence_name,
        breakable=breakable,
        spoken_hours=spoken_hours,
        declaration=DECLARATION,
        signed=len(appraisal.entries),
    )
