"""The time of day that a teacher says beside a day: "4pm", "16h30", "um 8", "17.15 Uhr"."""

import re
from dataclasses import dataclass
from datetime import time

_AT = (
    r"(?:at|@|um|gegen|à|vers|a las?|alle|all'|às|as|om|kl\.?|klo\.?|klockan|klokken|o|godz\.?|в|"
    r"ve|saat)"
)
_DAY_HALF = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?)"
_HOUR_WORD = r"(?:uhr|heures?|horas?|uur|ore|hod\.?|h|時|시|点|點)"
_BEFORE = r"(?<![\w.:/-])"
_AFTER = r"(?![\w:/-]|\.\d)"
_CLOCK = re.compile(
    rf"{_BEFORE}(?:{_AT}\s*)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::\d{{2}})?"
    rf"(?:\s*{_DAY_HALF}|\s*(?P<word>{_HOUR_WORD}))?{_AFTER}",
    re.IGNORECASE,
)
_HALF_DAY = re.compile(
    rf"{_BEFORE}(?:{_AT}\s*)?(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d{{2}}))?\s*{_DAY_HALF}{_AFTER}",
    re.IGNORECASE,
)
_WITH_WORD = re.compile(
    rf"{_BEFORE}(?:{_AT}\s*)?(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d{{2}}))?\s*(?P<word>{_HOUR_WORD})"
    rf"(?:\s*(?P<later>\d{{2}})(?:\s*(?:min|分|분))?)?{_AFTER}",
    re.IGNORECASE,
)
_WITH_AT = re.compile(
    rf"(?<!\w){_AT}\s*(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d{{2}}))?\s*$", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?:(?<!\w){_AT}\s+)?(?<![\w-])(?:(?P<noon>noon|midday|mittags?|midi|mediodía|mezzogiorno|"
    r"meio-dia)|(?P<midnight>midnight|mitternachts?|minuit|medianoche|mezzanotte|meia-noite|"
    r"middernacht|midnatt))(?!\w)",
    re.IGNORECASE,
)
# Behind a day: "gestern abend", "ayer por la mañana". By themselves some of these words mean
# tomorrow. English is understood with the days.
_PART = re.compile(
    r"(?<=\w)\s+(?:(?:por|de|à|a|al|en|am|om|pela|di|nel|på|om)\s+)?(?:(?:la|le|der|den|de|il)\s+)?"
    r"(?:(?P<morning>morgens?|vormittags?|matin|mañana|mattina|manhã|ochtend|morgon|formiddag|"
    r"matí|aamuna|aamulla)|"
    r"(?P<afternoon>nachmittags?|après-midi|tarde|pomeriggio|middag|eftermiddag|ettermiddag|"
    r"tarda|iltapäivällä)|"
    r"(?P<evening>abends?|soir|noche|sera|noite|avond|kväll|aften|kveld|vespre|nit|illalla))$",
    re.IGNORECASE,
)
_PARTS = {"morning": time(9), "afternoon": time(15), "evening": time(18)}
"""The hours that dateparser gives "this morning", "yesterday afternoon", "yesterday evening"."""
_THIS = frozenset({"ce", "cet", "cette", "esta", "questa", "questo", "diesen", "dieser", "denne",
                   "denna", "aquest", "aquesta", "deze", "tänä"})  # fmt: skip
_LAST_NUMBER = re.compile(r"(?<=\s)(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?$")
# "2 h ago" is no time of day.
_AGO = re.compile(
    r"\b(?:ago|vor|il y a|hace|fa|há|atrás|geleden|sedan|siden|temu|sitten|önce|назад)\b|前|전",
    re.IGNORECASE,
)
_AFTERNOON = range(1, 7)


class UnclearTimeError(ValueError):
    """A time that can be read in two ways, or is none; the argument says how to write it."""


@dataclass(frozen=True)
class Spoken:
    """A text without its time of day; `at` is None when it says none.

    `maybe` is a number at the end, which is an hour when the rest names a day by itself.
    """

    rest: str
    at: time | None = None
    maybe: time | None = None
    rest_without_maybe: str = ""


def split_time(text: str) -> Spoken:
    """A text, and the time of day in it.

    An hour from 1 to 6 with nothing beside it is in the afternoon; with minutes, and
    beside a day in words, it could be either, so it is asked for.

    Raises:
        UnclearTimeError: two times, none that exists, or one that could be either.
    """
    found: list[tuple[re.Match[str], time]] = []
    rest = text
    with_word = () if _AGO.search(text) else (_WITH_WORD,)
    for pattern in (_CLOCK, _HALF_DAY, *with_word, _NAMED, _WITH_AT):
        for match in pattern.finditer(rest):
            found.append((match, _time(match, bare=pattern is _WITH_AT)))
        rest = pattern.sub(" ", rest)
    rest = " ".join(rest.split()).strip(" ,;")
    part = None if found else _PART.search(rest)
    if part:
        day = rest[: part.start()].strip(" ,;")
        return Spoken("" if day.lower() in _THIS else day, _PARTS[part.lastgroup or "morning"])
    if len(found) > 1:
        raise UnclearTimeError("Say one time, such as 4pm or 16:00.")
    if found:
        match, at = found[0]
        parts = match.groupdict()
        either = match.re is _CLOCK and not (parts["half"] or parts["word"])
        if either and len(parts["hour"]) == 1 and at.hour in _AFTERNOON and not _has_digit(rest):
            minute = f"{at.minute:02}"
            raise UnclearTimeError(f"Write {at.hour}:{minute}pm, {at.hour + 12}:{minute} or "
                                   f"0{at.hour}:{minute}.")  # fmt: skip
        return Spoken(rest, at)
    last = _LAST_NUMBER.search(rest)
    if last and _is_hour(last):
        return Spoken(rest, None, _time(last, bare=True), rest[: last.start()].strip(" ,;"))
    return Spoken(rest)


def _is_hour(match: re.Match[str]) -> bool:
    return int(match["hour"]) < 24 and int(match["minute"] or 0) < 60


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _time(match: re.Match[str], *, bare: bool) -> time:
    parts = match.groupdict()
    if parts.get("noon"):
        return time(12)
    if parts.get("midnight"):
        return time(0)
    hour, minute = int(parts["hour"]), int(parts.get("minute") or parts.get("later") or 0)
    half = (parts.get("half") or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise UnclearTimeError("Write it like 4pm or 16:00.")
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif bare and not parts.get("minute") and hour in _AFTERNOON:
        hour += 12
    if hour == 24 and not minute:
        raise UnclearTimeError("Write the next day with 0:00.")
    if hour > 23 or minute > 59:
        raise UnclearTimeError("Write it like 4pm or 16:00.")
    return time(hour, minute)
