"""A web site whose pages a test writes, and the accounts that it may tell of."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.listening import Listening


class Page(BaseHTTPRequestHandler):
    """Serves what a test puts into `pages`: path to content, with an ETag."""

    wbufsize = -1  # Head and body in one piece.
    pages: dict[str, bytes]
    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("If-None-Match", "")))
        content = self.pages.get(self.path)
        if content is None:
            self.send_error(404)
            return
        if content.startswith(b"to:"):
            self.send_response(302)
            self.send_header("Location", content[3:].decode())
            self.end_headers()
            return
        tag = f'"{hash(content)}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def web() -> Iterator[tuple[str, type[Page]]]:
    """The address of a running site, and its pages."""
    handler = type("Page", (Page,), {"pages": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    listening = Listening(server)
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        listening.end()


def account(name: str, **facts: Any) -> bytes:
    """What a server of the fediverse answers about somebody."""
    return json.dumps(
        {
            "id": "1", "username": name, "acct": name, "display_name": name.title(),
            "discoverable": True, "noindex": False, "last_status_at": "2026-11-01", **facts,
        }
    ).encode()  # fmt: skip
