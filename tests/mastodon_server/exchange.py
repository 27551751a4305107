"""Requests, answers and the log of requests."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

JsonObject = dict[str, Any]
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Request:
    """A request with its query and body read into one table of values."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    values: Values
    base_url: str
    client: str = ""

    @property
    def token(self) -> str | None:
        """The bearer token, if there is one."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token else None

    def one(self, name: str) -> str | None:
        """The last value of a parameter."""
        found = self.values.get(name)
        return found[-1] if found else None

    def many(self, name: str) -> list[str]:
        """Every value of a parameter, whether it was written `name` or `name[]`."""
        return self.values.get(name, [])

    def flag(self, name: str) -> bool:
        """Whether a parameter is set to something that means yes."""
        return (self.one(name) or "").lower() not in ("", "0", "f", "false", "off")

    def number(self, name: str, default: int, most: int) -> int:
        """A count within its bounds; the default when it is missing or makes no sense."""
        text = self.one(name) or ""
        if not text.isdigit():
            return default
        return min(int(text), most)


@dataclass
class Response:
    """An answer, and what to do to the connection while giving it.

    `seconds` waits first. With `cut_after`, that many bytes of the body are sent and then the
    connection is reset. With `stream`, the body has no stated length and ends with the connection.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"
    seconds: float = 0.0
    cut_after: int | None = None
    stream: Iterator[bytes] | None = None


class ApiError(Exception):
    """A refusal, in the shape that Mastodon gives to errors."""

    def __init__(
        self,
        status: int,
        error: str,
        description: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(error)
        self.status = status
        self.body: JsonObject = {"error": error}
        if description is not None:
            self.body["error_description"] = description
        self.headers = headers or {}


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer with a JSON body."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, dict(headers or {}))


def read_values(query: str, content_type: str, body: bytes) -> Values:
    """Parameters of a request: its query, then its form or JSON body; `name[]` becomes `name`."""
    values: Values = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name.removesuffix("[]"), []).append(value)
    if content_type.startswith("application/json"):
        try:
            loaded = json.loads(body or b"{}")
        except ValueError as error:
            raise ApiError(400, "Bad request") from error
        for name, value in loaded.items() if isinstance(loaded, dict) else ():
            several = value if isinstance(value, list) else [value]
            texts = ["true" if item is True else "" if item is None else item for item in several]
            values.setdefault(name.removesuffix("[]"), []).extend(map(str, texts))
    elif body:
        for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True):
            values.setdefault(name.removesuffix("[]"), []).append(value)
    return values


@dataclass
class LogEntry:
    """One request; `status` is 0 until the answer is ready."""

    method: str
    path: str
    query: str
    token: str | None
    values: Values  # of the query and of the body
    status: int = 0


class RequestLog:
    """Every request in the order of arrival."""

    def __init__(self) -> None:
        self._entries: list[LogEntry] = []
        self._lock = Lock()

    def add(self, request: Request) -> LogEntry:
        """Enter a request."""
        entry = LogEntry(request.method, request.path, request.query, request.token, request.values)
        with self._lock:
            self._entries.append(entry)
        return entry

    def entries(self, path: str = "*", method: str | None = None) -> list[LogEntry]:
        """The requests whose path matches a pattern (as in `fnmatch`)."""
        with self._lock:
            return [
                entry
                for entry in self._entries
                if fnmatchcase(entry.path, path) and method in (None, entry.method)
            ]

    def count(self, path: str = "*", method: str | None = None) -> int:
        """How many requests match."""
        return len(self.entries(path, method))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
