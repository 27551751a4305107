"""Plain requests to Bluesky's programs, and their failures as sentences.

The protocol (atproto.com/specs/xrpc): a query is a GET, a procedure a POST, both of
`/xrpc/NAME`; failures are an object with `error`, a word, and `message`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plnbuddy import __version__
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import (
    NoAccountError,
    NothingFoundError,
    PlnbuddyError,
    RateLimitedError,
    ServerUnreachableError,
)
from plnbuddy.platforms.failures import (
    NOT_FOUND,
    ForbiddenError,
    InvalidRequestError,
    StrangeAnswerError,
)
from plnbuddy.system.budget import Budget, Tell, Window, spoken_seconds

if TYPE_CHECKING:
    import requests

Fields = Mapping[str, Any]

REQUESTS = 3_000  # in five minutes for each address (docs.bsky.app, rate limits)
_SECONDS = 300.0
_MOST_PAGES = 50
_GONE = {
    "AccountTakedown": "was taken down",
    "AccountDeactivated": "is deactivated",
    "AccountSuspended": "is suspended",
    "RepoTakendown": "was taken down",
    "RepoDeactivated": "is deactivated",
    "RepoSuspended": "is suspended",
}
_NAMING = ("actor", "handle", "starterPack", "list", "uri", "q", "did", "repo")
_UNKNOWN = ("not found", "unable to resolve", "could not find", "could not locate")


class ExpiredError(NoAccountError):
    """The short-lived key of a session has run out; the lasting one brings a new one."""


class GoneError(NothingFoundError):
    """An account that was there and was taken down, suspended or deactivated."""


class RecordGoneError(NothingFoundError):
    """A record, such as a post, that its keeper's own server does not have (any more)."""


def new_budget(tell: Tell) -> Budget:
    """What Bluesky allows: 3,000 requests in five minutes, pages of a list like any other."""
    return Budget(tell, requests=Window(REQUESTS, _SECONDS), pages=Window(REQUESTS, _SECONDS))


class Program:
    """One of Bluesky's programs at an address: an AppView, a server of accounts (PDS), a PLC.

    Every method makes one request.

    Args:
        name: what it is called in sentences.
    """

    def __init__(self, address: str, name: str, budget: Budget) -> None:
        from plnbuddy.system.wire import GuardedSession

        self.address = address.rstrip("/")
        self.name = name
        self.budget = budget
        self._session = GuardedSession(budget)

    def ask(
        self,
        method: str,
        parameters: Mapping[str, object],
        headers: Mapping[str, str] | None = None,
    ) -> Fields:
        """What a query answers.

        Raises:
            PlnbuddyError: see platforms/failures.py; ExpiredError for a session.
        """
        return self._send("GET", f"/xrpc/{method}", headers or {}, params=dict(parameters))

    def do(
        self,
        method: str,
        body: Mapping[str, object] | None,
        headers: Mapping[str, str] | None = None,
    ) -> Fields:
        """What a procedure answers; an empty object when it answers nothing."""
        if body is None:
            return self._send("POST", f"/xrpc/{method}", headers or {})
        return self._send("POST", f"/xrpc/{method}", headers or {}, json=body)

    def read(self, path: str) -> Fields:
        """The document at a path."""
        return self._send("GET", path, {})

    def leads_to(self, path: str) -> str:
        """Where a path leads on to, without going there; "" when it leads nowhere."""
        self._session.follows_redirects = False
        response = self._request("GET", path, {})
        return response.headers.get("Location", "") if response.is_redirect else ""

    def _send(
        self, verb: str, path: str, headers: Mapping[str, str], **arguments: object
    ) -> Fields:
        response = self._request(verb, path, headers, **arguments)
        if response.status_code >= 300:
            raise _failure(self.name, response, _asked_for(arguments))
        if not response.content.strip():
            return {}
        found = _json(response)
        if not isinstance(found, dict):
            raise strange_answer(self.name)
        return found

    def _request(
        self, verb: str, path: str, headers: Mapping[str, str], **arguments: object
    ) -> "requests.Response":
        import requests

        from plnbuddy.system.guard import RefusedError

        wanted = {"User-Agent": f"plnbuddy/{__version__}", "Accept": "application/json", **headers}
        try:
            return self._session.request(verb, f"{self.address}{path}", headers=wanted, **arguments)
        except RefusedError as refusal:
            raise ServerUnreachableError(
                f"plnbuddy does not talk to {self.name}: {refusal}.", "Check the address."
            ) from None
        except (requests.RequestException, OSError):
            raise ServerUnreachableError(
                f"{self.name} cannot be reached.", "Check your internet connection, and try again."
            ) from None


def _json(response: "requests.Response") -> object:
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


def strange_answer(name: str) -> StrangeAnswerError:
    """The failure of an answer that nothing can be made of."""
    return StrangeAnswerError(
        f"{name} gave an answer that plnbuddy does not understand.",
        "Try again later; what was kept stays.",
    )


def _asked_for(arguments: Mapping[str, object]) -> str:
    """What a request asks for, as a sentence names it."""
    sent = arguments.get("params")
    names = (sent.get(name) for name in _NAMING) if isinstance(sent, Mapping) else ()
    # An address of a record says nothing to anybody.
    told = (str(name) for name in names if name and not str(name).startswith("at://"))
    return next((clean_line(name, 80) for name in told), "what plnbuddy asked for")


def _failure(name: str, response: "requests.Response", asked: str) -> PlnbuddyError:
    """What a refusal means, by its number and the word in its body."""
    body = _json(response)
    fields = body if isinstance(body, dict) else {}
    word, said = str(fields.get("error") or ""), clean_line(str(fields.get("message") or ""), 160)
    status = response.status_code
    if status == 429:
        return _pause_asked_for(name, response)
    if word in ("ExpiredToken", "InvalidToken"):
        return ExpiredError(f"The session with {name} has run out.", "Run the command again.")
    if word == "RecordNotFound":
        return RecordGoneError(f"{name} has no such record.", "It may have been deleted.")
    if word in _GONE:
        return GoneError(f"This account {_GONE[word]}.", "")
    if status == 401:
        return NoAccountError(
            f"{name} does not accept this login{f': {said}' if said else ''}.",
            "Log in again: plnbuddy login bsky NAME",
        )
    if status == 403:
        return ForbiddenError(f"{name} does not allow {asked}{f': {said}' if said else ''}.", "")
    if status == 501:  # A program without that method: it says nothing about who was asked for.
        return ForbiddenError(f"{name} does not offer what plnbuddy asked for.", "")
    if status in (400, 404, 410):
        unknown = status != 400 or "NotFound" in word or any(s in said.lower() for s in _UNKNOWN)
        if unknown:
            return NothingFoundError(f"{name} does not find {asked}.", NOT_FOUND)
        return InvalidRequestError(f"{name} refused: {said or word or 'it gave no reason'}.", "")
    if status >= 500:
        return ServerUnreachableError(
            f"{name} has trouble of its own.", "Try again later; nothing is lost."
        )
    return strange_answer(name)


def _pause_asked_for(name: str, response: "requests.Response") -> RateLimitedError:
    from plnbuddy.system.wire import seconds_to_wait

    seconds = seconds_to_wait(response.headers)
    wait = f"Wait {spoken_seconds(seconds)}" if seconds else "Wait a quarter of an hour"
    return RateLimitedError(f"{name} asks for a pause.", f"{wait} and run the command again.")


def each_page(
    name: str, ask: Callable[[str], Fields], field: str, most: int = _MOST_PAGES
) -> Iterator[Sequence[object]]:
    """The entries of `field` page by page, by `cursor`, at most so many pages.

    Raises:
        ServerUnreachableError: the cursor comes back, so the pages have no end.
    """
    cursor, met = "", set[str]()
    for _ in range(most):
        fields = ask(cursor)
        found = fields.get(field)
        if not isinstance(found, list):
            raise strange_answer(name)
        yield found
        cursor = str(fields.get("cursor") or "")
        if not cursor or not found:
            return
        if cursor in met:
            raise ServerUnreachableError(f"{name} sends pages without end.", "Try again later.")
        met.add(cursor)
