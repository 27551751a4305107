"""The one place where text from servers, files and arguments becomes harmless.

Terminal escapes, invisible direction marks and control characters are removed
when text comes in; CSV formulas are defused when it goes out. Rich markup needs
no escaping because output is built from `rich.text.Text`, never from markup.
"""

import re
import unicodedata

LINE_LIMIT = 500
TEXT_LIMIT = 20_000

# Patterns are texts here: most of what is cleaned is plain, and `re` compiles and keeps each
# when it is first needed.

# CSI and OSC sequences with their content, then any other two-character escape.
_ESCAPES = (
    r"(?s)\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\Z)"
    r"|\x9b[0-?]*[ -/]*[@-~]|\x1b.?"
)
# Direction overrides and isolates can make a text read as something else (CVE-2021-42574);
# soft hyphens, fillers, blanks, annotations and tags can hide a text in another, or a
# difference between two names. Zero-width joiners stay: Persian, Hindi and emoji need them.
_INVISIBLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_FIRST_MARK = "\u0300"
MARKS_LIMIT = 4
"""So many combining marks may follow a letter; writing needs three, a pile-up has dozens."""
# Composed Latin letters, and the dashes, quotation marks and dots of a text.
_PLAIN = "[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*"
_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
_SURROGATES = "[\ud800-\udfff]"

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "'")


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Text that may keep its line breaks, at most `limit` characters long.

    A longer text is cut and ends in "…".
    """
    if len(text) <= limit and _is_plain(text):
        return text.strip()
    text = re.sub(_ESCAPES, "", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _without_signs(text.replace("\u2028", "\n").replace("\u2029", "\n"))
    text = _without_pile_ups(unicodedata.normalize("NFC", text)).strip()
    if not any(is_visible(sign) for sign in text):
        return ""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _is_plain(text: str) -> bool:
    """Whether it can only be what it looks like: signs of Latin alphabets, on one line.

    Most texts are, and this costs a twentieth of cleaning them.
    """
    if text.isascii():
        return text.isprintable()
    return re.fullmatch(_PLAIN, text) is not None


def without_escapes(text: str) -> str:
    """The text without what could act on a terminal; spaces and line breaks stay."""
    if _is_plain(text):
        return text
    return _without_signs(re.sub(_ESCAPES, "", text))


def _without_signs(text: str) -> str:
    """The text without invisible and control characters, and a mark for what is no character."""
    visible = re.sub(_CONTROL, "", re.sub(_INVISIBLE, "", text))
    return re.sub(_SURROGATES, "\ufffd", visible)


def _without_pile_ups(text: str) -> str:
    """At most `MARKS_LIMIT` combining marks after each letter."""
    if text.isascii() or max(text) < _FIRST_MARK:
        return text
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign)[0] == "M" else 0
        if marks <= MARKS_LIMIT:
            kept.append(sign)
    return "".join(kept)


def is_visible(sign: str) -> bool:
    """Whether a character shows by itself: no space, no mark, nothing that only joins."""
    category = unicodedata.category(sign)
    return category[0] not in "ZM" and category not in ("Cc", "Cf")


def is_number(text: str) -> bool:
    """Whether a text is a whole number that fits in 64 bits: "²" and "٣" are digits and none."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Text on one line: `clean_text` with every run of white space turned into one space."""
    if len(text) <= limit and "  " not in text and _is_plain(text):
        return text.strip()
    cleaned = re.sub(r"\s+", " ", clean_text(text, TEXT_LIMIT)).strip()
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1].rstrip() + "…"


def as_argument(text: str) -> str:
    """Text as one word of a command that somebody may copy into a shell, quoted where it must be.

    A file's name or a server's words never end the command or begin another.
    """
    from shlex import quote

    return quote(clean_line(text, LINE_LIMIT))


def guard_cell(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula.

    Cells that start with = + - @ or a tab get a leading apostrophe (OWASP, "CSV
    Injection"); so do cells that start with an apostrophe, which makes
    `unguard_cell` an exact inverse.
    """
    return "'" + cell if cell.startswith(_FORMULA_START) else cell


def unguard_cell(cell: str) -> str:
    """The text that `guard_cell` was given."""
    if cell.startswith("'") and cell[1:].startswith(_FORMULA_START):
        return cell[1:]
    return cell
