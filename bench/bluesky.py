"""What Bluesky costs: requests and seconds for a pack, a first and a daily sync, exploring.

Against the tests' stand-in on this computer: requests are exact, seconds hold plnbuddy's own
work and nothing of the network between. Run: python -m bench.bluesky
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.installing import NOW
from bench.measuring import table_lines
from tests.bluesky.signing_in import ME, log_in, serve_account
from tests.bluesky.stand_in import Call, StandIn, serve_pack, stand_in, view
from tests.conftest import Plnbuddy

FOLLOWS, POSTS, PACK = 1_000, 2_000, 150
PER_PAGE = 100
DAILY_AIM = 4
MOMENT = datetime.fromisoformat(NOW)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Cost:
    """What something cost: requests, and seconds of processor time and of the clock."""

    name: str
    requests: int
    processor: float
    clock: float


def person(number: int) -> dict[str, object]:
    """Somebody who teaches; each number another."""
    name = "".join(_LETTERS[number // 26**place % 26] for place in range(3))
    return view(f"p{name}", "Maths teacher, secondary", followsCount=300)


def post(number: int) -> dict[str, object]:
    """A post of the teacher's own; a higher number is a later one."""
    moment = (MOMENT - timedelta(hours=POSTS - number)).isoformat()
    uri = f"at://{ME}/app.bsky.feed.post/3k{number:08}"
    record = {"text": f"Lesson {number}", "createdAt": moment, "langs": ["en"]}
    return {"post": {"uri": uri, "author": view("me"), "record": record}}


def page_of(field: str, everything: list[object]) -> Callable[[Call], object]:
    """An answer that gives a hundred at once."""

    def answer(call: Call) -> object:
        start = int(call.values.get("cursor") or 0)
        end = start + PER_PAGE
        more = {"cursor": str(end)} if end < len(everything) else {}
        return {field: everything[start:end], **more}

    return answer


def serve_network(server: StandIn) -> None:
    """A teacher with follows and posts, whose follows follow each other."""
    serve_account(server)
    people: list[object] = [person(number) for number in range(FOLLOWS)]
    by_id = {str(each["did"]): each for each in people if isinstance(each, dict)}
    mine = page_of("follows", people)
    theirs = page_of("follows", people[:300])
    server.answers.update(
        {
            "app.bsky.actor.getProfile": lambda _call: view(
                "me", followsCount=FOLLOWS, followersCount=0, postsCount=POSTS
            ),
            "app.bsky.actor.getProfiles": lambda call: {
                "profiles": [by_id[actor] for actor in call.values["actors"] if actor in by_id]
            },
            "app.bsky.graph.getFollows": lambda call: (
                mine(call) if call.values["actor"] == ME else theirs(call)
            ),
            "app.bsky.feed.getAuthorFeed": page_of(
                "feed", [post(number) for number in range(POSTS, 0, -1)]
            ),
        }
    )


def cost(server: StandIn, name: str, run: Callable[[], object]) -> Cost:
    """Run something, and say what it cost; the stand-in's own work is in the clock's seconds."""
    before, processor, clock = len(server.calls), time.thread_time(), time.monotonic()
    run()
    return Cost(
        name,
        len(server.calls) - before,
        time.thread_time() - processor,
        time.monotonic() - clock,
    )


def measure_all(home: Path) -> list[Cost]:
    """Every case, one after the other."""
    environment = {"PLNBUDDY_HOME": str(home), "PLNBUDDY_NOW": NOW, "TZ": "UTC"}
    tomorrow = (MOMENT + timedelta(days=1)).isoformat()
    with stand_in() as server:
        teacher = Plnbuddy(home, {**environment, **server.environment})
        teacher("config", "set", "profile.networks", "bluesky")
        teacher("config", "set", "profile.topics", "math")
        teacher("config", "set", "explore.open_reading", "no")
        serve_network(server)
        address = serve_pack(server, [person(number) for number in range(PACK)])
        pack = cost(
            server, f"a pack of {PACK}", lambda: teacher("lists", "add", address, "--no-input")
        )
        serve_network(server)
        log_in(teacher)
        return [
            pack,
            cost(server, "first sync", lambda: teacher("sync")),
            cost(server, "daily sync without news", lambda: teacher("sync", now=tomorrow)),
            cost(server, "first exploring", lambda: teacher("explore", now=tomorrow)),
        ]


def main() -> None:
    """Print the table, and fail where a daily sync asks more than its aim."""
    with tempfile.TemporaryDirectory() as folder:
        costs = measure_all(Path(folder) / "home")
    print(f"{FOLLOWS:,} follows, {POSTS:,} posts; load {os.getloadavg()[0]:.1f}")
    rows = [[c.name, str(c.requests), f"{c.processor:.2f}", f"{c.clock:.2f}"] for c in costs]
    headings = ["", "requests", "processor, s", "clock, s"]
    print("\n".join(table_lines(headings, rows)))
    daily = next(c for c in costs if c.name.startswith("daily"))
    if daily.requests > DAILY_AIM:
        sys.exit(f"A daily sync makes {daily.requests} requests; the aim is {DAILY_AIM}.")


if __name__ == "__main__":
    main()
