"""Who of those the teacher follows follow each other: the ties of the ego network.

`familiar_followers` tells it for 80 people in one request, where reading everybody's
list would take a request or more for each.
"""

from collections.abc import Sequence

from plnbuddy.ranking.exploration import Exploration
from plnbuddy.ranking.follows import ask_familiar, known_follows
from plnbuddy.ranking.pages import PAGE_SIZE
from plnbuddy.store.account_state import get_cursor, put_cursor
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import KnownPerson

TIES_DAYS = 7
"""Ties among follows are asked for anew after so many days."""

_STREAM = "explore ties"


def read_ties(run: Exploration) -> None:
    """Ask about everybody the teacher follows who was not asked about in the last days.

    One request for each 80 people. A server without `familiar_followers` leaves
    the ties unknown.

    Raises:
        PlnbuddyError: the server fails; what was read until then is kept.
    """
    follows = known_follows(run)
    asked = set() if run.is_due("ties", TIES_DAYS) else asked_about(run.store, run.key)
    missing = [person for person in follows if person.id not in asked]
    for start in range(0, len(missing), PAGE_SIZE):
        part = missing[start : start + PAGE_SIZE]
        if run.left < 1 or not ask_familiar(run, part):
            return
        asked |= {person.id for person in part}
        _keep(run, sorted(asked), whole=start + PAGE_SIZE >= len(missing))


def _keep(run: Exploration, asked: Sequence[int], *, whole: bool) -> None:
    with run.store.writing():
        put_cursor(run.store, run.key, f"{_STREAM} asked", {"people": list(asked)})
        if whole:
            run.mark_read("ties")


def asked_about(store: Store, account: str) -> set[int]:
    """The numbers of the people whose followers among the teacher's follows are known."""
    return set(get_cursor(store, account, f"{_STREAM} asked").get("people", ()))


def lists_known(follows: Sequence[KnownPerson], asked: set[int], read_to_end: set[int]) -> set[int]:
    """Whose ties to the others are known: read to the end, or seen through everybody else.

    Accounts that hide their list are left out of `familiar_followers`.
    """
    everybody_asked = all(person.id in asked for person in follows)
    return {
        person.id
        for person in follows
        if person.id in read_to_end or (everybody_asked and person.following > 0)
    }
