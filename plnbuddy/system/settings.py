"""The settings as the program uses them, and the one table of the keys that set them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import read_day_start, read_zone
from plnbuddy.core.handles import parse_server
from plnbuddy.core.model import Goals, Profile
from plnbuddy.core.platform import Platform
from plnbuddy.core.source_names import SOURCE_NAMES, find_source
from plnbuddy.core.vocabulary import find_language, find_level, find_topic

SOURCES = tuple(SOURCE_NAMES)
"""Where suggestions come from; docs/suggestions.md says what each is."""

OPEN_READING = ("ask", "yes", "no")

WEEKDAYS = ("monday", "sunday")

Value = str | int | tuple[str, ...]
_Read = TypeVar("_Read", str, int, tuple[str, ...])


class Settings(NamedTuple):
    """All settings; the values here hold where the file says nothing."""

    profile: Profile = Profile()
    goals: Goals = Goals()
    people: int = 5
    hashtags: int = 3
    chats: int = 1
    sources: tuple[str, ...] = SOURCES
    server: str = ""
    open_reading: str = "ask"
    open_servers: tuple[str, ...] = ()
    timezone: str = ""
    week_starts: str = "monday"
    day_starts: str = "00:00"

    @property
    def first_weekday(self) -> int:
        """The weekday on which a week starts, 0 for Monday and 6 for Sunday."""
        return 6 if self.week_starts == "sunday" else 0


@dataclass(frozen=True)
class Kind(Generic[_Read]):
    """A kind of value.

    Args:
        read: the value as the program uses it; None when it does not fit. A word that is
            unknown raises an error of its own.
        expects: what fits, as the end of a sentence that begins with "It is".
        words: the words that fit, for "did you mean".
    """

    read: Callable[[object], _Read | None]
    expects: str
    words: Collection[str] = field(default=())


class Key(NamedTuple):
    """One key of the settings file: its kind, its usual value and its meaning."""

    kind: Kind[str] | Kind[int] | Kind[tuple[str, ...]]
    default: Value
    meaning: str


def _read_text(value: object) -> str | None:
    return clean_line(value) if isinstance(value, str) else None


def _text_that(change: Callable[[str], str | None], expects: str) -> Kind[str]:
    """A text that may be empty, changed or refused otherwise."""

    def read(value: object) -> str | None:
        text = _read_text(value)
        return change(text) if text else text

    return Kind(read, expects)


def _words(
    find: Callable[[str], str | None], expects: str = "", *words: str
) -> Kind[tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...] | None:
        given = value.split(",") if isinstance(value, str) else value
        if not isinstance(given, list | tuple):
            return None
        found = [find(word) for word in given if isinstance(word, str) and word.strip()]
        known = [word for word in found if word is not None]
        texts_only = all(isinstance(word, str) for word in given)
        return tuple(dict.fromkeys(known)) if texts_only and len(known) == len(found) else None

    return Kind(read, expects or 'a list of words such as ["music", "drama"]', words)


def _keyword(word: str) -> str | None:
    plain = clean_line(word, 40).removeprefix("#").lower()
    return plain if any(letter.isalpha() for letter in plain) else None


def _number(lowest: int, highest: int) -> Kind[int]:
    def read(value: object) -> int | None:
        if isinstance(value, str) and len(value) < 10 and value.strip().isdecimal():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if lowest <= value <= highest else None

    return Kind(read, f"a whole number from {lowest} to {highest}")


def _one_of(allowed: Collection[str]) -> Kind[str]:
    def read(value: object) -> str | None:
        return _allowed(allowed, value) if isinstance(value, str) else None

    return Kind(read, f"one of {', '.join(allowed)}", allowed)


def _some_of(allowed: Collection[str]) -> Kind[tuple[str, ...]]:
    expects = f"one of {', '.join(allowed)}"
    return _words(lambda word: _allowed(allowed, word), expects, *allowed)


def _allowed(allowed: Collection[str], word: str) -> str | None:
    plain = word.strip().lower()
    return plain if plain in allowed else None


def _region(text: str) -> str | None:
    code = text.upper()
    return code if 2 <= len(code) <= 6 and code.replace("-", "").isalnum() else None


def _zone(name: str) -> str:
    read_zone(name)
    return name


_TEXT_WANTED = "a text in quotation marks"
_TEXT = Kind(_read_text, _TEXT_WANTED)
_REGION = _text_that(_region, "a country code such as DE, or a state such as US-TX")
_USUAL = Settings()
_PROFILE, _GOALS = _USUAL.profile, _USUAL.goals
_SOURCES = _words(find_source, f"one of {', '.join(SOURCES)}", *SOURCES)
_NETWORKS = tuple(platform.value for platform in _PROFILE.platforms)
_A_WEEK, _A_DAY = _number(0, 100), _number(0, 50)

KEYS: Mapping[str, Key] = {
    "profile.name": Key(_TEXT, _PROFILE.name, "Your name, for reports and pages that you hand in."),
    "profile.school": Key(_TEXT, _PROFILE.school, "Your school, for the same; may be empty."),
    "profile.purpose": Key(_TEXT, _PROFILE.purpose, "What you want to learn, in your own words."),
    "profile.topics": Key(_words(find_topic), _PROFILE.topics, "What you teach."),
    "profile.keywords": Key(
        _words(_keyword, "words with letters in them"),
        _PROFILE.keywords,
        "Words of your own for what no topic says; they match hashtags and bios.",
    ),
    "profile.levels": Key(_words(find_level), _PROFILE.levels, "Whom you teach."),
    "profile.languages": Key(_words(find_language), _PROFILE.languages, "Languages you read."),
    "profile.region": Key(_REGION, _PROFILE.region, "Your country or state."),
    "profile.networks": Key(
        _some_of(tuple(Platform)), _NETWORKS, "Where you are: mastodon, bluesky, twitter."
    ),
    "goals.connect": Key(_A_WEEK, _GOALS.connect, "Connect: activities a week."),
    "goals.collaborate": Key(_A_WEEK, _GOALS.collaborate, "Collaborate: activities a week."),
    "goals.contribute": Key(_A_WEEK, _GOALS.contribute, "Contribute: activities a week."),
    "goals.minutes": Key(
        _number(0, 10_000), _GOALS.minutes, "At most this many minutes a week; 0 is no limit."
    ),
    "suggest.people": Key(_A_DAY, _USUAL.people, "People a day."),
    "suggest.hashtags": Key(_A_DAY, _USUAL.hashtags, "Hashtags a day."),
    "suggest.chats": Key(_A_DAY, _USUAL.chats, "Chats a day."),
    "suggest.sources": Key(
        _SOURCES,
        _USUAL.sources,
        "Where suggestions come from.",
    ),
    "explore.open_reading": Key(
        _one_of(OPEN_READING),
        _USUAL.open_reading,
        "Whether public servers may be asked without an account.",
    ),
    "explore.servers": Key(
        _words(parse_server), _USUAL.open_servers, "The servers to ask; empty for those that fit."
    ),
    "account.server": Key(
        _text_that(parse_server, _TEXT_WANTED), _USUAL.server, "Your Mastodon server."
    ),
    "display.timezone": Key(
        _text_that(_zone, _TEXT_WANTED),
        _USUAL.timezone,
        "Your time zone; empty for the computer's.",
    ),
    "display.week_starts": Key(
        _one_of(WEEKDAYS), _USUAL.week_starts, "The day on which your week starts."
    ),
    "display.day_starts": Key(
        Kind(
            lambda value: read_day_start(value) if isinstance(value, str) else None,
            'a time before noon such as "04:00"',
        ),
        _USUAL.day_starts,
        "The time at which your day starts; what happens before it belongs to the day before.",
    ),
}
