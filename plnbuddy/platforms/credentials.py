"""Logins: which accounts there are, which one is active, and their tokens.

They are kept in accounts.json with mode 0600. With the optional keyring package
the tokens are in the system's keyring instead. Nothing here is ever shown.
"""

import json
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from plnbuddy.core.errors import NoAccountError, PlnbuddyError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.platform import Platform
from plnbuddy.system.files import replace_file

_KEYRING_SERVICE = "plnbuddy"


@dataclass(frozen=True)
class App:
    """plnbuddy as a server knows it, registered once for each set of scopes.

    `verifier` is the secret of a login that waits for its code (PKCE), "" when none does.
    """

    server: str
    scopes: tuple[str, ...]
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    verifier: str = field(default="", repr=False)


@dataclass(frozen=True)
class Login:
    """An account that is logged in; `server` is the address of its server, `id` its id there."""

    handle: Handle
    server: str
    id: str
    read_only: bool
    token: str = field(repr=False)

    @property
    def key(self) -> str:
        """What the account's rows in the store are kept under."""
        return self.handle.key


class Credentials(NamedTuple):
    """All logins, the active one's handle key, and the registered apps."""

    active: str = ""
    logins: tuple[Login, ...] = ()
    apps: tuple[App, ...] = ()

    def active_login(self) -> Login | None:
        """The login that commands use, or None."""
        return next((login for login in self.logins if login.key == self.active), None)

    def login_on(self, platform: Platform) -> Login | None:
        """The login on that platform: the active one where it is there, else the latest."""
        there = [login for login in self.logins if login.handle.platform is platform]
        active = self.active_login()
        return active if active in there else (there[-1] if there else None)

    def read_from(self) -> list[Login]:
        """The logins that are read from: the active one, then one on each other platform."""
        active = self.active_login()
        if active is None:
            return []
        others = [self.login_on(p) for p in Platform if p is not active.handle.platform]
        return [active, *(login for login in others if login)]

    def with_login(self, login: Login) -> "Credentials":
        """The same with this login, which becomes the active one."""
        others = tuple(other for other in self.logins if other.key != login.key)
        return self._replace(active=login.key, logins=(*others, login))

    def without_login(self, login: Login) -> "Credentials":
        """The same without this login; another one becomes active, if there is one."""
        others = tuple(other for other in self.logins if other.key != login.key)
        return self._replace(active=others[-1].key if others else "", logins=others)

    def without_unused_apps(self) -> "Credentials":
        """The same without what plnbuddy is registered as at servers that no login uses."""
        used = {login.server for login in self.logins}
        return self._replace(apps=tuple(app for app in self.apps if app.server in used))

    def with_app(self, app: App) -> "Credentials":
        """The same with this app in the place of an older one for the same server and scopes."""
        others = tuple(a for a in self.apps if (a.server, a.scopes) != (app.server, app.scopes))
        return self._replace(apps=(*others, app))

    def app_for(self, server: str, scopes: Sequence[str]) -> App | None:
        """The app that is registered at that server for these scopes, or None."""
        return next(
            (app for app in self.apps if (app.server, app.scopes) == (server, tuple(scopes))), None
        )


def read_credentials(file: Path) -> Credentials:
    """What the file holds; nothing when there is none.

    Raises:
        PlnbuddyError: the file cannot be read or does not hold logins.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Credentials()
    except (OSError, UnicodeDecodeError):
        raise _broken(file) from None
    try:
        document = json.loads(text)
        return Credentials(
            active=str(document["active"]),
            logins=tuple(_read_login(entry) for entry in document["logins"]),
            apps=tuple(_read_app(entry) for entry in document["apps"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, PlnbuddyError):
        raise _broken(file) from None


def _read_login(entry: dict[str, Any]) -> Login:
    handle = parse_handle(entry["handle"])
    return Login(
        handle=handle,
        server=str(entry["server"]),
        id=str(entry["id"]),
        read_only=bool(entry["read_only"]),
        token=str(entry["token"]) if entry["token"] else _token_from_keyring(handle),
    )


def _read_app(entry: dict[str, Any]) -> App:
    return App(
        server=str(entry["server"]),
        scopes=tuple(str(scope) for scope in entry["scopes"]),
        client_id=str(entry["client_id"]),
        client_secret=str(entry["client_secret"]),
        verifier=str(entry.get("verifier", "")),
    )


def _broken(file: Path) -> PlnbuddyError:
    return NoAccountError(
        f"The file with your logins, {file}, cannot be read.",
        "Move it away and log in again: plnbuddy login SERVER",
    )


def write_credentials(file: Path, credentials: Credentials) -> None:
    """Keep the logins; only the owner may read the file. Without anything to keep there is none.

    Raises:
        PlnbuddyError: the file cannot be written; the old one is still there.
    """
    if not credentials.logins and not credentials.apps:
        file.unlink(missing_ok=True)
        return
    document = {
        "active": credentials.active,
        "logins": [
            {
                "handle": str(login.handle),
                "server": login.server,
                "id": login.id,
                "read_only": login.read_only,
                "token": "" if _token_to_keyring(login) else login.token,
            }
            for login in credentials.logins
        ],
        "apps": [
            {
                "server": app.server,
                "scopes": list(app.scopes),
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                **({"verifier": app.verifier} if app.verifier else {}),
            }
            for app in credentials.apps
        ],
    }
    replace_file(file, [json.dumps(document, indent=2)], private=True)


def keep_token(file: Path, login: Login, token: str) -> None:
    """Keep a new token of a login, whatever else changed in the file meanwhile.

    Raises:
        PlnbuddyError: the file cannot be written.
    """
    credentials = read_credentials(file)
    logins = tuple(
        replace(each, token=token) if each.key == login.key else each for each in credentials.logins
    )
    write_credentials(file, credentials._replace(logins=logins))


def forget_token(login: Login) -> None:
    """Take a token out of the system's keyring, if it is there."""
    keyring = _usable_keyring()
    if keyring:
        try:
            keyring.delete_password(_KEYRING_SERVICE, login.key)
        except Exception:  # keyring's backends raise what they like
            return


def is_private(file: Path) -> bool:
    """Whether nobody but the owner can read the file (always so where modes mean nothing)."""
    return os.name == "nt" or not stat.S_IMODE(file.stat().st_mode) & 0o077


def require_login(credentials: Credentials) -> Login:
    """The active login.

    Raises:
        NoAccountError: there is none.
    """
    login = credentials.active_login()
    if login is None:
        raise NoAccountError(
            "No account is logged in.", "Log in with your server: plnbuddy login mastodon.social"
        )
    return login


def _token_to_keyring(login: Login) -> bool:
    keyring = _usable_keyring()
    if not keyring:
        return False
    try:
        keyring.set_password(_KEYRING_SERVICE, login.key, login.token)
        return bool(keyring.get_password(_KEYRING_SERVICE, login.key) == login.token)
    except Exception:  # keyring's backends raise what they like; the file is there
        return False


def _token_from_keyring(handle: Handle) -> str:
    keyring = _usable_keyring()
    try:
        return str(keyring.get_password(_KEYRING_SERVICE, handle.key) or "") if keyring else ""
    except Exception:  # as above
        return ""


def _usable_keyring() -> Any:
    """The keyring module, when it is installed and has a place to keep things; else None."""
    from importlib.util import find_spec

    if find_spec("keyring") is None:
        return None
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    return None if isinstance(keyring.get_keyring(), NoKeyring) else keyring
