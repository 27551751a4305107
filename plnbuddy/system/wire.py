"""The HTTP session under mastodon.py: short time-outs, few retries, and what is refused."""

import random
import socket
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict

from plnbuddy.core.clean import is_number
from plnbuddy.core.errors import cause_of
from plnbuddy.system.budget import LONGEST_WAIT, Budget
from plnbuddy.system.guard import (
    THIS_COMPUTER,
    RefusedError,
    TooSlowError,
    WatchedSession,
    is_loopback,
    require_public_number,
)

TIMEOUT = 20.0  # seconds without an answer; mastodon.py's own default is 300
HURRY = 5.0  # the same for what is only good to know, which is asked once
DEADLINE = 60.0  # seconds for the whole of an answer
SIZE_LIMIT = 8_000_000  # bytes of one answer, unpacked
TRIES = 3
_RETRIED = frozenset({500, 502, 503, 504})
_MOST_REDIRECTS = 3
_FIRST_PAUSE = 1.0  # seconds, doubled for each further try
_SILENT_SECONDS = 3.0  # a longer silence is told, so that nobody waits without knowing
_PATIENCE = 60.0  # seconds: a longer Retry-After is handed to the teacher instead


class GuardedSession(WatchedSession):
    """A session that keeps to a budget and refuses what no honest server needs.

    Refused: redirects to another host (the token would go along), plain http
    except on this computer, names that mean a place inside a private network, answers
    larger than `SIZE_LIMIT`. An answer that is not whole after `DEADLINE` seconds,
    headers included, is cut off and not asked for again.
    """

    def __init__(self, budget: Budget) -> None:
        super().__init__(_may_lead)
        self._budget = budget
        self.answered_with_list = False
        self.follows_redirects = True
        self.next_link = ""
        self._told_silence = False
        self.max_redirects = _MOST_REDIRECTS

    def request(  # type: ignore[override]
        self, method: str | bytes, url: str | bytes, **arguments: Any
    ) -> requests.Response:
        """Make the request; GET is tried again when the server or the line fails.

        A name that nobody has is no such failure: it is said at once.

        Raises:
            RefusedError: see above.
            requests.RequestException: no answer after all tries.
        """
        address, verb = str(url), str(method).upper()
        require_safe(address)
        page = _is_further_page(arguments.get("params"))
        hurried = verb == "GET" and not self._budget.may_wait
        arguments["timeout"] = min(TIMEOUT, HURRY) if hurried else TIMEOUT
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES or verb != "GET" or hurried
            self._budget.spend(page=page)
            begun = time.monotonic()
            last = last or self._budget.is_spent
            try:
                response = self._answer_in_time(verb, address, arguments)
            except TooSlowError:
                raise
            except (requests.ConnectionError, requests.Timeout) as error:
                if last or _is_unknown_name(error):
                    raise
                if time.monotonic() - begun > _SILENT_SECONDS:
                    self._budget.tell("The server does not answer; asking again. Ctrl-C stops.")
                self._pause_before_retry(attempt, None)
                continue
            if response.status_code == 429 and self._may_wait(response, attempt):
                continue
            if response.status_code in _RETRIED and not last:
                if not self._pause_before_retry(attempt, retry_after(response.headers)):
                    return response
                continue
            self._heed(response.headers)
            self.next_link = response.links.get("next", {}).get("url", "")
            # Where mastodon.py converts, it makes an empty list of whatever stands in its place.
            self.answered_with_list = response.content.lstrip()[:1] == b"["
            return response
        raise AssertionError("the last try returns or raises")

    def _answer_in_time(
        self, verb: str, address: str, arguments: dict[str, Any]
    ) -> requests.Response:
        with self.watch.in_time(DEADLINE):
            if not self._told_silence:
                self.watch.after(_SILENT_SECONDS, partial(self._tell_of_silence, address))
            response = super().request(verb, address, **{**arguments, "stream": True})
            read_body(response)
        return response

    def _tell_of_silence(self, address: str) -> None:
        self._told_silence = True
        self._budget.tell(f"Still waiting for {urlsplit(address).netloc}. Ctrl-C stops.")

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where a redirect leads; only to the same host, and never from https to http.

        Nowhere when `follows_redirects` is off: then the answer itself says where it leads.
        """
        target = super().get_redirect_target(resp)
        if target is None or not self.follows_redirects:
            return None
        here, there = urlsplit(resp.url), urlsplit(target)
        if there.netloc and (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise RefusedError(f"it sends plnbuddy on to another address ({there.netloc})")
        return target

    def _pause_before_retry(self, attempt: int, stated: float | None) -> bool:
        """Wait before the next try, with jitter; False when the server asks for too long."""
        seconds = stated if stated is not None else _FIRST_PAUSE * 2 ** (attempt - 1)
        if seconds > _PATIENCE:
            return False
        seconds *= random.uniform(1.0, 1.3) if stated else random.uniform(0.5, 1.0)
        if seconds > 2:
            self._budget.pause(seconds, "The server is busy")
        else:
            self._budget.sleep(seconds)
        return True

    def _may_wait(self, response: requests.Response, attempt: int) -> bool:
        """After "too many requests": wait as long as the server says, if it says so."""
        stated = seconds_to_wait(response.headers)
        if self._budget.is_spent or attempt == TRIES or stated is None or stated > LONGEST_WAIT:
            return False
        self._budget.pause(max(stated, 1.0), "The server asks for a pause")
        return True

    def _heed(self, headers: CaseInsensitiveDict[str]) -> None:
        remaining, seconds = _rate_header(headers, "Remaining"), _seconds_to_reset(headers)
        if is_number(remaining) and seconds is not None:
            self._budget.heed(int(remaining), seconds)


def _is_unknown_name(error: requests.RequestException) -> bool:
    """Whether nobody is called so: a name that is misspelt means nothing a second later, either."""
    failure = cause_of(error, socket.gaierror)
    return failure is not None and failure.errno == socket.EAI_NONAME


def _may_lead(name: str, number: str) -> None:
    """This computer only under the names by which a teacher means it, else public places."""
    if not (name in THIS_COMPUTER and is_loopback(number)):
        require_public_number(number)


def require_safe(address: str) -> None:
    """Refuse plain http, except on this computer.

    Raises:
        RefusedError: plain http to another computer.
    """
    parts = urlsplit(address)
    if parts.scheme == "https":
        return
    if parts.scheme == "http" and parts.hostname in THIS_COMPUTER:
        return
    raise RefusedError("it does not use https, so anybody on the way could read along")


def _is_further_page(params: object) -> bool:
    return isinstance(params, dict) and any(
        params.get(name) for name in ("max_id", "min_id", "since_id", "offset")
    )


def read_body(response: requests.Response, limit: int = SIZE_LIMIT) -> None:
    """Read the answer up to `limit` bytes, so that nothing can fill the memory.

    Raises:
        RefusedError: it is larger, or cannot be unpacked.
        requests.RequestException: it drips in, or breaks off.
    """
    parts: list[bytes] = []
    size = 0
    try:
        for part in response.iter_content(65_536):
            size += len(part)
            if size > limit:
                raise RefusedError(f"its answer is larger than {limit // 1_000_000} MB")
            parts.append(part)
    except requests.exceptions.ChunkedEncodingError as error:
        raise requests.ConnectionError(str(error)) from None
    except requests.exceptions.ContentDecodingError:
        raise RefusedError("its answer cannot be unpacked") from None
    finally:
        response.close()
    response._content = b"".join(parts)
    expected = response.headers.get("Content-Length", "")
    if is_number(expected) and "Content-Encoding" not in response.headers and size < int(expected):
        raise requests.ConnectionError("the answer broke off")


def retry_after(headers: CaseInsensitiveDict[str]) -> float | None:
    """Seconds in a Retry-After header, which holds a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if is_number(value):
        return float(value)
    if not value:
        return None
    try:
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def _seconds_to_reset(headers: CaseInsensitiveDict[str]) -> float | None:
    """Seconds until the server's count starts anew (ISO 8601 on Mastodon, epoch on others)."""
    value = _rate_header(headers, "Reset")
    if not value:
        return None
    try:
        moment = float(value) if is_number(value) else datetime.fromisoformat(value).timestamp()
    except ValueError:
        return None
    return max(moment - time.time(), 0.0)


def _rate_header(headers: CaseInsensitiveDict[str], name: str) -> str:
    """What a header about the rate says; Mastodon writes an X in front, Bluesky none."""
    return headers.get(f"X-RateLimit-{name}", headers.get(f"RateLimit-{name}", "")).strip()


def seconds_to_wait(headers: CaseInsensitiveDict[str]) -> float | None:
    """How long a server asks to be left alone, None when it does not say."""
    stated = retry_after(headers)
    return stated if stated is not None else _seconds_to_reset(headers)
