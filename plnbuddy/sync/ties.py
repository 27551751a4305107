"""Follows and followers: not read at all, until known ones come, or whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plnbuddy.core.handles import HandleKey
from plnbuddy.core.model import SubjectKind
from plnbuddy.platforms.values import Account, Page
from plnbuddy.store.account_state import (
    Direction,
    Tie,
    count_ties,
    drop_request,
    drop_ties_before,
    get_cursor,
    last_reading,
    put_cursor,
    put_ties,
    requested_follows,
)
from plnbuddy.store.decisions import followed_on_or_before
from plnbuddy.sync.people import learn_names
from plnbuddy.sync.requests import log_agreement
from plnbuddy.sync.rules import activity_from_new_tie
from plnbuddy.sync.work import EndlessPagesError, Sync, pages

FULL_READING_DAYS = 7
"""Follows and followers are read whole at least this often, to notice what is gone."""


@dataclass(frozen=True)
class Place:
    """How far a list of ties was read.

    Attributes:
        run: the number of the latest reading; each tie keeps the one that met it last.
        next: where that reading goes on, "" when it is not under way.
        whole_on: when the list was last read whole, None before the first time.
        gap: by how many the server's own number exceeds those that can be read
            (suspended accounts), known after a whole reading.
    """

    run: int = 0
    next: str = ""
    whole_on: date | None = None
    gap: int = 0

    def is_due(self, today: date) -> bool:
        """Whether the list is to be read whole: under way, never read, or too long ago."""
        if self.next or self.whole_on is None:
            return True
        return self.whole_on <= today - timedelta(days=FULL_READING_DAYS)


@dataclass(frozen=True)
class _Reading:
    """One reading of a list; with `baseline`, what is new is no activity."""

    sync: Sync
    account: str
    direction: Direction
    count: int
    run: int
    baseline: bool

    def fetch(self, after: str) -> Page[Account]:
        """A page of the list."""
        server = self.sync.server
        ask = server.following if self.direction == "following" else server.followers
        return ask(self.account, after)

    def knows(self, page: Page[Account]) -> bool:
        """Whether all ties of a page are known."""
        return all(self._last_met(account) is not None for account in page.items)

    def keep(self, page: Page[Account]) -> bool:
        """Keep a page; whether it holds ties that this reading had not met yet."""
        sync = self.sync
        learn_names(sync.store, page.items)
        unmet = any(self._last_met(account) != self.run for account in page.items)
        ties = [Tie(a.handle, a.name, a.id, a.moved_to) for a in page.items]
        fresh = put_ties(sync.store, sync.key, self.direction, ties, self.run)
        if self.direction == "following":
            links = {account.handle.key: account.link for account in page.items}
            _log_new_ties(sync, fresh, links, baseline=self.baseline)
        for account in page.items:
            sync.keep_person(account)
        return unmet

    def known(self) -> int:
        """How many ties are known."""
        return count_ties(self.sync.store, self.sync.key, self.direction)

    def _last_met(self, account: Account) -> int | None:
        sync = self.sync
        return last_reading(sync.store, sync.key, self.direction, account.handle.key)


def read_ties(sync: Sync, own: Account, direction: Direction, count: int, *, first: bool) -> None:
    """Bring the ties in one direction up to date.

    When the number of known ties fits the server's own, followers are not read (their
    notices came before), and of follows only the first page: the latest stand in front,
    and one gone and one new leave the number as it was. When new ones make the numbers
    fit again, reading stops there.

    Args:
        count: how many the server says there are.
        first: whether this is the first sync of the account.

    Raises:
        PlnbuddyError: the server failed; what was read until then is kept.
    """
    place = _read_place(sync, direction)
    baseline = first or place.whole_on is None
    run = place.run + (0 if place.next else 1)
    reading = _Reading(sync, own.id, direction, count, run, baseline)
    whole = place.is_due(sync.clock.today)
    if not whole and reading.known() == count - place.gap:
        if direction == "follower" or reading.knows(reading.fetch("")):
            return
        whole = True
    try:
        if _read(reading, place, whole=whole):
            return
        if place.next:
            _read_news(reading)
    except EndlessPagesError:
        # A chain of pages that leads nowhere is no place to go on from.
        _put_place(sync, direction, replace(_read_place(sync, direction), next=""))
        raise
    with sync.store.writing():
        left = drop_ties_before(sync.store, sync.key, direction, run)
        _put_place(sync, direction, Place(run, "", sync.clock.today, count - left))


def _read(reading: _Reading, place: Place, *, whole: bool) -> bool:
    """Read on from a place, to the end or until the numbers fit; whether they did before it."""
    sync, expected = reading.sync, reading.count - place.gap
    read = 0
    for page in pages(sync, place.next, reading.fetch, reading.count):
        with sync.store.writing():
            reading.keep(page)
            enough = not whole and reading.known() == expected
            place = replace(place, run=reading.run, next="" if enough else page.next)
            _put_place(sync, reading.direction, place)
        read += len(page.items)
        sync.report(reading.direction, read, max(reading.count, read))
        if enough:
            return True
    return False


def _read_news(reading: _Reading) -> None:
    """Follows made since an interruption stand at the front."""
    for page in pages(reading.sync, "", reading.fetch, reading.count):
        with reading.sync.store.writing():
            unmet = reading.keep(page)
        if not unmet:
            return


def _log_new_ties(
    sync: Sync, ties: list[Tie], links: Mapping[HandleKey, str], *, baseline: bool
) -> None:
    """Log follows made elsewhere, and requests that were agreed to.

    Those made with `plnbuddy follow` are in the journal already.
    """
    decided = followed_on_or_before(sync.store, SubjectKind.PERSON, sync.clock.today)
    requested = requested_follows(sync.store, sync.key)
    for tie in ties:
        key = tie.handle.key
        link = links.get(key, "")
        if key in requested:
            drop_request(sync.store, sync.key, key)
            log_agreement(sync, tie.handle, link)
        elif not (baseline or key in decided):
            sync.log(activity_from_new_tie(sync.key, tie.handle, link, sync.clock))


def _read_place(sync: Sync, direction: Direction) -> Place:
    kept = get_cursor(sync.store, sync.key, direction)
    whole_on = str(kept.get("whole_on", ""))
    return Place(
        run=int(kept.get("run", 0)),
        next=str(kept.get("next", "")),
        whole_on=date.fromisoformat(whole_on) if whole_on else None,
        gap=int(kept.get("gap", 0)),
    )


def _put_place(sync: Sync, direction: Direction, place: Place) -> None:
    state: dict[str, str | int] = {"run": place.run, "gap": place.gap}
    if place.next:
        state["next"] = place.next
    if place.whole_on:
        state["whole_on"] = place.whole_on.isoformat()
    with sync.store.writing():
        put_cursor(sync.store, sync.key, direction, state)
