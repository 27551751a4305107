"""The server: HTTP on a port of this computer, answering from a community."""

import json
import os
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from ..listening import Listening
from .community import Community
from .exchange import (
    ApiError,
    LogEntry,
    Request,
    RequestLog,
    Response,
    json_response,
    read_values,
)
from .faults import Fault, Faults
from .limits import RateLimits
from .oauth import OUT_OF_BAND, Authority
from .router import answer
from .settings import ServerSettings

_ALL_SCOPES = "read write follow profile"


class MastodonServer:
    """A running server; use it in a `with` statement, or call `start` and `stop`.

    Attributes:
        community: the data; may be changed while the server runs.
        log: every request that arrived.
        faults: what to do wrong, and when.
        manner: what it does otherwise than Mastodon with every request, None for nothing.
        limits: rate limits; may be exchanged while the server runs.
        clock: seconds since 1970, for tokens.
        crashes: exceptions of the server itself, which clients see as 500; there should be none.
    """

    def __init__(
        self,
        community: Community | None = None,
        settings: ServerSettings | None = None,
        limits: RateLimits | None = None,
        *,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        on_request: Callable[[LogEntry], None] | None = None,
    ) -> None:
        self.community = community or Community()
        self.settings = settings or ServerSettings()
        self.limits = limits or RateLimits()
        self.authority = Authority()
        self.log = RequestLog()
        self.faults = Faults()
        self.manner: Fault | None = None
        self.crashes: list[Exception] = []
        self.clock = clock
        self._on_request = on_request
        self._stopping = Event()
        self._listening: Listening | None = None
        self._listener = _Listener(self, port)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self._listener.server_port}"

    @property
    def connections(self) -> int:
        """How many connections were opened so far."""
        return self._listener.connections

    def start(self) -> None:
        """Answer requests in a thread."""
        self._listening = Listening(self._listener)

    def stop(self) -> None:
        """Stop answering and close every connection."""
        self._stopping.set()
        if self._listening is not None:
            self._listening.end()
            self._listening = None
        self._listener.server_close()
        self._listener.close_connections()

    def authorize(
        self, client_id: str, username: str, scopes: str, redirect_uri: str = OUT_OF_BAND
    ) -> str:
        """Let a person agree to an application's request, as in a browser; returns the code."""
        return self.authority.authorize(client_id, username, scopes, redirect_uri)

    def token(self, username: str, scopes: str = _ALL_SCOPES, text: str | None = None) -> str:
        """A token of a person, without logging in; `text` chooses what it reads like."""
        self.community.find(username)
        return self.authority.issue(username, scopes, self.clock(), text).text

    def revoke(self, token: str) -> None:
        """Withdraw a token, as a person does on the web site."""
        self.authority.tokens[token].revoked = True

    def respond(self, request: Request) -> Response:
        """The answer to a request, faults included."""
        entry = self.log.add(request)
        fault = self.faults.pick(request)

        def answered(asked: Request) -> Response:
            return fault(asked, self._usual) if fault else self._usual(asked)

        response = self.manner(request, answered) if self.manner else answered(request)
        entry.status = response.status
        if self._on_request is not None:
            self._on_request(entry)
        return response

    def wait(self, seconds: float) -> None:
        """Wait, unless the server stops."""
        self._stopping.wait(seconds)

    def _usual(self, request: Request) -> Response:
        headers: dict[str, str] = {}
        try:
            if request.path.startswith("/api/"):
                headers = self.limits.admit(request)
            with self.community.lock:
                response = answer(
                    request,
                    self.community,
                    self.settings,
                    self.authority,
                    self.limits,
                    self.clock(),
                )
        except ApiError as error:
            response = json_response(error.body, error.status, error.headers)
        return replace(response, headers=headers | response.headers)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, owner: MastodonServer, port: int) -> None:
        self.owner = owner
        self.connections = 0
        self._open: set[socket.socket] = set()
        self._open_lock = Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def opened(self, connection: socket.socket) -> None:
        with self._open_lock:
            self.connections += 1
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._open_lock:
            self._open.discard(connection)

    def close_connections(self) -> None:
        with self._open_lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is none of the server's business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Listener

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed; the server keeps a log."""

    def _handle(self) -> None:
        owner = self.server.owner
        try:
            response = owner.respond(self._read())
        except ApiError as error:
            response = json_response(error.body, error.status)
        except Exception as error:
            owner.crashes.append(error)
            response = json_response({"error": f"{type(error).__name__}: {error}"}, 500)
        if response.seconds:
            owner.wait(response.seconds)
        with suppress(ConnectionError):
            self._send(response)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Every method of HTTP is handled alike."""
        if name.startswith("do_"):
            return self._handle
        raise AttributeError(name)

    def _read(self) -> Request:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host") or f"127.0.0.1:{self.server.server_port}"
        content_type = headers.get("content-type", "")
        return Request(
            method=self.command,
            path=parts.path,
            query=parts.query,
            headers=headers,
            values=read_values(parts.query, content_type, body),
            base_url=f"http://{host}",
            client=self.client_address[0],
        )

    def _send(self, response: Response) -> None:
        if response.cut_after is not None and response.cut_after < 0:
            self._reset()
            return
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.stream is not None:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        body = b"" if self.command == "HEAD" else response.body
        if response.cut_after is not None:
            self.wfile.write(body[: response.cut_after])
            self.wfile.flush()
            self.server.owner.wait(0.05)
            self._reset()
            return
        self.wfile.write(body)
        for chunk in response.stream or ():
            self.wfile.write(chunk)

    def _reset(self) -> None:
        self.close_connection = True
        self.server.closed(self.connection)
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        socket.close(self.connection.detach())


def describe(server: MastodonServer, tokens: dict[str, str]) -> str:
    """One line of JSON that tells another process where the server is."""
    return json.dumps({"url": server.url, "tokens": tokens, "pid": os.getpid()})
