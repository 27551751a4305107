"""What exploring costs on this computer alone when the known network is large.

A made-up teacher with 1,000 follows, a store of some 835,000 ties, and a server that answers at
once: what is left is plnbuddy's own computing. Each row is a whole process, from its start over
opening the store to its end, and so is the row that does nothing else.

Run: python -m bench.network_growth [--follows 1000] [--length 835] [--people 100000]
"""

import argparse
import compileall
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np

from bench.community_bios import made_up_bios
from bench.installing import PROJECT
from bench.measuring import Command, Used, aim_word, table_lines, use_once
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.handles import parse_handle
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.values import Account, Page
from plnbuddy.ranking.exploration import Exploration, start_exploration
from plnbuddy.ranking.follows import rank_followed, read_follows
from plnbuddy.ranking.pages import ReadingProgress, rank_by_progress
from plnbuddy.ranking.weights import IntArray, graph_of_lists, list_lengths, places_of
from plnbuddy.store.account_state import Tie, put_account, put_ties
from plnbuddy.store.database import Store, open_store
from plnbuddy.store.discovery import (
    KnownPerson,
    ListReading,
    put_known_ties,
    put_person,
    put_reading,
)
from plnbuddy.suggest import explore
from plnbuddy.system.budget import Budget
from plnbuddy.system.config import Settings

PAGES = 45
BIOS = 400
MORE_TIES = 1.2
"""The store is made so much larger for concluding."""

IN_ARRAYS, LISTS_IN_ARRAYS = 4_600_000, 1000
TODAY = date(2026, 11, 24)
CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)
ME = parse_handle("@me@school.example")
LOGIN = Login(ME, "https://school.example", "0", read_only=True, token="")
Texts = Sequence[tuple[str, str]]
"""Names and bios."""


class AtOnce:
    """A server that answers every page of follows at once, and has nothing else."""

    name = "school.example"

    def __init__(self, people: int, texts: Texts) -> None:
        self.budget = Budget(lambda _text: None)
        self.requests_made = 0
        self._people = people
        self._texts = texts
        self._dice = random.Random(3)

    def following(self, _account_id: str, after: str = "") -> Page[Account]:
        """A page of 80, with one more to come."""
        self.requests_made += 1
        numbers = self._dice.sample(range(self._people), 80)
        accounts = (_account(n, *self._texts[n % len(self._texts)]) for n in numbers)
        return Page(tuple(accounts), str(len(after) + 1))

    def familiar_followers(self, _ids: Sequence[str]) -> dict[str, list[Account]]:
        """What the server lacks."""
        self.requests_made += 1
        raise NothingFoundError("none", "")


def _account(number: int, name: str, bio: str = "") -> Account:
    handle = parse_handle(f"@p{number}@s{number % 97}.example")
    return Account(
        str(number), handle, name, discoverable=True, last_post=TODAY, following=900,
        has_bio=bool(bio), bio=bio,
    )  # fmt: skip


def fill(store: Store, follows: int, length: int, people: int) -> None:
    """A store with the lists of all follows, most of each read."""
    with store.writing():
        put_account(store, LOGIN.key, ME, follows, 10)
        for number in range(people):
            account = _account(number, f"Person {number}")
            person = KnownPerson(
                0, account.handle, account.name, account.id, open=True, trouble="", topics=(),
                followers=10, following=900, last_post=TODAY, read_on=TODAY,
            )  # fmt: skip
            put_person(store, LOGIN.key, person)
        mine = [_account(number, f"Person {number}") for number in range(follows)]
        put_ties(store, LOGIN.key, "following", [Tie(a.handle, a.name, a.id) for a in mine], 1)
        for person_number, others in enumerate(made_up_lists(follows, length, people, 1), 1):
            ties = ((person_number, int(other)) for other in others if other != person_number)
            put_known_ties(store, LOGIN.key, ties)
            reading = ListReading(person_number, "1", length, False, TODAY)
            put_reading(store, LOGIN.key, "rank", reading)


def add_ties(store: Store, follows: int, length: int, people: int) -> None:
    """Longer lists for the same people."""
    with store.writing():
        for person_number, others in enumerate(made_up_lists(follows, length, people, 2), 1):
            ties = ((person_number, int(other)) for other in others if other != person_number)
            put_known_ties(store, LOGIN.key, ties)


def made_up_lists(lists: int, length: int, people: int, seed: int) -> Iterable[IntArray]:
    """Lists of different people's numbers, from 1, ascending; popular people are in many."""
    dice = np.random.default_rng(seed)
    popular = 1 / np.arange(1, people + 1) ** 0.6
    popular /= popular.sum()
    for _ in range(lists):
        yield np.sort(dice.choice(people, size=length, replace=False, p=popular) + 1)


# What is measured, each in a process of its own


def run_in(store: Store, folder: Path) -> Exploration:
    """A run as `plnbuddy explore` begins it, on the server that answers at once."""
    made = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    server = cast("Any", AtOnce(made["people"], made["texts"]))
    return start_exploration(store, server, LOGIN, Settings(), CLOCK, 10_000)


def read_and_conclude(run: Exploration) -> None:
    """Pages, and then what they bring."""
    read_follows(run, PAGES + 1)
    explore._keep(run)


IN_STORE: Mapping[str, Callable[[Exploration], object]] = {
    "nothing": lambda _run: None,
    "ranking": rank_followed,
    "reading": lambda run: read_follows(run, PAGES + 1),
    "concluding": explore._keep,
    "both": read_and_conclude,
}


def rank_arrays(folder: Path) -> None:
    """Build the graph of lists in one array, and rank from it."""
    followed = np.load(folder / "followed.npy")
    owners = np.arange(1, LISTS_IN_ARRAYS + 1)
    graph = graph_of_lists(owners, np.full(len(owners), len(followed) // len(owners)), followed)
    lengths = list_lengths(graph)[places_of(graph.account_ids, owners)[0]]
    none = np.zeros_like(lengths)
    progress = ReadingProgress(lengths, lengths, none, none > 0, none)
    rank_by_progress(graph, -1, owners, owners, progress, followers=owners[:0], limit=300)


def work(name: str, folder: Path) -> None:
    """What a child process does."""
    if name == "arrays":
        rank_arrays(folder)
        return
    with open_store(folder / "plnbuddy.sqlite3") as store:
        IN_STORE[name](run_in(store, folder))


def apart(name: str, folder: Path) -> Used:
    """The work in a process of its own."""
    words = [sys.executable, "-m", "bench.network_growth", "--work", name, "--folder", str(folder)]
    return use_once(Command(name, words, os.environ, PROJECT))


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--follows", type=int, default=1000)
    parser.add_argument("--length", type=int, default=835)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--work", help="what a child process does")
    parser.add_argument("--folder", type=Path, help="with what")
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.folder)
        return
    # As an installed program is; else each process would compile what it loads.
    compileall.compile_dir(PROJECT / "plnbuddy", quiet=1)
    with tempfile.TemporaryDirectory() as name:
        print("\n".join(growth_lines(Path(name), asked.follows, asked.length, asked.people)))


def growth_lines(folder: Path, follows: int, length: int, people: int) -> list[str]:
    """The table, with aims."""
    texts = [(bio.display_name, bio.text) for bio in made_up_bios(BIOS)]
    (folder / "texts.json").write_text(json.dumps({"people": people, "texts": texts}))
    with open_store(folder / "plnbuddy.sqlite3") as store:
        fill(store, follows, length, people)
        smaller = store.rows("SELECT count(*) FROM known_tie")[0][0]
    rows = [
        _row("Python, numpy, the store opened", apart("nothing", folder)),
        _row(f"ranking from the store, {smaller:,} ties", apart("ranking", folder), 1.0),
        _row(f"reading {PAGES} pages, {smaller:,} ties", apart("reading", folder), 3.0),
    ]
    with open_store(folder / "plnbuddy.sqlite3") as store:
        add_ties(store, follows, round(length * (MORE_TIES - 1) * 1.4), people)
        larger = store.rows("SELECT count(*) FROM known_tie")[0][0]
    what = f"{larger:,} ties, {people:,} known people"
    rows += [
        _row(f"concluding, {what}", apart("concluding", folder), 3.0),
        _row(f"reading {PAGES} pages and concluding, {what}", apart("both", folder)),
    ]
    lists = made_up_lists(LISTS_IN_ARRAYS, IN_ARRAYS // LISTS_IN_ARRAYS, 4 * people, 3)
    np.save(folder / "followed.npy", np.concatenate(list(lists)))
    arrays = f"{IN_ARRAYS:,} ties in arrays, {LISTS_IN_ARRAYS:,} lists: build and rank"
    rows.append(_row(arrays, apart("arrays", folder), 3.0, 300.0))
    header = ("what, as a whole process", "seconds", "of the processor", "MiB", "aim", "")
    busy = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"
    return [*table_lines(header, rows), "", f"One run of each; {busy}."]


def _row(what: str, used: Used, seconds: float = 0, mebibytes: float = 0) -> Sequence[str]:
    """The seconds of the processor are compared with the aim: the clock runs for others too."""
    cells = (f"{used.seconds:.2f}", f"{used.processor:.2f}", f"{used.mebibytes:.0f}")
    if not seconds:
        return (what, *cells, "", "")
    met = used.processor <= seconds and (not mebibytes or used.mebibytes <= mebibytes)
    aim = f"{seconds:g} s" + (f", {mebibytes:g} MiB" if mebibytes else "")
    return (what, *cells, aim, aim_word(met))


if __name__ == "__main__":
    main()
