"""Benchmark: rank whom my follows follow, on a real follow graph.

Prints the quality of each ranking against counting (protocol in the data folder's README), the
quality against requests spent, and time and memory on a graph of a million ties.

    python bench/bench_ranking.py [DATA] [--splits 5]
"""

import argparse
import gzip
import random
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plnbuddy.explore.network_rank import (  # noqa: E402
    FloatArray,
    FollowGraph,
    IntArray,
    build_graph,
    count_followers,
    list_lengths,
    rank_candidates,
)
from plnbuddy.explore.network_reading import (  # noqa: E402
    PAGE_SIZE,
    ReadingProgress,
    choose_next_list,
    estimate_list_weights,
    plan_requests,
)

MEASURES = ("P@5", "P@10", "hit@10", "recall@50", "MRR")
LONGEST_LIST = 3000
BUDGETS = (0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.4, 1.0)
ASKED_BUDGET = 0.1


@dataclass(frozen=True)
class Data:
    """All ties (`graph`), the ties of complete accounts alone (`lists`), and their ids."""

    graph: FollowGraph
    lists: FollowGraph
    complete: IntArray


@dataclass(frozen=True)
class Case:
    """One user with some follows hidden. `readable`: known follows whose lists are complete."""

    user: int
    split: int
    hidden: IntArray
    known: IntArray
    readable: IntArray


Ranker = Callable[[Data, Case], IntArray]


# --- data and protocol


def read_data(folder: Path) -> Data:
    with gzip.open(folder / "mastodon-ties.csv.gz", "rt") as file:
        ties = np.loadtxt(file, delimiter=",", skiprows=1, dtype=np.int64)
    complete = np.loadtxt(folder / "mastodon-complete.txt", dtype=np.int64)
    return Data(build_graph(ties), build_graph(ties[np.isin(ties[:, 0], complete)]), complete)


def list_of(graph: FollowGraph, account: int) -> IntArray:
    place = np.searchsorted(graph.account_ids, account)
    if place == len(graph.account_ids) or graph.account_ids[place] != account:
        return np.zeros(0, dtype=np.int64)
    row = graph.followed[graph.row_starts[place] : graph.row_starts[place + 1]]
    return graph.account_ids[row]


def select_users(data: Data, complete_follows: int) -> list[int]:
    users = []
    for user in data.complete.tolist():
        follows = list_of(data.lists, user)
        complete = np.isin(follows, data.complete).sum()
        if len(follows) <= LONGEST_LIST and complete >= complete_follows:
            users.append(user)
    return sorted(users)


def make_case(data: Data, user: int, split: int) -> Case:
    """Split 0 is the protocol's (seed 1000 + id); the others only reduce the noise."""
    follows = list_of(data.lists, user).tolist()
    random.Random(1000 + user + 1_000_003 * split).shuffle(follows)
    hide = max(1, len(follows) // 5)
    known = np.array(follows[hide:])
    with_list = known[np.isin(known, data.complete)]
    readable = np.array([f for f in with_list.tolist() if len(list_of(data.lists, f))])
    return Case(user, split, np.array(follows[:hide]), known, readable)


def measure(ranked: IntArray, hidden: IntArray) -> FloatArray:
    hits = np.isin(ranked, hidden)
    first = np.flatnonzero(hits)
    return np.array(
        [
            hits[:5].sum() / 5,
            hits[:10].sum() / 10,
            float(hits[:10].any()),
            hits[:50].sum() / min(len(hidden), 50),
            1 / (first[0] + 1) if len(first) else 0.0,
        ]
    )


# --- rankings


def rank_by_popularity(data: Data, case: Case) -> IntArray:
    order = np.argsort(-count_followers(data.lists, case.user), kind="stable")
    ids = data.lists.account_ids[order]
    candidates: IntArray = ids[~np.isin(ids, case.known) & (ids != case.user)]
    return candidates


def rank_by_weights(weigh: Callable[[FloatArray, FloatArray, int], FloatArray]) -> Ranker:
    """Fixed list weights from (accounts shared with me, length of the list, my follows)."""

    def rank(data: Data, case: Case) -> IntArray:
        weights = np.zeros(len(data.lists.account_ids))
        places = np.searchsorted(data.lists.account_ids, case.readable)
        lists = [list_of(data.lists, follow) for follow in case.readable.tolist()]
        shared = np.array([np.isin(members, case.known).sum() for members in lists], dtype=float)
        lengths = list_lengths(data.lists)[places].astype(float)
        weights[places] = weigh(shared, lengths, len(case.known))
        ranking = rank_candidates(
            data.lists, case.user, case.known, readable=case.readable, list_weights=weights
        )
        return ranking.candidate_ids

    return rank


def rank_by_learned_weights(data: Data, case: Case) -> IntArray:
    return rank_candidates(data.lists, case.user, case.known, readable=case.readable).candidate_ids


def rank_with_popularity(data: Data, case: Case) -> IntArray:
    return rank_candidates(
        data.lists,
        case.user,
        case.known,
        readable=case.readable,
        popularity=count_followers(data.lists, case.user).astype(float),
    ).candidate_ids


def rank_with_followers_first(data: Data, case: Case) -> IntArray:
    follows_me = np.isin(data.lists.account_ids, followers_of(data, case.user))
    return rank_candidates(
        data.lists,
        case.user,
        case.known,
        readable=case.readable,
        candidate_weights=np.where(follows_me, 3.0, 1.0),
    ).candidate_ids


def followers_of(data: Data, user: int) -> IntArray:
    place = np.searchsorted(data.graph.account_ids, user)
    ties = np.flatnonzero(data.graph.followed == place)
    return data.graph.account_ids[np.searchsorted(data.graph.row_starts, ties, side="right") - 1]


RANKERS: dict[str, Ranker] = {
    "popularity": rank_by_popularity,
    "count": rank_by_weights(lambda shared, length, mine: np.ones_like(shared)),
    "Adamic-Adar": rank_by_weights(lambda shared, length, mine: 1 / np.log(1 + length)),
    "resource allocation": rank_by_weights(lambda shared, length, mine: 1 / length),
    "cosine": rank_by_weights(lambda shared, length, mine: shared / np.sqrt(length * mine)),
    "cosine squared": rank_by_weights(lambda shared, length, mine: shared**2 / length / mine),
    "learned weights": rank_by_learned_weights,
    "learned + popularity": rank_with_popularity,
    "learned x follows me (*)": rank_with_followers_first,
}


# --- reading under a budget


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


def read_and_rank(
    data: Data, case: Case, budget: int, familiar: bool, popular: bool
) -> tuple[IntArray, int]:
    """Ranking after spending the budget as `network_reading` advises, and the requests spent."""
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
    ranked = rank_known(
        data, case, server, progress, np.concatenate(ties), plan.completions, popular
    )
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
    data: Data,
    case: Case,
    server: Server,
    progress: ReadingProgress,
    ties: IntArray,
    completions: int,
    popular: bool,
) -> IntArray:
    """Rank what was read: by learned weights, or by estimated ones where probes were answered."""
    graph = build_graph(ties)
    if progress.probed_share == 0:
        popularity = popularity_in(data, case, graph) if popular else None
        return rank_candidates(graph, case.user, case.known, popularity=popularity).candidate_ids
    seen = graph.account_ids
    weights = weights_in(graph, case, progress)
    ranking = rank_candidates(graph, case.user, case.known, list_weights=weights)
    for request in range(completions):
        best = ranking.candidate_ids[request * PAGE_SIZE : (request + 1) * PAGE_SIZE]
        ties = np.concatenate((ties, server.familiar_followers(best)))
    graph = build_graph(ties)
    weights = weights_in(graph, case, progress)
    ranked = rank_candidates(graph, case.user, case.known, list_weights=weights).candidate_ids
    return ranked[np.isin(ranked, seen)]


def weights_in(graph: FollowGraph, case: Case, progress: ReadingProgress) -> FloatArray:
    weights = np.zeros(len(graph.account_ids))
    present = np.isin(case.readable, graph.account_ids)
    places = np.searchsorted(graph.account_ids, case.readable[present])
    weights[places] = estimate_list_weights(progress)[present]
    return weights


def popularity_in(data: Data, case: Case, graph: FollowGraph) -> FloatArray:
    everyone = count_followers(data.lists, case.user).astype(float)
    return everyone[np.searchsorted(data.lists.account_ids, graph.account_ids)]


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

READERS: dict[str, Reader] = {
    "count, random lists": lambda d, c, b: read_whole_lists(d, c, b, order_at_random(c), False),
    "learned, random lists": lambda d, c, b: read_whole_lists(d, c, b, order_at_random(c), True),
    "learned, shortest first": lambda d, c, b: read_whole_lists(
        d, c, b, order_by_length(d, c), True
    ),
    "chosen pages": lambda d, c, b: read_and_rank(d, c, b, False, False),
    "chosen pages + popularity": lambda d, c, b: read_and_rank(d, c, b, False, True),
    "chosen + familiar_followers": lambda d, c, b: read_and_rank(d, c, b, True, False),
}


# --- tables


def interval(ours: FloatArray, theirs: FloatArray) -> tuple[float, float, float]:
    """Ratio of the means over users, with a paired bootstrap 95 % interval."""
    picks = np.random.default_rng(0).integers(0, len(ours), (10_000, len(ours)))
    ratios = ours[picks].mean(axis=1) / theirs[picks].mean(axis=1)
    low, high = np.quantile(ratios, (0.025, 0.975))
    return float(ours.mean() / theirs.mean()), float(low), float(high)


def print_quality(data: Data, cases: dict[int, list[Case]], title: str) -> None:
    """One line per ranking; each user's value is the mean over their splits."""
    print(f"\n{title}: {len(cases)} users")
    print(f"{'ranking':26}" + "".join(f"{name:>10}" for name in MEASURES), end="")
    print(f"{'P@10 / count':>22}{'recall@50 / count':>22}")
    results = {
        name: np.array(
            [
                np.mean([measure(rank(data, case), case.hidden) for case in own], axis=0)
                for own in cases.values()
            ]
        )
        for name, rank in RANKERS.items()
    }
    for name, values in results.items():
        print(f"{name:26}" + "".join(f"{value:10.3f}" for value in values.mean(axis=0)), end="")
        for place in (1, 3):
            ratio, low, high = interval(values[:, place], results["count"][:, place])
            print(f"   {ratio:5.2f} ({low:4.2f}-{high:4.2f})", end="")
        print()


def full_requests(data: Data, case: Case) -> int:
    lengths = [len(list_of(data.lists, follow)) for follow in case.readable.tolist()]
    return int(sum(-(-length // PAGE_SIZE) for length in lengths))


def print_cost(data: Data, cases: dict[int, list[Case]], title: str) -> None:
    """P@10 against requests, both as shares of what counting with all lists has and needs."""
    count = average_precision(data, cases, RANKERS["count"])
    full = [full_requests(data, case) for own in cases.values() for case in own]
    print(f"\n{title}: requests for all lists: median {np.median(full):.0f}")
    print("P@10 / count with all lists, by share of its requests")
    print(f"{'strategy':30}" + "".join(f"{share:>7.0%}" for share in BUDGETS), end="")
    print(f"{f'at {ASKED_BUDGET:.0%}, 95 %':>16}")
    for name, read in READERS.items():
        print(f"{name:30}", end="")
        asked = ""
        for share in BUDGETS:
            ours = average_precision(data, cases, spend(read, share))
            ratio, low, high = interval(ours, count)
            print(f"{ratio:7.2f}", end="", flush=True)
            asked = f"     ({low:4.2f}-{high:4.2f})" if share == ASKED_BUDGET else asked
        print(asked)


def average_precision(data: Data, cases: dict[int, list[Case]], rank: Ranker) -> FloatArray:
    """P@10 of each user, averaged over their splits."""
    return np.array(
        [
            np.mean([measure(rank(data, case), case.hidden)[1] for case in own])
            for own in cases.values()
        ]
    )


def spend(read: Reader, share: float) -> Ranker:
    """The ranking that is reached with a share of the requests for all lists, at least one."""

    def rank(data: Data, case: Case) -> IntArray:
        budget = max(1, int(share * full_requests(data, case)))
        ranked, spent = read(data, case, budget)
        if spent > budget:
            raise RuntimeError(f"{spent} requests spent, {budget} allowed")
        return ranked

    return rank


def measure_speed(lists_read: int) -> tuple[float, float, int]:
    """Seconds to rank one user, MB above the bare interpreter with numpy, and ties."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    generator = np.random.default_rng(1)
    chances = 1 / np.arange(1, 200_001) ** 0.7
    followed = generator.choice(200_000, 1_035_000, p=chances / chances.sum())
    graph = build_graph(np.column_stack((np.arange(len(followed)) % 2000, followed)))
    follows = np.concatenate((np.arange(lists_read), followed[:300]))
    popularity = count_followers(graph, 10**9).astype(float)
    started = time.perf_counter()
    rank_candidates(graph, 10**9, follows, popularity=popularity, limit=50)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, (peak - before) / 1024, len(graph.followed)


def print_speed() -> None:
    print("\nranking one user (learned + popularity), graph built included in the memory")
    for lists_read in (100, 300, 1000, 2000):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            seconds, megabytes, ties = pool.submit(measure_speed, lists_read).result()
        print(f"{ties:,} ties, {lists_read:5} lists: {seconds:6.3f} s, {megabytes:4.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--splits", type=int, default=5, help="splits per user (default 5)")
    arguments = parser.parse_args()
    print_speed()
    data = read_data(arguments.data)
    for complete_follows in (20, 10):
        users = select_users(data, complete_follows)
        cases = {u: [make_case(data, u, s) for s in range(arguments.splits)] for u in users}
        protocol = {user: own[:1] for user, own in cases.items()}
        print_quality(data, protocol, f"L = {complete_follows}, the protocol's split")
        print_quality(data, cases, f"L = {complete_follows}, mean of {arguments.splits} splits")
        print_cost(data, cases, f"L = {complete_follows}, mean of {arguments.splits} splits")
    print("\n(*) who follows a user back is partly a result of the hidden follow: an upper limit")


if __name__ == "__main__":
    main()
