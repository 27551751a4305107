"""A class blog's exports of both services, brought into a store of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.imports.disqus import DisqusExport
from plnbuddy.imports.run import Outcome, run_import
from plnbuddy.imports.wordpress import WordPressExport
from plnbuddy.store.database import Store, open_store
from tests.blog_exports import BlogComment, BlogPost, DisqusPost, write
from tests.stored import entries

CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
POSTS = [
    DisqusPost(1, "Anna", email="anna@home.example"),
    DisqusPost(2, "Mrs Hart", "<p>Well seen, Anna!</p>", parent=1, username="hart"),
    DisqusPost(3, "Mrs Hart", "<p>Read on.</p>", username="hart"),
    DisqusPost(4, "Tom", "<p>I shall.</p>", parent=3),
]
COMMENTS = (
    BlogComment(1, "Anna", email="anna@home.example"),
    BlogComment(2, "Mrs Hart", "Well seen, Anna!", parent=1, user=1),
    BlogComment(3, "Mrs Hart", "Read on.", user=1),
    BlogComment(4, "Tom", "I shall.", parent=3),
)
BLOG = [BlogPost(5, comments=COMMENTS)]


def silent(what: str, done: int, size: int) -> None:
    """Nobody listens."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "journal" / "plnbuddy.db") as opened:
        yield opened


Bring = Callable[..., Outcome]


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Bring:
    """Writes an export and imports it."""

    def import_text(
        text: str,
        me: str = "Mrs Hart",
        *,
        students: bool = False,
        name: str = "export.xml",
        encoding: str = "utf-8",
    ) -> Outcome:
        file = write(tmp_path / name, text, encoding)
        kind = DisqusExport if "<disqus" in text else WordPressExport
        return run_import(store, kind(file, me, students, CLOCK), CLOCK, silent)

    return import_text


def texts(store: Store) -> list[str]:
    return [entry.text for entry in sorted(entries(store), key=lambda entry: entry.id)]


def exchanges(outcome: Outcome) -> set[tuple[str, str, int]]:
    return {(e.author, e.answered, e.times) for e in outcome.exchanges}


def kept_bytes(store: Store) -> bytes:
    """Everything on the disk: the store, and what is still in its log."""
    return b"".join(file.read_bytes() for file in store.file.parent.iterdir())


@contextmanager
def refused(kind: type[PlnbuddyError], *words: str) -> Iterator[None]:
    with pytest.raises(kind) as caught:
        yield
    assert type(caught.value) is kind
    said = f"{caught.value.problem} {caught.value.remedy}"
    for word in words:
        assert word in said
