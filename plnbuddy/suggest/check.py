"""A look at people before they are shown: still there, not moved, not silent, not followed yet?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError, ServerUnreachableError
from plnbuddy.core.model import Subject
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.failures import GoneError
from plnbuddy.store.discovery import (
    KnownPerson,
    LastWord,
    last_words,
    put_person,
    put_unfound,
    remote_ids,
)
from plnbuddy.suggest.day import DailyList

if TYPE_CHECKING:
    from plnbuddy.platforms.base import AccountApi
    from plnbuddy.ranking.exploration import Exploration

CHECKED_DAYS = 7
"""What a server said of an account counts for so many days."""

CHECKED_A_RUN = 10
"""People who are looked at before a list is shown, at most."""

REQUESTS_EACH = 2
"""A look-up on the teacher's server, and a search where that does not know somebody."""

PATIENCE = 10.0
"""Seconds that looking at people may take; then the list is shown as it is."""

GONE = "the account is gone"

_MOST_ROUNDS = 4

Again = Callable[[set[str], bool], DailyList]
"""The day's list built anew: without people of these keys, and only people who were looked at."""


def check_day(run: "Exploration", daily: DailyList, again: Again) -> DailyList:
    """The list after a look at its people, and after asking which of them are followed by now.

    Who moved, left, fell silent or is followed already makes room for somebody else. One
    request for all people of the day, and one or two for each who was not looked at lately.

    Raises:
        PlnbuddyError: the server cannot be asked, or takes too long.
    """
    without: set[str] = set()
    asked: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        run.server.budget.allow(CHECKED_A_RUN * REQUESTS_EACH + 1)
        if not check_list(run, daily):
            ids = _ids(run, daily)
            met = followed_by_now(run.server, {k: i for k, i in ids.items() if k not in asked})
            asked.update(ids)
            if not met:
                return daily
            without |= met
        daily = again(without, False)
    if needs_check(daily, run.clock):
        # Nearly everybody on the lists is gone: rather fewer than somebody who is.
        daily = again(without, True)
    return daily


def followed_by_now(api: "AccountApi", ids: Mapping[str, str]) -> set[str]:
    """Who of these must not be suggested: followed, asked, blocked or muted on the account.

    One request for all. It is not kept: the next sync reads whom the teacher follows, and
    logs it.

    Args:
        ids: the ids that people have on the account's server, by the keys of their handles.
    """
    if not ids:
        return set()
    stands = api.relationships(list(ids.values()))
    return {
        key
        for key, remote_id in ids.items()
        if (stand := stands.get(remote_id))
        and (stand.following or stand.requested or stand.unwanted)
    }


def _ids(run: "Exploration", daily: DailyList) -> dict[str, str]:
    keys = [s.subject.key for s in daily.suggestions if s.subject.is_on(Platform.MASTODON)]
    return remote_ids(run.store, run.key, keys)


def needs_check(daily: DailyList, clock: Clock) -> bool:
    """Whether somebody on the list was not looked at lately."""
    return bool(unchecked(daily, clock))


def unchecked(daily: DailyList, clock: Clock) -> list[Subject]:
    """The people on the list, on the fediverse, who were not looked at lately."""
    since = clock.today - timedelta(days=CHECKED_DAYS)
    return [
        s.subject
        for s in daily.suggestions
        if s.subject.is_on(Platform.MASTODON) and (s.checked_on is None or s.checked_on <= since)
    ]


def is_checked(subject: Subject, said: Mapping[str, LastWord], clock: Clock) -> bool:
    """Whether nobody needs to look at the subject before it is shown."""
    known = said.get(subject.key)
    since = clock.today - timedelta(days=CHECKED_DAYS)
    return not subject.is_on(Platform.MASTODON) or (known is not None and known.read_on > since)


def check_list(run: "Exploration", daily: DailyList) -> bool:
    """Look at the people on the list who were not looked at lately; one request or two each.

    Those of whom the account's server has no id yet are looked at, too: it may follow them.
    Returns whether anything was learnt.

    Raises:
        PlnbuddyError: the server cannot be asked.
    """
    before = last_words(run.store)
    people = [s.subject for s in daily.suggestions if s.subject.is_on(Platform.MASTODON)]
    ids = remote_ids(run.store, run.key, [subject.key for subject in people])
    stale = {subject.key for subject in unchecked(daily, run.clock)}

    def is_settled(subject: Subject) -> bool:
        lately = is_checked(subject, before, run.clock)
        if subject.key in ids:
            return lately or subject.key not in stale  # Open reading met them lately.
        return lately and not before[subject.key].found

    asked = [subject for subject in people if not is_settled(subject)]
    check_people(run, asked[:CHECKED_A_RUN])
    return last_words(run.store) != before


def check_people(run: "Exploration", subjects: Sequence[Subject]) -> None:
    """Look whether people are still there; one request or two each.

    Somebody whose own server does not answer stays unchecked; when that happens
    to two in a row, it is the teacher's server that fails.

    Raises:
        ServerUnreachableError: it fails, or takes too long.
    """
    failed = False
    budget = run.server.budget
    begun = budget.clock()
    for subject in subjects:
        if run.left < REQUESTS_EACH:
            return
        if not budget.may_wait and budget.clock() - begun > PATIENCE:
            raise ServerUnreachableError(f"{run.server.name} takes long to answer.", "")
        try:
            _check_person(run, subject)
            failed = False
        except ServerUnreachableError:
            if failed:
                raise
            failed = True


def _check_person(run: "Exploration", subject: Subject) -> None:
    """Look whether a person is still there, and keep the answer; one request or two.

    Not found is not gone: searches differ, and servers block each other. Gone is who has
    been deleted (410), or is not on the teacher's own server.
    """
    handle = subject.handle
    if handle is None:
        return
    try:
        account = run.server.find_account(handle)
    except NothingFoundError as error:
        if not isinstance(error, GoneError):
            with run.store.writing():
                put_unfound(run.store, run.key, handle.key, run.today)
            return
        gone = KnownPerson(
            0, handle, "", "", open=False, trouble=GONE, topics=(), followers=0, following=0,
            last_post=None, read_on=run.today,
        )  # fmt: skip
        with run.store.writing():
            put_person(run.store, run.key, gone)
        return
    with run.store.writing():
        run.keep_person(account)
