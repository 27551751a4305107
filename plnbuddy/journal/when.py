"""Dates as teachers say them: "yesterday", "last friday 4pm", "20.11.2026"."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.records import EARLIEST_YEAR

EARLIEST = date(EARLIEST_YEAR, 1, 1)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")
_SHORT_SPAN = re.compile(r"(\d{1,4})\s*([dwm])", re.IGNORECASE)
_UNITS = {"d": "days", "w": "weeks", "m": "months"}
# "Friday" alone is read as the last one; dateparser does not know these words for "last".
_LAST = re.compile(
    r"\b(letzte[nrsm]?|vorige[nrsm]?|dernier|dernière|pasad[oa]|passad[oa]|scors[oa]|"
    r"afgelopen|vorige|förra|sidste|forrige)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(el|il|le|la|am|den)\b", re.IGNORECASE)
_ITS_NAME = {"no": "nb"}  # What dateparser calls a language, where it differs.
_NO_CLOCK_TIME = ("midnight", "00:00", "0:00", "12am", "12 am")


def read_moment(text: str, clock: Clock, languages: Sequence[str] = ("en",)) -> datetime:
    """The past moment (UTC) that a teacher means.

    A day without a time of day is taken at noon, so that no change of time zone
    moves it to another day; today without a time of day is now.

    Raises:
        UsageError: no date can be read from it, or it lies in the future or
            before 1990.
    """
    try:
        moment = clock.at(_read(text, clock, languages, prefer="past"))
    except OverflowError:
        raise _not_a_date(clean_line(text, 60)) from None
    if moment > clock.now and clock.local(moment).date() == clock.today:
        moment = clock.now
    if moment > clock.now:
        raise UsageError(
            f"'{clean_line(text, 60)}' lies in the future ({clock.local(moment):%d %B %Y}).",
            "The journal is for what has happened; give a day up to today.",
        )
    if clock.local(moment).date() < EARLIEST:
        raise UsageError(
            f"'{clean_line(text, 60)}' would be the year {clock.local(moment).year}.",
            f"Give a day after {EARLIEST.year}, such as yesterday or 2026-11-20.",
        )
    return moment


def read_day(text: str, clock: Clock, languages: Sequence[str] = ("en",)) -> date:
    """The past day that a teacher means (see `read_moment`)."""
    return clock.local(read_moment(text, clock, languages)).date()


def read_due(text: str, clock: Clock, languages: Sequence[str] = ("en",)) -> date:
    """The future day that a teacher means: "2w", "3 days", "next monday", "2026-12-01".

    Raises:
        UsageError: no day can be read from it, or it is not in the future.
    """
    words = text.strip()
    span = _SHORT_SPAN.fullmatch(words)
    if span:
        words = f"{span[1]} {_UNITS[span[2].lower()]}"
    if re.fullmatch(r"\d+\s+\w+", words):
        words = f"in {words}"
    try:
        day = _read(re.sub(r"^next\s+", "", words), clock, languages, prefer="future").date()
    except UsageError:
        raise _not_a_date(clean_line(text, 60)) from None
    if not clock.today < day <= clock.today + timedelta(days=3_660):
        raise UsageError(
            f"'{clean_line(text, 60)}' is not a day in the next ten years.",
            "Write a time such as 2w, 10 days or 2026-12-01.",
        )
    return day


def _read(text: str, clock: Clock, languages: Sequence[str], prefer: str) -> datetime:
    """The wall-clock time (naive) on the teacher's clock."""
    words = clean_line(text, 100)
    if _ISO.fullmatch(words):
        exact = _read_iso(words, clock)
        if exact:
            return exact
    import dateparser

    parsed = dateparser.parse(
        _without_last(words) if prefer == "past" else words,
        languages=list(dict.fromkeys(["en", *(_ITS_NAME.get(code, code) for code in languages)])),
        settings={
            "RELATIVE_BASE": clock.local(clock.now).replace(tzinfo=None),
            "PREFER_DATES_FROM": prefer,
            "RETURN_AS_TIMEZONE_AWARE": False,
            "DATE_ORDER": "MDY" if tuple(languages) == ("en",) else "DMY",
        },
    )
    if parsed is None or (
        re.fullmatch(r"\d{1,2} \w+", words) and parsed.day != int(words.split()[0])
    ):
        raise _not_a_date(words)
    return _at_noon(parsed, words)


def _without_last(words: str) -> str:
    """ "el viernes pasado" as "viernes", which is read as the last one."""
    if not _LAST.search(words):
        return words
    return _ARTICLE.sub("", _LAST.sub(" ", words).strip()).strip()


def _read_iso(words: str, clock: Clock) -> datetime | None:
    """The moment when it is wholly ISO 8601; None when something else follows a good date."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        try:
            date.fromisoformat(words[:10])
        except ValueError:
            raise _not_a_date(words) from None
        return None
    if moment.tzinfo:
        return clock.local(moment.astimezone(UTC)).replace(tzinfo=None)
    return moment.replace(hour=12) if len(words) == len("2026-11-24") else moment


def _at_noon(moment: datetime, words: str) -> datetime:
    stated = any(sign in words.lower() for sign in _NO_CLOCK_TIME)
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0) and not stated:
        return moment.replace(hour=12)
    return moment


def _not_a_date(words: str) -> UsageError:
    return UsageError(
        f"'{words}' is not a date that plnbuddy can read.",
        "Write it like: yesterday, last friday 4pm, 3 days ago, 2026-11-20.",
    )
