"""Whom the people one follows follow: whose list is read next, and who comes first."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from plnbuddy.ranking.exploration import Exploration
from plnbuddy.ranking.pages import (
    PAGE_SIZE,
    ReadingProgress,
    choose_next_list,
    plan_requests,
    rank_by_progress,
)
from plnbuddy.ranking.weights import (
    FloatArray,
    FollowGraph,
    IntArray,
    Ranking,
    graph_of_lists,
    places_of,
)
from plnbuddy.store.account_state import get_cursor, put_cursor
from plnbuddy.store.discovery import (
    KnownPerson,
    ListReading,
    drop_known_ties,
    list_readings,
    put_known_ties,
    put_reading,
)
from plnbuddy.store.network import (
    known_in_direction,
    last_posts,
    list_of_ties,
    lists_of_ties,
    numbers_in_direction,
    people_named,
    people_numbered,
)

REREAD_DAYS = 60
"""A list is read anew after so many days."""

RANKED = 300
_PROBED = "explore probed"  # of how many follows it was asked who follows them
_NOBODY = 0  # No known person has this number.
RECENCY = ((7, 1.0), (30, 0.9), (90, 0.75), (10_000, 0.5))


@dataclass(frozen=True)
class Ranked:
    """A candidate with a score (0 to 1) and those of the teacher's follows who follow them."""

    person: KnownPerson
    score: float
    followed_by: tuple[KnownPerson, ...]


def read_follows(run: Exploration, requests: int) -> None:
    """Spend so many requests on the lists of those the teacher follows.

    First `familiar_followers` about some of the follows (which of them follow each
    other), then pages of the most promising lists, then `familiar_followers` about
    the best candidates.
    """
    start = run.server.requests_made
    follows = known_follows(run)
    if not follows or requests < 1:
        return
    answers = run.is_due("familiar followers lacking", 30)
    plan = plan_requests(requests, len(follows), familiar_followers=answers)
    if run.is_due("probes", 7) and plan.probes:
        if _probe(run, follows, plan.probes):
            with run.store.writing():
                run.mark_read("probes")
                asked = min(plan.probes * PAGE_SIZE, len(follows))
                put_cursor(run.store, run.key, _PROBED, {"people": asked})
        else:
            with run.store.writing():
                run.mark_read("familiar followers lacking")
            plan = plan_requests(requests, len(follows), familiar_followers=False)
    lists = _Lists.known(run, follows)
    while run.server.requests_made - start < requests - plan.completions:
        left = requests - plan.completions - (run.server.requests_made - start)
        if not _read_next_page(run, lists, left):
            break
    if plan.completions and lists.pages and run.server.requests_made - start < requests:
        best = [entry.person for entry in rank_followed(run)[:PAGE_SIZE]]
        ask_familiar(run, best)


def known_follows(run: Exploration) -> list[KnownPerson]:
    """Those the teacher follows, as far as something is known of them."""
    return known_in_direction(run.store, run.key, "following")


@dataclass
class _Lists:
    """What is known of the lists of the teacher's follows: read once, kept up to date by page.

    `readings` leaves out those so old that they start anew, `ever` does not; `shared` says
    how many of the teacher's follows are known to be in each.
    """

    follows: Sequence[KnownPerson]
    mine: set[int]
    ever: set[int]
    readings: dict[int, ListReading]
    shared: dict[int, int]
    probed_share: float
    pages: int = 0

    @classmethod
    def known(cls, run: Exploration, follows: Sequence[KnownPerson]) -> "_Lists":
        """As the store has it."""
        ever = list_readings(run.store, run.key, "rank")
        return cls(
            follows,
            {person.id for person in follows},
            set(ever),
            dict(_current_readings(run, ever)),
            _shared(known_graph(run), follows),
            _probed_share(run, len(follows)),
        )

    def progress(self) -> ReadingProgress:
        """The same as arrays, in the order of `follows`."""
        readings = [self.readings.get(person.id) for person in self.follows]
        read = np.array([reading.read if reading else 0 for reading in readings])
        ended = np.array([bool(reading and reading.ended) for reading in readings])
        stated = np.array([person.following for person in self.follows])
        shared = np.array([self.shared.get(person.id, 0) for person in self.follows])
        begun = np.array([reading is not None for reading in readings])
        # A list that ended early (some of it is hidden or unknown) is as long as what was read.
        return ReadingProgress(
            lengths=np.maximum(np.where(ended, read, stated), read),
            read=read,
            shared=np.where(begun, shared, 0),
            hidden=(stated == 0) | (ended & (read == 0)),
            probed_shared=np.where(begun, 0, shared),
            probed_share=self.probed_share,
        )


def _shared(graph: FollowGraph, follows: Sequence[KnownPerson]) -> dict[int, int]:
    """How many of the follows are in each one's list, where anything is known of it."""
    mine = np.array(sorted(person.id for person in follows), dtype=np.int64)
    places, _ = places_of(graph.account_ids, mine)
    is_mine = np.zeros(len(graph.account_ids) + 1, dtype=np.int64)
    is_mine[places] = 1
    before = np.concatenate(([0], np.cumsum(is_mine[graph.followed])))
    counts = before[graph.row_starts[places + 1]] - before[graph.row_starts[places]]
    return dict(zip(graph.account_ids[places].tolist(), counts.tolist(), strict=True))


def _probed_share(run: Exploration, follows: int) -> float:
    """The share of the follows that the server was asked about lately."""
    if run.is_due("probes", 7):
        return 0.0
    people = int(get_cursor(run.store, run.key, _PROBED).get("people", 0))
    return min(people / max(follows, 1), 1.0)


def _probe(run: Exploration, follows: Sequence[KnownPerson], probes: int) -> bool:
    """Ask which of the follows follow each other; False when the server cannot tell.

    The choice is random, and the same for the same account and day.
    """
    chosen = list(follows)
    random.Random(f"{run.key} {run.today}").shuffle(chosen)
    for start in range(0, min(probes * PAGE_SIZE, len(chosen)), PAGE_SIZE):
        if not ask_familiar(run, chosen[start : start + PAGE_SIZE]):
            return False
    return True


def ask_familiar(run: Exploration, people: Sequence[KnownPerson]) -> bool:
    """Ask who of the teacher's follows follow these people, and keep the answer; one request.

    Returns False when the server cannot tell.
    """
    if not people or run.left < 1:
        return True
    from plnbuddy.platforms.failures import LACKING

    by_remote_id = {person.remote_id: person.id for person in people}
    try:
        answer = run.server.familiar_followers(list(by_remote_id))
    except LACKING:
        return False
    with run.store.writing():
        ties = [
            (run.keep_listed(follower), by_remote_id[remote_id])
            for remote_id, followers in answer.items()
            if remote_id in by_remote_id
            for follower in followers
        ]
        put_known_ties(run.store, run.key, ties)
    run.worked.graph = run.worked.ranked = None
    return True


def _read_next_page(run: Exploration, lists: _Lists, left: int) -> bool:
    """Read the most promising page; False when there is none left."""
    from plnbuddy.platforms.failures import LACKING
    from plnbuddy.platforms.values import Page

    at = choose_next_list(lists.progress(), min(left, run.left))
    if at is None:
        return False
    person = lists.follows[at]
    reading = lists.readings.get(person.id)
    try:
        page = run.server.following(person.remote_id, reading.next if reading else "")
    except LACKING:
        page = Page(())  # Gone or closed since the sync: as good as read to its end.
    with run.store.writing():
        if reading is None and person.id in lists.ever:
            drop_known_ties(run.store, run.key, person.id)  # Read anew: who was unfollowed goes.
        before = set(list_of_ties(run.store, run.key, person.id))
        numbers = [run.keep_listed(account) for account in page.items]
        put_known_ties(run.store, run.key, ((person.id, number) for number in numbers))
        read = (reading.read if reading else 0) + len(numbers)
        # Some servers announce a next page on the last one, too, or send a page again.
        ended = (
            not page.next
            or not numbers
            or 0 < person.following <= read
            or (reading is not None and before.issuperset(numbers))
        )
        now = ListReading(person.id, "" if ended else page.next, read, ended, run.today)
        put_reading(run.store, run.key, "rank", now)
    lists.readings[person.id] = now
    lists.shared[person.id] = len(lists.mine & (before | set(numbers)))
    lists.pages += 1
    run.worked.graph = run.worked.ranked = None
    return True


def _current_readings(
    run: Exploration, readings: Mapping[int, ListReading]
) -> Mapping[int, ListReading]:
    """How far lists were read, without those that are so old that they start anew."""
    since = run.today - timedelta(days=REREAD_DAYS)
    return {number: r for number, r in readings.items() if r.read_on > since}


def known_graph(run: Exploration) -> FollowGraph:
    """All known ties; worked out once, until more are read."""
    if run.worked.graph is None:
        owners, lengths, parts = [], [], []
        for owner, numbers in lists_of_ties(run.store, run.key):
            part = np.fromstring(numbers, dtype=np.int64, sep=",")
            owners.append(owner)
            lengths.append(len(part))
            parts.append(part)
        run.worked.graph = graph_of_lists(
            np.array(owners, dtype=np.int64),
            np.array(lengths, dtype=np.int64),
            np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64),
        )
    return run.worked.graph


def rank_followed(run: Exploration) -> list[Ranked]:
    """The best candidates that the lists read so far hold, best first, with who follows them."""
    if run.worked.ranked is None:
        run.worked.ranked = _rank_followed(run)
    return run.worked.ranked


def _rank_followed(run: Exploration) -> list[Ranked]:
    follows = known_follows(run)
    graph = known_graph(run)
    if not follows or not len(graph.followed):
        return []
    ranking = _rank(run, graph, follows)
    if not len(ranking.scores) or ranking.scores[0] <= 0:
        return []
    best = float(ranking.scores[0])
    people = people_numbered(run.store, run.key, ranking.candidate_ids.tolist())
    people |= {person.id: person for person in follows}
    return [
        Ranked(
            people[number],
            float(ranking.scores[place]) / best,
            tuple(people[by] for by in ranking.reasons(place).tolist() if by in people),
        )
        for place, number in enumerate(ranking.candidate_ids.tolist())
        if number in people
    ]


def _rank(run: Exploration, graph: FollowGraph, follows: Sequence[KnownPerson]) -> Ranking:
    ids: IntArray = np.array([person.id for person in follows], dtype=np.int64)
    own = people_named(run.store, run.key, [run.login.handle.key]).get(run.login.handle.key)
    followers = numbers_in_direction(run.store, run.key, "follower")
    return rank_by_progress(
        graph,
        own.id if own else _NOBODY,
        ids,
        ids,
        _Lists.known(run, follows).progress(),
        followers=np.array(followers, dtype=np.int64),
        candidate_weights=weigh_recency(
            graph.account_ids, *last_posts(run.store, run.key), run.today
        ),
        limit=RANKED,
    )


def weigh_recency(ids: IntArray, numbers: str, days: str, today: date) -> FloatArray:
    """A factor for each account: how lately it posted.

    Those who must not be suggested are not among `numbers` (store.network.last_posts), and
    count nothing.
    """
    factors = np.zeros(len(ids))
    if not numbers:
        return factors
    places, inside = places_of(ids, np.fromstring(numbers, dtype=np.int64, sep=","))
    posted = np.array(days.split(","), dtype="datetime64[D]")[inside]
    ages = (np.datetime64(today) - posted).astype(np.int64)
    limits = np.array([limit for limit, _ in RECENCY[:-1]])
    shares = np.array([share for _, share in RECENCY])
    factors[places] = shares[np.searchsorted(limits, ages)]
    return factors
