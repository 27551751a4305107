"""The settings file: how it is read, checked and written."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from plnbuddy.core.clean import clean_line
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import PlnbuddyError, SettingsError, UsageError
from plnbuddy.core.model import Goals, Profile
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import in_words, sort_words
from plnbuddy.system.files import make_folder, replace_file
from plnbuddy.system.settings import KEYS, Settings, Value

__all__ = [
    "KEYS",
    "Settings",
    "check_given",
    "check_value",
    "read_list",
    "read_settings",
    "read_values",
    "say_keywords",
    "split_topics",
    "with_values",
    "write_values",
]


SECTIONS = frozenset(key.partition(".")[0] for key in KEYS)


def read_settings(file: Path) -> Settings:
    """The settings in that file; defaults where there is no file.

    Raises:
        SettingsError: the file cannot be read, is no TOML (line and column are
            named), or holds an unknown key or value.
    """
    return with_values(read_values(file))


def read_values(file: Path) -> dict[str, Value]:
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
    except RecursionError:
        raise SettingsError(
            f"The settings file {file} has brackets in brackets without end.",
            "Take them out with: plnbuddy config edit (nothing was changed)",
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


def check_value(key: str, value: object) -> Value:
    """The value as the program uses it; a text is read as it comes from the command line.

    Raises:
        SettingsError: no such key, or a value that does not fit it.
    """
    if key not in KEYS:
        raise _unknown(key, None)
    try:
        read = KEYS[key].kind.read(value)
    except PlnbuddyError as error:
        raise SettingsError(f"The setting {key}: {error.problem}", error.remedy) from None
    if read is None:
        said = clean_line(repr(value), 60)
        raise SettingsError(f"The setting {key} cannot be {said}.", _what_fits(key, value))
    return read


def read_list(key: str, value: object) -> tuple[str, ...]:
    """The value of a key that holds a list.

    Raises:
        SettingsError: as `check_value`.
    """
    read = check_value(key, value)
    return read if isinstance(read, tuple) else (str(read),)


def check_given(key: str, value: object) -> Value:
    """The same for an option of a command that sets the key.

    Raises:
        UsageError: it does not fit.
    """
    read = KEYS[key].kind.read(value)
    if read is None:
        said = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        raise UsageError(f"'{clean_line(said, 60)}' does not fit.", _what_fits(key, value))
    return read


def _what_fits(key: str, value: object) -> str:
    kind = KEYS[key].kind
    said = value if isinstance(value, list | tuple) else [value]
    wrong = next((word for word in said if isinstance(word, str) and word not in kind.words), "")
    hint = did_you_mean(wrong.strip().lower(), list(kind.words)) if wrong and kind.words else ""
    return f"It is {kind.expects}." + (f" {hint}" if hint else "")


def with_values(values: Mapping[str, Value]) -> Settings:
    """The settings with these values; everything else as it usually is."""
    sections: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    for key, value in values.items():
        section, _, name = key.partition(".")
        sections[section][name] = value
    profile = sections.pop("profile")
    if "networks" in profile:
        profile["platforms"] = tuple(Platform(name) for name in profile.pop("networks"))
    goals = Goals(**sections.pop("goals"))
    explore = sections["explore"]
    if "servers" in explore:
        explore["open_servers"] = explore.pop("servers")
    return Settings(
        Profile(**profile), goals, **{k: v for s in sections.values() for k, v in s.items()}
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
        kept = before if isinstance(before, tuple) else ()
        changes["profile.keywords"] = list(dict.fromkeys([*kept, *keywords]))
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
