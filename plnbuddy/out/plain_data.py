"""Values as JSON-ready data: what `--json` prints."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
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
    match value:
        case Handle():
            return str(value)
        case Tag():
            return value.name
        case datetime():
            return to_stored(value)
        case date():
            return value.isoformat()
        case str():
            return str(value)
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {str(key): plain_data(item) for key, item in value.items()}
        case Subject():
            return {"kind": value.kind.value, "key": value.key, "label": value.label}
        case tuple() if hasattr(value, "_fields"):
            return _record(value, value._fields)
        case list() | tuple():
            return [plain_data(item) for item in value]
        case _ if is_dataclass(value):
            return _record(value, (field.name for field in fields(value)))
    raise TypeError(f"no plain form for {type(value).__name__}")


def _record(value: object, names: Iterable[str]) -> dict[str, Any]:
    return {_NAMES.get(name, name): plain_data(getattr(value, name)) for name in names}
