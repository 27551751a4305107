"""Where Bluesky's programs are, and what their addresses mean."""

import os
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from plnbuddy.core.errors import UsageError
from plnbuddy.core.handles import Handle, HandleError, parse_handle
from plnbuddy.core.platform import Platform

APPVIEW = "https://public.api.bsky.app"
"""Answers whoever asks, without an account."""

PLC = "https://plc.directory"
"""Says for a lasting identity which server keeps it (did:plc)."""

SHORT_LINKS = "go.bsky.app"

_SITE = "bsky.app"
_KEY = re.compile(r"[A-Za-z0-9._~:-]{1,512}")  # atproto.com/specs/record-key


@dataclass(frozen=True)
class Places:
    """The addresses of the network: Bluesky's own, or one on this computer, for tests."""

    appview: str = APPVIEW
    plc: str = PLC
    short_links: str = f"https://{SHORT_LINKS}"


def places() -> Places:
    """Bluesky's own network, unless PLNBUDDY_BLUESKY names another one on this computer.

    It holds words such as "appview=http://localhost:2584 plc=http://localhost:2582";
    anything that is not on this computer is refused by the guard on connections.
    """
    words = (word.partition("=") for word in os.environ.get("PLNBUDDY_BLUESKY", "").split())
    given = {name: value for name, _, value in words}
    usual = Places()
    return Places(
        appview=given.get("appview", usual.appview),
        plc=given.get("plc", usual.plc),
        short_links=given.get("links", usual.short_links),
    )


@dataclass(frozen=True)
class SharedAddress:
    """The address of a starter pack or a list: who keeps it, and its key there."""

    kind: Literal["pack", "list"]
    keeper: Handle
    key: str

    @property
    def page(self) -> str:
        """Its page; with a lasting identity it stays when the keeper's name changes."""
        if self.kind == "pack":
            return f"https://{_SITE}/starter-pack/{self.keeper.username}/{self.key}"
        return f"https://{_SITE}/profile/{self.keeper.username}/lists/{self.key}"


def is_short_link(address: str) -> bool:
    """Whether the address is one of those that only lead on to a page of Bluesky."""
    return (urlsplit(address).hostname or "").lower() == SHORT_LINKS


def read_shared_address(address: str) -> SharedAddress | None:
    """Which pack or list an address is that of; None when it is neither.

    Raises:
        UsageError: a page of Bluesky that is no list of people.
    """
    parts = urlsplit(address)
    if (parts.hostname or "").lower().removeprefix("www.") != _SITE:
        return None
    match [part for part in parts.path.split("/") if part]:
        case ["starter-pack" | "start", who, key]:
            return _shared("pack", who, key)
        case ["profile", who, "lists", key]:
            return _shared("list", who, key)
    raise UsageError(
        "This page of Bluesky is no list of people.",
        "Copy the address of a starter pack (bsky.app/starter-pack/…) or of a list (…/lists/…).",
    )


def _shared(kind: Literal["pack", "list"], who: str, key: str) -> SharedAddress:
    try:
        keeper = parse_handle(who if who.startswith("did:") else f"@{who}")
    except HandleError:
        keeper = None
    if keeper is None or keeper.platform is not Platform.BLUESKY or not _KEY.fullmatch(key):
        raise UsageError(
            "This address of Bluesky is cut off or misspelt.", "Copy it again from the browser."
        )
    return SharedAddress(kind, keeper, key)
