"""A home that has been prepared for a sync, and how its journal is looked at."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from plnbuddy.platforms.mastodon import server as requests_of
from tests import store_files
from tests.accounts import HERE, MOMENT, NOTHING_FOUND, THERE, kept
from tests.conftest import Answer, Plnbuddy
from tests.mastodon_server import Community, MastodonServer

BEN = f"@ben@{HERE}"
CLEO = f"@cleo@{THERE}"
TOMORROW = "2026-11-25T09:00:00+00:00"


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for four entries at once, so that a small community fills several pages."""
    for name in ("PEOPLE", "POSTS", "NOTICES", "TAGS"):
        monkeypatch.setattr(requests_of, f"{name}_PER_PAGE", 4)


def logged(answer: Answer) -> dict[str, int]:
    return dict(answer.data["logged"])


NOTHING = {"connect": 0, "collaborate": 0, "contribute": 0}


def fill(community: Community, posts: int = 10, people: int = 10, tags: int = 9) -> None:
    """Something of every kind, over more than one page; three in five people follow back."""
    for number in range(posts):
        community.post("anna", f"Post {number}", at=MOMENT - timedelta(days=95 - number))
    asked = community.post("ben", "Ideas?", mentions=["anna"], at=MOMENT - timedelta(days=3))
    community.post("anna", "Yes: this", in_reply_to=asked, at=MOMENT - timedelta(days=2))
    community.post("ben", "And then?", mentions=["anna"], at=MOMENT - timedelta(days=1))
    for number in range(people):
        name = community.person(f"p{number}").username
        community.follow("anna", name)
        if number < people * 3 // 5:
            community.follow(name, "anna")
    community.follow_tag("anna", *(f"tag{number}" for number in range(tags)))
    community.make_list("anna", "Music", "p1", "p2")


@dataclass(frozen=True)
class Prepared:
    """A server, a home that is logged in there, and what an undisturbed sync keeps.

    `known` says for the contents of a home what a sync from there keeps.
    """

    server: MastodonServer
    before: Plnbuddy
    after: dict[str, list[str]]
    known: dict[frozenset[str], dict[str, list[str]]] = field(default_factory=dict)

    def kept_by_the_next_sync(self, disturbed: Plnbuddy) -> dict[str, list[str]]:
        """What is kept when the disturbance is over and the teacher syncs again.

        Most failures at one place leave exactly the same behind; from there it is tried once.
        """
        self.server.faults.clear()
        left = store_files.contents(disturbed.home)
        if left not in self.known:
            sound(disturbed)
            disturbed("sync")
            self.known[left] = kept(disturbed.home)
        return self.known[left]


PATHS = {
    "own": "*/verify_credentials",
    "posts": "*/statuses",
    "notices": "/api/v1/notifications",
    "tags": "/api/v1/followed_tags",
    "lists": "/api/v1/lists",
    "follows": "*/following",
    "followers": "*/followers",
}


def sound(plnbuddy: Plnbuddy) -> None:
    """The store holds together and can be read."""
    if (plnbuddy.home / "plnbuddy.sqlite3").exists():
        assert store_files.sound(plnbuddy.home / "plnbuddy.sqlite3")
    assert plnbuddy("log", "list", ok=False).exit_code in (0, NOTHING_FOUND)


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)
