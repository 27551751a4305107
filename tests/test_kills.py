"""Commands are killed at random moments and at chosen system calls; nothing confirmed is lost.

Short here. All of it, with its figures (strace must be installed for the system calls):

    PLNBUDDY_KILLS=500 python -m pytest -n 0 -s tests/test_kills.py
"""

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.accounts import log_in, serving, staff_room
from tests.conftest import Plnbuddy, copy_of
from tests.sync.prepared import fill, sound
from tests.test_store_versions import earlier_store

KILLS = int(os.environ.get("PLNBUDDY_KILLS", "0"))
CASES = Path(__file__).parent / "cases"
CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir")
NEXT_DAY = "2026-11-25T09:00:00+00:00"
LEFT = re.compile(r"\.plnbuddy-unfinished.*|.*-(?:journal|wal|shm)")
# What a run reads again or counts anew, and what has no part in what is compared.
PASSING = {"cursor", "shown", "sqlite_sequence", "next_step", "import_run", "asking_day"}


@dataclass(frozen=True)
class Scenario:
    """A command to be killed.

    `steps`: it is done in several transactions, and a second run goes on to its end; otherwise
    all of it has happened or nothing. `file`: what it writes beside the store.
    """

    name: str
    words: tuple[str, ...]
    steps: bool = False
    file: str = ""
    prepare: Callable[[Plnbuddy], object] = lambda _plnbuddy: None
    now: str = ""
    confirmed: str = ""


def backed_up(plnbuddy: Plnbuddy) -> None:
    plnbuddy("backup", str(plnbuddy.home / "stick"))
    plnbuddy("log", "connect", "written afterwards")


def damaged(plnbuddy: Plnbuddy) -> None:
    store = plnbuddy.home / "plnbuddy.sqlite3"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE activity SET day = '2026-99-99' WHERE id = 2")
        connection.commit()


def of_an_earlier_version(plnbuddy: Plnbuddy) -> None:
    (plnbuddy.home / "plnbuddy.sqlite3").unlink()
    earlier_store(plnbuddy, 3)


def in_a_cohort(plnbuddy: Plnbuddy) -> None:
    plnbuddy("cohort", "new", str(plnbuddy.home / "seminar.toml"), "--name", "Seminar")
    plnbuddy(*["cohort", "join"], str(plnbuddy.home / "seminar.toml"),
             "--handle", "@anna@school.example", "--name", "Anna")  # fmt: skip


def with_entries(plnbuddy: Plnbuddy) -> None:
    rows = "".join(
        f'{{"uid": "u{n}", "kind": "connect", "when": "2026-11-20T10:00:00Z", "text": "entry {n}",'
        f' "people": ["@p{n}@school.example"]}}\n'
        for n in range(200)
    )
    (plnbuddy.home / "entries.jsonl").write_text(rows)


SCENARIOS = [
    Scenario("log", ("log", "connect", "met @ben@school.example #edchat"), confirmed="Entry"),
    Scenario("follow", ("follow", "--yes", "--no-input", "@new@school.example", "#music")),
    Scenario("undo", ("undo",), confirmed="Taken back"),
    Scenario("edit", ("log", "edit", "1", "--note", "x" * 9_000), confirmed="Entry"),
    Scenario("log import", ("log", "import", "{home}/entries.jsonl"), prepare=with_entries,
             confirmed="added"),
    Scenario("import mastodon", ("import", "mastodon-archive", f"{CASES}/masto_dup_key"),
             steps=True),
    Scenario("import wordpress", ("import", "wordpress", f"{CASES}/wxr_no_id.xml"), steps=True),
    Scenario("import csv", ("import", "csv", f"{CASES}/pd_hours.csv", "--kind", "contribute",
                            "--no-input"), steps=True),
    Scenario("migration", ("log", "list"), steps=True, prepare=of_an_earlier_version),
    Scenario("config", ("config", "set", "goals.minutes", "45"), file="config.toml"),
    Scenario("lists new", ("lists", "new", "Colleagues", "@a@b.example")),
    Scenario("lists add", ("lists", "add", f"{CASES}/csv/lists.csv", "--yes", "--no-input",
                           "--name", "Colleagues")),
    Scenario("chats add", ("chats", "add", "#ourchat", "--day", "thu", "--time", "20:00",
                           "--timezone", "Europe/Berlin")),
    Scenario("chats --ics", ("chats", "--all", "--ics", "{home}/chats.ics"), file="chats.ics"),
    Scenario("cohort", ("cohort", "add", "@carl@school.example", "--name", "Carl"),
             file="seminar.toml", prepare=in_a_cohort),
    Scenario("log export", ("log", "export", "{home}/journal.jsonl"), file="journal.jsonl"),
    Scenario("backup", ("backup", "{home}/again"), file="again"),
    Scenario("daily copy", ("log", "list"), now=NEXT_DAY),
    Scenario("restore", ("restore", "{home}/stick", "--yes"), steps=True, prepare=backed_up),
    Scenario("repair", ("doctor", "--repair"), steps=True, prepare=damaged),
]  # fmt: skip


@dataclass
class Figures:
    """What is printed at the end of a whole run."""

    random: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    too_late: int = 0

    def __str__(self) -> str:
        named = ", ".join(f"{name} {count}" for name, count in sorted(self.calls.items()))
        return (
            f"\nkilled at random moments: {self.random.total()}; "
            f"at system calls: {self.calls.total()} ({named}); over too early: {self.too_late}"
        )


@pytest.fixture(scope="module")
def figures() -> Iterator[Figures]:
    figures = Figures()
    yield figures
    sys.stderr.write(f"{figures}\n" if KILLS else "")


def state(home: Path, file: str) -> Any:
    """What the store and the file hold, without what differs from run to run."""
    found: dict[str, Any] = {}
    store = home / "plnbuddy.sqlite3"
    if store.exists() and not file:
        with closing(sqlite3.connect(store)) as connection:
            names = [r[0] for r in connection.execute("SELECT name FROM sqlite_master "
                                                      "WHERE type = 'table'")]  # fmt: skip
            for name in set(names) - PASSING:
                found[name] = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            found["texts"] = sorted(
                connection.execute("SELECT text, note FROM activity").fetchall()
            )
    if file:
        place = home / file
        found["file"] = _content(place) if place.exists() else None
    return found


def _content(place: Path) -> Any:
    if place.read_bytes()[:6] == b"SQLite":
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return connection.execute("SELECT count(*) FROM activity").fetchone()
    return re.sub(r"\d{8}T\d{6}Z", "", place.read_text(encoding="utf-8"))


def words_of(plnbuddy: Plnbuddy, scenario: Scenario) -> list[str]:
    return [word.format(home=plnbuddy.home) for word in scenario.words]


def run_traced(
    plnbuddy: Plnbuddy, scenario: Scenario, *options: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["strace", "-f", "-qq", "-o", str(plnbuddy.home.parent / "trace"), *options,
         *plnbuddy.command(words_of(plnbuddy, scenario))],
        env=plnbuddy.process_environment(now=scenario.now or None), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def killed_at_a_moment(plnbuddy: Plnbuddy, scenario: Scenario, seconds: float) -> str | None:
    """Kill it after so many seconds; what it had said, or None when it was over."""
    child = plnbuddy.begin(*words_of(plnbuddy, scenario), now=scenario.now or None)
    time.sleep(seconds)
    child.kill()
    said, _ = child.communicate()
    return said.decode() if child.wait() == -signal.SIGKILL else None


def killed_at_a_call(plnbuddy: Plnbuddy, scenario: Scenario, call: str, nth: int) -> str | None:
    """Kill it when it makes that system call for the nth time; as `killed_at_a_moment`."""
    options = ("-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={nth}")
    done = run_traced(plnbuddy, scenario, *options)
    return done.stdout if done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL) else None


def calls_of(plnbuddy: Plnbuddy, scenario: Scenario) -> list[tuple[str, int]]:
    """The system calls of an undisturbed run that write, each with its number."""
    run_traced(plnbuddy, scenario, "-e", f"trace={','.join(CALLS)}")
    counts: Counter[str] = Counter()
    for line in (plnbuddy.home.parent / "trace").read_text().splitlines():
        if found := re.match(r"\d+ +(\w+)\(", line):
            counts[found[1]] += 1
    return [(call, nth) for call in CALLS for nth in range(1, counts[call] + 1)]


def check(victim: Plnbuddy, scenario: Scenario, said: str, before: Any, after: Any) -> None:
    """The store is whole, nothing confirmed is lost, and the next run leaves nothing behind."""
    if scenario.name != "repair":
        sound(victim)
    found = state(victim.home, scenario.file)
    if not scenario.steps:
        assert found in (before, after), scenario.name
    if scenario.confirmed and scenario.confirmed in said:
        assert found == after, scenario.name
    if scenario.steps or scenario.file or scenario.now:
        words = words_of(victim, scenario)
        again = victim.process if scenario.now else victim  # The daily copy is a process's.
        again(*words, now=scenario.now or None, ok=False)
        if scenario.name != "repair":
            assert state(victim.home, scenario.file) == after, scenario.name
        else:
            assert state(victim.home, "")["activity"] == after["activity"]
    sound(victim)
    if leftovers(victim.home):
        victim.process("log", "list", now=scenario.now or None, ok=False)
    assert leftovers(victim.home) == [], scenario.name


def leftovers(home: Path) -> list[Path]:
    return [place for place in home.rglob("*") if LEFT.fullmatch(place.name)]


@dataclass(frozen=True)
class Prepared:
    """A home before a command, what the command makes of it, and how it can be killed."""

    scenario: Scenario
    home: Plnbuddy
    before: Any
    after: Any
    seconds: float
    calls: list[tuple[str, int]]


def fresh(plnbuddy: Plnbuddy, scenario: Scenario, place: Path) -> Plnbuddy:
    """A home of its own in which the command can run."""
    home = copy_of(plnbuddy, place / "home")
    scenario.prepare(home)
    return home


def prepared(plnbuddy: Plnbuddy, scenario: Scenario, folder: Path) -> Prepared:
    undisturbed = fresh(plnbuddy, scenario, folder / "undisturbed")
    before = state(undisturbed.home, scenario.file)
    start = time.monotonic()
    undisturbed.process(*words_of(undisturbed, scenario), now=scenario.now or None)
    seconds = time.monotonic() - start
    traced = fresh(plnbuddy, scenario, folder / "traced")
    calls = calls_of(traced, scenario) if shutil.which("strace") else []
    after = state(undisturbed.home, scenario.file)
    return Prepared(scenario, plnbuddy, before, after, seconds, calls)


def kill(it: Prepared, folder: Path, number: int, dice: random.Random, figures: Figures) -> None:
    """One kill, at a random moment or at a system call, and all that is checked."""
    victim = fresh(it.home, it.scenario, folder / f"victim {number}")
    at_a_call = bool(it.calls) and number % 2 == 0
    if at_a_call:
        call, nth = dice.choice(it.calls)
        said = killed_at_a_call(victim, it.scenario, call, nth)
        figures.calls[call] += said is not None
    else:
        said = killed_at_a_moment(victim, it.scenario, dice.uniform(0.3, 1.0) * it.seconds)
        figures.random[it.scenario.name] += said is not None
    figures.too_late += said is None
    if said is not None:
        check(victim, it.scenario, said, it.before, it.after)
    shutil.rmtree(victim.home.parent)


@pytest.fixture
def begun(plnbuddy: Plnbuddy) -> Plnbuddy:
    """A home with a little of everything."""
    plnbuddy("log", "contribute", "shared a rubric", "--url", "https://example.org/r")
    plnbuddy("log", "collaborate", "planned a unit", "--with", "@ben@school.example")
    plnbuddy("follow", "--yes", "--no-input", "@anna@school.example")
    plnbuddy("config", "set", "goals.minutes", "60")
    return plnbuddy


@pytest.mark.skipif(KILLS == 0, reason="PLNBUDDY_KILLS says how many")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_many_kills_lose_nothing(
    begun: Plnbuddy, tmp_path: Path, scenario: Scenario, figures: Figures
) -> None:
    dice = random.Random(f"{scenario.name} 20261128")
    it = prepared(begun, scenario, tmp_path)
    for number in range(-(-KILLS // len(SCENARIOS))):
        kill(it, tmp_path, number, dice, figures)


@pytest.mark.parametrize("name", ["log", "backup", "config"])
def test_a_kill_loses_nothing(begun: Plnbuddy, tmp_path: Path, name: str, figures: Figures) -> None:
    """A few, in the ordinary run."""
    scenario = next(each for each in SCENARIOS if each.name == name)
    it = prepared(begun, scenario, tmp_path)
    for number in range(2):
        kill(it, tmp_path, number, random.Random(name), figures)


@pytest.mark.skipif(KILLS == 0, reason="PLNBUDDY_KILLS says how many")
def test_many_kills_of_a_sync_lose_nothing(
    plnbuddy: Plnbuddy, tmp_path: Path, figures: Figures
) -> None:
    room = staff_room()
    fill(room, posts=41, people=81, tags=201)
    scenario = Scenario("sync", ("sync",), steps=True)
    dice = random.Random(20261128)
    with serving(room) as server:
        log_in(plnbuddy, server)
        it = prepared(plnbuddy, scenario, tmp_path)
        for number in range(max(KILLS // 10, 2)):
            kill(it, tmp_path, number, dice, figures)
