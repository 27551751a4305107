"""Starter packs: found by words, and read page by page; nobody is logged in."""

from dataclasses import dataclass
from typing import Any

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.platforms.bluesky.entities import ShapeError, Strangers, for_strangers, read_profile
from plnbuddy.platforms.bluesky.open_reading import PEOPLE_PER_PAGE, Bluesky
from plnbuddy.platforms.bluesky.places import SharedAddress
from plnbuddy.platforms.bluesky.xrpc import Fields, strange_answer

_FOUND_AT_ONCE = 25


@dataclass(frozen=True)
class Pack:
    """A starter pack as a search finds it.

    `address` is its page, in a form that lasts; `list_uri` leads to its people. The
    description is there to be read once, and is not kept.
    """

    address: str
    list_uri: str
    title: str
    description: str
    keeper: Handle


@dataclass(frozen=True)
class Members:
    """A page of a pack, how many are in the whole pack, and what follows."""

    found: Strangers
    count: int
    next: str


def search_packs(bluesky: Bluesky, words: str) -> list[Pack]:
    """Starter packs that are found for these words; one request."""
    fields = bluesky.ask("app.bsky.graph.searchStarterPacks", {"q": words, "limit": _FOUND_AT_ONCE})
    found = fields.get("starterPacks")
    if not isinstance(found, list):
        raise strange_answer(bluesky.name)
    return [pack for view in found if (pack := _pack(view))]


def read_members(bluesky: Bluesky, list_uri: str, after: str = "") -> Members:
    """A hundred people of a pack; one request."""
    further = {"cursor": after} if after else {}
    fields = bluesky.ask(
        "app.bsky.graph.getList", {"list": list_uri, "limit": PEOPLE_PER_PAGE, **further}
    )
    items = fields.get("items")
    if not isinstance(items, list):
        raise strange_answer(bluesky.name)
    found = for_strangers(item.get("subject") if isinstance(item, dict) else None for item in items)
    count = _part(fields, "list").get("listItemCount")
    following = str(fields.get("cursor") or "") if items else ""
    return Members(
        found=found,
        count=count if isinstance(count, int) and count > 0 else len(items),
        next="" if following == after else following,
    )


def _pack(view: Any) -> Pack | None:
    """A pack in a search; None when it cannot be read, or its keeper is not for strangers."""
    if not isinstance(view, dict):
        return None
    record = _part(view, "record")
    try:
        keeper = read_profile(view.get("creator"))
    except ShapeError:
        return None
    key = str(view.get("uri") or "").rpartition("/")[2]
    title = clean_line(str(record.get("name") or ""), 100)
    list_uri = record.get("list")
    if not key or not title or not isinstance(list_uri, str):
        return None
    if not keeper.for_strangers or keeper.account.limited:
        return None
    return Pack(
        address=SharedAddress("pack", parse_handle(keeper.account.id), key).page,
        list_uri=list_uri,
        title=title,
        description=clean_text(str(record.get("description") or ""), 500),
        keeper=keeper.account.handle,
    )


def _part(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, dict) else {}
