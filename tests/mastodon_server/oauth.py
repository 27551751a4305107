"""Applications, authorisation codes and tokens."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from .exchange import ApiError

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_PARTS = (
    "accounts",
    "blocks",
    "bookmarks",
    "collections",
    "favourites",
    "filters",
    "follows",
    "lists",
    "mutes",
    "notifications",
    "search",
    "statuses",
)
SCOPES = frozenset(
    (
        *("read", "write", "follow", "push", "profile", "write:media", "write:reports"),
        *(f"read:{part}" for part in _PARTS),
        *(f"write:{part}" for part in _PARTS if part != "search"),
    )
)
_FOLLOW = frozenset(
    f"{verb}:{part}" for verb in ("read", "write") for part in ("blocks", "follows", "mutes")
)


def _challenge(verifier: str) -> str:
    """What a verifier answers (RFC 7636, 4.6)."""
    digest = hashlib.sha256(verifier.encode("ascii", "replace")).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True)
class Application:
    """A registered client."""

    id: int
    name: str
    website: str | None
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    client_id: str
    client_secret: str


@dataclass
class Token:
    """An access token; `username` is None for one that belongs to an application alone."""

    text: str
    application: Application
    username: str | None
    scopes: frozenset[str]
    created_at: float
    expires_at: float | None = None
    revoked: bool = False

    def allows(self, wanted: Iterable[str]) -> bool:
        """Whether one of the wanted scopes is among those granted, directly or as a part."""
        return any(
            scope in self.scopes
            or scope.partition(":")[0] in self.scopes
            or ("follow" in self.scopes and scope in _FOLLOW)
            for scope in wanted
        )


@dataclass
class _Grant:
    application: Application
    username: str
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str


@dataclass
class Authority:
    """Who may do what."""

    applications: dict[str, Application] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    _grants: dict[str, _Grant] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def register(
        self, name: str, redirect_uris: Iterable[str], scopes: str, website: str | None
    ) -> Application:
        """Store an application.

        Raises:
            ApiError: 422, the name or an address is missing, or a scope does not exist.
        """
        uris = tuple(uri for uri in redirect_uris if uri)
        if not name.strip():
            raise ApiError(422, "Validation failed: Application name can't be blank")
        if not uris:
            raise ApiError(422, "Validation failed: Redirect URI can't be blank")
        if any(":" not in uri for uri in uris):
            raise ApiError(422, "Validation failed: Redirect URI must be an absolute URI.")
        wanted = tuple(scopes.split()) or ("read",)
        if not set(wanted) <= SCOPES:
            raise ApiError(422, "Validation failed: Scopes doesn't match configured on the server.")
        with self._lock:
            made = Application(
                id=560_000 + len(self.applications) + 1,
                name=name,
                website=website,
                redirect_uris=uris,
                scopes=wanted,
                client_id=secrets.token_urlsafe(32),
                client_secret=secrets.token_urlsafe(32),
            )
            self.applications[made.client_id] = made
        return made

    def check_request(self, client_id: str, redirect_uri: str, scopes: str) -> frozenset[str]:
        """The scopes that an authorisation page would offer.

        Raises:
            ApiError: 401 for an unknown client, 400 for another address or more scopes than the
                application registered.
        """
        application = self._application(client_id)
        if redirect_uri not in application.redirect_uris:
            raise ApiError(400, "invalid_redirect_uri", "The redirect uri included is not valid.")
        wanted = frozenset(scopes.split()) or frozenset(("read",))
        granted = Token("", application, None, frozenset(application.scopes), 0)
        if not wanted <= SCOPES or not all(granted.allows([scope]) for scope in wanted):
            raise ApiError(
                400, "invalid_scope", "The requested scope is invalid, unknown, or malformed."
            )
        return wanted

    def authorize(
        self,
        client_id: str,
        username: str,
        scopes: str,
        redirect_uri: str = OUT_OF_BAND,
        challenge: str = "",
    ) -> str:
        """Let a person agree; returns the code that works once.

        With a challenge (PKCE, S256) only for who has its verifier.
        """
        wanted = self.check_request(client_id, redirect_uri, scopes)
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._grants[code] = _Grant(
                self._application(client_id), username, wanted, redirect_uri, challenge
            )
        return code

    def redeem(
        self,
        client_id: str,
        secret: str,
        code: str,
        redirect_uri: str,
        moment: float,
        verifier: str = "",
    ) -> Token:
        """Give a token for a code.

        Raises:
            ApiError: 401 for a wrong client, 400 for a wrong or used code, or a wrong verifier.
        """
        application = self._client(client_id, secret)
        with self._lock:
            grant = self._grants.get(code)
            if (
                grant is None
                or grant.application is not application
                or grant.redirect_uri != redirect_uri
                or (grant.challenge and grant.challenge != _challenge(verifier))
            ):
                raise ApiError(
                    400,
                    "invalid_grant",
                    "The provided authorization grant is invalid, expired, revoked, does not "
                    "match the redirection URI used in the authorization request, or was issued "
                    "to another client.",
                )
            del self._grants[code]
        return self._issue(application, grant.username, grant.scopes, moment)

    def client_token(self, client_id: str, secret: str, scopes: str, moment: float) -> Token:
        """Give a token that belongs to the application alone."""
        application = self._client(client_id, secret)
        wanted = self.check_request(client_id, application.redirect_uris[0], scopes)
        return self._issue(application, None, wanted, moment)

    def issue(self, username: str, scopes: str, moment: float, text: str | None = None) -> Token:
        """Give a person a token without any ceremony, of an application made for it."""
        application = self.register("Test token", [OUT_OF_BAND], scopes, None)
        return self._issue(application, username, frozenset(application.scopes), moment, text)

    def revoke(self, client_id: str, secret: str, text: str) -> None:
        """Make a token useless.

        Raises:
            ApiError: 403, wrong client or another's token.
        """
        application = self.applications.get(client_id)
        token = self.tokens.get(text)
        owned = token is None or token.application is application
        if application is None or application.client_secret != secret or not owned:
            raise ApiError(
                403, "unauthorized_client", "You are not authorized to revoke this token"
            )
        if token is not None:
            token.revoked = True

    def check(self, text: str | None, moment: float) -> Token:
        """The token with a text.

        Raises:
            ApiError: 401, missing, unknown, revoked or expired.
        """
        token = self.tokens.get(text or "")
        if token is None:
            raise ApiError(401, "The access token is invalid")
        if token.revoked:
            raise ApiError(401, "The access token was revoked")
        if token.expires_at is not None and token.expires_at <= moment:
            raise ApiError(401, "The access token expired")
        return token

    def _application(self, client_id: str) -> Application:
        application = self.applications.get(client_id)
        if application is None:
            raise ApiError(
                401,
                "invalid_client",
                "Client authentication failed due to unknown client, no client authentication "
                "included, or unsupported authentication method.",
            )
        return application

    def _client(self, client_id: str, secret: str) -> Application:
        application = self._application(client_id)
        return application if application.client_secret == secret else self._application("")

    def _issue(
        self,
        application: Application,
        username: str | None,
        scopes: frozenset[str],
        moment: float,
        text: str | None = None,
    ) -> Token:
        made = Token(text or secrets.token_urlsafe(32), application, username, scopes, moment)
        with self._lock:
            self.tokens[made.text] = made
        return made
