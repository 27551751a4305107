"""Erasing what was read from an account."""

from plnbuddy.core.origins import ORIGINS
from plnbuddy.store.database import Store
from plnbuddy.store.undoing import forget_changes_of


def forget_account(store: Store, account: str) -> int:
    """Erase all that was read from the account; returns how many activities went with it.

    What the teacher wrote and decided stays, and so do the marks of what the teacher
    removed, which tell nothing.
    """
    with store.writing():
        before = store.rows("SELECT count(*) FROM activity")[0][0]
        start = f"{account}/"
        read = [origin.name for origin in ORIGINS.values() if origin.measured and origin.by_itself]
        marks = ", ".join("?" * len(read))
        store.execute(
            f"DELETE FROM activity WHERE origin IN ({marks}) AND substr(uid, 1, ?) = ?",
            (*read, len(start), start),
        )
        _forget_what_was_shown(store, account)
        store.execute("DELETE FROM account WHERE key = ?", (account,))
        forget_changes_of(store, account)
        store.execute("DELETE FROM naming WHERE key NOT IN (SELECT key FROM open_person)")
        store.execute(
            "DELETE FROM identity WHERE handle NOT IN (SELECT label FROM decision UNION"
            " SELECT label FROM list_row UNION SELECT handle FROM open_person UNION"
            " SELECT handle FROM tie UNION SELECT handle FROM known_person)"
        )
        erased = int(before - store.rows("SELECT count(*) FROM activity")[0][0])
    store.compact()
    return erased


def _forget_what_was_shown(store: Store, account: str) -> None:
    """Suggestions of people and hashtags that the account led to, and reasons that name others."""
    store.execute(
        "DELETE FROM shown WHERE EXISTS (SELECT 1 FROM discovery d WHERE d.account = ?"
        " AND d.kind = shown.kind AND d.key = shown.key)",
        (account,),
    )
    store.execute("UPDATE shown SET reasons = '[]' WHERE reasons <> '[]'")
