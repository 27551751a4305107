"""A record for an authority as one page to sign: it needs nothing else."""

from plnbuddy.core.evidence import evidence_name
from plnbuddy.out.webpage import render_page
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
from plnbuddy.report.page import page_style, spoken_date


def appraisal_page(appraisal: Appraisal, paper: str = "") -> str:
    """The whole record as a page; `paper` as in `report_page`.

    It shows which required fields are empty, and no commands: it is there to be handed in.
    """
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
        columns=shown_columns(appraisal),
        hours=[*appraisal.warnings, *hours_sentences(appraisal)],
        about=about_sentences(appraisal),
        cell=cell_text,
        evidence_name=evidence_name,
        spoken_hours=spoken_hours,
        declaration=DECLARATION,
    )
