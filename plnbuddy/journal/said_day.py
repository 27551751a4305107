"""Days in words, in many languages; dateparser reads them, and its answer is checked."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

Tense = Literal["past", "future"]
_ITS_NAME = {"no": "nb"}  # What dateparser calls a language, where it differs.
# "Friday" alone is read as the last one; dateparser does not know these words for "last".
_LAST = re.compile(
    r"\b(last|past|previous|letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?|dernier|dernière|passé|"
    r"pasad[oa]|passad[oa]|scors[oa]|afgelopen|vorige|förra|sidste|forrige)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(this|next|coming|diese[nrsm]?|nächste[nrsm]?|kommende[nrsm]?|prochaine?|próxim[oa]|"
    r"prossim[oa]|volgende|nästa|næste|neste)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(el|il|le|la|am|den|o|a|on)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
# Beside a number these count back or on, so that the number is no day of the month.
_COUNTS = re.compile(
    r"\b(ago|back|vor|il y a|hace|fa|há|atrás|geleden|sedan|siden|temu|sitten|önce|назад|in|dans|"
    r"en|dentro de|tra|fra|em|over|om|za|через|sonra)\b|前|後|后|전|후",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\d+\s+[^\W\d_]+|(?:one|two|three|four|five|six|ein|eine[nr]?|zwei|drei|deux|"
                   r"trois|dos|tres|due|tre)\s+[^\W\d_]+", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """The days that words mean, and the time of day where they say one ("2 hours ago")."""

    first: date
    last: date
    at: time | None = None


def read_words(text: str, now: datetime, languages: Sequence[str], tense: Tense) -> Day | None:
    """The days that a text means, None unless the whole of it was understood.

    Args:
        now: on the teacher's clock, without a zone.
        languages: those of the profile; English is always understood.
    """
    if not text:
        return None
    for words in dict.fromkeys(_spellings(text, tense)):
        found = _understood(words, text, now, languages, tense)
        if found:
            return found
    return None


def _spellings(text: str, tense: Tense) -> list[str]:
    """The text, and as dateparser may know it: "el viernes pasado" as "viernes"."""
    plain = _ARTICLE.sub("", text).strip()
    spellings = [text]
    if tense == "future":
        if _SPAN.fullmatch(text):
            spellings.insert(0, f"in {text}")
        return [*spellings, plain, _ARTICLE.sub("", _NEXT.sub(" ", text).strip()).strip()]
    return [*spellings, plain, _ARTICLE.sub("", _LAST.sub(" ", text).strip()).strip()]


def _understood(
    words: str, text: str, now: datetime, languages: Sequence[str], tense: Tense
) -> Day | None:
    if not words:
        return None
    if _is_number(words) or _names_zone(words):
        return None  # dateparser would guess a day of the month, and pass over the zone.
    codes = tuple(dict.fromkeys(["en", *(_ITS_NAME.get(code, code) for code in languages)]))
    read = _parser(codes, now, tense).get_date_data(" ".join(words.split()))
    moment, period = read.date_obj, read.period
    if moment is None or not _numbers_fit(words, moment, now):
        return None
    if any(map(str.isdigit, words)) and not _weekday_fits(words, moment, codes, now, tense):
        return None
    day = moment.date()
    if period in ("month", "year", "week") and _is_range(text, words):
        return _range(day, period)
    if period in ("time", "part_of_day"):
        return Day(day, day, moment.time().replace(microsecond=0))
    return Day(day, day)


def _is_number(words: str) -> bool:
    return not any(sign.isalpha() for sign in words) and len(words.split()) == 1


def _names_zone(words: str) -> bool:
    from dateparser.timezone_parser import pop_tz_offset_from_string

    return pop_tz_offset_from_string(words)[1] is not None


def _is_range(text: str, words: str) -> bool:
    """Whether a week, month or year is meant as a whole, and no day so long ago."""
    if _LAST.search(text) or _NEXT.search(text):
        return True
    return not _COUNTS.search(words) and not _SPAN.fullmatch(words)


def _range(day: date, period: str) -> Day:
    if period == "year":
        return Day(date(day.year, 1, 1), date(day.year, 12, 31))
    if period == "month":
        last = monthrange(day.year, day.month)[1]
        return Day(day.replace(day=1), day.replace(day=last))
    monday = day - timedelta(days=day.weekday())
    return Day(monday, monday + timedelta(days=6))


def _numbers_fit(words: str, moment: datetime, now: datetime) -> bool:
    """Whether every number is the day, the year, or a count of days, weeks, …."""
    numbers = [int(number) for number in _NUMBER.findall(words) if len(number) < 6]
    if len(numbers) < len(_NUMBER.findall(words)):
        return False
    own = {moment.day, moment.year, moment.year % 100}
    if all(number in own for number in numbers):
        return True
    return _COUNTS.search(words) is not None and all(n in _counts(moment, now) for n in numbers)


def _counts(moment: datetime, now: datetime) -> set[int]:
    apart = abs(now - moment)
    days, minutes = round(apart / timedelta(days=1)), round(apart / timedelta(minutes=1))
    months = abs((now.year - moment.year) * 12 + now.month - moment.month)
    years = {abs(now.year - moment.year), months // 12, months // 12 + 1}
    return {days, days // 7, months, minutes, minutes // 60, minutes // 60 + 1} | years


def _weekday_fits(
    words: str, moment: datetime, codes: tuple[str, ...], now: datetime, tense: Tense
) -> bool:
    """Whether a weekday that is named beside a date is the one of that date."""
    for word in re.findall(r"(?<!\w)[^\W\d_]{2,}(?!\w)", words):
        read = _parser(codes, now, tense).get_date_data(word)
        is_weekday = (
            read.date_obj is not None
            and read.period == "day"
            and read.date_obj.time() == time()
            and abs(read.date_obj - now) < timedelta(days=8)
        )
        if is_weekday and read.date_obj.weekday() != moment.weekday():
            return False
    return True


@lru_cache(maxsize=8)
def _parser(codes: tuple[str, ...], now: datetime, tense: Tense) -> "DateDataParser":
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=list(codes),
        settings={
            "RELATIVE_BASE": now,
            "PREFER_DATES_FROM": tense,
            "RETURN_AS_TIMEZONE_AWARE": False,
            "RETURN_TIME_AS_PERIOD": True,
            "DATE_ORDER": "DMY",
        },
    )
