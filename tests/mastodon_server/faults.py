"""What can go wrong between a client and a server, for tests to schedule.

    server.faults.schedule(faults.status(500), "/api/v1/accounts/*/following", nth=3)
    server.faults.schedule(faults.rate_limited(), times=2)

A fault is a function of a request and of the usual answer to it; tests may write their own.
"""

import json
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from http import HTTPStatus
from itertools import count
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from .exchange import Request, Response, json_response
from .limits import rate_headers

Answer = Callable[[Request], Response]
Fault = Callable[[Request, Answer], Response]

_ERRORS = {
    400: "Bad request",
    401: "The access token is invalid",
    403: "This action is not allowed",
    404: "Record not found",
    410: "Gone",
    422: "Validation failed",
    429: "Too many requests",
    500: "We're sorry, but something went wrong on our end.",
    503: "The page could not be served due to a temporary server failure.",
}


@dataclass
class Scheduled:
    """A fault that waits. `seen` counts matching requests, `used` how often it struck."""

    fault: Fault
    path: str
    method: str | None
    query: str
    nth: int
    times: int | None
    seen: int = 0
    used: int = 0

    def matches(self, request: Request) -> bool:
        """Whether a request is one of those that the fault waits for."""
        return (
            fnmatchcase(request.path, self.path)
            and fnmatchcase(request.query, self.query)
            and self.method in (None, request.method)
        )


@dataclass
class Faults:
    """The faults that a server has in store."""

    _scheduled: list[Scheduled] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def schedule(
        self,
        fault: Fault,
        path: str = "*",
        *,
        method: str | None = None,
        query: str = "*",
        nth: int = 1,
        times: int | None = 1,
    ) -> Scheduled:
        """Let a fault strike from the nth matching request on, `times` times (None: for ever).

        `path` and `query` are patterns as in `fnmatch`; a star also matches slashes. Of several
        faults that are due, the one scheduled first strikes.
        """
        made = Scheduled(fault, path, method, query, nth, times)
        with self._lock:
            self._scheduled.append(made)
        return made

    def clear(self) -> None:
        """Forget every fault."""
        with self._lock:
            self._scheduled.clear()

    def pick(self, request: Request) -> Fault | None:
        """The fault that strikes this request."""
        struck: Fault | None = None
        with self._lock:
            for each in self._scheduled:
                if not each.matches(request):
                    continue
                each.seen += 1
                due = each.seen >= each.nth and (each.times is None or each.used < each.times)
                if due and struck is None:
                    each.used += 1
                    struck = each.fault
        return struck


def status(code: int, error: str | None = None, headers: dict[str, str] | None = None) -> Fault:
    """An error in Mastodon's shape."""
    text = error or _ERRORS.get(code) or HTTPStatus(code).phrase
    return lambda _request, _answer: json_response({"error": text}, code, headers)


def rate_limited(seconds: float = 2, *, headers: bool = True, retry_after: bool = False) -> Fault:
    """429; with headers, the limit resets after `seconds`."""

    def fault(_request: Request, _answer: Answer) -> Response:
        sent = rate_headers(300, 0, time.time() + seconds) if headers else {}
        if retry_after:
            sent["Retry-After"] = str(max(1, round(seconds)))
        return json_response({"error": _ERRORS[429]}, 429, sent)

    return fault


def unavailable(retry_after: int | None = 1) -> Fault:
    """503, with a Retry-After of so many seconds."""
    return status(503, headers={} if retry_after is None else {"Retry-After": str(retry_after)})


def delay(seconds: float) -> Fault:
    """The usual answer, late. The request takes effect first."""
    return lambda request, answer: replace(answer(request), seconds=seconds)


def hold() -> Fault:
    """No answer for as long as the server runs. The request takes effect first."""
    return delay(86_400)


def hang_up() -> Fault:
    """The connection is reset without an answer; the request has no effect."""
    return lambda _request, _answer: Response(cut_after=-1)


def reset(after: float = 0.5) -> Fault:
    """The connection is reset after that share of the body; the request takes effect."""

    def fault(request: Request, answer: Answer) -> Response:
        usual = answer(request)
        return replace(usual, cut_after=int(len(usual.body) * after))

    return fault


def truncated(share: float = 0.5) -> Fault:
    """A complete answer with an incomplete body."""

    def fault(request: Request, answer: Answer) -> Response:
        usual = answer(request)
        return replace(usual, body=usual.body[: int(len(usual.body) * share)])

    return fault


def html(code: int = 200) -> Fault:
    """A web page instead of JSON."""
    page = b"<!DOCTYPE html><html><head><title>Mastodon</title></head><body></body></html>"
    return lambda _request, _answer: Response(code, page, content_type="text/html; charset=utf-8")


def json_body(value: Any, code: int = 200) -> Fault:
    """Any JSON."""
    return lambda _request, _answer: json_response(value, code)


def nested() -> Fault:
    """Lists in lists, deeper than a parser of JSON goes."""
    return lambda _request, _answer: Response(200, b"[" * 200_000)


def wrong_type() -> Fault:
    """An object where a list belongs, and the other way round."""

    def fault(request: Request, answer: Answer) -> Response:
        usual = answer(request)
        other: object = {} if isinstance(json.loads(usual.body), list) else []
        return json_response(other, usual.status, usual.headers)

    return fault


def endless_pages(cursor: str = "max_id") -> Fault:
    """Every page is the first page and announces another one with a new cursor."""
    numbers = count(9_000_000, -1)

    def fault(request: Request, answer: Answer) -> Response:
        return _first_page(request, answer, cursor, str(next(numbers)))

    return fault


def repeated_page(cursor: str = "max_id") -> Fault:
    """Every page is the first page and announces the same next page."""
    return lambda request, answer: _first_page(request, answer, cursor, "9000000")


def _first_page(request: Request, answer: Answer, cursor: str, number: str) -> Response:
    values = {name: kept for name, kept in request.values.items() if name != cursor}
    usual = answer(replace(request, values=values))
    query = urlencode([(name, value) for name, kept in values.items() for value in kept])
    link = f'<{request.base_url}{request.path}?{query}&{cursor}={number}>; rel="next"'
    return replace(usual, headers=usual.headers | {"Link": link})


def with_headers(headers: dict[str, str | None]) -> Fault:
    """The usual answer with headers added, or left out where the value is None."""

    def fault(request: Request, answer: Answer) -> Response:
        usual = answer(request)
        kept = {name: value for name, value in usual.headers.items() if name not in headers}
        added = {name: value for name, value in headers.items() if value is not None}
        return replace(usual, headers=kept | added)

    return fault


def redirect(location: str, code: int = 302) -> Fault:
    """A redirect, to another host if the location names one; `{path}` is the path asked for."""
    return lambda request, _answer: Response(
        code, headers={"Location": location.format(path=request.path)}
    )


def _letters(size: int) -> Iterator[bytes]:
    yield b'["'
    for start in range(0, size, 65_536):
        yield b"a" * min(65_536, size - start)
    yield b'"]'


@cache
def _packed(size: int) -> tuple[bytes, ...]:
    """The same, compressed, which takes longer than most tests."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    squeezed = [packer.compress(chunk) for chunk in _letters(size)]
    return (*filter(None, squeezed), packer.flush())


def oversized(size: int, *, compressed: bool = False) -> Fault:
    """A JSON list of one string of `size` bytes, streamed without a stated length.

    Compressed, a few kilobytes on the wire unpack to that size.
    """

    def fault(_request: Request, _answer: Answer) -> Response:
        headers = {"Content-Encoding": "gzip"} if compressed else {}
        return Response(
            200, headers=headers, stream=iter(_packed(size)) if compressed else _letters(size)
        )

    return fault


def changed_objects(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Fault:
    """The usual answer with a change made to every object in it, the outer ones last."""

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            return change({name: walk(item) for name, item in value.items()})
        return value

    def fault(request: Request, answer: Answer) -> Response:
        usual = answer(request)
        body = json.dumps(walk(json.loads(usual.body))).encode()
        return replace(usual, body=body)

    return fault


def without_fields(*names: str) -> Fault:
    """The usual answer with fields left out wherever they occur."""
    return changed_objects(
        lambda entity: {name: value for name, value in entity.items() if name not in names}
    )


def replaced_fields(**values: Any) -> Fault:
    """The usual answer with other values in fields wherever they occur."""
    return changed_objects(
        lambda entity: {name: values.get(name, value) for name, value in entity.items()}
    )


def null_fields(*names: str) -> Fault:
    """The usual answer with null in fields wherever they occur."""
    return replaced_fields(**dict.fromkeys(names))


def unknown_fields() -> Fault:
    """The usual answer with fields in every object that no documentation mentions."""
    extra = {"future_flag": True, "future_entity": {"id": "1", "items": [None]}}
    return changed_objects(lambda entity: entity | extra)
