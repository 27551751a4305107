"""JSON: plnbuddy's own (read and written), and what names accounts (read).

Trunk, Mastodon's collections and FediDevs give such files.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.lists.formats.found import MOST_ROWS, ReadList
from plnbuddy.lists.formats.table import add_record
from plnbuddy.store.lists import KeptList, ListRow

_FORM = "plnbuddy.list.1"
_START = re.compile(r"(?:\[\s*)+[{\"\]]|\{\s*[\"}]")
_DEPTH = 8
_ADDRESSES = ("acct", "handle", "address", "account", "url")


def is_json(text: str) -> bool:
    """Whether a text begins as JSON with objects or words does; Markdown does not."""
    return _START.match(text) is not None


def read_json(text: str, name: str) -> ReadList:
    """The list in a JSON document; `name` is the file, for messages.

    Raises:
        UsageError: it is damaged or cut off.
        PlnbuddyError: it names more than `MOST_ROWS`.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(
            f"{clean_line(name, 100)} looks like JSON and is none.",
            "Download it again, or give a CSV file.",
        ) from None
    if isinstance(document, dict) and document.get("form") == _FORM:
        found = _read_own(document)
    else:
        found = _read_accounts(document)
    if len(found.rows) > MOST_ROWS:
        raise PlnbuddyError(
            f"This list names more than {MOST_ROWS:,} people.",
            "That is no list of people to follow. Cut it to those you need.",
        )
    return found


def _read_accounts(document: Any) -> ReadList:
    found = ReadList(format="json", guessed=not isinstance(document, list))
    if isinstance(document, dict):
        inner = document.get("collection", document)
        title = (inner.get("name") or inner.get("title")) if isinstance(inner, dict) else ""
        found.title = clean_line(title, 100) if isinstance(title, str) else ""
    for item in _accounts(document, 0):
        if _says_no(item):
            found.leave_out("because they do not want to be found")
            continue
        words = (item.get(key) for key in _ADDRESSES)
        word = next((value for value in words if isinstance(value, str) and value), "")
        name = item.get("display_name") or item.get("name") or ""
        url = item.get("url")
        if "@" not in word and isinstance(url, str):
            word = url  # An account of the very server that was asked.
        add_record(found, {"who": word, "name": name if isinstance(name, str) else ""})
        if len(found.rows) > MOST_ROWS:
            break
    return found


def _says_no(item: Mapping[str, Any]) -> bool:
    """Whether an account's own flags, where a list passes them on, speak against listing it."""
    return item.get("noindex") is True or item.get("discoverable") is False


def _accounts(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object that names an account, wherever it lies."""
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        if any(isinstance(value.get(key), str) for key in ("acct", "handle", "address")):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _accounts(each, depth + 1)


def _read_own(document: Mapping[str, Any]) -> ReadList:
    def text(key: str) -> str:
        value = document.get(key)
        return clean_line(value, 2_000) if isinstance(value, str) else ""

    found = ReadList(
        format="plnbuddy-json",
        title=text("title"),
        introduction=text("introduction"),
        contact=text("contact"),
    )
    rows = document.get("rows")
    for item in rows[: MOST_ROWS + 1] if isinstance(rows, list) else []:
        if isinstance(item, dict):
            add_record(found, {key: _cell(value) for key, value in item.items()})
        else:
            found.leave_out("that are no rows")
    return found


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    return value if isinstance(value, str) else ""


def list_json(kept: KeptList, rows: Sequence[ListRow]) -> str:
    """The list with its title, introduction and removal address (docs/lists.md)."""
    document = {
        "form": _FORM,
        "title": kept.title,
        "introduction": kept.introduction,
        "contact": kept.contact,
        "rows": [
            {
                "who": row.label,
                "name": row.name,
                "topics": list(row.topics),
                "levels": list(row.levels),
                "languages": list(row.languages),
                "region": row.region,
                "description": row.description,
                "basis": row.basis,
                "source": row.source,
            }
            for row in rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
