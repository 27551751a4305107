"""The guard on every connection: it leads to a public place, the one that was checked, and it ends.

`fetch.py` and `wire.py` stand on it, so that a feed, a list and the account's server are
watched alike.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Lock
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from plnbuddy.system.alarm import Alarm

# Addresses of IPv4 in the dress of IPv6: a translator may lead them to where they say.
_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, 2.5.5.1
# Python calls these global, or parts of them, or did in one of the versions that plnbuddy runs on.
_RESERVED = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments, RFC 6890
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, RFC 7526
    IPv6Network("64:ff9b:1::/48"),  # translation of one's own, RFC 8215
    IPv6Network("fec0::/10"),  # site-local, RFC 3879
    IPv6Network("3fff::/20"),  # documentation, RFC 9637
    IPv6Network("5f00::/16"),  # segments of one's own network, RFC 9602
)

THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names under which a teacher means this computer."""

MayLead = Callable[[str], None]
"""Raises RefusedError for a number (an IP address) to which nothing may lead."""


class RefusedError(Exception):
    """Something that plnbuddy does not do, or does not accept, on the wire."""


class TooSlowError(requests.Timeout):
    """The whole of an answer takes too long, though something comes now and then."""


def numbers_of(host: str, port: int | None) -> list[str]:
    """What a name means here; nothing when it cannot be looked up (behind a proxy, or at all)."""
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def require_public_number(number: str) -> None:
    """Refuse a number that is not on the public internet.

    PLNBUDDY_ALLOW_LOOPBACK=1 allows this computer, for tests.

    Raises:
        RefusedError: it lies in a private network, or is for no single computer.
    """
    if os.environ.get("PLNBUDDY_ALLOW_LOOPBACK") == "1" and is_loopback(number):
        return
    if not is_public(number):
        raise RefusedError("its address lies inside a private network, not on the internet")


def is_public(number: str) -> bool:
    """Whether a number is a place on the public internet, whatever dress it wears."""
    address = _undressed(ip_address(number.partition("%")[0]))
    reserved = any(address in network for network in _RESERVED)
    return address.is_global and not address.is_multicast and not reserved


def _undressed(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner:
        return inner
    if address in _TRANSLATED or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_loopback(number: str) -> bool:
    """Whether a number is this computer."""
    return ip_address(number.partition("%")[0]).is_loopback


class Watch:
    """Cuts every connection when the time is over.

    A time-out counts from one byte to the next; a server that sends a byte now and
    then would hold plnbuddy for ever. Connections that stay open are watched again
    with every `in_time`.
    """

    def __init__(self) -> None:
        self._copies: set[socket.socket] = set()
        self._closed: set[socket.socket] = set()
        self._over = False
        self._alarm = Alarm()
        self._lock = Lock()

    @contextmanager
    def in_time(self, seconds: float) -> Iterator[None]:
        """Count from now to the end of the block; what is not whole until then is cut off.

        Raises:
            TooSlowError: the time was over, whatever else went wrong because of it.
        """
        self._over = False
        self.after(seconds, self._cut)
        try:
            yield
            self.require_time()
        except Exception:
            self.require_time()
            raise
        finally:
            self._end()

    def after(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something so many seconds from now, unless counting stops before."""
        self._alarm.set(seconds, do)

    def _end(self) -> None:
        """Stop counting, and let go of connections that were closed meanwhile."""
        self._alarm.call_off()
        with self._lock:
            closed, self._closed = self._closed, set()
            self._copies -= closed
        for copy in closed:
            copy.close()

    def add(self, connection: socket.socket) -> socket.socket:
        """Watch over a connection (through a copy, which TLS does not take over); returns the copy.

        Raises:
            TooSlowError: the time is over.
        """
        self.require_time()
        copy = connection.dup()
        with self._lock:
            self._copies.add(copy)
        return copy

    def forget(self, copy: socket.socket) -> None:
        """A connection is closed; its answer may still be read until counting stops."""
        with self._lock:
            self._closed.add(copy)

    def close(self) -> None:
        """Stop counting, and let go of every connection."""
        self._closed |= self._copies
        self._end()
        self._alarm.close()

    def require_time(self) -> None:
        """Raises TooSlowError when the time is over."""
        if self._over:
            raise TooSlowError("the answer drips in")

    def _cut(self) -> None:
        self._over = True
        with self._lock:
            for copy in self._copies:
                with suppress(OSError):
                    copy.shutdown(socket.SHUT_RDWR)


class GuardedAdapter(HTTPAdapter):
    """Leads only where `may_lead` lets it, to the very number that was looked at.

    A name may mean another number at a second look-up (DNS rebinding), so there is
    only one. Connections through a proxy are the proxy's business.
    """

    def __init__(self, watch: Watch, may_lead: Callable[[str, str], None]) -> None:
        self._watch = watch
        self._may_lead = may_lead
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make connections that are looked at."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._watch, self._may_lead),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._watch, self._may_lead),
        }


class WatchedSession(requests.Session):
    """A session whose every connection leads where `may_lead` lets it, and is watched.

    It looks up once for each server how this computer leads there, and tells no server the
    passwords that the computer keeps for other programs (.netrc).
    """

    def __init__(self, may_lead: Callable[[str, str], None]) -> None:
        super().__init__()
        self.auth = _no_password
        self.watch = Watch()
        self._environment: dict[tuple[str, str], Any] = {}
        adapter = GuardedAdapter(self.watch, may_lead)
        for scheme in ("https://", "http://"):
            self.mount(scheme, adapter)

    def close(self) -> None:
        """Let go of every connection."""
        super().close()
        self.watch.close()

    def merge_environment_settings(
        self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> Any:
        """The proxy and the certificates of this computer; every request streams alike."""
        place = urlsplit(str(url))[:2]
        if place not in self._environment:
            settings = super().merge_environment_settings(url, proxies, stream, verify, cert)
            self._environment[place] = settings
        return self._environment[place]


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without this, .netrc would even take the place of a token."""
    return request


def _pool(
    pool: type[HTTPConnectionPool],
    connection: type[HTTPConnection],
    watch: Watch,
    may_lead: Callable[[str, str], None],
) -> type[HTTPConnectionPool]:
    def connect(self: Any) -> socket.socket:
        name = self._dns_host
        numbers = numbers_of(name, self.port)
        for number in numbers:
            may_lead(name, number)
        opened = _first_that_answers(connection, self, name, numbers)
        try:
            may_lead(name, str(opened.getpeername()[0]))
            self._watched = watch.add(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    def close(self: Any) -> None:
        connection.close(self)
        copy = self.__dict__.pop("_watched", None)
        if copy is not None:
            watch.forget(copy)

    guarded = type("GuardedConnection", (connection,), {"_new_conn": connect, "close": close})
    return cast(type[HTTPConnectionPool], type("GuardedPool", (pool,), {"ConnectionCls": guarded}))


def _first_that_answers(
    connection: type[HTTPConnection], self: Any, name: str, numbers: list[str]
) -> socket.socket:
    """A connection to the first number that answers; the name stays for the certificate."""
    failure: BaseException | None = None
    try:
        for number in numbers:
            self._dns_host = number
            try:
                return connection._new_conn(self)
            except Exception as error:
                failure = error
    finally:
        self._dns_host = name
    if failure:
        raise failure
    return connection._new_conn(self)  # It says itself that the name means nothing.
