"""Asking politely: one request after the other, each thing once a day, nobody who failed or
asked for a pause, and never more than the day allows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, TypeVar

from plnbuddy.core.clean import is_number
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.store.database import Store
from plnbuddy.store.open_places import Asked, AskedState, all_asked, count_request, put_asked
from plnbuddy.system.fetch import AnsweredError

LEFT_ALONE_DAYS = 1
"""A server that failed, or something that it did not give, is asked again after so many days."""

_EARLIER = 1 / 6
"""Four hours: who comes back somewhat earlier the next evening is not turned away."""

_BUSY = frozenset({429, 502, 503, 504})
_CLOSED = frozenset({401, 403, 404, 410, 422})
_LONGEST_PAUSE_DAYS = 30.0

_Answer = TypeVar("_Answer")


class Place(Protocol):
    """Whom a question goes to: a server of the fediverse, or a network that is one place."""

    @property
    def name(self) -> str:
        """What it is called in sentences, and noted under."""


@dataclass
class Asking:
    """The questions of one run: at most `left` more, with what came of earlier ones.

    `sentences` are for the teacher, at most one a server.
    """

    store: Store
    clock: Clock
    left: int
    made: int = 0
    sentences: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str], Asked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = {(asked.host, asked.what): asked for asked in all_asked(self.store)}

    def is_open(self, place: Place, what: str) -> bool:
        """Whether the server may be asked this now."""
        return self.left > 0 and self._is_due(place.name, "") and self._is_due(place.name, what)

    def ask(
        self,
        place: Place,
        what: str,
        days: int,
        read: Callable[[], _Answer],
        keep: Callable[[_Answer], int | None],
    ) -> bool:
        """Ask once, and keep the answer in one transaction with the note that it was read.

        Whatever goes wrong becomes a sentence, and the others go on.

        Args:
            what: the question, as it is noted down.
            days: the same is asked again after so many days.
            keep: keeps the answer; how many people who teach the same it showed anew.

        Returns:
            Whether there was an answer.
        """
        if not self.is_open(place, what):
            return False
        self.left -= 1
        self.made += 1
        with self.store.writing():
            count_request(self.store, self.clock.today)
        try:
            answer = read()
        except PlnbuddyError as error:
            self._note_failure(place.name, what, error)
            return False
        with self.store.writing():
            found = keep(answer)
            self._note(place.name, what, "read", str(found or 0), days - _EARLIER)
        return True

    def gave(self) -> dict[tuple[str, str], int]:
        """What each answered question showed, by server and question."""
        return {
            at: int(asked.detail)
            for at, asked in self._known.items()
            if asked.state == "read" and is_number(asked.detail)
        }

    def _is_due(self, host: str, what: str) -> bool:
        known = self._known.get((host, what))
        return known is None or known.again_at <= self.clock.now

    def _note_failure(self, host: str, what: str, error: PlnbuddyError) -> None:
        days: float = LEFT_ALONE_DAYS
        state: AskedState = "failed"
        everything = True
        if isinstance(error, AnsweredError):
            state = "closed" if error.status in _CLOSED else "failed"
            everything = error.status not in _CLOSED
            if error.status in _BUSY and error.pause is not None:
                days = min(error.pause / 86_400, _LONGEST_PAUSE_DAYS)
        if everything:
            self.sentences.setdefault(host, error.problem)
        with self.store.writing():
            self._note(host, "" if everything else what, state, error.problem, days)

    def _note(self, host: str, what: str, state: AskedState, detail: str, days: float) -> None:
        again = self.clock.now + timedelta(days=days)
        asked = Asked(host, what, state, detail, again)
        put_asked(self.store, asked)
        self._known[host, what] = asked
