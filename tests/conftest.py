"""What the tests share: a home of their own, a fixed moment, and the ways to run the program."""

import functools
import gc
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer.testing
from typer.main import get_command
from typer.testing import CliRunner

from plnbuddy.cli.app import app
from plnbuddy.store import database
from plnbuddy.store.database import open_store

if TYPE_CHECKING:
    from tests.mastodon_server import Community, MastodonServer
    from tests.running_copies import PipedCopy
    from tests.terminals import Terminal
    from tests.web_pages import Page

# Whatever runs the tests may have told its children to ignore Ctrl-C; a handler of our own
# makes theirs the usual one (execve(2) resets handlers, and keeps what is ignored).
signal.signal(signal.SIGINT, signal.default_int_handler)

# The store waits for the disk with every write. What the tests write need not last, so
# it goes into memory where there is such a place.
if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):
    tempfile.tempdir = os.environ.setdefault("TMPDIR", "/dev/shm")

# What a process of the tests has compiled, the next one reads; each compiles all of it otherwise.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Objects are looked through as rarely as in the program itself (plnbuddy/__main__.py).
gc.set_threshold(100_000)

# Plugins of other libraries for hypothesis load those libraries, which no test uses.
os.environ.setdefault("HYPOTHESIS_NO_PLUGINS", "1")
import hypothesis  # noqa: E402

# No test says how long something may take: a busy machine is no defect. What is made up is tried
# for a moment here, and ten times as long in continuous integration (`.ci/run`).
hypothesis.settings.register_profile(
    "ours", deadline=None, max_examples=int(os.environ.get("PLNBUDDY_EXAMPLES", "40"))
)
hypothesis.settings.load_profile("ours")

# Every run in this process calls the same commands; a process of its own builds them anew.
vars(typer.testing)["_get_command"] = functools.cache(get_command)

NOW = "2026-11-24T09:00:00+00:00"  # A Tuesday.


def pytest_collection_finish() -> None:
    gc.freeze()  # Thousands of tests stay to the end, so nothing looks through them.


@dataclass(frozen=True)
class Answer:
    """What a run of plnbuddy gave."""

    exit_code: int
    output: str
    messages: str

    @property
    def data(self) -> Any:
        return json.loads(self.output)


@dataclass(frozen=True)
class Plnbuddy:
    """Runs the program in a home of its own: here, in another process, or at a terminal."""

    home: Path
    environment: dict[str, str]

    def __call__(
        self,
        *arguments: str,
        now: str | None = None,
        input: str | None = None,
        ok: bool = True,
        **environment: str,
    ) -> Answer:
        """In this process, through typer's runner; `ok` asserts exit code 0."""
        settings = {**self.environment, **({"PLNBUDDY_NOW": now} if now else {}), **environment}
        result = CliRunner().invoke(app, list(arguments), input=input, env=settings)
        answer = Answer(result.exit_code, result.stdout, result.stderr)
        if ok:
            assert answer.exit_code == 0, (arguments, answer, result.exception)
        return answer

    def process(
        self,
        *arguments: str,
        now: str | None = None,
        input: bytes | None = None,
        ok: bool = True,
        before: str = "",
        **environment: str,
    ) -> Answer:
        """In a process of its own, between pipes, after the script `before`; `ok` as above."""
        from tests.running_copies import PROGRAM, start_piped_copy

        settings = self.process_environment(now=now, **environment)
        running = start_piped_copy(arguments, settings, script=before + PROGRAM)
        output, messages = running.communicate(input or b"")
        answer = Answer(running.wait(), output.decode(), messages.decode())
        if ok:
            assert answer.exit_code == 0, (arguments, answer)
        return answer

    def begin(
        self,
        *arguments: str,
        now: str | None = None,
        output: Path | None = None,
        script: str | None = None,
        **environment: str,
    ) -> "PipedCopy":
        """A process between pipes, to be waited for or disturbed (tests/running_copies.py)."""
        from tests.running_copies import PROGRAM, start_piped_copy

        settings = self.process_environment(now=now, **environment)
        return start_piped_copy(arguments, settings, output=output, script=script or PROGRAM)

    def new_python(
        self,
        *arguments: str,
        now: str | None = None,
        input: bytes | None = None,
        ok: bool = True,
        **environment: str,
    ) -> Answer:
        """From the start of Python on, as a teacher's shell begins; `ok` as above."""
        done = subprocess.run(
            self.command(arguments),
            input=input if input is not None else b"",
            capture_output=True,
            env=self.process_environment(now=now, **environment),
            timeout=60,
            check=False,
        )
        answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
        if ok:
            assert answer.exit_code == 0, (arguments, answer)
        return answer

    def terminal(
        self,
        *arguments: str,
        now: str | None = None,
        columns: int = 80,
        folder: Path | None = None,
        with_messages: bool = True,
        **environment: str,
    ) -> "AbstractContextManager[Terminal]":
        """In a terminal, with a person in front of it (tests/terminals.py)."""
        from tests.terminals import terminal

        looks = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
        settings = self.process_environment(now=now, **{"TERM": "xterm-256color", **environment})
        seen = {k: v for k, v in settings.items() if k in environment or k not in looks}
        return terminal(
            arguments, seen, columns=columns, folder=folder, with_messages=with_messages
        )

    def command(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "plnbuddy", *arguments]

    def process_environment(self, now: str | None = None, **environment: str) -> dict[str, str]:
        base = {
            k: v for k, v in os.environ.items() if not k.startswith(("PLNBUDDY_", "LC_", "LANG"))
        }
        extra = {"PLNBUDDY_NOW": now} if now else {}
        return {**base, "LANG": "C.UTF-8", **self.environment, **extra, **environment}


def copy_of(plnbuddy: Plnbuddy, folder: Path) -> Plnbuddy:
    """The same program in a copy of its home folder."""
    shutil.copytree(plnbuddy.home, folder)
    return Plnbuddy(folder, {**plnbuddy.environment, "PLNBUDDY_HOME": str(folder)})


# CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH go; capset(2) has no other door in Python.
_WITHOUT_THE_RIGHT = """
import ctypes
system = ctypes.CDLL(None)
header, rights = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert system.capget(header, rights) == 0
rights[0] &= ~0b110  # What holds now,
rights[1] &= ~0b110  # and what could be taken back; access(2) asks for this one.
assert system.capset(header, rights) == 0
"""


def run_without_the_right_to_write_everywhere(plnbuddy: Plnbuddy, *arguments: str) -> Answer:
    """As `process`; the superuser's right to write where the mode says no is taken away."""
    if os.geteuid() != 0:
        return plnbuddy.process(*arguments, ok=False)
    if sys.platform != "linux":
        pytest.skip("the superuser may write everywhere")
    return plnbuddy.process(*arguments, before=_WITHOUT_THE_RIGHT, ok=False)


def pytest_xdist_auto_num_workers() -> int | None:
    """One more than processors: a sixth of the time, tests wait for servers and terminals."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ or not hasattr(os, "sched_getaffinity"):
        return None
    return len(os.sched_getaffinity(0)) + 1


@pytest.fixture(scope="session", autouse=True)
def _new_stores_are_copies(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., None]]:
    """A new store in this process is a copy of one that the migrations made.

    Most tests begin with one, and the migrations would take half of their time. Processes and
    stores of an earlier version are migrated as ever, and `really_migrated` turns this off.
    """
    file = tmp_path_factory.mktemp("empty") / "store.db"
    with open_store(file):
        pass
    empty = file.read_bytes()
    migrate = database._migrate

    def copy_or_migrate(
        connection: sqlite3.Connection, file: Path, version: int, further: Sequence[str]
    ) -> None:
        if version or further:
            migrate(connection, file, version, further)
            return
        file.write_bytes(empty)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_migrate", copy_or_migrate)
        yield migrate


@pytest.fixture
def really_migrated(
    _new_stores_are_copies: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """New stores are made by the migrations, as for teachers."""
    monkeypatch.setattr(database, "_migrate", _new_stores_are_copies)


def _plnbuddy_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> Plnbuddy:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return Plnbuddy(home, {"PLNBUDDY_HOME": str(home), "PLNBUDDY_NOW": NOW, "TZ": "UTC"})


@pytest.fixture
def plnbuddy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plnbuddy:
    return _plnbuddy_in(tmp_path / "home", monkeypatch)


def become_a_music_teacher(plnbuddy: Plnbuddy) -> None:
    """Answer the first step."""
    plnbuddy("start", "--topic", "music", "--level", "secondary", "--language", "en", "--yes")


@pytest.fixture(scope="session")
def first_music_teacher(tmp_path_factory: pytest.TempPathFactory) -> Plnbuddy:
    """A home to be copied, in which a music teacher has answered the first step."""
    with pytest.MonkeyPatch.context() as patch:
        teacher = _plnbuddy_in(tmp_path_factory.mktemp("music") / "home", patch)
        become_a_music_teacher(teacher)
    return teacher


@pytest.fixture
def music_teacher(plnbuddy: Plnbuddy, first_music_teacher: Plnbuddy) -> Plnbuddy:
    """A home of one's own in which a music teacher has answered the first step."""
    copy_of(first_music_teacher, plnbuddy.home)
    return plnbuddy


@pytest.fixture
def anna(music_teacher: Plnbuddy, server: "MastodonServer") -> Plnbuddy:
    """A music teacher who has synced there; some files have one who has done more or less."""
    from tests.accounts import be_logged_in

    be_logged_in(music_teacher, server)
    music_teacher("sync")
    server.log.clear()
    return music_teacher


@pytest.fixture
def community() -> "Community":
    """The staff room of tests/accounts.py; some files have a community of their own."""
    from tests.accounts import staff_room

    return staff_room()


@pytest.fixture
def server(community: "Community") -> Iterator["MastodonServer"]:
    """A running server of that community; some files have one that is different."""
    from tests.accounts import serving

    with serving(community) as running:
        yield running


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, type["Page"]]]:
    """The address of a web site on this computer, and its pages."""
    from tests.web_pages import web

    monkeypatch.setenv("PLNBUDDY_ALLOW_LOOPBACK", "1")
    with web() as site:
        yield site
