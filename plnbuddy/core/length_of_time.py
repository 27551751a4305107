"""How long something took, as people write it."""

import re
from unicodedata import numeric

_LENGTH = (
    r"(?:(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?)\s*)?"
    r"(?:(\d{1,4})\s*(?:m|min|mins|minutes?|minuten|minutos?)?\.?)?"
)
_FRACTION = r"(\d{1,4})?\s*([¼½¾])"
_CLOCK = r"(\d{1,2}):(\d{2})(?::00)?"


def read_length(text: str, unit: str = "") -> int | None:
    """The minutes in "90", "90 min", "1:30", "1,5 h", "1h30", "1 Std. 30 Min"; None for no length.

    Args:
        unit: of a bare number: "hours", or minutes.
    """
    word = re.sub(_FRACTION, _as_decimal, text.strip().lower())
    if unit == "hours" and re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", word):
        word += " h"
    if clock := re.fullmatch(_CLOCK, word):
        return int(clock[1]) * 60 + int(clock[2])
    length = re.fullmatch(_LENGTH, word)
    if not length or not word:
        return None
    return round(float((length[1] or "0").replace(",", ".")) * 60) + int(length[2] or 0)


def _as_decimal(found: re.Match[str]) -> str:
    return f"{int(found[1] or 0) + numeric(found[2])}"
