"""What columns of tables are usually called, and what stands in them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from plnbuddy.core.length_of_time import read_length
from plnbuddy.core.model import ActivityKind, Profile
from plnbuddy.core.records import MINUTES_LIMIT
from plnbuddy.journal.numeric_date import day_is_first, order_is_known

FIELDS: Mapping[str, str] = {
    "when": "the date",
    "text": "what was done",
    "kind": "connect, collaborate or contribute",
    "people": "the people",
    "tags": "the hashtags",
    "links": "the links",
    "minutes": "the minutes",
    "place": "the place",
    "note": "a note, which is private",
    "reflection": "a reflection, which stands in records",
}
"""Our fields, and what each holds in words."""

NEEDED = ("when", "text")

# In English and German; the first name that a table has wins.
_USUAL_NAMES: Mapping[str, Sequence[str]] = {
    "when": (
        "when", "date", "day", "datum", "tag", "wann", "happened_at", "timestamp", "zeitstempel",
        "fecha", "data", "dato", "time", "zeit", "start", "beginn",
    ),
    "text": (
        "text", "what", "activity", "description", "title", "was", "aktivität", "tätigkeit",
        "beschreibung", "titel", "thema", "event", "veranstaltung", "summary", "session", "topic",
        "inhalt", "activité", "actividad", "attività", "atividade", "activiteit", "aktivitet",
    ),
    "kind": ("kind", "type", "category", "art", "typ", "kategorie"),
    "people": (
        "people", "with", "who", "handle", "handles", "person", "personen", "mit", "mit wem", "wer",
        "contact", "contacts", "kontakt", "kontakte",
    ),
    "tags": (
        "tags", "hashtags", "hashtag", "tag", "keywords", "schlagwörter", "schlagworte",
        "stichwörter",
    ),
    "links": (
        "links", "link", "url", "urls", "evidence", "nachweis", "beleg",
        "website", "webseite",
    ),
    "minutes": (
        "minutes", "min", "mins", "duration", "minuten", "dauer", "time spent", "length",
        "zeitaufwand", "durée", "duración", "durata", "duração", "duur",
    ),
    "place": ("place", "where", "platform", "ort", "wo", "plattform", "network", "location"),
    "note": (
        "note", "notes", "comment", "comments", "notiz", "notizen", "kommentar", "bemerkung",
        "bemerkungen", "anmerkung",
    ),
    "reflection": (
        "reflection", "reflections", "my reflection", "my reflections", "reflective comment",
        "reflection on practice", "reflective note", "reflexion", "reflexionen", "meine reflexion",
        "réflexion", "réflexions", "reflexión", "reflexiones", "riflessione", "riflessioni",
        "reflexão", "reflexões", "reflectie", "refleksion", "refleksjon", "reflektion",
        "lessons learned", "what i learned", "what i learnt", "was ich gelernt habe",
        "was habe ich gelernt",
    ),
}  # fmt: skip
_KINDS: Mapping[ActivityKind, Sequence[str]] = {
    ActivityKind.CONNECT: ("connect", "follow", "vernetz", "verbind", "network", "kennenlern"),
    ActivityKind.COLLABORATE: (
        "collaborat", "reply", "discuss", "chat", "zusammenarbeit", "kooper", "austausch",
    ),
    ActivityKind.CONTRIBUTE: (
        "contribut", "share", "post", "publish", "present", "beitrag", "teil", "veröffentlich",
    ),
}  # fmt: skip
# The unit that a heading states: "Dauer (Std.)", "CPD hours", "Minuten".
_HOURS = re.compile(
    r"(?<![^\W\d_])(?:h|hrs?|hours?|std|stunden?|heures?|horas?|ore|uren|uur|timer|timmar|tunnit|"
    r"godz(?:iny)?|часы?|時間)(?![^\W\d_])",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?<![^\W\d_])(?:min|mins|minutes?|minuten|minutos?|minuti|minuter|minutter|мин|分)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
_FEW = 12  # Whoever writes no number above it beside activities may mean hours.
_NUMBERS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?=\D|$)[,\s]*(.*)")
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*uhr)?", re.IGNORECASE)


def guess_columns(header: Sequence[str]) -> dict[str, str]:
    """Which of our fields is probably in which column; a field without a guess is missing.

    No column is taken twice.
    """
    plain = {_plain(name): name for name in reversed(header)}
    guessed: dict[str, str] = {}
    for field, names in _USUAL_NAMES.items():
        for name in names:
            if name in plain and plain[name] not in guessed.values():
                guessed[field] = plain[name]
                break
    if "when" in guessed and "minutes" not in guessed:
        free = (name for name in header if name not in guessed.values())
        stated = (name for name in free if unit_of(name))
        guessed.update(("minutes", name) for name in islice(stated, 1))
    return guessed


def unit_of(heading: str) -> str:
    """The unit that a heading states: "hours", "minutes" or "" for none."""
    if _MINUTES.search(heading):
        return "minutes"
    return "hours" if _HOURS.search(heading) else ""


def may_be_hours(cells: Iterable[str]) -> bool:
    """Whether bare numbers in a column without a unit are so small that hours may be meant."""
    numbers = [cell.strip() for cell in cells if re.fullmatch(r"\d{1,4}", cell.strip())]
    return bool(numbers) and max(map(int, numbers)) <= _FEW


def _plain(name: str) -> str:
    """ "Link (URL)" and "Link:" as "link"."""
    return re.sub(r"\s*(?:\(.*\)|[:*?])\s*$", "", name.strip().lower())


def read_kind(text: str) -> ActivityKind | None:
    """The kind that a cell names, in English or German; None when it names none."""
    word = text.strip().lower()
    return next((kind for kind, starts in _KINDS.items() if word.startswith(tuple(starts))), None)


def read_minutes(text: str, unit: str = "") -> int | None:
    """The minutes that a cell holds, as `read_length`; None for more than a day, too."""
    minutes = read_length(text, unit)
    return minutes if minutes is not None and minutes <= MINUTES_LIMIT else None


def day_comes_first(dates: Iterable[str], profile: Profile) -> tuple[bool, bool]:
    """Whether the first number of dates such as 3/4/2023 is the day, and whether that is sure.

    A number above 12 anywhere in the column says it; otherwise language and region do.
    """
    doubtful = False
    for when in dates:
        found = _NUMBERS.fullmatch(when)
        if found and found[2] == "/":
            if int(found[1]) > 12:
                return True, True
            if int(found[3]) > 12:
                return False, True
            doubtful = doubtful or found[1] != found[3]
    sure = not doubtful or order_is_known(profile.languages, profile.region)
    return day_is_first(profile.languages, profile.region), sure


def as_iso(when: str, *, day_first: bool) -> str:
    """A date in numbers as ISO 8601, which is read at once; anything else as it is."""
    found = _NUMBERS.fullmatch(when)
    if not found:
        return when
    day, month = (found[1], found[3])
    if found[2] == "/" and not day_first:
        day, month = month, day
    year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
    date = f"{year}-{int(month):02}-{int(day):02}"
    time = _TIME_OF_DAY.fullmatch(found[5].strip())
    return f"{date}T{int(time[1]):02}:{time[2]}" if time else f"{date} {found[5]}".strip()
