"""What an account's own server says of it to who is not logged in; one request or two."""

import json
from urllib.parse import quote

from plnbuddy.core.errors import NothingFoundError, ServerUnreachableError
from plnbuddy.core.handles import Handle
from plnbuddy.platforms.mastodon.addresses import server_address
from plnbuddy.platforms.mastodon.entities import EntityError, read_account
from plnbuddy.platforms.values import Account

_ANSWER_LIMIT = 1_000_000  # bytes


def look_up(handle: Handle) -> Account | None:
    """The account (Mastodon: `GET /api/v1/accounts/lookup`).

    A server that is no Mastodon is asked by WebFinger (RFC 7033) whether it knows the
    account at all; None when it does.

    Raises:
        NothingFoundError: the server does not know it.
        ServerUnreachableError: it does not answer, or answers something else.
    """
    from plnbuddy.system.fetch import NotThereError, fetch

    server = server_address(handle.domain)
    try:
        answer = fetch(
            f"{server}/api/v1/accounts/lookup?acct={quote(handle.username)}", limit=_ANSWER_LIMIT
        )
        return read_account(json.loads(answer.content), handle.domain)
    except (ValueError, RecursionError, EntityError, NotThereError):
        _ask_webfinger(server, handle)
        return None


def _ask_webfinger(server: str, handle: Handle) -> None:
    from plnbuddy.system.fetch import NotThereError, fetch

    resource = quote(f"acct:{handle.username}@{handle.domain}", safe="")
    try:
        answer = fetch(f"{server}/.well-known/webfinger?resource={resource}", limit=_ANSWER_LIMIT)
        known = isinstance(json.loads(answer.content), dict)
    except NotThereError:
        raise NothingFoundError("its server does not know it") from None
    except (ValueError, RecursionError):
        known = False
    if not known:
        raise ServerUnreachableError("it answers something else")
