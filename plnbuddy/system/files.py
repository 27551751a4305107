"""Writing files so that a crash or a full disk leaves the old one, and nobody is led astray."""

import os
import re
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from plnbuddy.core.errors import PlnbuddyError

_UNFINISHED = ".plnbuddy-unfinished"
# The others are names that the first versions gave.
_LEFT = (
    rf"{re.escape(_UNFINISHED)}\.(?P<ours>\d+)\.[0-9a-f]+(?:-wal|-shm|-journal)?"
    r"|\.(?:config\.toml|accounts\.json)\.(?P<settings>\d+)"
    r"|plnbuddy\.sqlite3\.before-version-\d+\.(?P<copy>\d+)"
)
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)  # Windows has none.
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)


def replace_file(
    file: Path, parts: Iterable[str] | Iterable[bytes], *, private: bool = False
) -> None:
    """Write the file in one step: the new one is complete before it takes the old one's place.

    What is no regular file (a pipe, /dev/stdout) is written to and stays what it is.

    Args:
        private: only the owner may read it (mode 0600), and a folder that is made for it.

    Raises:
        PlnbuddyError: the file cannot be written; an old one is still there.
    """
    try:
        file = file.expanduser().resolve()  # A linked file stays a link.
        if file.exists() and not file.is_file():
            _write_to_device(file, parts)
        else:
            _replace(file, parts, private=private)
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: there is no such home, or links lead in a circle.
        reason = getattr(error, "strerror", "") or "there is no such place"
        raise PlnbuddyError(
            f"The file {file} cannot be written: {reason}.",
            "Choose another place or free some space; nothing was changed.",
        ) from None


def _replace(file: Path, parts: Iterable[str] | Iterable[bytes], *, private: bool) -> None:
    make_folder(file.parent, private=private)
    sweep(file.parent)
    fresh = unfinished_file(file.parent)
    mode = 0o600 if private else 0o666  # less what the user's umask takes away
    if file.exists() and not private:
        mode = stat.S_IMODE(file.stat().st_mode)
    try:
        number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS, mode)
        with open(number, "wb") as stream:  # noqa: PTH123
            if hasattr(os, "fchmod") and file.exists():
                os.fchmod(stream.fileno(), mode)
            stream.writelines(_encoded(parts))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise


def _write_to_device(file: Path, parts: Iterable[str] | Iterable[bytes]) -> None:
    """A pipe that nobody reads is refused at once rather than waited for."""
    number = os.open(file, os.O_WRONLY | _NO_WAITING)
    if hasattr(os, "set_blocking"):
        os.set_blocking(number, True)
    with open(number, "wb") as stream:  # noqa: PTH123
        stream.writelines(_encoded(parts))


def _encoded(parts: Iterable[str] | Iterable[bytes]) -> Iterable[bytes]:
    return (part if isinstance(part, bytes) else part.encode("utf-8") for part in parts)


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Make the folder and those above it that are missing; `private` ones are the owner's alone.

    Raises:
        OSError: it cannot be made.
    """
    missing = [folder, *folder.parents]
    for place in reversed(missing):
        if place.is_dir():
            continue
        with suppress(FileExistsError):
            place.mkdir(mode=0o700 if private else 0o777)
            if private:
                place.chmod(0o700)  # whatever the umask took away


def unfinished_file(folder: Path) -> Path:
    """A name in the folder that nobody can foresee, for a file that is being written."""
    return folder / f"{_UNFINISHED}.{os.getpid()}.{os.urandom(8).hex()}"


def sweep(folder: Path) -> None:
    """Remove what runs that were killed have left unfinished in the folder."""
    if sys.platform == "win32":
        return  # Asking whether a process lives would end it there.
    with suppress(OSError):
        for place in os.scandir(folder):
            left = re.fullmatch(_LEFT, place.name)
            if left and not _is_alive(int(left[left.lastgroup or 0])):
                with suppress(OSError):
                    Path(place.path).unlink()


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # Somebody else's.
    return True
