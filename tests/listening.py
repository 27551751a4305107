"""Servers of the tests answer in a thread, and end at once."""

import socket
from contextlib import suppress
from http.server import HTTPServer
from threading import Event, Thread


class Listening:
    """A server that answers from now until `end`.

    `serve_forever` looks at intervals whether it should end, and each test waited for one.
    This waits for connections, and the last one is its own; should that one not arrive (names
    and sockets are what some tests put something else for), it ends at its next look.
    """

    def __init__(self, server: HTTPServer) -> None:
        self._server = server
        self._server.timeout = 0.5  # seconds between two looks
        self._over = Event()
        self._thread = Thread(target=self._answer, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Answer nobody any more."""
        self._over.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self._server.server_port)).close()
        self._thread.join()
        self._server.server_close()

    def _answer(self) -> None:
        while not self._over.is_set():
            self._server.handle_request()
