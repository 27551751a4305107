"""Doing something when its time has come, in one thread for however much is waited for."""

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread


class Alarm:
    """Does what was set once its time has come, unless it is called off before.

    `threading.Timer` starts a thread for each; a request to a server would start two. The
    thread here ends by itself when nothing is left to wait for.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._set: dict[object, tuple[float, Callable[[], object]]] = {}
        self._looks_at = 0.0  # When the thread looks again; what is due later needs no word to it.
        self._thread: Thread | None = None

    def set(self, seconds: float, do: Callable[[], object]) -> object:
        """Do this in so many seconds; returns what `call_off` takes."""
        due = time.monotonic() + seconds
        key = object()
        with self._changed:
            self._set[key] = due, do
            if self._thread is None or not self._thread.is_alive():
                self._looks_at = due
                self._thread = Thread(target=self._wait, daemon=True)
                self._thread.start()
            elif due < self._looks_at:
                self._changed.notify()
        return key

    def call_off(self, key: object) -> None:
        """Do not do it; nothing happens when it was done already."""
        with self._changed:
            self._set.pop(key, None)

    def close(self) -> None:
        """Call everything off, and let the thread end."""
        with self._changed:
            self._set.clear()
            self._changed.notify()

    def _wait(self) -> None:
        while True:
            with self._changed:
                if not self._set:
                    self._thread = None
                    return
                key, (due, do) = min(self._set.items(), key=lambda item: item[1][0])
                self._looks_at = due
                if due > time.monotonic():
                    self._changed.wait(due - time.monotonic())
                    continue
                del self._set[key]
            with suppress(Exception):  # Whatever fails, the others keep their time.
                do()
