"""What the teacher removed, so that nothing brings it again."""

from collections.abc import Iterable, Sequence
from datetime import date

from plnbuddy.store.activities import known_uids
from plnbuddy.store.database import Store

_BATCH = 500


def settled_uids(store: Store, uids: Sequence[str]) -> set[str]:
    """Those of `uids` that the journal holds, and those that the teacher removed."""
    settled = known_uids(store, uids)
    marks = {_mark(uid): uid for uid in uids}
    for start in range(0, len(uids), _BATCH):
        part = list(marks)[start : start + _BATCH]
        asked = ", ".join("?" * len(part))
        settled |= {
            marks[row["mark"]]
            for row in store.rows(f"SELECT mark FROM removed_entry WHERE mark IN ({asked})", part)
        }
    return settled


def mark_removed(store: Store, uids: Iterable[str], day: date) -> None:
    """Remember that the teacher removed these: no sync, import or feed brings them again.

    What is kept of an entry tells nothing of it, so it may stay when its account is forgotten.
    """
    store.execute_each(
        "INSERT OR IGNORE INTO removed_entry (mark, removed_on) VALUES (?, ?)",
        ((_mark(uid), day.isoformat()) for uid in uids),
    )


def unmark_removed(store: Store, uids: Iterable[str]) -> None:
    """The teacher wants these again."""
    store.execute_each("DELETE FROM removed_entry WHERE mark = ?", ((_mark(uid),) for uid in uids))


def _mark(uid: str) -> str:
    import hashlib

    return hashlib.sha256(uid.encode()).hexdigest()
