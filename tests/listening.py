"""Servers of the tests answer in a thread, and end at once."""

import socket
from http.server import HTTPServer
from threading import Event, Thread


class Listening:
    """A server that answers from now until `end`.

    `serve_forever` looks at intervals whether it should end, and each test waited for one.
    This waits for connections alone, and the last one is its own.
    """

    def __init__(self, server: HTTPServer) -> None:
        self._server = server
        self._over = Event()
        self._thread = Thread(target=self._answer, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Answer nobody any more."""
        self._over.set()
        with socket.socket() as last:  # No name is looked up: tests say otherwise what names mean.
            last.connect(("127.0.0.1", self._server.server_port))
        self._thread.join()
        self._server.server_close()

    def _answer(self) -> None:
        while not self._over.is_set():
            self._server.handle_request()
