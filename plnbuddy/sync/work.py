"""What one sync works with and brings, and what its readings have in common."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import ServerUnreachableError
from plnbuddy.core.handles import Handle, TagKey
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.values import Account, Page
from plnbuddy.store.activities import add_activity
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import put_person
from plnbuddy.store.removed import settled_uids
from plnbuddy.sync.people import know_person, note_namings

_MOST_PAGES = 400  # 32,000 follows: beyond what a person has

Report = Callable[[str, int, int], None]
"""Hears how far a sync is: what is read, how much of it, and how much there is."""

_Item = TypeVar("_Item")


class EndlessPagesError(ServerUnreachableError):
    """A chain of pages leads nowhere."""


@dataclass
class Outcome:
    """What a sync brought: activities by kind, and the numbers of the network.

    `refused` are those who did not agree to be followed.
    """

    logged: Counter[ActivityKind] = field(default_factory=Counter)
    activities: list[Activity] = field(default_factory=list)
    refused: list[Handle] = field(default_factory=list)
    following: int = 0
    followers: int = 0
    tags: int = 0
    requests: int = 0


@dataclass(frozen=True)
class Sync:
    """What one sync works with."""

    store: Store
    server: AccountApi
    login: Login
    clock: Clock
    report: Report
    outcome: Outcome
    tag_topics: Mapping[TagKey, tuple[str, ...]]

    @property
    def key(self) -> str:
        """The account's key in the store."""
        return self.login.key

    def keep_person(self, account: Account) -> None:
        """Keep what the server said of an account, for suggestions."""
        put_person(self.store, self.key, know_person(account, self.clock.today, self.tag_topics))
        note_namings(self.store, account, self.clock.today)

    def log(self, activity: Activity) -> None:
        """Write an activity down, once; what the teacher removed stays removed."""
        if settled_uids(self.store, [activity.uid]):
            return
        add_activity(self.store, activity)
        self.outcome.logged[activity.kind] += 1
        self.outcome.activities.append(activity)

    def goes_round(self) -> EndlessPagesError:
        """The error for a chain of pages that leads nowhere."""
        return EndlessPagesError(
            f"{self.server.name} sends pages without end.",
            "What was read is kept. Try again later: plnbuddy sync",
        )


def pages(
    sync: Sync, start: str, fetch: Callable[[str], Page[_Item]], count: int = 0
) -> Iterator[Page[_Item]]:
    """All pages from `start` on: until none follows, or one is empty.

    A page that repeats what was met ends the list when `count` entries, as many as the
    server counts, have been met; before that it is a chain that leads nowhere.

    Raises:
        EndlessPagesError: such a chain, or one without end.
    """
    met: set[_Item] = set()
    after = start
    for _ in range(_MOST_PAGES):
        page = fetch(after)
        if page.next and page.items and met.issuperset(page.items):
            if count and len(met) >= count:
                yield Page(page.items)
                return
            break
        met.update(page.items)
        yield page if page.items else Page(())
        if not page.next or not page.items:
            return
        after = page.next
    raise sync.goes_round()
