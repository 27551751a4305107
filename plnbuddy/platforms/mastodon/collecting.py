"""Making a collection on an account (Mastodon 4.6): people recommended with their consent.

Who may be in it says `feature_approval` of their account: nothing said means no
(docs.joinmastodon.org/client/collections).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.platforms.failures import ForbiddenError
from plnbuddy.platforms.mastodon.answers import mapping
from plnbuddy.platforms.mastodon.failures import explained
from plnbuddy.platforms.mastodon.server import Server
from plnbuddy.platforms.values import Account

SCOPES = ("profile", "write:collections")
"""What a permission to make a collection allows: to see who gave it, and to make one."""

SPOKEN = (
    "For this plnbuddy needs a permission that your login does not hold: to make collections on "
    "your account. It is used once and given back at once."
)

MOST_MEMBERS = 25
MOST_NAME, MOST_DESCRIPTION = 40, 100
"""Letters of its name and of its description."""

ACCOUNTS_AT_ONCE = 40


class Collection(NamedTuple):
    """A collection that was made: its page, and the ids of members who have yet to agree."""

    page: str
    waiting: frozenset[str]


def make_collection(
    server: Server, name: str, description: str, language: str, members: Sequence[Account]
) -> Collection:
    """Make a public collection of these accounts, all or none; one request.

    Raises:
        PlnbuddyError: the server refuses or fails; then nothing was made.
    """
    try:
        with explained(server.name):
            answer = mapping(
                server.api.collection_create(
                    name,
                    description=description or None,
                    language=language or None,
                    discoverable=True,
                    account_ids=[account.id for account in members],
                )
            )
            made = mapping(answer["collection"])
            waiting = [
                str(item["account_id"])
                for item in made.get("items") or []
                if isinstance(item, Mapping) and item.get("state") != "accepted"
            ]
            return Collection(clean_line(str(made["url"]), 500), frozenset(waiting))
    except ForbiddenError:
        raise PlnbuddyError(
            f"{server.name} made no collection: somebody in it changed their mind just now, or "
            "your account may make none there.",
            "Run the command again: it looks at everybody once more.",
        ) from None
