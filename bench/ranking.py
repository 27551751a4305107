"""Benchmark: rank whom my follows follow, on a real follow graph.

Two protocols, each printed under its name. Follows hidden at random (the data folder's README):
the quality of each ranking against counting, and against requests spent. The latest follows
hidden (bench.latest_follows): what followers of before are worth. Then time and memory on a graph
of a million ties.

Run: python -m bench.ranking [DATA] [--in-order FOLDER] [--splits 5] [--latest-only]
"""

import argparse
import resource
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bench.follow_graph import (
    MEASURES,
    PRECISION_AT_10,
    RECALL_AT_50,
    Case,
    Data,
    Ranker,
    make_case,
    measure,
    read_data,
    select_users,
)
from bench.installing import PROJECT
from bench.latest_follows import latest_lines
from bench.measuring import aim_word, table_lines
from bench.rankers import COUNT, FOLLOWED, LEARNED, RANKERS, interval, spoken_interval
from bench.reading_budget import READERS, full_requests, spend
from plnbuddy.ranking.weights import FloatArray, build_graph, rank_candidates

DATA = PROJECT.parent / "shared" / "bench"
SPLITS = 5
BUDGETS = (0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.4, 1.0)
ASKED_BUDGET = 0.1
LISTS_READ = (100, 300, 1000, 2000)
"""How many lists are read when speed is measured."""

Cases = Mapping[int, list[Case]]


def quality(data: Data, cases: Cases, rank: Ranker) -> FloatArray:
    """The measures, shape (users, measures)."""
    return np.array(
        [
            np.mean([measure(rank(data, case), case.hidden) for case in own], axis=0)
            for own in cases.values()
        ]
    )


def quality_lines(data: Data, cases: Cases, title: str) -> list[str]:
    """One row per ranking; each user's value is the mean over their splits."""
    results = {name: quality(data, cases, rank) for name, rank in RANKERS.items()}
    count = results[COUNT]
    rows = []
    for name, values in results.items():
        ratios = [
            spoken_interval(*interval(values[:, place], count[:, place]))
            for place in (PRECISION_AT_10, RECALL_AT_50)
        ]
        rows.append((name, *(f"{value:.3f}" for value in values.mean(axis=0)), *ratios))
    header = ("ranking", *MEASURES, "P@10 / count", "recall@50 / count")
    return [f"{title}: {len(cases)} users", "", *table_lines(header, rows), ""]


def cost_lines(data: Data, cases: Cases, title: str) -> list[str]:
    """P@10 against requests, both as shares of what counting with all lists has and needs."""
    count = quality(data, cases, RANKERS[COUNT])[:, PRECISION_AT_10]
    full = [full_requests(data, case) for own in cases.values() for case in own]
    rows = []
    for name, read in READERS.items():
        found = {
            share: interval(quality(data, cases, spend(read, share))[:, PRECISION_AT_10], count)
            for share in BUDGETS
        }
        ratios = [f"{ratio:.2f}" for ratio, _, _ in found.values()]
        ratio, low, high = found[ASKED_BUDGET]
        rows.append((name, *ratios, f"{low:.2f}-{high:.2f}", aim_word(ratio >= 1)))
    header = (
        "strategy",
        *(f"{share:.0%}" for share in BUDGETS),
        f"95 % at {ASKED_BUDGET:.0%}",
        f"as good as count at {ASKED_BUDGET:.0%}",
    )
    return [
        f"{title}: P@10 / count with all lists, by share of its requests "
        f"(median {np.median(full):.0f})",
        "",
        *table_lines(header, rows),
        "",
    ]


def measure_speed(lists_read: int) -> tuple[float, float, int]:
    """Seconds to rank one user, MB above the bare interpreter with numpy, and ties."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    generator = np.random.default_rng(1)
    chances = 1 / np.arange(1, 200_001) ** 0.7
    followed = generator.choice(200_000, 1_035_000, p=chances / chances.sum())
    graph = build_graph(np.column_stack((np.arange(len(followed)) % 2000, followed)))
    follows = np.concatenate((np.arange(lists_read), followed[:300]))
    started = time.perf_counter()
    rank_candidates(graph, 10**9, follows, limit=50)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, (peak - before) / 1024, len(graph.followed)


def speed_lines() -> list[str]:
    """Seconds and memory by how many lists are read, each in a process of its own."""
    rows = []
    for lists_read in LISTS_READ:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            seconds, megabytes, ties = pool.submit(measure_speed, lists_read).result()
        met = aim_word(seconds < 0.3 and megabytes < 300)
        rows.append((f"{lists_read:,}", f"{ties:,}", f"{seconds:.2f}", f"{megabytes:.0f}", met))
    header = ("lists", "ties in the graph", "s", "MB above the interpreter", "under 0.3 s, 300 MB")
    return ["Ranking one user, learned weights", "", *table_lines(header, rows), ""]


def aim_lines(data: Data, cases: Cases, complete_follows: int, title: str) -> list[str]:
    """The aims with full information, for the ranking from lists alone."""
    ours, count = (quality(data, cases, RANKERS[name]) for name in (LEARNED, COUNT))
    aims = {20: ((PRECISION_AT_10, 1.35), (RECALL_AT_50, 1.45)), 10: ((PRECISION_AT_10, 1.3),)}
    rows = []
    for place, aim in aims[complete_follows]:
        ratio, low, high = interval(ours[:, place], count[:, place])
        met = ratio >= aim and low > 1
        what = f"{LEARNED}: {MEASURES[place]} at least {aim} × count, interval above 1"
        rows.append((what, f"{ratio:.3f} ({low:.2f}-{high:.2f})", aim_word(met)))
    return [*table_lines((f"Aim, {title}", "measured", ""), rows), ""]


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(
        prog="bench.ranking", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("data", type=Path, nargs="?", default=DATA)
    parser.add_argument("--splits", type=int, default=SPLITS, help="splits per user (default 5)")
    parser.add_argument("--in-order", type=Path, help="folder of the lists in order, if another")
    parser.add_argument("--latest-only", action="store_true", help="measure the latest follows")
    arguments = parser.parse_args()
    print("\n".join(latest_lines(arguments.in_order or arguments.data)), flush=True)
    if arguments.latest_only:
        return
    print("\n".join(speed_lines()), flush=True)
    data = read_data(arguments.data)
    for complete_follows in (20, 10):
        users = select_users(data, complete_follows)
        cases = {u: [make_case(data, u, s) for s in range(arguments.splits)] for u in users}
        protocol = {user: own[:1] for user, own in cases.items()}
        for chosen, kind in (
            (protocol, "the protocol's split"),
            (cases, f"mean of {arguments.splits} splits"),
        ):
            title = f"Hidden at random, L = {complete_follows}, {kind}"
            print("\n".join(quality_lines(data, chosen, title)), flush=True)
            print("\n".join(aim_lines(data, chosen, complete_follows, title)), flush=True)
        title = f"Hidden at random, L = {complete_follows}, mean of {arguments.splits} splits"
        print("\n".join(cost_lines(data, cases, title)), flush=True)
    print(f"{FOLLOWED}: people follow back, so part of it is a result of the hidden follow;")
    print("a fair figure is that of the latest follows.")


if __name__ == "__main__":
    main()
