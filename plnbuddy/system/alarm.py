"""Doing something when its time has come, in one thread for however much is waited for."""

import time
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread


class Alarm:
    """Does each thing that was set once its time has come, unless all is called off before.

    `threading.Timer` starts a thread for each; a request to a server would start two. The
    thread here ends by itself when nothing is left to wait for.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._set: list[tuple[float, Callable[[], object]]] = []
        self._looks_at = 0.0  # When the thread looks again; what is due later needs no word to it.
        self._thread: Thread | None = None

    def set(self, seconds: float, do: Callable[[], object]) -> None:
        """Do this in so many seconds."""
        due = time.monotonic() + seconds
        with self._changed:
            self._set.append((due, do))
            if self._thread is None or not self._thread.is_alive():
                self._looks_at = due
                self._thread = Thread(target=self._wait, daemon=True)
                self._thread.start()
            elif due < self._looks_at:
                self._changed.notify()

    def call_off(self) -> None:
        """Do nothing of what was set; the thread waits for what may be set next."""
        with self._changed:
            self._set.clear()

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
                due, do = first = min(self._set, key=lambda each: each[0])
                self._looks_at = due
                if due > time.monotonic():
                    self._changed.wait(due - time.monotonic())
                    continue
                self._set.remove(first)
            with suppress(Exception):  # Whatever fails, the others keep their time.
                do()
