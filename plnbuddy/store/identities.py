"""Lasting identities: on Bluesky a name can change, and what was decided stays with the person."""

from collections.abc import Mapping

from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.store.database import Store

# Where a person is kept by the key of a handle, beside a column with the handle as it is shown.
_LABELLED = (("decision", "label"), ("shown", "label"), ("list_row", "label"))
_KEYED = ("forgotten", "row_check")


def learn_identities(store: Store, met: Mapping[str, Handle]) -> list[tuple[Handle, Handle]]:
    """Keep which handle each identity has now; returns the old and new handle where it changed.

    What was decided, shown, forgotten or listed under the old handle is from then on
    under the new one; an entry of the journal stays as it was written.
    """
    changed: list[tuple[Handle, Handle]] = []
    for identity, handle in met.items():
        row = store.row("SELECT handle FROM identity WHERE did = ?", (identity,))
        before = parse_handle(row["handle"]) if row else None
        if before == handle:
            continue
        store.execute(
            "INSERT OR REPLACE INTO identity (did, handle) VALUES (?, ?)", (identity, str(handle))
        )
        if before and not handle.is_did:  # A broken name is no new one.
            _rename(store, before, handle)
            changed.append((before, handle))
    return changed


def identity_of(store: Store, handle: Handle) -> str:
    """The lasting identity behind a handle, as far as it is known; "" when it is not."""
    row = store.row("SELECT did FROM identity WHERE handle = ?", (str(handle),))
    return str(row["did"]) if row else ""


def _rename(store: Store, before: Handle, after: Handle) -> None:
    for table, label in _LABELLED:
        store.execute(
            f"UPDATE OR REPLACE {table} SET key = ?, {label} = ? WHERE kind = ? AND key = ?",
            (after.key, str(after), "person", before.key),
        )
    for table in _KEYED:
        store.execute(
            f"UPDATE OR REPLACE {table} SET key = ? WHERE key = ?", (after.key, before.key)
        )
