"""A store of a test's own, without the program around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plnbuddy.core.model import Activity
from plnbuddy.store.activities import ActivityFilter, find_activities
from plnbuddy.store.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite3") as opened:
        yield opened


def entries(store: Store) -> list[Activity]:
    """The journal, oldest first."""
    return list(find_activities(store, ActivityFilter(oldest_first=True)))
