"""Entries whose post is known to be deleted: they stay, and nothing leads to their links."""

from collections.abc import Sequence
from datetime import date

from plnbuddy.store.database import Store

LIVING = "uid NOT IN (SELECT uid FROM deleted_post)"
"""Which rows of the journal have no deleted post behind them."""


def mark_deleted(store: Store, uid: str, day: date, redrafted_as: str = "") -> None:
    """Note that the post of an entry is gone; `redrafted_as` is the uid of the one in its place."""
    store.execute(
        "INSERT OR REPLACE INTO deleted_post (uid, seen_on, redrafted_as) VALUES (?, ?, ?)",
        (uid, day.isoformat(), redrafted_as),
    )


def deleted_among(store: Store, uids: Sequence[str]) -> set[str]:
    """Those of `uids` whose post is gone."""
    marks = ", ".join("?" * len(uids))
    rows = store.rows(f"SELECT uid FROM deleted_post WHERE uid IN ({marks})", uids)
    return {row["uid"] for row in rows}
