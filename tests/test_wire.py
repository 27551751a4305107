"""What lies between plnbuddy and the account's server on a teacher's computer."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.conftest import Plnbuddy
from tests.listening import Listening

from .mastodon_server import MastodonServer


class Proxy(BaseHTTPRequestHandler):
    """Passes on what it is asked, as the computer at a school's door does."""

    passed: list[str]

    def do_GET(self) -> None:
        _scheme, _, rest = self.path.partition("://")
        host, _, path = rest.partition("/")
        self.passed.append(f"/{path}")
        with closing(http.client.HTTPConnection(host)) as line:
            line.request("GET", f"/{path}", headers=dict(self.headers.items()))
            answer = line.getresponse()
            body = answer.read()
        self.send_response(answer.status)
        for name in ("Content-Type", "Link"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def proxy() -> Iterator[str]:
    Proxy.passed = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    listening = Listening(server)
    yield f"http://127.0.0.1:{server.server_port}"
    listening.end()


def test_behind_a_proxy_every_request_goes_through_it(
    anna: Plnbuddy, server: MastodonServer, proxy: str
) -> None:
    anna("sync", http_proxy=proxy)
    assert len(Proxy.passed) == server.log.count()
    assert len(Proxy.passed) > 2


def test_a_place_that_needs_no_proxy_is_asked_without(
    anna: Plnbuddy, server: MastodonServer, proxy: str
) -> None:
    anna("sync", http_proxy=proxy, no_proxy="127.0.0.1")
    assert Proxy.passed == []
    assert server.log.count() > 2
