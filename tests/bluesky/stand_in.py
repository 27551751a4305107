"""A small server in the place of Bluesky's programs: for wrong shapes, faults and counting.

What the real programs answer is tested against them (tests/bluesky/test_network.py); this
one answers whatever a test tells it to.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.listening import Listening


@dataclass(frozen=True)
class Call:
    """A request: the method's name or the path, its parameters or body, the headers."""

    method: str
    values: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer: a status, headers, and a body that is JSON unless it is bytes."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Answerer = Callable[[Call], Reply | object]


def refusal(status: int, error: str, message: str = "", **headers: str) -> Reply:
    """A failure as the protocol writes it."""
    return Reply({"error": error, "message": message}, status, headers)


@dataclass
class StandIn:
    """What it answers by method (or by path), and what it was asked, in order."""

    port: int = 0
    answers: dict[str, Answerer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What leads plnbuddy here, for every program."""
        a = self.address
        return {"PLNBUDDY_BLUESKY": f"appview={a} plc={a} links={a}"}

    def asked(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def reply(self, call: Call) -> Reply:
        """What a call is answered with."""
        self.calls.append(call)
        answer = self.answers.get(call.method)
        if answer is None:
            return refusal(501, "MethodNotImplemented", call.method)
        made = answer(call)
        return made if isinstance(made, Reply) else Reply(made)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """A stand-in that runs."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # Head and body would wait 40 ms for each other.
        wbufsize = -1

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            values: dict[str, Any] = {}
            for name, value in parse_qsl(parts.query):
                values[name] = (
                    [*values[name], value]
                    if isinstance(values.get(name), list)
                    else ([values[name], value] if name in values else value)
                )
            self._answer(Call(parts.path.removeprefix("/xrpc/"), values, dict(self.headers)))

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            path = urlsplit(self.path).path
            self._answer(Call(path.removeprefix("/xrpc/"), body, dict(self.headers)))

        def _answer(self, call: Call) -> None:
            reply = state.reply(call)
            body = reply.body
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def handle(self) -> None:
            with suppress(ConnectionError):  # The program may be killed while it listens.
                super().handle()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.port = server.server_address[1]
    listening = Listening(server)
    try:
        yield state
    finally:
        listening.end()


# People as the AppView shows them


def did(name: str) -> str:
    """A lasting identity that is made of a name."""
    letters = "".join(sign for sign in name.lower() if sign in "abcdefghijklmnopqrstuvwxyz234567")
    return f"did:plc:{letters:2<24.24}"


def view(name: str, bio: str = "", **more: object) -> dict[str, object]:
    """A profile view."""
    return {
        "did": did(name),
        "handle": f"{name}.test",
        "displayName": name.capitalize(),
        "description": bio,
        "labels": [],
        **more,
    }


def labelled(name: str, *values: str, **more: object) -> dict[str, object]:
    """A profile view that carries labels."""
    labels = [{"src": did(name), "val": value} for value in values]
    return {**view(name), "labels": labels, **more}


def serve_pack(
    server: StandIn, people: list[object], title: str = "Maths teachers UK", **record: object
) -> str:
    """Let the server have a starter pack by `kit`; returns its address."""
    uri = f"at://{did('kit')}/app.bsky.graph.list/behind"
    server.answers["com.atproto.identity.resolveHandle"] = lambda _call: {"did": did("kit")}
    server.answers["app.bsky.graph.getStarterPack"] = lambda _call: {
        "starterPack": {
            "record": {"name": title, "description": "People who teach maths", **record},
            "creator": view("kit"),
            "list": {"uri": uri},
        }
    }
    listed: dict[str, object] = {
        "name": title, "purpose": "app.bsky.graph.defs#referencelist", "creator": view("kit"),
    }  # fmt: skip

    def page(call: Call) -> object:
        start = int(call.values.get("cursor") or 0)
        chosen = people[start : start + 100]
        more = {"cursor": str(start + 100)} if start + 100 < len(people) else {}
        return {"list": listed, "items": [{"subject": person} for person in chosen], **more}

    server.answers["app.bsky.graph.getList"] = page
    return "https://bsky.app/starter-pack/kit.test/3kabc"
