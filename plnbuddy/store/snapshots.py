"""The shape of the network as it was on earlier days, to say what changed."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from plnbuddy.store.database import Store


class KeptShape(NamedTuple):
    """What was kept of one look at the network: numbers and circles, and what had changed then."""

    day: date
    snapshot: Mapping[str, Any]
    changes: tuple[str, ...]


def put_shape(store: Store, account: str, shape: KeptShape) -> None:
    """Keep a look at the network; a second one on the same day takes its place."""
    content = {"snapshot": dict(shape.snapshot), "changes": list(shape.changes)}
    store.execute(
        "INSERT OR REPLACE INTO network_snapshot (account, taken_on, content) VALUES (?, ?, ?)",
        (account, shape.day.isoformat(), json.dumps(content, ensure_ascii=False)),
    )


def last_shape_before(store: Store, account: str, day: date) -> KeptShape | None:
    """The latest look at the account's network before that day, or None."""
    row = store.row(
        "SELECT * FROM network_snapshot WHERE account = ? AND taken_on < ?"
        " ORDER BY taken_on DESC LIMIT 1",
        (account, day.isoformat()),
    )
    return _shape(row["taken_on"], row["content"]) if row else None


def shapes_between(store: Store, first: date, last: date) -> list[KeptShape]:
    """The looks at any account's network in a stretch of days, latest first."""
    return [
        _shape(row["taken_on"], row["content"])
        for row in store.rows(
            "SELECT * FROM network_snapshot WHERE taken_on BETWEEN ? AND ? ORDER BY taken_on DESC",
            (first.isoformat(), last.isoformat()),
        )
    ]


def _shape(day: str, content: str) -> KeptShape:
    document = json.loads(content)
    return KeptShape(
        date.fromisoformat(day), document.get("snapshot", {}), tuple(document.get("changes", ()))
    )
