"""Making a starter pack on an account: a list, its members and the pack, all or none."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from plnbuddy.core.handles import parse_handle
from plnbuddy.platforms.bluesky.account_api import BlueskyAccount
from plnbuddy.platforms.bluesky.places import SharedAddress

MOST_MEMBERS = 150
"""People in a starter pack (app.bsky.graph.starterpack)."""

MOST_TITLE, MOST_DESCRIPTION = 50, 300
"""Letters of its name and of its description."""

_LIST = "app.bsky.graph.list"
_ITEM = "app.bsky.graph.listitem"
_PACK = "app.bsky.graph.starterpack"
_SORTED_32 = "234567abcdefghijklmnopqrstuvwxyz"


def make_pack(api: BlueskyAccount, title: str, description: str, members: Sequence[str]) -> str:
    """Post a starter pack with these members, by identity; one request; returns its page.

    Raises:
        PlnbuddyError: the server refuses or fails; then nothing was posted.
    """
    now = datetime.now(UTC)
    list_key, pack_key = record_key(now, 0), record_key(now, 1)
    list_uri = f"at://{api.login.id}/{_LIST}/{list_key}"
    api.write(
        [
            (_LIST, list_key, {"name": title, "purpose": "app.bsky.graph.defs#referencelist"}),
            *((_ITEM, "", {"subject": member, "list": list_uri}) for member in members),
            (_PACK, pack_key, {"name": title, "description": description, "list": list_uri}),
        ],
        now,
    )
    return SharedAddress("pack", parse_handle(api.login.id), pack_key).page


def record_key(moment: datetime, number: int) -> str:
    """A key for a record: its moment in microseconds, and ten bits by chance.

    In letters that sort as the numbers do (atproto.com/specs/tid).
    """
    microseconds = int(moment.timestamp() * 1_000_000) + number
    bits = (microseconds << 10) | secrets.randbelow(1024)
    return "".join(_SORTED_32[(bits >> shift) & 31] for shift in range(60, -1, -5))
