"""Logging in and out (OAuth 2, with a code that the teacher copies from the browser)."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

import mastodon

from plnbuddy.core.errors import (
    NoAccountError,
    PlnbuddyError,
    RateLimitedError,
    ServerUnreachableError,
)
from plnbuddy.platforms.credentials import App, Login
from plnbuddy.platforms.mastodon.asking import USER_AGENT
from plnbuddy.platforms.mastodon.failures import explained
from plnbuddy.platforms.mastodon.server import Server
from plnbuddy.system.wire import TIMEOUT

READ_SCOPES = (
    "read:accounts",
    "read:blocks",
    "read:follows",
    "read:lists",
    "read:mutes",
    "read:notifications",
    "read:search",
    "read:statuses",
)
WRITE_SCOPES = ("write:follows", "write:lists")

_SPOKEN = {
    "read": "read your profile, whom you follow and who follows you, your lists, posts, "
    "notifications and hashtags, and whom you blocked or muted (so that they are never suggested)",
    "write": "follow people and hashtags and put people on lists, when you say so",
}
_REDIRECT = "urn:ietf:wg:oauth:2.0:oob"


def scopes_for(*, read_only: bool) -> tuple[str, ...]:
    """The scopes to ask for; plnbuddy can never post."""
    return READ_SCOPES if read_only else READ_SCOPES + WRITE_SCOPES


def spoken_scopes(*, read_only: bool) -> str:
    """What the scopes allow, in plain words."""
    if read_only:
        return f"plnbuddy will be able to {_SPOKEN['read']}. It can change and post nothing."
    return (
        f"plnbuddy will be able to {_SPOKEN['read']}; and to {_SPOKEN['write']}. "
        "It can post nothing."
    )


def register_app(server: Server, scopes: Sequence[str]) -> App:
    """Make plnbuddy known to a server; one request.

    Raises:
        PlnbuddyError: as `failures.explained`.
    """
    with explained(server.name):
        client_id, client_secret = mastodon.Mastodon.create_app(
            "plnbuddy",
            scopes=list(scopes),
            redirect_uris=_REDIRECT,
            api_base_url=server.address,
            request_timeout=TIMEOUT,
            session=server.api.session,
            user_agent=USER_AGENT,
        )
    return App(server.address, tuple(scopes), client_id, client_secret)


def consent_page(server: Server, app: App) -> str:
    """The address at which the teacher agrees and gets a code.

    mastodon.py's own would end in "force_login=False&state=None&lang=None".
    """
    asked = {
        "client_id": app.client_id,
        "response_type": "code",
        "redirect_uri": _REDIRECT,
        "scope": " ".join(app.scopes),
        "state": secrets.token_urlsafe(16),
    }
    return f"{server.address}/oauth/authorize?{urlencode(asked)}"


def log_in(server: Server, app: App, code: str, *, read_only: bool) -> Login:
    """Turn the code into a login.

    Raises:
        NoAccountError: the code is wrong, used up or too old.
        PlnbuddyError: as `failures.explained`.
    """
    server.api.client_id, server.api.client_secret = app.client_id, app.client_secret
    try:
        with explained(server.name):  # a wrong code is a 400
            token = server.api.log_in(
                code=code.strip(), redirect_uri=_REDIRECT, scopes=list(app.scopes), allow_http=True
            )
    except (ServerUnreachableError, RateLimitedError):
        raise
    except PlnbuddyError:
        raise NoAccountError(
            f"{server.name} does not accept this code.",
            f"A code works once and for some minutes; get a new one: plnbuddy login {server.name}",
        ) from None
    account = server.own_account()
    return Login(account.handle, server.address, account.id, read_only, token)


def log_out(server: Server, app: App | None) -> None:
    """Tell the server that the token is no longer wanted.

    Raises:
        PlnbuddyError: as `failures.explained`.
    """
    if app is None:
        return
    server.api.client_id, server.api.client_secret = app.client_id, app.client_secret
    with explained(server.name):
        server.api.revoke_access_token(allow_http=True)
