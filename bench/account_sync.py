"""What a sync costs: requests, time and memory, the first time and every day after.

Run: python -m bench.account_sync [RUNS]
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from bench.installing import NOW, Installed, install_plnbuddy, plain_environment, run_plnbuddy
from bench.measuring import (
    Command,
    aim_word,
    machine_line,
    measure,
    median_seconds,
    middle_half,
    peak_memory,
    table_lines,
)
from tests.mastodon_server import Community, MastodonServer

RUNS = 5
MEMORY_RUNS = 3
FOLLOWS = 1_000
FOLLOWERS = 1_000
POSTS = 2_000
MENTIONS = 60
TAGS = 30

PEOPLE_PER_PAGE = 80
POSTS_PER_PAGE = 40
NOTICES_PER_PAGE = 80
TAGS_PER_PAGE = 200

FIRST_AIM = 1.1  # times the minimum number of pages
DAILY_AIM = 6  # requests
MEMORY_AIM = 1.25  # times the memory for a tenth of the account

MOMENT = datetime.fromisoformat(NOW)
TOMORROW = (MOMENT + timedelta(days=1)).isoformat()
TEACHER = "anna"

FIRST = "first sync"
TENTH = "first sync of a tenth"
WITHOUT_NEWS = "daily sync without news"
WITH_NEWS = "daily sync with news"


@dataclass(frozen=True)
class Cost:
    """What one kind of sync cost: requests and the fewest possible, seconds, and MiB at most."""

    name: str
    requests: int
    fewest: int
    seconds: float
    low: float
    high: float
    memory: float


def make_account(follows: int, followers: int, posts: int) -> Community:
    """A server with a teacher who follows, is followed, has written, and was written to."""
    community = Community(now=MOMENT)
    community.person(TEACHER)
    people = [community.person(f"p{number}") for number in range(max(follows, followers))]
    for person in people[:follows]:
        community.follow(TEACHER, person, notify=False)
    for person in people[:followers]:
        community.follow(person, TEACHER, notify=False)
    for number in range(posts):
        at = MOMENT - timedelta(hours=posts - number)
        community.post(TEACHER, f"A worksheet, number {number} #musiced", at=at)
    for person in people[:MENTIONS]:
        community.post(person, "A question", mentions=[TEACHER], at=MOMENT - timedelta(days=2))
    community.follow_tag(TEACHER, *(f"tag{number}" for number in range(TAGS)))
    community.make_list(TEACHER, "Music", *people[:10])
    return community


def add_news(community: Community) -> None:
    """What a day brings: posts, an answer, follows both ways."""
    community.advance(hours=2)
    for number in range(5):
        community.post(TEACHER, f"News {number} #musiced")
        community.advance(minutes=1)
    for number in range(4):
        stranger = community.person(f"new{number}")
        community.follow(TEACHER, stranger)
        community.follow(stranger, TEACHER)
        community.post(stranger, "Another question", mentions=[TEACHER])


def fewest_requests(follows: int, followers: int, posts: int, mentions: int) -> int:
    """One for the profile and one for the lists, and every page of the rest once."""
    return (
        2
        + max(ceil(posts / POSTS_PER_PAGE), 1)
        + max(ceil(mentions / NOTICES_PER_PAGE), 1)
        + ceil(TAGS / TAGS_PER_PAGE)
        + ceil(follows / PEOPLE_PER_PAGE)
        + ceil(followers / PEOPLE_PER_PAGE)
    )


def log_in(plnbuddy: Installed, environment: Mapping[str, str], server: MastodonServer) -> None:
    """Log in as a person does: the program registers itself, the person agrees, the code is given.

    Raises:
        subprocess.CalledProcessError: the login failed.
    """
    words = [plnbuddy.program("plnbuddy"), "login", server.url]
    subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=False
    )
    (app,) = (each for each in server.authority.applications.values() if each.name == "plnbuddy")
    code = server.authorize(app.client_id, TEACHER, " ".join(app.scopes))
    run_plnbuddy(plnbuddy, environment, "login", server.url, "--code", code)


@dataclass(frozen=True)
class Place:
    """A home that is put back before each run, and the server that it belongs to."""

    plnbuddy: Installed
    server: MastodonServer
    home: Path

    def environment(self, now: str = NOW) -> dict[str, str]:
        """The environment of a process with this home at that moment."""
        return {**plain_environment(self.home), "PLNBUDDY_NOW": now}

    def keep(self, name: str) -> Callable[[], None]:
        """Keep the home as it is; returns what puts it back."""
        copy = self.home.with_name(f"{self.home.name} {name}")
        shutil.copytree(self.home, copy)

        def put_back() -> None:
            shutil.rmtree(self.home)
            shutil.copytree(copy, self.home)

        return put_back

    def measure_sync(
        self, name: str, put_back: Callable[[], None], now: str, fewest: int, runs: int
    ) -> Cost:
        """Sync from that state, several times over."""
        words = [self.plnbuddy.program("plnbuddy"), "sync"]
        command = Command(name, words, self.environment(now), self.home.parent, prepare=put_back)
        self.server.log.clear()
        found = measure([command], runs)[name]
        requests = self.server.log.count() // (runs + 1)
        low, high = middle_half(found)
        memory = peak_memory(command, MEMORY_RUNS)
        return Cost(name, requests, fewest, median_seconds(found), low, high, memory)


def measure_all(plnbuddy: Installed, folder: Path, runs: int) -> list[Cost]:
    """A tenth of the account first, then the whole, then the days after."""
    costs: list[Cost] = []
    tenth = make_account(FOLLOWS // 10, FOLLOWERS // 10, POSTS // 10)
    with MastodonServer(tenth) as server:
        place = Place(plnbuddy, server, folder / "tenth")
        log_in(plnbuddy, place.environment(), server)
        fewest = fewest_requests(FOLLOWS // 10, FOLLOWERS // 10, POSTS // 10, MENTIONS)
        costs.append(place.measure_sync(TENTH, place.keep("logged in"), NOW, fewest, runs))
    whole = make_account(FOLLOWS, FOLLOWERS, POSTS)
    with MastodonServer(whole) as server:
        place = Place(plnbuddy, server, folder / "whole")
        log_in(plnbuddy, place.environment(), server)
        fewest = fewest_requests(FOLLOWS, FOLLOWERS, POSTS, MENTIONS)
        costs.append(place.measure_sync(FIRST, place.keep("logged in"), NOW, fewest, runs))
        synced = place.keep("synced")
        costs.append(place.measure_sync(WITHOUT_NEWS, synced, TOMORROW, 5, runs))
        add_news(whole)
        costs.append(place.measure_sync(WITH_NEWS, synced, TOMORROW, 7, runs))
    return costs


def result_lines(costs: Sequence[Cost]) -> list[str]:
    """The table: requests, time and memory of each kind of sync."""
    rows = [
        (
            cost.name,
            str(cost.requests),
            str(cost.fewest),
            f"{cost.seconds:.2f}",
            f"{cost.low:.2f}-{cost.high:.2f}",
            f"{cost.memory:.0f}",
        )
        for cost in costs
    ]
    header = ("Sync", "requests", "fewest possible", "median s", "middle half s", "peak MiB")
    return table_lines(header, rows)


def aim_lines(costs: Sequence[Cost]) -> list[str]:
    """What was aimed at."""
    cost = {each.name: each for each in costs}
    first, daily = cost[FIRST], cost[WITHOUT_NEWS]
    ratio = first.requests / first.fewest
    growth = first.memory / cost[TENTH].memory
    rows = [
        (
            f"first sync at most {FIRST_AIM} × the fewest requests possible",
            f"{ratio:.2f}",
            aim_word(ratio <= FIRST_AIM),
        ),
        (
            f"daily sync without news at most {DAILY_AIM} requests",
            str(daily.requests),
            aim_word(daily.requests <= DAILY_AIM),
        ),
        (
            f"memory at most {MEMORY_AIM} × that for a tenth of the account",
            f"{growth:.2f}",
            aim_word(growth <= MEMORY_AIM),
        ),
    ]
    return table_lines(("Aim", "measured", ""), rows)


def main() -> None:
    """Install, measure, print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory(prefix="plnbuddy-bench-") as place:
        folder = Path(place)
        costs = measure_all(install_plnbuddy(folder / "plnbuddy"), folder, runs)
    account = f"{FOLLOWS:,} follows, {FOLLOWERS:,} followers, {POSTS:,} posts, {MENTIONS} mentions."
    lines = [account, machine_line(runs), "", *result_lines(costs), "", *aim_lines(costs)]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
