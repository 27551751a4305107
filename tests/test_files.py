"""Files are written whole, where they belong, and nobody is led astray."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.system.files import replace_file, sweep
from tests.conftest import Plnbuddy

DEAD = 4_194_399  # Above Linux's largest process number (pid_max, 2^22).


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


def test_a_link_that_lies_in_wait_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who foresees the name of the unfinished file gains nothing."""
    precious = tmp_path / "precious"
    precious.write_text("mine")
    monkeypatch.setattr("os.urandom", lambda _bytes: b"\0")
    (tmp_path / f".plnbuddy-unfinished.{os.getpid()}.00").symlink_to(precious)
    with pytest.raises(PlnbuddyError):
        replace_file(tmp_path / "page.html", ["hello"])
    assert precious.read_text() == "mine"


def test_the_name_of_an_unfinished_file_cannot_be_foreseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    opened = os.open

    def watched(path: "os.PathLike[str]", *rest: int) -> int:
        seen.add(Path(path).name)
        return opened(path, *rest)

    monkeypatch.setattr(os, "open", watched)
    for _ in range(5):
        replace_file(tmp_path / "page.html", ["hello"])
    assert len(seen) == 5


def test_a_new_file_follows_the_umask_and_an_old_one_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    before = os.umask(0o027)
    try:
        replace_file(file, ["new"])
        assert mode(file) == 0o640
        file.chmod(0o664)
        replace_file(file, ["newer"])
    finally:
        os.umask(before)
    assert (file.read_text(), mode(file)) == ("newer", 0o664)


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    while True:  # A reader that is not there yet is an error, and no reason to wait.
        try:
            replace_file(pipe, ["hello ", "you"])
            break
        except PlnbuddyError:
            continue
    reader.join(60)
    assert read == ["hello you"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_pipe_without_a_reader_and_a_full_device_are_said(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, Path("/dev/full"), tmp_path):
        with pytest.raises(PlnbuddyError, match="cannot be written"):
            replace_file(place, ["hello"])
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.parametrize("place", ["~nosuch-user-here/x", "x" * 300, "bad\0byte", "loop/x"])
def test_a_place_that_cannot_be_is_one_sentence(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    with pytest.raises(PlnbuddyError, match="cannot be written"):
        replace_file(Path(place), ["hello"])


def test_what_a_killed_run_left_is_swept_and_what_a_living_one_writes_stays(
    tmp_path: Path,
) -> None:
    left = [
        f".plnbuddy-unfinished.{DEAD}.0a1b",
        f".config.toml.{DEAD}",
        f".accounts.json.{DEAD}",
        f"plnbuddy.sqlite3.before-version-3.{DEAD}",
    ]
    stays = [
        f".plnbuddy-unfinished.{os.getppid()}.0a1b",
        "plnbuddy.sqlite3.before-version-3",
        f".notes.{DEAD}",
        "config.toml",
    ]
    for name in [*left, *stays]:
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert {place.name for place in tmp_path.iterdir()} == set(stays)


def test_a_run_that_is_killed_while_it_writes_leaves_nothing_for_long(plnbuddy: Plnbuddy) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from plnbuddy.system.files import replace_file\n"
        "def parts():\n"
        "    yield 'half'; os.kill(os.getpid(), signal.SIGKILL)\n"
        "replace_file(Path(sys.argv[1]), parts())\n"
    )
    plnbuddy("config", "set", "suggest.people", "3")
    file = plnbuddy.home / "config.toml"
    subprocess.run([sys.executable, "-c", script, file], check=False, timeout=60)
    assert len(list(plnbuddy.home.glob(".plnbuddy-unfinished.*"))) == 1
    plnbuddy("config", "set", "suggest.people", "4")
    assert list(plnbuddy.home.glob(".plnbuddy-unfinished.*")) == []


def test_the_programs_own_folders_are_the_owners_alone_whatever_the_umask(
    plnbuddy: Plnbuddy,
) -> None:
    for umask, name in ((0o000, "open"), (0o022, "usual"), (0o377, "closed")):
        home = plnbuddy.home / name / "deeper"
        before = os.umask(umask)
        try:
            plnbuddy("config", "set", "suggest.people", "3", PLNBUDDY_HOME=str(home))
            plnbuddy("log", "connect", "x", PLNBUDDY_HOME=str(home))
        finally:
            os.umask(before)
        assert (mode(home), mode(home.parent)) == (0o700, 0o700)
        assert mode(home / "plnbuddy.sqlite3") & 0o077 == 0
