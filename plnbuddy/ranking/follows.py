"""Whom the people one follows follow: whose list is read next, and who comes first."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from plnbuddy.ranking.exploration import Exploration
from plnbuddy.ranking.pages import (
    PAGE_SIZE,
    ReadingProgress,
    choose_next_list,
    plan_requests,
    rank_by_progress,
)
from plnbuddy.ranking.weights import FollowGraph, IntArray, Ranking, build_graph
from plnbuddy.store.account_state import followed_people, get_cursor, put_cursor
from plnbuddy.store.discovery import (
    KnownPerson,
    ListReading,
    drop_known_ties,
    known_people,
    known_ties,
    list_readings,
    put_known_ties,
    put_reading,
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
    pages = 0
    while run.server.requests_made - start < requests - plan.completions:
        left = requests - plan.completions - (run.server.requests_made - start)
        if not _read_next_page(run, follows, left):
            break
        pages += 1
    if plan.completions and pages and run.server.requests_made - start < requests:
        best = [entry.person for entry in rank_followed(run)[:PAGE_SIZE]]
        ask_familiar(run, best)


def known_follows(run: Exploration) -> list[KnownPerson]:
    """Those the teacher follows, as far as something is known of them."""
    known = known_people(run.store, run.key)
    keys = followed_people(run.store, run.key)
    return sorted((known[key] for key in keys if key in known), key=lambda p: p.handle.key)


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
            (run.keep_person(follower), by_remote_id[remote_id])
            for remote_id, followers in answer.items()
            if remote_id in by_remote_id
            for follower in followers
        ]
        put_known_ties(run.store, run.key, ties)
    return True


def _read_next_page(run: Exploration, follows: Sequence[KnownPerson], left: int) -> bool:
    """Read the most promising page; False when there is none left."""
    from plnbuddy.platforms.failures import LACKING
    from plnbuddy.platforms.values import Page

    ever = list_readings(run.store, run.key, "rank")
    readings = _current_readings(run, ever)
    at = choose_next_list(_progress(run, follows, readings), min(left, run.left))
    if at is None:
        return False
    person = follows[at]
    reading = readings.get(person.id)
    try:
        page = run.server.following(person.remote_id, reading.next if reading else "")
    except LACKING:
        page = Page(())  # Gone or closed since the sync: as good as read to its end.
    with run.store.writing():
        if reading is None and person.id in ever:
            drop_known_ties(run.store, run.key, person.id)  # Read anew: who was unfollowed goes.
        numbers = [run.keep_person(account) for account in page.items]
        put_known_ties(run.store, run.key, ((person.id, number) for number in numbers))
        read = (reading.read if reading else 0) + len(numbers)
        ended = not page.next or not numbers
        put_reading(
            run.store,
            run.key,
            "rank",
            ListReading(person.id, "" if ended else page.next, read, ended, run.today),
        )
    return True


def _current_readings(
    run: Exploration, readings: Mapping[int, ListReading]
) -> Mapping[int, ListReading]:
    """How far lists were read, without those that are so old that they start anew."""
    since = run.today - timedelta(days=REREAD_DAYS)
    return {number: r for number, r in readings.items() if r.read_on > since}


def _progress(
    run: Exploration, follows: Sequence[KnownPerson], readings: Mapping[int, ListReading]
) -> ReadingProgress:
    """What is known of the lists, in the order of `follows`."""
    mine = {person.id for person in follows}
    lists: dict[int, int] = dict.fromkeys(mine, 0)
    for follower, followed in known_ties(run.store, run.key):
        if follower in lists and followed in mine:
            lists[follower] += 1
    ended = np.array([bool((r := readings.get(p.id)) and r.ended) for p in follows])
    read = np.array([r.read if (r := readings.get(p.id)) else 0 for p in follows])
    # A list that ended early (some of it is hidden or unknown) is as long as what was read.
    lengths = np.where(ended, read, np.array([p.following for p in follows]))
    shared = np.array([lists[p.id] if p.id in readings else 0 for p in follows])
    probed = np.array([0 if p.id in readings else lists[p.id] for p in follows])
    asked = 0.0
    if not run.is_due("probes", 7):
        people = int(get_cursor(run.store, run.key, _PROBED).get("people", 0))
        asked = min(people / max(len(follows), 1), 1.0)
    return ReadingProgress(
        lengths=np.maximum(lengths, read),
        read=read,
        shared=shared,
        hidden=np.array([p.following == 0 for p in follows]),
        probed_shared=probed,
        probed_share=asked,
    )


def rank_followed(run: Exploration) -> list[Ranked]:
    """The best candidates that the lists read so far hold, best first, with who follows them."""
    follows = known_follows(run)
    people = {person.id: person for person in known_people(run.store, run.key).values()}
    ties = np.array(list(known_ties(run.store, run.key)), dtype=np.int64).reshape(-1, 2)
    if not follows or not len(ties):
        return []
    graph = build_graph(ties)
    ranking = _rank(run, graph, follows, people)
    if not len(ranking.scores) or ranking.scores[0] <= 0:
        return []
    best = float(ranking.scores[0])
    return [
        Ranked(
            people[int(number)],
            float(ranking.scores[place]) / best,
            tuple(people[int(by)] for by in ranking.reasons(place)),
        )
        for place, number in enumerate(ranking.candidate_ids)
        if int(number) in people
    ]


def _rank(
    run: Exploration,
    graph: FollowGraph,
    follows: Sequence[KnownPerson],
    people: Mapping[int, KnownPerson],
) -> Ranking:
    readings = _current_readings(run, list_readings(run.store, run.key, "rank"))
    ids: IntArray = np.array([person.id for person in follows], dtype=np.int64)
    recency = np.array([_recency(run, people.get(int(n))) for n in graph.account_ids])
    own = next((p.id for p in people.values() if p.handle == run.login.handle), _NOBODY)
    progress = _progress(run, follows, readings)
    return rank_by_progress(graph, own, ids, ids, progress, candidate_weights=recency, limit=RANKED)


def _recency(run: Exploration, person: KnownPerson | None) -> float:
    """How lately somebody posted, as a factor; those who must not be suggested count nothing."""
    if person is None or person.trouble or not person.open:
        return 0.0
    age = (run.today - person.last_post).days if person.last_post else 10_000
    return next(factor for days, factor in RECENCY if age <= days)
