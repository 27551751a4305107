"""What exploring costs on this computer alone when the known network is large.

A made-up teacher with 1,000 follows, a store of some 835,000 ties, and a server that
answers at once: what is left is plnbuddy's own computing, its store included.

Run: python -m bench.network_growth [--follows 1000] [--length 835] [--people 100000]
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np

from bench.measuring import aim_word, table_lines
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.handles import parse_handle
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.values import Account, Page
from plnbuddy.ranking.exploration import Exploration, start_exploration
from plnbuddy.ranking.follows import rank_followed, read_follows
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
TODAY = date(2026, 11, 24)
CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)
ME = parse_handle("@me@school.example")


class AtOnce:
    """A server that answers every page of follows at once, and has nothing else."""

    name = "school.example"

    def __init__(self, people: int) -> None:
        self.budget = Budget(lambda _text: None)
        self.requests_made = 0
        self._people = people
        self._dice = random.Random(3)

    def following(self, _account_id: str, after: str = "") -> Page[Account]:
        """A page of 80, with one more to come."""
        self.requests_made += 1
        numbers = self._dice.sample(range(self._people), 80)
        return Page(tuple(_account(number) for number in numbers), str(len(after) + 1))

    def familiar_followers(self, _ids: Sequence[str]) -> dict[str, list[Account]]:
        """What the server lacks."""
        self.requests_made += 1
        raise NothingFoundError("none", "")


def _account(number: int) -> Account:
    handle = parse_handle(f"@p{number}@s{number % 97}.example")
    return Account(
        str(number), handle, f"Person {number}", discoverable=True, last_post=TODAY, following=900
    )


def fill(store: Store, follows: int, length: int, people: int) -> Login:
    """A store with the lists of all follows, most of each read."""
    login = Login(ME, "https://school.example", "0", read_only=True, token="")
    dice = np.random.default_rng(1)
    with store.writing():
        put_account(store, login.key, ME, follows, 10)
        for number in range(people):
            account = _account(number)
            person = KnownPerson(
                0, account.handle, account.name, account.id, open=True, trouble="", topics=(),
                followers=10, following=900, last_post=TODAY, read_on=TODAY,
            )  # fmt: skip
            put_person(store, login.key, person)
        mine = [_account(number) for number in range(follows)]
        put_ties(store, login.key, "following", [Tie(a.handle, a.name, a.id) for a in mine], 1)
        popular = 1 / np.arange(1, people + 1) ** 0.6
        popular /= popular.sum()
        for person_number in range(1, follows + 1):
            others = dice.choice(people, size=length, replace=False, p=popular) + 1
            ties = ((person_number, int(other)) for other in others if other != person_number)
            put_known_ties(store, login.key, ties)
            reading = ListReading(person_number, "1", length, False, TODAY)
            put_reading(store, login.key, "rank", reading)
    return login


def run_on(store: Store, login: Login, people: int) -> Exploration:
    """A run as `plnbuddy explore` begins it, on the server that answers at once."""
    server = cast("Any", AtOnce(people))
    return start_exploration(store, server, login, Settings(), CLOCK, 10_000)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that it takes on the clock, and of them on the processor."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - worked


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--follows", type=int, default=1000)
    parser.add_argument("--length", type=int, default=835)
    parser.add_argument("--people", type=int, default=100_000)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "plnbuddy.sqlite3") as store,
    ):
        login = fill(store, asked.follows, asked.length, asked.people)
        ties = store.rows("SELECT count(*) FROM known_tie")[0][0]

        def run() -> Exploration:
            return run_on(store, login, asked.people)

        works: tuple[tuple[str, Callable[[], object], float], ...] = (
            ("ranking from the store", lambda: rank_followed(run()), 1.0),
            (f"reading {PAGES} pages", lambda: read_follows(run(), PAGES + 1), 3.0),
            ("concluding", lambda: explore._keep(run()), 3.0),
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows = []
        for name, work, aim in works:
            took, worked = timed(work)
            rows.append((name, f"{took:.2f}", f"{worked:.2f}", f"{aim:g}", aim_word(took <= aim)))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{ties:,} ties, {asked.people:,} known people, {after - before:.0f} MiB more at the peak"
    )
    header = ("what", "seconds", "of them on the processor", "aim", "")
    print("\n".join(table_lines(header, rows)))


if __name__ == "__main__":
    main()
