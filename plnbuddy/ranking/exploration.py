"""What one run of exploring works with, and how many requests it has left."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import HandleKey, TagKey
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.values import Account
from plnbuddy.store.account_state import get_cursor, put_cursor
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import put_person
from plnbuddy.store.said import Said, put_said
from plnbuddy.sync.people import know_person, learn_names, note_namings, topics_of_tags
from plnbuddy.system.config import Settings

if TYPE_CHECKING:
    from plnbuddy.platforms.base import ExploringApi
    from plnbuddy.ranking.follows import Ranked
    from plnbuddy.ranking.weights import FollowGraph


@dataclass
class Worked:
    """What a run worked out of all known ties, until more of them are read.

    `unread` are people of lists whose profile was not read yet: few of them come to be suggested.
    """

    graph: "FollowGraph | None" = None
    ranked: "list[Ranked] | None" = None
    unread: dict[HandleKey, Account] = field(default_factory=dict)


@dataclass(frozen=True)
class Exploration:
    """One run; the server's budget says how many requests it may still make."""

    store: Store
    server: "ExploringApi"
    login: Login
    clock: Clock
    settings: Settings
    tag_topics: Mapping[TagKey, tuple[str, ...]]
    worked: Worked = field(default_factory=Worked)

    @property
    def key(self) -> str:
        """The account's key in the store."""
        return self.login.key

    @property
    def today(self) -> date:
        """The teacher's calendar day."""
        return self.clock.today

    @property
    def left(self) -> int:
        """Requests that may still be made."""
        return self.server.budget.left

    def keep_person(self, account: Account) -> int:
        """Keep what the server said of an account; returns the number it is kept under.

        What the profile shows is read from those who may be suggested; the texts are not kept.
        """
        number = self.keep_listed(account)
        self.read_profiles([account.handle.key])
        return number

    def keep_listed(self, account: Account) -> int:
        """The same for one of many in a list: the profile is read when `read_profiles` asks.

        Who asks there to be in no list is known at once.
        """
        learn_names(self.store, [account])
        person = know_person(account, self.today, self.tag_topics)
        key = person.handle.key
        self.worked.unread.pop(key, None)
        if person.open and not person.trouble:
            self.worked.unread[key] = account
        else:
            put_said(self.store, self.key, key, None)
        return put_person(self.store, self.key, person)

    def read_profiles(self, keys: Iterable[HandleKey]) -> None:
        """Read what the profiles of these people show, of those who were met in this run."""
        accounts = [self.worked.unread.pop(key, None) for key in keys]
        with self.store.writing():
            for account in filter(None, accounts):
                put_said(self.store, self.key, account.handle.key, _read_profile(account))
                note_namings(self.store, account, self.today)

    def is_due(self, what: str, days: int) -> bool:
        """Whether something was last read at least so many days ago."""
        read_on = str(get_cursor(self.store, self.key, f"explore {what}").get("on", ""))
        return read_on <= (self.today - timedelta(days=days)).isoformat()

    def mark_read(self, what: str) -> None:
        """Note, in the transaction that keeps it, that something was read today."""
        put_cursor(self.store, self.key, f"explore {what}", {"on": self.today.isoformat()})

    def attempt(self, what: str, read: Callable[[], None]) -> None:
        """Read something if a request is left; what the server lacks counts as read."""
        from plnbuddy.platforms.failures import LACKING

        if self.left < 1:
            return
        try:
            read()
        except LACKING:
            with self.store.writing():
                self.mark_read(what)


def _read_profile(account: Account) -> Said:
    from plnbuddy.recognition.recognise import recognise

    shown = recognise(account.name, account.bio, account.profile_fields, bot=account.bot)
    languages = shown.languages if account.has_bio else ()
    return Said(shown.role, shown.topics, shown.levels, languages, shown.reason)


def start_exploration(
    store: Store,
    server: "ExploringApi",
    login: Login,
    settings: Settings,
    clock: Clock,
    budget: int,
) -> Exploration:
    """A run that makes at most `budget` requests, retries included."""
    server.budget.allow(budget)
    return Exploration(store, server, login, clock, settings, topics_of_tags())
