"""A look at people before they are shown: still there, not moved, not silent?"""

from collections.abc import Mapping, Sequence
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
)
from plnbuddy.suggest.day import DailyList

if TYPE_CHECKING:
    from plnbuddy.ranking.exploration import Exploration

CHECKED_DAYS = 7
"""What a server said of an account counts for so many days."""

CHECKED_A_RUN = 10
"""People who are looked at before a list is shown, at most."""

REQUESTS_EACH = 2
"""A look-up on the teacher's server, and a search where that does not know somebody."""

GONE = "the account is gone"


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

    Returns whether anything was learnt.

    Raises:
        PlnbuddyError: the server cannot be asked.
    """
    before = last_words(run.store)
    asked = [s for s in unchecked(daily, run.clock) if not is_checked(s, before, run.clock)]
    check_people(run, asked[:CHECKED_A_RUN])
    return last_words(run.store) != before


def check_people(run: "Exploration", subjects: Sequence[Subject]) -> None:
    """Look whether people are still there; one request or two each.

    Somebody whose own server does not answer stays unchecked; when that happens
    to two in a row, it is the teacher's server that fails.

    Raises:
        ServerUnreachableError: it fails.
    """
    failed = False
    for subject in subjects:
        if run.left < REQUESTS_EACH:
            return
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
