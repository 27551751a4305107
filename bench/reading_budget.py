"""Reading lists of follows under a budget of requests, as bench.ranking compares it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from bench.follow_graph import Case, Data, Ranker, list_of
from plnbuddy.ranking.pages import (
    PAGE_SIZE,
    ReadingProgress,
    choose_next_list,
    plan_requests,
    rank_by_progress,
)
from plnbuddy.ranking.weights import (
    FollowGraph,
    IntArray,
    build_graph,
    rank_candidates,
)

NOBODY = np.zeros(0, dtype=np.int64)
"""Followers, where rankings from lists alone are compared."""


class Server:
    """Answers pages and familiar_followers from the lists, and counts the requests."""

    def __init__(self, data: Data, case: Case) -> None:
        self.requests = 0
        self._follows = case.readable
        self._lists = [shuffled_list(data, follow) for follow in case.readable.tolist()]
        self.lengths = np.array([len(members) for members in self._lists], dtype=np.int64)

    def read_page(self, index: int, start: int) -> IntArray:
        self.requests += 1
        return self._lists[index][start : start + PAGE_SIZE]

    def familiar_followers(self, accounts: IntArray) -> IntArray:
        """Ties (my follow, account) for at most a page of accounts, shape (m, 2)."""
        self.requests += 1
        ties = [np.zeros((0, 2), dtype=np.int64)]
        for follow, members in zip(self._follows.tolist(), self._lists, strict=True):
            followed = accounts[np.isin(accounts, members)]
            ties.append(np.column_stack((np.full(len(followed), follow), followed)))
        return np.concatenate(ties)


@cache
def _page_order(account: int, length: int) -> IntArray:
    return np.random.default_rng([7, account]).permutation(length)


def shuffled_list(data: Data, account: int) -> IntArray:
    """The list in the order of its pages: the data has lost the real one, so a random one."""
    members = list_of(data.lists, account)
    return members[_page_order(account, len(members))]


def read_and_rank(data: Data, case: Case, budget: int, familiar: bool) -> tuple[IntArray, int]:
    """Ranking after spending the budget as `ranking.pages` advises, and the requests spent."""
    server = Server(data, case)
    plan = plan_requests(budget, len(case.known), familiar)
    probes = random.Random(case.user).sample(case.known.tolist(), len(case.known))
    probes = probes[: plan.probes * PAGE_SIZE]
    answers = [
        server.familiar_followers(np.array(probes[start : start + PAGE_SIZE]))
        for start in range(0, len(probes), PAGE_SIZE)
    ]
    probed = np.concatenate(answers)[:, 0] if answers else np.zeros(0, dtype=np.int64)
    progress = start_progress(server, case, probed, len(probes) / len(case.known))
    ties = [np.zeros((0, 2), dtype=np.int64)]
    for left in range(plan.pages, 0, -1):
        index = choose_next_list(progress, left)
        if index is None:
            break
        page = server.read_page(index, int(progress.read[index]))
        ties.append(np.column_stack((np.full(len(page), case.readable[index]), page)))
        progress = note_page(progress, index, page, case.known)
    ranked = rank_known(case, server, progress, np.concatenate(ties), plan.completions)
    return ranked, server.requests


def start_progress(
    server: Server, case: Case, probed: IntArray, probed_share: float
) -> ReadingProgress:
    none = np.zeros(len(server.lengths), dtype=np.int64)
    hits = np.array([(probed == follow).sum() for follow in case.readable.tolist()], dtype=np.int64)
    return ReadingProgress(server.lengths, none, none, none > 0, hits, probed_share)


def note_page(
    progress: ReadingProgress, index: int, page: IntArray, known: IntArray
) -> ReadingProgress:
    read, shared = progress.read.copy(), progress.shared.copy()
    read[index] += len(page)
    shared[index] += np.isin(page, known).sum()
    return replace(progress, read=read, shared=shared)


def rank_known(
    case: Case, server: Server, progress: ReadingProgress, ties: IntArray, completions: int
) -> IntArray:
    """Rank what was read, as `plnbuddy explore` does."""

    def rank(graph: FollowGraph) -> IntArray:
        return rank_by_progress(
            graph, case.user, case.known, case.readable, progress, followers=NOBODY
        ).candidate_ids

    graph = build_graph(ties)
    seen = graph.account_ids
    ranked = rank(graph)
    for request in range(completions):
        best = ranked[request * PAGE_SIZE : (request + 1) * PAGE_SIZE]
        ties = np.concatenate((ties, server.familiar_followers(best)))
    ranked = rank(build_graph(ties))
    return ranked[np.isin(ranked, seen)]


def read_whole_lists(
    data: Data, case: Case, budget: int, order: IntArray, learned: bool
) -> tuple[IntArray, int]:
    """Ranking after reading list after list in the given order: what choosing is compared to."""
    server = Server(data, case)
    ties = [np.zeros((0, 2), dtype=np.int64)]
    for index in order.tolist():
        for start in range(0, int(server.lengths[index]), PAGE_SIZE):
            if server.requests == budget:
                break
            page = server.read_page(index, start)
            ties.append(np.column_stack((np.full(len(page), case.readable[index]), page)))
    graph = build_graph(np.concatenate(ties))
    weights = None if learned else np.ones(len(graph.account_ids))
    ranking = rank_candidates(graph, case.user, case.known, list_weights=weights)
    return ranking.candidate_ids, server.requests


def order_at_random(case: Case) -> IntArray:
    return np.random.default_rng([case.user, case.split]).permutation(len(case.readable))


def order_by_length(data: Data, case: Case) -> IntArray:
    return np.argsort([len(list_of(data.lists, f)) for f in case.readable.tolist()], kind="stable")


Reader = Callable[[Data, Case, int], tuple[IntArray, int]]

READERS: Mapping[str, Reader] = {
    "count, random lists": lambda d, c, b: read_whole_lists(d, c, b, order_at_random(c), False),
    "learned, random lists": lambda d, c, b: read_whole_lists(d, c, b, order_at_random(c), True),
    "learned, shortest first": lambda d, c, b: read_whole_lists(
        d, c, b, order_by_length(d, c), True
    ),
    "chosen pages": lambda d, c, b: read_and_rank(d, c, b, False),
    "chosen + familiar_followers": lambda d, c, b: read_and_rank(d, c, b, True),
}


def full_requests(data: Data, case: Case) -> int:
    """Requests for all lists."""
    lengths = [len(list_of(data.lists, follow)) for follow in case.readable.tolist()]
    return int(sum(-(-length // PAGE_SIZE) for length in lengths))


def spend(read: Reader, share: float) -> Ranker:
    """The ranking that is reached with a share of the requests for all lists, at least one."""

    def rank(data: Data, case: Case) -> IntArray:
        budget = max(1, int(share * full_requests(data, case)))
        ranked, spent = read(data, case, budget)
        if spent > budget:
            raise RuntimeError(f"{spent} requests spent, {budget} allowed")
        return ranked

    return rank
