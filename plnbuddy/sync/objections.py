"""What speaks against showing an account: one rule for suggestions, lists and packs.

docs/suggestions.md, docs/open-reading.md and docs/lists.md say it to teachers; a test compares.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import NamedTuple

from plnbuddy.platforms.values import Account

SILENT_DAYS = 365


class Objection(StrEnum):
    """Why an account must not be shown, as it is said of it; the gravest first."""

    SUSPENDED = "suspended"
    MOVED = "moved"
    MEMORIAL = "in memory of somebody"
    NOINDEX = "asks search engines to stay away (noindex)"
    OPTED_OUT = "asks to be in no list"
    LIMITED = "limited by the server"
    BOT = "a bot"
    UNSAID = "has not said that it wants to be found (discoverable)"
    SILENT = "silent for over a year"
    NO_POST = "no post is known"


WISHES = frozenset({Objection.NOINDEX, Objection.OPTED_OUT})
"""What somebody says themselves, and what holds wherever they are met."""


class Occasion(Enum):
    """What an account would be shown for, and what speaks against it there.

    A list may hold bots and be asked whether all of its people want to be on it. Who is
    suggested need not have said so: `KnownPerson.open` counts for people found through others.
    """

    SUGGESTION = frozenset(Objection) - {Objection.UNSAID, Objection.NO_POST}
    STRANGER = frozenset(Objection) - {Objection.NO_POST}
    LIST = frozenset(Objection) - {Objection.BOT}
    RECOMMENDED = frozenset(Objection) - {Objection.UNSAID, Objection.SILENT, Objection.NO_POST}
    READ_LIST = RECOMMENDED - {Objection.BOT}


class Objected(NamedTuple):
    """An objection, and what is to be said with it: a handle, a year, or ""."""

    why: Objection
    detail: str = ""

    @property
    def words(self) -> str:
        """The objection in words, after "is" or by itself."""
        match self.why:
            case Objection.MOVED:
                return f"moved to {self.detail}"
            case Objection.SILENT:
                return f"silent since {self.detail}"
        return self.why.value


def find_objection(account: Account, today: date, occasion: Occasion) -> Objected | None:
    """The gravest that speaks against an account on that occasion; None when nothing does."""
    return next((each for each in objections(account, today) if each.why in occasion.value), None)


def objections(account: Account, today: date) -> Iterator[Objected]:
    """All that speaks against showing an account anywhere, the gravest first."""
    if account.suspended:
        yield Objected(Objection.SUSPENDED)
    if account.moved_to:
        yield Objected(Objection.MOVED, str(account.moved_to))
    if account.memorial:
        yield Objected(Objection.MEMORIAL)
    if account.noindex:
        yield Objected(Objection.NOINDEX)
    if _asks_to_be_left_out(account):
        yield Objected(Objection.OPTED_OUT)
    if account.limited:
        yield Objected(Objection.LIMITED)
    if account.bot:
        yield Objected(Objection.BOT)
    if account.discoverable is not True:
        yield Objected(Objection.UNSAID)
    if account.last_post is None:
        yield Objected(Objection.NO_POST)
    elif account.last_post < today - timedelta(days=SILENT_DAYS):
        yield Objected(Objection.SILENT, str(account.last_post.year))


def _asks_to_be_left_out(account: Account) -> bool:
    from plnbuddy.recognition.recognise import asks_to_be_left_out

    return asks_to_be_left_out(account.name, account.bio, account.profile_fields)
