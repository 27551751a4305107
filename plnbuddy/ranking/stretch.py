"""Who would open a part of the network that the teacher cannot reach now."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from plnbuddy.ranking.exploration import Exploration
from plnbuddy.ranking.follows import REREAD_DAYS, Ranked, known_graph
from plnbuddy.ranking.weights import FollowGraph, places_of
from plnbuddy.store.discovery import (
    ListReading,
    drop_known_ties,
    list_readings,
    put_known_ties,
    put_reading,
)
from plnbuddy.store.network import numbers_in_direction, people_named

STRETCH_REQUESTS = 8
"""First pages of candidates' own lists that a run reads."""

KEPT_SHARE = 6
"""One of so many requests is kept for them while lists are read."""

ENOUGH = 10
"""With fewer follows in sight, nothing is said about what somebody would open."""


def requests_kept(left: int) -> int:
    """How many of the requests that are left are kept for this."""
    return min(STRETCH_REQUESTS, left // KEPT_SHARE)


def read_stretch(run: Exploration, ranked: Sequence[Ranked], requests: int) -> None:
    """Read the first page of follows of candidates that few of the teacher's follows know.

    One request each. Candidates known through a single follow come first: they
    are relevant to somebody the teacher trusts, and least likely to be an echo.
    """
    from plnbuddy.platforms.failures import LACKING
    from plnbuddy.platforms.values import Page

    since = run.today - timedelta(days=REREAD_DAYS)
    done = {n for n, r in list_readings(run.store, run.key, "stretch").items() if r.read_on > since}
    wanted = [entry for entry in ranked if entry.person.id not in done and entry.person.following]
    wanted.sort(key=lambda entry: (len(entry.followed_by), -entry.score))
    for entry in wanted[: max(min(requests, run.left), 0)]:
        try:
            page = run.server.following(entry.person.remote_id)
        except LACKING:
            page = Page(())
        with run.store.writing():
            drop_known_ties(run.store, run.key, entry.person.id)
            numbers = [run.keep_listed(account) for account in page.items]
            ties = ((entry.person.id, number) for number in numbers)
            put_known_ties(run.store, run.key, ties)
            reading = ListReading(entry.person.id, "", len(numbers), True, run.today)
            put_reading(run.store, run.key, "stretch", reading)
        run.worked.graph = None


def new_shares(run: Exploration) -> dict[int, tuple[int, int]]:
    """For each candidate whose list was looked at: how many in it are new, and how many were seen.

    New is whom neither the teacher nor anybody the teacher follows is known to follow.
    A count, not a measure: it depends on how many lists were read.
    """
    looked_at = list_readings(run.store, run.key, "stretch")
    if not looked_at:
        return {}
    graph = known_graph(run)
    mine = np.array(numbers_in_direction(run.store, run.key, "following"), dtype=np.int64)
    own = people_named(run.store, run.key, [run.login.handle.key])
    themselves = [*mine.tolist(), *(person.id for person in own.values())]
    reached = np.zeros(len(graph.account_ids), dtype=bool)
    reached[places_of(graph.account_ids, np.array(themselves, dtype=np.int64))[0]] = True
    for place in places_of(graph.account_ids, mine)[0].tolist():
        reached[_row(graph, place)] = True
    lists = np.array(sorted(looked_at), dtype=np.int64)
    places, inside = places_of(graph.account_ids, lists)
    found = {}
    for number, place in zip(lists[inside].tolist(), places.tolist(), strict=True):
        seen = _row(graph, place)
        if len(seen) >= ENOUGH:
            found[number] = (int(np.count_nonzero(~reached[seen])), len(seen))
    return found


def _row(graph: FollowGraph, place: int) -> NDArray[np.int32]:
    return graph.followed[graph.row_starts[place] : graph.row_starts[place + 1]]
