"""Entries that others may see, the footprint they make, and a teacher who has shared three."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from plnbuddy.core.model import Activity, ActivityKind, Profile
from plnbuddy.footprint.build import Footprint, build_footprint
from plnbuddy.footprint.choose import Wanted
from plnbuddy.store.activities import add_activities
from plnbuddy.store.database import open_store
from tests.conftest import Plnbuddy

DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def entry(uid: str, text: str = "A rubric", **changes: object) -> Activity:
    moment = changes.pop("at", DAY)
    assert isinstance(moment, datetime)
    facts: dict[str, object] = {
        "kind": ActivityKind.CONTRIBUTE,
        "links": (f"https://blog.example.org/{uid}",),
        **changes,
    }
    return Activity(0, uid, happened_at=moment, day=moment.date(), text=text, **facts)  # type: ignore[arg-type]


def footprint_of(
    folder: Path,
    *entries: Activity,
    wanted: Wanted | None = None,
    keep: int | None = None,
    name: str = "Ada",
) -> Footprint:
    with open_store(folder / "journal.sqlite3") as store:
        if entries:
            with store.writing():
                add_activities(store, entries)
        return build_footprint(
            store, Profile(name=name, school="Mill School"), wanted or Wanted(), keep
        )


def uids(footprint: Footprint) -> list[str]:
    return [each.uid for each in footprint.entries]


@pytest.fixture
def sharing_teacher(plnbuddy: Plnbuddy) -> Plnbuddy:
    share(plnbuddy, "a unit on rhythm #musiced", "https://example.org/unit", "2024-03-01")
    share(plnbuddy, "a talk on rubrics", "https://youtu.be/x", "2025-05-01")
    share(plnbuddy, "an answer #musiced", "https://mastodon.social/@ada/1", "2026-11-01")
    return plnbuddy


def share(plnbuddy: Plnbuddy, text: str, url: str, day: str) -> None:
    plnbuddy("log", "contribute", text, "--url", url, "--date", day, "--note", "a secret note")
