"""Lasting identities: on Bluesky a name can change, and what was decided stays with the person."""

from collections.abc import Mapping

from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.store.database import Store

# Where a person is kept by the key of a handle, beside a column with the handle as it is shown,
# and beside what else may be kept by such a key.
_LABELLED = (
    ("decision", "label", True),
    ("shown", "label", True),
    ("list_row", "label", True),
    ("discovery", "label", True),
    ("tie", "handle", False),
    ("requested_follow", "handle", False),
    ("known_person", "handle", False),
    ("open_person", "handle", False),
    ("naming", "handle", False),
)
_KEYED = (
    "forgotten", "row_check", "sighting", "open_sighting", "open_identity", "open_refusal",
)  # fmt: skip


def learn_identities(store: Store, met: Mapping[str, Handle]) -> list[tuple[Handle, Handle]]:
    """Keep which handle each identity has now; returns the old and new handle where it changed.

    What was decided, shown, read, forgotten or listed under the old handle is from then on
    under the new one; an entry of the journal stays as it was written. A handle that
    somebody else has taken over stands for its new owner only.
    """
    changed: list[tuple[Handle, Handle]] = []
    nameless = _kept_without_a_name(store)
    for identity, handle in met.items():
        _part_from_earlier_owner(store, identity, handle)
        row = store.row("SELECT handle FROM identity WHERE did = ?", (identity,))
        before = parse_handle(row["handle"]) if row else None
        if before == handle:
            continue
        store.execute(
            "INSERT OR REPLACE INTO identity (did, handle) VALUES (?, ?)", (identity, str(handle))
        )
        if handle.is_did:  # A broken name is no new one.
            continue
        if before:
            _rename(store, before, handle)
            changed.append((before, handle))
        elif identity in nameless:
            _rename(store, parse_handle(identity), handle)
    return changed


def _kept_without_a_name(store: Store) -> set[str]:
    """Identities that were decided on, forgotten or listed before their name was known."""
    tables = ("decision", "forgotten", "list_row")
    found = (store.rows(f"SELECT key FROM {table} WHERE key LIKE 'did:%'") for table in tables)
    return {row["key"] for rows in found for row in rows}


def identity_of(store: Store, handle: Handle) -> str:
    """The lasting identity behind a handle, as far as it is known; "" when it is not."""
    row = store.row("SELECT did FROM identity WHERE handle = ?", (str(handle),))
    return str(row["did"]) if row else ""


def named_now(store: Store, handle: Handle) -> Handle:
    """The name that an identity has now, where it is known; any other handle as it is."""
    row = handle.is_did and store.row(
        "SELECT handle FROM identity WHERE did = ?", (handle.username,)
    )
    return parse_handle(row["handle"]) if row else handle


def _part_from_earlier_owner(store: Store, identity: str, handle: Handle) -> None:
    """Whoever had the handle before is from now on known by their lasting identity alone."""
    if handle.is_did:
        return
    row = store.row(
        "SELECT did FROM identity WHERE handle = ? AND did <> ?", (str(handle), identity)
    )
    if row:
        earlier = parse_handle(row["did"])
        store.execute("UPDATE identity SET handle = ? WHERE did = ?", (str(earlier), row["did"]))
        _rename(store, handle, earlier)


def _rename(store: Store, before: Handle, after: Handle) -> None:
    for table, label, has_kinds in _LABELLED:
        store.execute(
            f"UPDATE OR REPLACE {table} SET key = ?, {label} = ? WHERE key = ?"
            + (" AND kind = 'person'" if has_kinds else ""),
            (after.key, str(after), before.key),
        )
    for table in _KEYED:
        store.execute(
            f"UPDATE OR REPLACE {table} SET key = ? WHERE key = ?", (after.key, before.key)
        )
    store.execute("UPDATE mention SET handle = ? WHERE handle = ?", (str(after), str(before)))
