"""A record for an authority as a spreadsheet (.xlsx)."""

import io
from datetime import UTC, datetime, time
from typing import Any

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.report.appraisal import (
    Appraisal,
    AppraisalEntry,
    about_sentences,
    cell_text,
    hours_sentences,
    shown_columns,
)
from plnbuddy.report.appraisal_text import appraisal_title, missing_phrase, span_of

_MOST_LETTERS = 32_000  # Excel's limit for a cell is 32,767.
_WIDTHS = {
    "what": 40, "reflection": 40, "evidence": 30, "provider": 22, "type": 20, "standards": 16,
}  # fmt: skip


def appraisal_sheet(appraisal: Appraisal) -> bytes:
    """The record as a workbook with four sheets: entries, hours, what is missing, about.

    Hours and days are numbers and dates; no text becomes a formula or a link.

    Raises:
        PlnbuddyError: the package that writes spreadsheets is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise PlnbuddyError(
            "Writing a spreadsheet needs one more package.",
            "Install it with: pip install XlsxWriter, or use --format csv.",
        ) from None
    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, {**plain, "in_memory": True}) as book:
        moment = datetime.combine(appraisal.written_on, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": appraisal_title(appraisal), "created": moment})
        _entries(book, appraisal)
        _sentences(book, "Hours", [*appraisal.warnings, *hours_sentences(appraisal)])
        _missing(book, appraisal)
        _sentences(
            book,
            "About",
            [appraisal_title(appraisal), span_of(appraisal), *about_sentences(appraisal)],
        )
    return content.getvalue()


def _entries(book: Any, appraisal: Appraisal) -> None:
    scheme, columns = appraisal.scheme, shown_columns(appraisal)
    sheet = book.add_worksheet("Entries")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "minutes": book.add_format({"num_format": "0.00", "valign": "top"}),
        "": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    formats["until"] = formats["day"]
    for at, field in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(field, 12))
        sheet.write_string(0, at, scheme.heading(field), bold)
    for row, entry in enumerate(appraisal.entries, start=1):
        for at, field in enumerate(columns):
            _write(sheet, row, at, field, entry, appraisal, formats.get(field, formats[""]))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(
    sheet: Any,
    row: int,
    at: int,
    field: str,
    entry: AppraisalEntry,
    appraisal: Appraisal,
    look: Any,
) -> None:
    value = getattr(entry, field)
    if field == "minutes" and value is not None:
        sheet.write_number(row, at, value / 60, look)
    elif field in ("day", "until") and value is not None:
        sheet.write_datetime(row, at, datetime.combine(value, time()), look)
    else:
        text = cell_text(entry, field, appraisal.scheme)
        sheet.write_string(row, at, text[:_MOST_LETTERS], look)


def _sentences(book: Any, name: str, sentences: list[str]) -> None:
    sheet = book.add_worksheet(name)
    look = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    for row, sentence in enumerate(sentences):
        sheet.write_string(row, 0, sentence, look)


def _missing(book: Any, appraisal: Appraisal) -> None:
    sheet = book.add_worksheet("Missing")
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, (heading, width) in enumerate(
        (("Entry", 8), ("Day", 12), ("What", 40), ("Missing", 40), ("Command", 60))
    ):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, bold)
    for row, entry in enumerate(appraisal.incomplete, start=1):
        sheet.write_number(row, 0, entry.number)
        cells = (entry.day.isoformat(), entry.what, missing_phrase(entry), entry.command)
        for at, text in enumerate(cells, start=1):
            sheet.write_string(row, at, text[:_MOST_LETTERS])
