"""The settings file: every key, its meaning, and how it is read and written."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import read_zone
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import PlnbuddyError, SettingsError
from plnbuddy.core.handles import parse_server
from plnbuddy.core.model import Goals, Profile
from plnbuddy.core.platform import Platform
from plnbuddy.core.source_names import SOURCE_NAMES, find_source
from plnbuddy.core.vocabulary import (
    find_language,
    find_level,
    find_topic,
    in_words,
    sort_words,
)
from plnbuddy.system.files import make_folder, replace_file

SOURCES = tuple(SOURCE_NAMES)
"""Where suggestions come from; docs/suggestions.md says what each is."""

OPEN_READING = ("ask", "yes", "no")

WEEKDAYS = ("monday", "sunday")


@dataclass(frozen=True)
class Settings:
    """All settings, with their defaults where the file says nothing."""

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

    @property
    def first_weekday(self) -> int:
        """The weekday on which a week starts, 0 for Monday and 6 for Sunday."""
        return 6 if self.week_starts == "sunday" else 0


@dataclass(frozen=True)
class Key:
    """One key of the settings file: how a value is checked, its default and its meaning."""

    read: Callable[[Any], Any]
    default: Any
    meaning: str


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text in quotation marks")
    return clean_line(value)


def _words(find: Callable[[str], str]) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, list | tuple) or not all(isinstance(w, str) for w in words):
            raise ValueError('a list of words such as ["music", "drama"]')
        return tuple(dict.fromkeys(find(word) for word in words if word.strip()))

    return read


def _keyword(word: str) -> str:
    plain = clean_line(word, 40).removeprefix("#").lower()
    if not any(letter.isalpha() for letter in plain):
        raise ValueError("words with letters in them")
    return plain


def _number(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, str) and len(value) < 10 and value.strip().isdecimal():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise ValueError(f"a whole number from {lowest} to {highest}")
        return value

    return read


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        word = value.strip().lower() if isinstance(value, str) else ""
        if word not in allowed:
            hint = did_you_mean(word, allowed) if word else ""
            raise ValueError(
                f"one of {', '.join(allowed)}. {hint}".strip()
                if hint
                else f"one of {', '.join(allowed)}"
            )
        return word

    return read


def _region(value: Any) -> str:
    text = _text(value).upper()
    if text and not (2 <= len(text) <= 6 and text.replace("-", "").isalnum()):
        raise ValueError("a country code such as DE, or a state such as US-TX")
    return text


def _server(value: Any) -> str:
    text = _text(value)
    return parse_server(text) if text else ""


def _timezone(value: Any) -> str:
    text = _text(value)
    if text:
        read_zone(text)
    return text


KEYS: Mapping[str, Key] = {
    "profile.name": Key(_text, "", "Your name, for reports and pages that you hand in."),
    "profile.school": Key(_text, "", "Your school, for the same; may be empty."),
    "profile.purpose": Key(_text, "", "What you want to learn, in your own words."),
    "profile.topics": Key(_words(find_topic), (), "What you teach."),
    "profile.keywords": Key(
        _words(_keyword),
        (),
        "Words of your own for what no topic says; they match hashtags and bios.",
    ),
    "profile.levels": Key(_words(find_level), (), "Whom you teach."),
    "profile.languages": Key(_words(find_language), ("en",), "Languages you read."),
    "profile.region": Key(_region, "", "Your country or state."),
    "profile.networks": Key(
        _words(_one_of(*Platform)), ("mastodon",), "Where you are: mastodon, bluesky, twitter."
    ),
    "goals.connect": Key(_number(0, 100), 2, "Connect: activities a week."),
    "goals.collaborate": Key(_number(0, 100), 2, "Collaborate: activities a week."),
    "goals.contribute": Key(_number(0, 100), 1, "Contribute: activities a week."),
    "goals.minutes": Key(
        _number(0, 10_000), 60, "At most this many minutes a week; 0 is no limit."
    ),
    "suggest.people": Key(_number(0, 50), 5, "People a day."),
    "suggest.hashtags": Key(_number(0, 50), 3, "Hashtags a day."),
    "suggest.chats": Key(_number(0, 50), 1, "Chats a day."),
    "suggest.sources": Key(_words(find_source), SOURCES, "Where suggestions come from."),
    "explore.open_reading": Key(
        _one_of(*OPEN_READING), "ask", "Whether public servers may be asked without an account."
    ),
    "explore.servers": Key(
        _words(parse_server), (), "The servers to ask; empty for those that fit."
    ),
    "account.server": Key(_server, "", "Your Mastodon server."),
    "display.timezone": Key(_timezone, "", "Your time zone; empty for the computer's."),
    "display.week_starts": Key(_one_of(*WEEKDAYS), "monday", "The day on which your week starts."),
}


SECTIONS = frozenset(key.partition(".")[0] for key in KEYS)


def read_settings(file: Path) -> Settings:
    """The settings in that file; defaults where there is no file.

    Raises:
        SettingsError: the file cannot be read, is no TOML (line and column are
            named), or holds an unknown key or value.
    """
    return _settings(read_values(file))


def read_values(file: Path) -> dict[str, Any]:
    """The checked values that the file sets, by dotted key.

    Raises:
        SettingsError: as `read_settings`.
    """
    return {
        key: check_value(key, value) for key, value in _flatten(_parse(_read(file), file), file)
    }


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise SettingsError(
            f"The settings file {file} is not UTF-8 text.",
            "Save it as UTF-8 in your editor, or move it away and run: plnbuddy start",
        ) from None
    except OSError as error:
        raise SettingsError(
            f"The settings file {file} cannot be read: {error.strerror}.",
            "Check the file's permissions, then run: plnbuddy doctor",
        ) from None


def _parse(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.rstrip().split("\n")
        end = f"(at line {len(lines)}, column {len(lines[-1]) + 1})"
        said = str(error).replace("(at end of document)", end)
        raise SettingsError(
            f"The settings file {file} has a mistake: {said}.",
            "Mend that line with: plnbuddy config edit (nothing was changed)",
        ) from None


def _flatten(document: dict[str, Any], file: Path) -> Iterator[tuple[str, Any]]:
    for section, content in document.items():
        if not isinstance(content, dict) or (not content and section not in SECTIONS):
            raise _unknown(section, file)
        for name, value in content.items():
            if f"{section}.{name}" not in KEYS:
                raise _unknown(f"{section}.{name}", file)
            yield f"{section}.{name}", value


def _unknown(key: str, file: Path | None) -> SettingsError:
    where = f" in {file}" if file else ""
    return SettingsError(
        f"'{clean_line(key, 60)}' is not a setting{where}.",
        did_you_mean(key, KEYS) or "See all settings with: plnbuddy config show",
    )


def check_value(key: str, value: Any) -> Any:
    """The value as the program uses it; a text is read as it comes from the command line.

    Raises:
        SettingsError: no such key, or a value that does not fit it.
    """
    if key not in KEYS:
        raise _unknown(key, None)
    try:
        return KEYS[key].read(value)
    except ValueError as error:
        raise SettingsError(
            f"The setting {key} cannot be {clean_line(repr(value), 60)}.",
            f"It is {error}" + ("" if str(error).endswith("?") else "."),
        ) from None
    except PlnbuddyError as error:
        raise SettingsError(f"The setting {key}: {error.problem}", error.remedy) from None


def _settings(values: Mapping[str, Any]) -> Settings:
    chosen = {key: values.get(key, spec.default) for key, spec in KEYS.items()}

    def section(name: str) -> dict[str, Any]:
        return {k.partition(".")[2]: v for k, v in chosen.items() if k.startswith(f"{name}.")}

    profile = section("profile")
    profile["platforms"] = tuple(Platform(name) for name in profile.pop("networks"))
    explore = section("explore")
    return Settings(
        open_reading=explore["open_reading"],
        open_servers=explore["servers"],
        profile=Profile(**profile),
        goals=Goals(**section("goals")),
        **section("suggest"),
        **section("account"),
        **section("display"),
    )


def split_topics(file: Path, words: Iterable[str]) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """What a teacher teaches as settings to write, and which of the words are new keywords.

    A word that fits no topic is kept as a keyword beside those the file has.

    Raises:
        UsageError: a word looks like a misspelt topic.
        SettingsError: as `read_settings`.
    """
    topics, keywords = sort_words(words)
    changes = {"profile.topics": list(topics) or ["general"]}
    if keywords:
        before = read_values(file).get("profile.keywords", ())
        changes["profile.keywords"] = list(dict.fromkeys([*before, *keywords]))
    return changes, keywords


def say_keywords(keywords: Sequence[str]) -> str:
    """One sentence on words that are kept as keywords."""
    listed = in_words(f"'{word}'" for word in keywords)
    what = "is no topic" if len(keywords) == 1 else "are no topics"
    kept = "is kept as a keyword" if len(keywords) == 1 else "are kept as keywords"
    return (
        f"{listed} {what} that plnbuddy knows; {'it' if len(keywords) == 1 else 'they'} {kept} "
        "of your own and matched with hashtags and profiles."
    )


def write_values(file: Path, changes: Mapping[str, Any]) -> None:
    """Set these keys and leave everything else in the file as it is, comments included.

    Raises:
        SettingsError: an unknown key or value, a broken file (which is left
            alone), or a file that cannot be written.
    """
    checked = {key: check_value(key, value) for key, value in changes.items()}
    plain = {key: list(v) if isinstance(v, tuple) else v for key, v in checked.items()}
    text = _read(file)
    for key, value in _flatten(_parse(text, file), file):
        if key not in checked:  # A broken file is never overwritten, except where it is mended.
            check_value(key, value)
    with suppress(OSError):  # Writing says what is wrong.
        make_folder(file.parent, private=True)
    try:
        replace_file(file, [_edited(text, plain) if text.strip() else _fresh(plain)])
    except PlnbuddyError as error:
        raise SettingsError(error.problem, error.remedy) from None


def _fresh(values: Mapping[str, Any]) -> str:
    import tomli_w

    document: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        section, _, name = key.partition(".")
        document.setdefault(section, {})[name] = value
    return tomli_w.dumps(document)


def _edited(text: str, values: Mapping[str, Any]) -> str:
    import tomlkit  # keeps the teacher's comments, which tomli-w cannot

    document = tomlkit.parse(text)
    for key, value in values.items():
        section, _, name = key.partition(".")
        if section not in document:
            document[section] = tomlkit.table()
        document[section][name] = value
    return tomlkit.dumps(document)
