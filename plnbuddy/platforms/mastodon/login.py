"""Logging in and out (OAuth 2, with a code that the teacher copies from the browser).

Where the server knows it, the code is bound to this computer (PKCE, RFC 7636): the page is asked
for with the hash of a secret, and the code is worth nothing without the secret itself.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode

import mastodon

from plnbuddy.core.errors import NoAccountError, PlnbuddyError
from plnbuddy.platforms.credentials import App, Login
from plnbuddy.platforms.mastodon.answers import mapping
from plnbuddy.platforms.mastodon.asking import USER_AGENT
from plnbuddy.platforms.mastodon.failures import (
    explained,
    in_trouble,
    strange_answer,
    wants_pause,
)
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
    """The scopes of a login, with which plnbuddy can post nothing."""
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


def with_verifier(server: Server, app: App) -> App:
    """The app with the secret of the login that begins, where the server knows PKCE.

    One that waits for its code is kept: the code may come from a page that was opened before.
    One request.
    """
    if not _knows_pkce(server):
        return replace(app, verifier="")
    return app if app.verifier else replace(app, verifier=secrets.token_urlsafe(48))


def _knows_pkce(server: Server) -> bool:
    """Whether the server says so (RFC 8414; Mastodon does since 4.3); without an answer, no."""
    with suppress(PlnbuddyError), explained(server.name):
        told = server.api.oauth_authorization_server_info()
        methods = told.get("code_challenge_methods_supported")
        return isinstance(methods, list) and "S256" in methods
    return False


def consent_page(server: Server, app: App) -> str:
    """The address at which the teacher agrees and gets a code.

    mastodon.py's own would end in "force_login=False&state=None&lang=None" and knows no PKCE.
    """
    asked = {
        "client_id": app.client_id,
        "response_type": "code",
        "redirect_uri": _REDIRECT,
        "scope": " ".join(app.scopes),
        # Nothing comes back by itself that it could be compared with: the page shows the code, and
        # the teacher carries it. It is sent because some servers want one.
        "state": secrets.token_urlsafe(16),
    }
    if app.verifier:
        asked |= {"code_challenge": _challenge(app.verifier), "code_challenge_method": "S256"}
    return f"{server.address}/oauth/authorize?{urlencode(asked)}"


def _challenge(verifier: str) -> str:
    """BASE64URL(SHA256(verifier)), without padding (RFC 7636, 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def log_in(server: Server, app: App, code: str, *, read_only: bool) -> Login:
    """Turn the code into a login.

    Raises:
        NoAccountError: the code is wrong, used up, too old, or of another computer.
        PlnbuddyError: it grants less than was asked for; and as `failures.explained`.
    """
    token = redeem_code(
        server,
        app,
        code,
        f"plnbuddy login {server.name}",
        "Agree to all of it, or log in with --read-only.",
    )
    account = server.own_account()
    return Login(account.handle, server.address, account.id, read_only, token)


def redeem_code(server: Server, app: App, code: str, again: str, whole: str) -> str:
    """Turn the code into a token, with which the server is asked from now on.

    Args:
        again: the command that gives a new code.
        whole: what to do when less is granted than was asked for.

    Raises:
        NoAccountError: the code is wrong, used up, too old, or of another computer.
        PlnbuddyError: it grants less than was asked for; and as `failures.explained`.
    """
    asked = {
        "grant_type": "authorization_code",
        "code": code.strip(),
        "redirect_uri": _REDIRECT,
        "scope": " ".join(app.scopes),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
    if app.verifier:
        asked["code_verifier"] = app.verifier
    token = _ask_token(server, asked, again, whole)
    server.api.access_token = token
    return token


def _ask_token(server: Server, asked: Mapping[str, str], again: str, whole: str) -> str:
    """The token for a code, asked for directly: mastodon.py sends no verifier."""
    with explained(server.name):
        response = server.session.request(
            "POST",
            f"{server.address}/oauth/token",
            data=asked,
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
        )
    if response.status_code == 429:
        raise wants_pause(server.name)
    if response.status_code >= 500:
        raise in_trouble(server.name)
    if response.status_code >= 400:
        raise NoAccountError(
            f"{server.name} does not accept this code.",
            "A code works once, for some minutes, and where its page was asked for; "
            f"get a new one: {again}",
        )
    with explained(server.name):
        granted = mapping(json.loads(response.content))
        token, scopes = granted["access_token"], str(granted.get("scope") or asked["scope"]).split()
    if not isinstance(token, str) or not token:
        raise strange_answer(server.name)
    lacking = [scope for scope in asked["scope"].split() if not _is_granted(scope, scopes)]
    if lacking:
        raise NoAccountError(
            f"{server.name} grants less than plnbuddy asked for: {', '.join(lacking)} is missing.",
            whole,
        )
    return token


def _is_granted(scope: str, granted: Sequence[str]) -> bool:
    """Whether a right was granted, by its own name or as part of a wider one."""
    return scope in granted or scope.partition(":")[0] in granted


def log_out(server: Server, app: App | None) -> None:
    """Tell the server that the token is no longer wanted.

    Raises:
        PlnbuddyError: the login was asked for by an app of which nothing is kept (an earlier
            plnbuddy asked for other rights); and as `failures.explained`.
    """
    if app is None:
        raise PlnbuddyError(f"plnbuddy cannot end this login on {server.name}.", "")
    server.api.client_id, server.api.client_secret = app.client_id, app.client_secret
    with explained(server.name):
        server.api.revoke_access_token(allow_http=True)
