"""Reading schemes: those of the package by their names, a school's own from a file."""

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from plnbuddy.core.clean import clean_line
from plnbuddy.core.closest import closest, did_you_mean
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.web_address import parse_link
from plnbuddy.out.wording import counted
from plnbuddy.schemes.scheme import FIELDS, Part, Scheme
from plnbuddy.system.evidence_files import EvidenceFileError, open_evidence

_SIZE_LIMIT = 100_000  # bytes
_MOST = 50  # parts, notes, types
_MOST_HOURS = 10_000
_MOST_YEARS = 10
_STANDARDS = "standards"  # a file of the same folder that is no scheme


class SchemeError(PlnbuddyError):
    """A file that describes no scheme; the sentence says what does not fit."""


def scheme_names() -> tuple[str, ...]:
    """The names of the schemes in the package, in order."""
    folder = files("plnbuddy.schemes") / "data"
    found = (entry.name.removesuffix(".toml") for entry in folder.iterdir())
    return tuple(sorted(name for name in found if name != _STANDARDS))


def find_scheme(text: str) -> Scheme:
    """The scheme of that name, or in that file.

    Raises:
        UsageError: no scheme is called so.
        SchemeError: the file cannot be read, or does not hold together.
    """
    if text.lower().endswith(".toml") or os.sep in text:
        return read_scheme_file(Path(text).expanduser())
    name = text.strip().lower()
    if name not in scheme_names():
        names = scheme_names()
        hint = did_you_mean(name, names) or _named_like(name) or f"There are: {', '.join(names)}."
        raise UsageError(
            f"plnbuddy knows no scheme called '{clean_line(text, 60)}'.",
            f"{hint} One of your own: --for FILE.toml",
        )
    return _bundled(name)


def _bundled(name: str) -> Scheme:
    text = (files("plnbuddy.schemes") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return build_scheme(name, tomllib.loads(text), name)


def _named_like(text: str) -> str:
    """Which scheme is meant by the name of a state or an authority; "" for none."""
    found = [name for name in scheme_names() if len(text) > 3 and text in _title(name)]
    return f"Write: --for {found[0]}." if len(found) == 1 else ""


def _title(name: str) -> str:
    return _bundled(name).name.lower()


def read_scheme_file(file: Path) -> Scheme:
    """A school's own scheme.

    Raises:
        SchemeError: the file cannot be read, is no TOML, or does not hold together.
    """
    try:
        with open_evidence(file) as stream:
            content = stream.read(_SIZE_LIMIT + 1)
    except EvidenceFileError as error:
        raise SchemeError(
            error.problem, "Give the place of a scheme, or the name of one."
        ) from None
    if len(content) > _SIZE_LIMIT:
        raise SchemeError(f"{file} is too large for a scheme.", _HOW)
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        said = clean_line(str(error), 120)
        raise SchemeError(f"{file} cannot be read as TOML: {said}.", _HOW) from None
    return build_scheme(clean_line(file.stem, 60), table, str(file))


_HOW = 'Mend the file. The shortest scheme is two lines: name = "Our school" and hours = 20.'


def build_scheme(key: str, table: Mapping[str, Any], named: str) -> Scheme:
    """The scheme that a table describes; `named` is what a teacher calls it.

    Raises:
        SchemeError: a value is missing, unknown or of the wrong kind, or two contradict.
    """
    try:
        scheme = _read(key, table)
        problem = next(_contradictions(scheme), "")
    except ValueError as error:
        problem = str(error)
    if problem:
        raise SchemeError(f"The scheme {named} does not hold together: {problem}.", _HOW)
    return scheme


def _read(key: str, table: Mapping[str, Any]) -> Scheme:
    _refuse_unknown(table, _KEYS, "setting of a scheme")
    name = _text(table, "name")
    if not name:
        raise ValueError("it has no name")
    checked = table.get("checked")
    if checked is not None and type(checked) is not date:
        raise ValueError("'checked' is no day such as 2026-11-28")
    source = _text(table, "source")
    per_year = table.get("per_year", False)
    if not isinstance(per_year, bool):
        raise ValueError("'per_year' is neither true nor false")
    return Scheme(
        key=key,
        name=name,
        hours=_number(table, "hours", _MOST_HOURS),
        years=int(_number(table, "years", _MOST_YEARS, least=1, usual=1, whole=True)),
        columns=_fields(table, "columns") or tuple(_USUAL_COLUMNS),
        required=_fields(table, "required"),
        source=_address(source) if source else "",
        checked=checked,
        per_year=per_year,
        day_hours=_number(table, "day_hours", 24),
        standards=tuple(name.upper() for name in _words(table, "standards")),
        types=_named(table, "types", None),
        titles=_named(table, "titles", FIELDS),
        caps=_parts(table, "caps"),
        minimums=_parts(table, "minimums"),
        notes=_words(table, "notes"),
    )


_USUAL_COLUMNS = ("day", "until", "type", "what", "minutes", "provider", "evidence", "reflection")
_KEYS = (
    "name", "hours", "years", "per_year", "day_hours", "standards", "required", "columns", "titles",
    "types", "caps", "minimums", "notes", "source", "checked",
)  # fmt: skip


def _refuse_unknown(found: Iterator[str] | Mapping[str, Any], known: Any, what: str) -> None:
    for word in found:
        if word not in known:
            near = closest(str(word), known, 1)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            raise ValueError(f"'{clean_line(str(word), 40)}' is no {what}{hint}")


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"'{key}' is no text")
    return clean_line(value)


def _address(text: str) -> str:
    try:
        return parse_link(text)
    except UsageError:
        raise ValueError("'source' is no web address") from None


def _number(
    table: Mapping[str, Any], key: str, most: float, *, least: float = 0, usual: float = 0,
    whole: bool = False,
) -> float:  # fmt: skip
    value = table.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise ValueError(f"'{key}' is no {'whole ' if whole else ''}number")
    if not least <= value <= most:
        raise ValueError(f"'{key}' is {value}, and not between {least:g} and {most:g}")
    return value


def _words(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"'{key}' is no list of words")
    if len(value) > _MOST:
        raise ValueError(f"'{key}' has more than {_MOST} entries")
    return tuple(clean_line(each) for each in value)


def _fields(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = _words(table, key)
    _refuse_unknown(iter(found), FIELDS, f"field that '{key}' can name")
    return tuple(dict.fromkeys(found))


def _named(
    table: Mapping[str, Any], key: str, known: Mapping[str, Any] | None
) -> Mapping[str, str] | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError(f"'{key}' does not give a name to each word")
    if len(value) > _MOST:
        raise ValueError(f"'{key}' has more than {_MOST} entries")
    if known is not None:
        _refuse_unknown(value, known, f"field that '{key}' can name")
    return {clean_line(word, 60): clean_line(name, 120) for word, name in value.items()}


def _parts(table: Mapping[str, Any], key: str) -> tuple[Part, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError(f"'{key}' is no list of parts: write [[{key}]] above each")
    if len(value) > _MOST:
        raise ValueError(f"'{key}' has more than {_MOST} parts")
    return tuple(_part(each, key) for each in value)


def _part(table: Mapping[str, Any], key: str) -> Part:
    _refuse_unknown(table, ("title", "types", "hours"), f"setting of a part of '{key}'")
    types = _words(table, "types")
    if not types:
        raise ValueError(f"a part of '{key}' names no types")
    hours = _number(table, "hours", _MOST_HOURS)
    if not hours:
        raise ValueError(f"a part of '{key}' has no hours")
    return Part(_text(table, "title") or ", ".join(types), types, hours)


def _contradictions(scheme: Scheme) -> Iterator[str]:
    """Sentences on what cannot be fulfilled together."""
    yield from _twice(scheme.caps, "at most")
    yield from _twice(scheme.minimums, "at least")
    parts = (*scheme.caps, *scheme.minimums)
    if scheme.types is not None:
        for word in chain.from_iterable(part.types for part in parts):
            if word not in scheme.types:
                yield f"hours of '{word}' are counted, and it is no type of the scheme"
    for cap in scheme.caps:
        for minimum in scheme.minimums:
            if set(minimum.types) <= set(cap.types) and minimum.hours > cap.hours:
                yield (
                    f"'{minimum.title}' needs {counted(minimum.hours, 'hour')}, of which "
                    f"'{cap.title}' counts at most {cap.hours:g}"
                )
    if scheme.hours and not scheme.per_year:
        needed = sum(part.hours for part in scheme.minimums)
        if needed > scheme.hours:
            hours = counted(needed, "hour")
            yield f"its parts need {hours}, and it asks for {scheme.hours:g} in all"
        yield from _out_of_reach(scheme)


def _out_of_reach(scheme: Scheme) -> Iterator[str]:
    capped = {word for cap in scheme.caps for word in cap.types}
    reachable = sum(cap.hours for cap in scheme.caps)
    if scheme.types is not None and set(scheme.types) <= capped and reachable < scheme.hours:
        yield (
            f"every type is capped, at {counted(reachable, 'hour')} in all, "
            f"and {scheme.hours:g} are needed"
        )


def _twice(parts: Sequence[Part], how: str) -> Iterator[str]:
    met: dict[str, str] = {}
    for part in parts:
        for word in part.types:
            if word in met:
                yield f"'{word}' counts {how} both in '{met[word]}' and in '{part.title}'"
            met[word] = part.title
