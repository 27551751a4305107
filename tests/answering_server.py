"""A web server on this computer that gives the answers of a test, and counts who asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.listening import Listening

Answerer = Callable[[BaseHTTPRequestHandler], None]


class AnsweringServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answers: dict[str, Answerer]) -> None:
        self.answers = answers
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def verify_request(self, request: object, client_address: object) -> bool:
        self.connections += 1
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what these tests ask for."""


class _Handler(BaseHTTPRequestHandler):
    server: AnsweringServer

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers))
        self.server.answers[self.path](self)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def answer(body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None) -> Answerer:
    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return give


def redirect(target: str) -> Answerer:
    return answer(status=302, headers={"Location": target})


@contextmanager
def web_server(**answers: Answerer) -> Iterator[AnsweringServer]:
    """A server on this computer; `feed=…` is what it answers at /feed."""
    server = AnsweringServer({f"/{path}": give for path, give in answers.items()})
    listening = Listening(server)
    try:
        yield server
    finally:
        listening.end()
        server.connections -= 1  # The one that ended it.


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of this computer are allowed, where the servers of tests are."""
    monkeypatch.setenv("PLNBUDDY_ALLOW_LOOPBACK", "1")
