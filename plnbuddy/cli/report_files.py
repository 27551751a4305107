"""The forms of a report, and where each goes."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import UsageError
from plnbuddy.out.lines import Line


class Format(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"


_ENDINGS = {".txt": "text", ".markdown": "md", ".htm": "html"}
_NOT_OURS = (".doc", ".docx", ".odt", ".rtf", ".xls", ".ods", ".pages", ".numbers")
"""Endings of programs that would not open a text of ours under them."""
_NEED_A_FILE = {Format.PDF: "PDF", Format.XLSX: "spreadsheet"}


def chosen_form(
    report_format: Format | None, output: Path | None, html: Path | None, *, json: bool
) -> tuple[Format, Path | None]:
    """Which form, and into which file (None for standard output).

    Raises:
        UsageError: two forms or two places, a form that needs a file without one, or an
            ending that is none of ours.
    """
    ways = {
        *([Format.HTML] if html else []),
        *([Format.JSON] if json else []),
        *([report_format] if report_format else []),
    }
    if len(ways) > 1 or (html and output):
        raise UsageError(
            "A report has one form and goes to one place.",
            "Give only one of --html, --json and --format; --output names the file.",
        )
    file = None if output is None or str(output) == "-" else output
    if html:
        return Format.HTML, html
    chosen = next(iter(ways), None) or _form_of(file)
    if chosen in _NEED_A_FILE and file is None:
        raise UsageError(
            f"A {_NEED_A_FILE[chosen]} needs a file.",
            f"Name one: plnbuddy report -o report.{chosen.value}",
        )
    return chosen, file


def _form_of(file: Path | None) -> Format:
    ending = file.suffix.lower() if file else ""
    name = _ENDINGS.get(ending, ending.removeprefix("."))
    if ending in _NOT_OURS:
        raise UsageError(
            f"plnbuddy writes no report that ends in {clean_line(ending, 20)}.",
            "Use .html, .pdf, .md, .csv, .json, .xlsx or .txt, or say which form: --format html",
        )
    return Format(name) if name in list(Format) else Format.TEXT


def paper_for(region: str, chosen: Format) -> str:
    """The size of the paper for a PDF; whoever prints a page chooses for themselves."""
    from plnbuddy.report.page import paper_of

    return paper_of(region) if chosen is Format.PDF else ""


def lines_answer(lines: Iterable[Line], file: Path | None) -> Answer:
    """The lines for standard output, or written to the file."""
    if file is None:
        return Answer(lines=lines)
    return parts_answer((f"{each.plain}\n" for each in lines), file)


def parts_answer(parts: Iterable[str] | Iterable[bytes], file: Path | None) -> Answer:
    """A document for standard output, or written to the file; bytes go to a file only."""
    if file is None:
        texts = (part if isinstance(part, str) else part.decode() for part in parts)
        return Answer(document=texts)
    from plnbuddy.system.files import replace_file

    replace_file(file, parts)
    return _is_in(file)


def page_answer(page: Iterable[str], chosen: Format, file: Path | None) -> Answer:
    """A page for standard output, or written to the file, or printed as a PDF."""
    if file is None:
        return parts_answer(page, None)
    if chosen is Format.PDF:
        from plnbuddy.report.pdf import write_pdf

        write_pdf(file, page)
        answer = _is_in(file)
    else:
        answer = parts_answer(page, file)
    return answer._replace(
        next_step=NextStep(f"open {file}", "read it before you hand it in: it names people")
    )


def _is_in(file: Path) -> Answer:
    return Answer(said=[Said(f"The report is in {file}.")])
