"""Whom the teacher blocked or muted, read before anything else."""

from functools import partial
from typing import TYPE_CHECKING, Literal

from plnbuddy.core.handles import HandleKey
from plnbuddy.store.discovery import put_avoided

if TYPE_CHECKING:
    from plnbuddy.ranking.exploration import Exploration


def read_avoided(run: "Exploration") -> None:
    """Whom the teacher blocked or muted; one request each, and more for long lists; daily."""
    kinds: tuple[Literal["blocks", "mutes"], ...] = ("blocks", "mutes")
    for kind in kinds:
        if run.is_due(kind, 1):
            run.attempt(kind, partial(_read, run, kind))


def _read(run: "Exploration", kind: Literal["blocks", "mutes"]) -> None:
    keys: list[HandleKey] = []
    after, whole = "", False
    while run.left > 0 and not whole:
        page = run.server.relations(kind, after)
        keys.extend(account.handle.key for account in page.items)
        after, whole = page.next, not page.next or not page.items
    with run.store.writing():
        # A part of a long list is better than nothing, and is read again tomorrow.
        put_avoided(run.store, run.key, kind, keys, all_of_them=whole)
        if whole:
            run.mark_read(kind)
