"""The directory of the teacher's server, and whom it suggests itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from plnbuddy.core.clock import Clock
from plnbuddy.suggest.facts import StoredFact
from plnbuddy.suggest.sources.source import Evidence, Needs, Source

if TYPE_CHECKING:
    from plnbuddy.platforms.values import Account
    from plnbuddy.ranking.exploration import Exploration

SUGGESTED, LISTED = 0.4, 0.35
"""What it says for somebody that the server suggests them, or lists them in its directory."""

READ_AGAIN_DAYS = 7
MEMORY_DAYS = 60

_DIRECTORY, _SUGGESTIONS = "directory", "suggestions"


@dataclass(frozen=True, slots=True)
class InDirectory(StoredFact):
    """That the teacher's server lists somebody."""

    kind: ClassVar[str] = _DIRECTORY

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """In the directory."""
        return "in the directory of your server"


@dataclass(frozen=True, slots=True)
class SuggestedByServer(StoredFact):
    """That the teacher's server suggests somebody."""

    kind: ClassVar[str] = _SUGGESTIONS

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Suggested."""
        return "suggested by your server"


def read_directory(run: "Exploration") -> None:
    """The server's directory and its own suggestions; one request each, weekly."""
    for what, read in (
        (_DIRECTORY, run.server.directory),
        (_SUGGESTIONS, run.server.server_suggestions),
    ):
        if run.is_due(what, READ_AGAIN_DAYS):
            run.attempt(what, partial(_read, run, what, read))


def _read(run: "Exploration", what: str, read: "Callable[[], Sequence[Account]]") -> None:
    from plnbuddy.store.discovery import Sighting, put_sighting

    accounts = read()
    with run.store.writing():
        for account in accounts:
            run.keep_person(account)
            put_sighting(
                run.store, run.key, Sighting(account.handle.key, "directory", what, "", run.today)
            )
        run.mark_read(what)


def weigh_listings(run: "Exploration") -> Iterator[Evidence]:
    """What it says for people that the server lists or suggests them."""
    from plnbuddy.store.discovery import sightings_since

    for sighting in sightings_since(run.store, run.key, run.today - timedelta(days=MEMORY_DAYS)):
        if sighting.source == SOURCE.name:
            if sighting.detail == _SUGGESTIONS:
                yield Evidence(sighting.key, SUGGESTED, SuggestedByServer())
            else:
                yield Evidence(sighting.key, LISTED, InDirectory())


SOURCE = Source(
    name="directory",
    what="the directory of your server, and whom it suggests itself",
    needs=Needs.ACCOUNT,
    reading=(read_directory,),
    turn=20,
    evidence=weigh_listings,
    facts=(InDirectory, SuggestedByServer),
)
