"""How long `plnbuddy suggest` takes with an account whose network was explored before.

Compared in the same run with `plnbuddy suggest --offline` in a home without an account. The
account is on the tests' stand-in server, which must not hear of the measured runs.

Run: python -m bench.warm_suggest [RUNS]
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bench.installing import NOW, Installed, begin_home, install_plnbuddy
from bench.measuring import (
    Command,
    Run,
    aim_word,
    machine_line,
    measure,
    median_seconds,
    middle_half,
    table_lines,
)
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.platform import Platform
from plnbuddy.curated.bundled import read_educators
from plnbuddy.platforms.credentials import Credentials, Login, write_credentials
from plnbuddy.system.paths import Places
from tests.mastodon_server import Community, MastodonServer, realistic_community

RUNS = 25
AIM = 1.5
ACCOUNTS = 1_200
DISCOVERIES = 300
FOLLOWS = 40
_MOST_EXPLORATIONS = 10

WITHOUT = "plnbuddy suggest --offline, no account"
WARM = "plnbuddy suggest, explored before"
WARM_OFFLINE = "plnbuddy suggest --offline, explored before"
WARM_STRETCH = "plnbuddy suggest --stretch, explored before"


def explored_home(plnbuddy: Installed, server: MastodonServer, home: Path) -> Mapping[str, str]:
    """A home whose account is synced and explored, and whose people of today are checked."""
    environment = begin_home(plnbuddy, home)
    log_in(server, home)
    follows = run_json(plnbuddy, environment, "sync")["following"]
    for _ in range(_MOST_EXPLORATIONS):
        people = run_json(plnbuddy, environment, "explore", "--budget", "120")["people"]
        if people == DISCOVERIES:
            break
    if (follows, people) != (FOLLOWS, DISCOVERIES):
        raise RuntimeError(f"{follows} follows and {people} discoveries")
    for _ in range(_MOST_EXPLORATIONS):
        server.log.clear()
        run_json(plnbuddy, environment, "suggest")
        run_json(plnbuddy, environment, "suggest", "--stretch")
        if not server.log.count():
            return environment
    raise RuntimeError("suggest never stops asking")


def make_community() -> Community:
    """A community in topic clusters, in which the curated people of the fediverse exist."""
    community = realistic_community(
        ACCOUNTS, community=Community("classroom.example", now=datetime.fromisoformat(NOW))
    )
    for educator in read_educators():
        if educator.handle.platform is Platform.MASTODON:
            community.person(educator.handle.username, domain=educator.handle.domain)
    return community


def log_in(server: MastodonServer, home: Path) -> None:
    """Keep a login of the community's teacher, as `plnbuddy login` does."""
    anna = server.community.find("anna")
    handle = parse_handle(f"anna@{server.community.domain}")
    login = Login(handle, server.url, str(anna.id), read_only=False, token=server.token("anna"))
    write_credentials(Places(home, home).accounts, Credentials(login.key, (login,)))


def run_json(
    plnbuddy: Installed, environment: Mapping[str, str], *arguments: str
) -> Mapping[str, int]:
    """Run the installed program, unmeasured, and return its JSON.

    Raises:
        subprocess.CalledProcessError: it left with another exit code than 0.
    """
    done = subprocess.run(
        [plnbuddy.program("plnbuddy"), *arguments, "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment,
        check=True,
    )
    found: Mapping[str, int] = json.loads(done.stdout)
    return found


def result_lines(runs: Mapping[str, list[Run]]) -> list[str]:
    """The table: milliseconds and ratios."""
    least = median_seconds(runs[WITHOUT])
    rows: list[Sequence[str]] = []
    for name, measured in runs.items():
        middle = median_seconds(measured)
        low, high = middle_half(measured)
        span = f"{low * 1000:.0f}-{high * 1000:.0f}"
        rows.append((f"`{name}`", f"{middle * 1000:.0f}", span, f"{middle / least:.2f}"))
    header = ("Command", "median ms", "middle half ms", "× without account")
    return table_lines(header, rows)


def aim_lines(runs: Mapping[str, list[Run]]) -> list[str]:
    """What was aimed at."""
    ratio = median_seconds(runs[WARM]) / median_seconds(runs[WITHOUT])
    what = f"`{WARM}` at most {AIM} × `{WITHOUT}`"
    return table_lines(("Aim", "measured", ""), [(what, f"{ratio:.2f}", aim_word(ratio <= AIM))])


def main() -> None:
    """Install, explore, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with (
        tempfile.TemporaryDirectory(prefix="plnbuddy-bench-") as place,
        MastodonServer(make_community()) as server,
    ):
        folder = Path(place)
        plnbuddy = install_plnbuddy(folder / "plnbuddy")
        alone = begin_home(plnbuddy, folder / "alone")
        explored = explored_home(plnbuddy, server, folder / "explored")
        server.log.clear()
        program = plnbuddy.program("plnbuddy")
        runs = measure(
            [
                Command(WITHOUT, [program, "suggest", "--offline"], alone, folder),
                Command(WARM, [program, "suggest"], explored, folder),
                Command(WARM_OFFLINE, [program, "suggest", "--offline"], explored, folder),
                Command(WARM_STRETCH, [program, "suggest", "--stretch"], explored, folder),
            ],
            count,
        )
        asked = server.log.count()
    what = f"{DISCOVERIES} discovered people, {FOLLOWS} follows; {asked} requests while measuring."
    print("\n".join([machine_line(count), what, "", *result_lines(runs), "", *aim_lines(runs)]))


if __name__ == "__main__":
    main()
