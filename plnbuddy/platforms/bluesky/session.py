"""Signing in with an app password, at whichever server keeps the account; sessions that last.

A session has a short-lived key, sent with every request, and a lasting one that only
brings new ones. Both are kept as other tokens are; the app password never is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from plnbuddy.core.errors import NoAccountError, UsageError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.platforms.bluesky.entities import read_name
from plnbuddy.platforms.bluesky.open_reading import Bluesky
from plnbuddy.platforms.bluesky.xrpc import ExpiredError, Fields, Program, strange_answer
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.failures import InvalidRequestError
from plnbuddy.system.budget import Budget

APP_PASSWORDS = "https://bsky.app/settings/app-passwords"
"""Where somebody makes one."""

_APP_PASSWORD = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}")
_PDS = "#atproto_pds"


def read_app_password(text: str) -> str:
    """The app password in what was typed.

    Raises:
        UsageError: it is none; the password of the account itself is never sent.
    """
    word = text.strip()
    if not _APP_PASSWORD.fullmatch(word):
        raise UsageError(
            "This is no app password; those look like abcd-efgh-ijkl-mnop.",
            f"Make one here, and never give the password of your account: {APP_PASSWORDS}",
        )
    return word


def find_server(bluesky: Bluesky, identity: str) -> str:
    """The address of the server that keeps an account, from its DID document; one request.

    Raises:
        NothingFoundError: nobody knows that identity.
        ServerUnreachableError: the document names no server.
    """
    if identity.startswith("did:web:"):
        host = identity.removeprefix("did:web:").replace("%3A", ":").replace("%3a", ":")
        scheme = "http" if host.partition(":")[0] == "localhost" else "https"
        place = Program(f"{scheme}://{host}", host, bluesky.budget)
        document = place.read("/.well-known/did.json")
    else:
        document = Program(bluesky.places.plc, "The directory of Bluesky", bluesky.budget).read(
            f"/{identity}"
        )
    services = document.get("service")
    for service in services if isinstance(services, list) else []:
        if isinstance(service, dict) and str(service.get("id", "")).endswith(_PDS):
            address = service.get("serviceEndpoint")
            if isinstance(address, str) and address.startswith(("https://", "http://localhost")):
                return address.rstrip("/")
    raise strange_answer("The directory of Bluesky")


def sign_in(bluesky: Bluesky, handle: Handle, app_password: str, *, read_only: bool) -> Login:
    """Sign in; three requests.

    Raises:
        NothingFoundError: nobody is called so.
        NoAccountError: the app password is not accepted.
    """
    identity = bluesky.resolve(handle)
    address = find_server(bluesky, identity)
    server = Program(address, server_name(address), bluesky.budget)
    try:
        made = server.do(
            "com.atproto.server.createSession",
            {"identifier": identity, "password": app_password},
        )
    except NoAccountError:
        raise NoAccountError(
            f"{server.name} does not accept this app password for {handle}.",
            f"Make a new one, and copy it whole: {APP_PASSWORDS}",
        ) from None
    except InvalidRequestError as error:
        if "email" in error.problem.lower() or "auth factor" in error.problem.lower():
            raise UsageError(
                "Bluesky asks for a code by e-mail, so this is the password of your account.",
                f"Make an app password instead: {APP_PASSWORDS}",
            ) from None
        raise
    if made.get("did") != identity:
        raise strange_answer(server.name)
    return Login(
        handle=read_name(made, parse_handle(identity)),
        server=address,
        id=identity,
        read_only=read_only,
        token=_Keys.made_of(made, server.name).text,
    )


def server_name(address: str) -> str:
    """A server of accounts as a teacher knows it; Bluesky's own many are all Bluesky."""
    name = address.partition("://")[2].rstrip("/")
    return "Bluesky" if name.endswith((".bsky.network", "bsky.social")) else name


@dataclass(frozen=True)
class _Keys:
    """The lasting and the short-lived key of a session."""

    lasting: str = field(repr=False)
    current: str = field(repr=False)

    @property
    def text(self) -> str:
        """Both, as they are kept."""
        return f"{self.lasting} {self.current}"

    @classmethod
    def made_of(cls, fields: Fields, name: str) -> "_Keys":
        """The keys that a server gave."""
        lasting, current = fields.get("refreshJwt"), fields.get("accessJwt")
        if not isinstance(lasting, str) or not isinstance(current, str) or " " in lasting:
            raise strange_answer(name)
        return cls(lasting, current)


class Session:
    """A session at a server of accounts; every method makes one request, or three when the
    short-lived key has run out.

    Args:
        keep: keeps new keys (the text of a login's token) before they are used.
    """

    def __init__(self, login: Login, budget: Budget, keep: Callable[[str], None]) -> None:
        lasting, _, current = login.token.partition(" ")
        self._keys = _Keys(lasting, current)
        self._keep = keep
        self._login = login
        self._server = Program(login.server, server_name(login.server), budget)
        self.name = self._server.name

    def ask(self, method: str, parameters: dict[str, object]) -> Fields:
        """What a query answers."""
        return self._with_key(lambda headers: self._server.ask(method, parameters, headers))

    def do(self, method: str, body: dict[str, object]) -> Fields:
        """What a procedure answers."""
        return self._with_key(lambda headers: self._server.do(method, body, headers))

    def end(self) -> None:
        """Have the server forget the session."""
        self._server.do("com.atproto.server.deleteSession", None, _bearer(self._keys.lasting))

    def _with_key(self, send: Callable[[dict[str, str]], Fields]) -> Fields:
        try:
            return send(_bearer(self._keys.current))
        except ExpiredError:
            self._renew()
            return send(_bearer(self._keys.current))

    def _renew(self) -> None:
        try:
            made = self._server.do(
                "com.atproto.server.refreshSession", None, _bearer(self._keys.lasting)
            )
        except (ExpiredError, NoAccountError, InvalidRequestError) as error:
            raise NoAccountError(
                f"{self.name} no longer accepts this login.",
                f"Log in again: plnbuddy login bsky {self._login.handle.username}",
            ) from error
        self._keys = _Keys.made_of(made, self.name)
        self._keep(self._keys.text)


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def end_session(session: Session) -> None:
    """End a session; a server that forgot it already is as good.

    Raises:
        PlnbuddyError: it cannot be reached.
    """
    try:
        session.end()
    except (NoAccountError, InvalidRequestError):
        return
