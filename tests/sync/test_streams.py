"""Reading a stream page by page: how far it is said to be, and what counts as known or missing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from plnbuddy.core.handles import parse_handle
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.values import Page
from plnbuddy.store.account_state import put_account
from plnbuddy.store.database import open_store
from plnbuddy.sync.streams import read_stream
from plnbuddy.sync.work import Outcome, Sync
from tests.made_up_people import CLOCK

ME = parse_handle("@me@home.example")


class Item(NamedTuple):
    id: str


class Stream:
    """Items, newest first, two on a page, and what readings of them brought."""

    def __init__(self, sync: Sync, told: list[tuple[str, int, int]], ids: str) -> None:
        self.sync, self.told, self.ids = sync, told, ids.split()
        self.kept: list[str] = []
        self.missed: list[tuple[list[str], list[str]]] = []

    def read(self, total: int = 0, size: int = 2) -> None:
        def fetch(before: str, _since: str) -> Page[Item]:
            at = self.ids.index(before) + 1 if before else 0
            some = self.ids[at : at + size]
            following = some[-1] if at + size < len(self.ids) else ""
            return Page(tuple(map(Item, some)), following)

        def missing(gone: Sequence[str], new: Sequence[str]) -> None:
            self.missed.append((list(gone), list(new)))

        self.kept.clear()
        self.told.clear()
        self.missed.clear()
        read_stream(
            self.sync, "posts", fetch, total, lambda item: self.kept.append(item.id), missing
        )


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[Stream]:
    told: list[tuple[str, int, int]] = []
    login = Login(ME, "https://home.example", "1", False, "")
    with open_store(tmp_path / "store.sqlite3") as store:
        with store.writing():
            put_account(store, login.key, ME, 0, 0)
        report = lambda *said: told.append(said)  # noqa: E731
        sync = Sync(store, cast(Any, None), login, CLOCK, report, Outcome(), {})
        yield Stream(sync, told, "e d c b a")


def test_progress_counts_what_the_server_counts_and_never_more_than_there_is(
    stream: Stream,
) -> None:
    stream.read(total=9)
    assert stream.told == [("posts", 2, 9), ("posts", 4, 9), ("posts", 5, 9)]


def test_progress_of_more_than_the_server_counts_is_never_beyond_the_end(stream: Stream) -> None:
    stream.read(total=3)
    assert stream.told == [("posts", 2, 3), ("posts", 4, 4), ("posts", 5, 5)]


def test_reading_ends_at_what_is_known_also_when_the_newest_is_gone(stream: Stream) -> None:
    stream.read()
    assert stream.kept == ["e", "d", "c", "b", "a"]
    stream.ids = ["g", "f", "d", "c", "b", "a"]
    stream.read(size=6)
    assert stream.kept == ["g", "f"]
    assert stream.missed == [(["e"], ["g", "f"])]
    stream.read(size=6)
    assert (stream.kept, stream.missed) == ([], [])


def test_what_is_older_than_the_page_is_not_missing(stream: Stream) -> None:
    stream.read(size=5)
    stream.ids = ["f", "e", "c"]  # The page ends before a and b; d is gone from between.
    stream.read(size=3)
    assert stream.missed == [(["d"], ["f"])]
