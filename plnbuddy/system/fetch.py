"""Reading one file from the web: a feed, a list. Guards as for servers, and no private places."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from plnbuddy import __version__
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import ServerUnreachableError, UsageError
from plnbuddy.core.web_address import host_of, parse_link
from plnbuddy.system.guard import (
    RefusedError,
    WatchedSession,
    is_loopback,
    numbers_of,
    require_public_number,
)
from plnbuddy.system.wire import DEADLINE, TIMEOUT, read_body, retry_after

SIZE_LIMIT = 20_000_000  # bytes, unpacked
TIME_LIMIT = DEADLINE  # seconds for everything, redirects included
MOST_REDIRECTS = 5
_ACCEPTED = "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.8"
_REMEDY = "Check the address; it should start with https:// and open in your browser."
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAID = {
    401: "it wants a password",
    403: "it does not let plnbuddy read that",
    404: "there is nothing at this address",
    410: "it says that this is gone for good",
    429: "it asks for a pause",
}


class AnsweredError(ServerUnreachableError):
    """The server answers, with a number that means no.

    `pause` is how many seconds it wants to be left alone, None when it does not say.
    """

    def __init__(self, problem: str, remedy: str, status: int, pause: float | None) -> None:
        super().__init__(problem, remedy)
        self.status = status
        self.pause = pause


class NotThereError(AnsweredError):
    """The server answers that nothing is at this address, or no longer."""


class _StatusError(RefusedError):
    """As `AnsweredError`, before it is put into words."""

    def __init__(self, status: int, pause: float | None) -> None:
        super().__init__(_SAID.get(status, f"it answers with an error (number {status})"))
        self.status = status
        self.pause = pause


@dataclass(frozen=True)
class Fetched:
    """What an address gave.

    `url` is where redirects led; `etag` and `modified` are for the next time;
    `unchanged` says that it is still what was read before, and `content` is empty.
    """

    content: bytes
    url: str
    etag: str = ""
    modified: str = ""
    unchanged: bool = False
    content_type: str = ""


@dataclass(frozen=True)
class Manner:
    """How something is asked for.

    `accept` is the kind of answer that is wanted, `token` a login that is shown,
    `seconds` the time for everything (None for `TIME_LIMIT`). `same_host` refuses
    to be sent on to another server, as does a token.
    """

    accept: str = _ACCEPTED
    token: str = ""
    seconds: float | None = None
    same_host: bool = False


USUAL = Manner()


class Connections(WatchedSession):
    """Connections that stay open from one reading to the next, until the `with` block ends.

    Whoever asks the same servers often spares them, and the teacher, a greeting each time.
    """

    def __init__(self) -> None:
        super().__init__(_may_lead)
        self._known: set[str] = set()

    def answer(self, address: str, headers: dict[str, str], timeout: float) -> requests.Response:
        """The answer; asked once more where the server may have closed a connection of before."""
        get = partial(
            self.get, address, headers=headers, timeout=timeout, stream=True, allow_redirects=False
        )
        place = urlsplit(address).netloc
        known = place in self._known
        self._known.add(place)
        try:
            return get()
        except requests.ConnectionError as error:
            if not known or isinstance(error, requests.Timeout):
                raise
            self.watch.require_time()
            return get()


def fetch(
    url: str,
    *,
    etag: str = "",
    modified: str = "",
    limit: int = SIZE_LIMIT,
    manner: Manner = USUAL,
    over: Connections | None = None,
) -> Fetched:
    """Read what lies at a web address.

    Only https, and nothing inside a private network or on this computer, wherever
    a name or a redirect leads (PLNBUDDY_ALLOW_LOOPBACK=1 allows this computer, for
    tests). At most `MOST_REDIRECTS` redirects and `limit` bytes, within the time of `manner`.

    Args:
        url: the address; https:// may be missing.
        etag, modified: what the last reading gave, so that nothing is sent again.
        manner: what else is asked for, and how.
        over: connections of earlier readings, from which nothing else comes along: no cookies.

    Raises:
        UsageError: `url` is no web address.
        NotThereError: the server says that nothing is there.
        AnsweredError: it says no, with another number.
        ServerUnreachableError: refused, too large or too slow; the sentence says
            which.
    """
    address = parse_link(url if "://" in url else f"https://{url}")
    if not host_of(address):
        raise UsageError(
            f"'{clean_line(url, 60)}' is not a web address.", "Paste it with its https://"
        )
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    if manner.token:
        known["Authorization"] = f"Bearer {manner.token}"
    headers = {
        "User-Agent": f"plnbuddy/{__version__}",
        "Accept": manner.accept,
        "Accept-Encoding": "gzip",
        **{name: value for name, value in known.items() if value},
    }
    seconds = TIME_LIMIT if manner.seconds is None else manner.seconds
    first, stay = urlsplit(address), manner.same_host or bool(manner.token)
    opened: AbstractContextManager[Connections] = nullcontext(over) if over else Connections()
    with _explained(address), opened as connections, connections.watch.in_time(seconds):
        connections.cookies.clear()
        for _ in range(MOST_REDIRECTS + 1):
            _require_public(address)
            response = connections.answer(address, headers, min(TIMEOUT, seconds))
            target = response.headers.get("Location", "")
            if response.status_code not in _REDIRECTS or not target:
                return _read(response, address, limit, asked=bool(etag or modified))
            response.close()
            address = urljoin(address, clean_line(target, 2_000))
            there = urlsplit(address)
            if stay and (there.scheme, there.netloc) != (first.scheme, first.netloc):
                name = clean_line(there.netloc, 100)
                raise RefusedError(f"it sends plnbuddy on to another address ({name})")
        raise RefusedError(f"it sends plnbuddy on more than {MOST_REDIRECTS} times")


def _read(response: requests.Response, address: str, limit: int, *, asked: bool) -> Fetched:
    status = response.status_code
    unchanged = asked and status == 304
    if status != 200 and not unchanged:
        response.close()
        raise _StatusError(status, retry_after(response.headers))
    read_body(response, limit)
    return Fetched(
        content=b"" if unchanged else response.content,
        url=address,
        etag=_header(response, "ETag"),
        modified=_header(response, "Last-Modified"),
        unchanged=unchanged,
        content_type=_header(response, "Content-Type"),
    )


def _header(response: requests.Response, name: str) -> str:
    return clean_line(response.headers.get(name, ""), 500)


def _require_public(address: str) -> None:
    """Refuse what is not on the public web, by its scheme, its spelling or what its name means.

    Raises:
        RefusedError: it is not.
    """
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RefusedError("the address has no valid port") from None
    if parts.username or parts.password:
        raise RefusedError("the address contains a password")
    numbers = numbers_of(host, port)
    for number in numbers:
        require_public_number(number)
    if parts.scheme != "https" and not _is_local_http(parts, numbers):
        raise RefusedError("it does not use https, so anybody on the way could change it")


def _is_local_http(parts: SplitResult, numbers: list[str]) -> bool:
    return parts.scheme == "http" and bool(numbers) and all(map(is_loopback, numbers))


def _may_lead(_name: str, number: str) -> None:
    require_public_number(number)


def _refused(name: str, refusal: RefusedError) -> str:
    return f"plnbuddy cannot read this from {name}: {refusal}."


@contextmanager
def _explained(address: str) -> Iterator[None]:
    """Turn every failure into a sentence that names the server, and no more of the address."""
    name = clean_line(urlsplit(address).netloc.rpartition("@")[2], 100)
    try:
        yield
    except _StatusError as refusal:
        kind = NotThereError if refusal.status in (404, 410) else AnsweredError
        raise kind(_refused(name, refusal), _REMEDY, refusal.status, refusal.pause) from None
    except RefusedError as refusal:
        raise ServerUnreachableError(_refused(name, refusal), _REMEDY) from None
    except requests.exceptions.SSLError:
        raise ServerUnreachableError(
            f"{name} cannot prove that it is {name} (its certificate is not valid).",
            "Tell whoever runs it; plnbuddy reads nothing from it until then.",
        ) from None
    except requests.Timeout:
        raise ServerUnreachableError(
            f"{name} takes too long to answer.", "Try again later; nothing is lost."
        ) from None
    except (requests.RequestException, HTTPError, OSError, ValueError):
        raise ServerUnreachableError(
            f"{name} cannot be reached.",
            "Check your internet connection and the address, and try again.",
        ) from None
