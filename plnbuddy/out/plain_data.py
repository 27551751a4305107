"""Values as JSON-ready data: what `--json` prints."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType
from typing import Any

from plnbuddy.core.clock import to_stored
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import Subject

# What files and `--json` have always called by another name.
_NAMES = {"platforms": "networks"}


def json_document(form: str, value: object) -> str:
    """The value as `--json` prints it; `form` names its documented form (docs/json.md)."""
    document = {"form": f"plnbuddy.{form}.1", **plain_data(value)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def plain_data(value: object) -> Any:
    """Records as objects with their fields; handles, tags and moments as text.

    Moments are UTC in ISO 8601, days are YYYY-MM-DD, tags stand without "#".
    """
    kind: type = type(value)
    return _plain_form(kind)(value)


@cache
def _plain_form(kind: type) -> Callable[[Any], Any]:
    """How values of this type become plain; a long list asks for each type once."""
    if issubclass(kind, Tag):
        return lambda tag: tag.name
    if issubclass(kind, datetime):
        return to_stored
    if issubclass(kind, date):
        return date.isoformat
    if issubclass(kind, Handle | str):
        return str
    if issubclass(kind, NoneType | int | float):
        return lambda value: value
    if issubclass(kind, Mapping):
        return lambda value: {str(key): plain_data(item) for key, item in value.items()}
    if issubclass(kind, Subject):
        return lambda value: {"kind": value.kind.value, "key": value.key, "label": value.label}
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _record_form(kind._fields)
    if issubclass(kind, list | tuple):
        return lambda value: [plain_data(item) for item in value]
    if is_dataclass(kind):
        return _record_form(field.name for field in fields(kind))
    raise TypeError(f"no plain form for {kind.__name__}")


def _record_form(given: Iterable[str]) -> Callable[[Any], dict[str, Any]]:
    names = [(name, _NAMES.get(name, name)) for name in given]
    return lambda value: {said: plain_data(getattr(value, name)) for name, said in names}
