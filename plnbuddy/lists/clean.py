"""Carrying out what a check proposed."""

from collections.abc import Sequence

from plnbuddy.lists.check import Proposal, cleaned
from plnbuddy.lists.source import list_word
from plnbuddy.store.database import Store
from plnbuddy.store.lists import KeptList, get_list, list_rows, put_list, put_rows


def clean_list(store: Store, kept: KeptList, proposals: Sequence[Proposal]) -> KeptList:
    """The list with the proposals carried out.

    A list that somebody else keeps stays as it is; a list of one's own with the name
    "…-cleaned" is made, or made anew.
    """
    with store.writing():
        rows = cleaned(list_rows(store, kept.name), proposals)
        if not kept.is_own:
            name = list_word(f"{kept.name}-cleaned")
            own = get_list(store, name) or kept._replace(
                name=name, title=f"{kept.title}, cleaned", source="", etag="", modified=""
            )
            put_list(store, own)
            kept = own
        put_rows(store, kept.name, rows)
    return kept
