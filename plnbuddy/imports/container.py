"""An archive as a teacher gets it: a zip file, a tar file, or a folder.

Nothing is ever unpacked to the disk: members are read as streams, so a path
that leads elsewhere leads nowhere. Links and devices are passed over. The
limits below are stated in docs/imports.md.
"""

import stat
import tarfile
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from plnbuddy.core.errors import PlnbuddyError, UsageError

MEMBER_LIMIT = 4_000_000_000  # bytes that are read of one member
BOMB_FROM = 50_000_000  # bytes from which on the next limit counts
BOMB_RATIO = 200  # bytes for each packed byte; JSON packs about 1:10
MOST_MEMBERS = 1_000_000
_ALONE = frozenset({".js"})

# Names that only one service's archive has; the first that fits says what it is.
_SERVICES = (
    ("a Twitter archive", ("data/tweets.js", "data/tweet.js", "tweet.js", "data/manifest.js")),
    ("an old Twitter archive", ("data/js/tweet_index.js",)),
    ("a Mastodon archive", ("outbox.json", "actor.json")),
    (
        "an Instagram archive",
        ("your_instagram_activity/", "followers_and_following/", "media.json"),
    ),
    ("a Facebook archive", ("your_facebook_activity/", "your_posts_1.json", "about_you/")),
    ("a Google Takeout archive", ("takeout/",)),
    ("a LinkedIn archive", ("connections.csv", "positions.csv")),
    ("a TikTok archive", ("user_data_tiktok.json", "user_data.json")),
    ("a Bluesky archive", ("repo.car",)),
    ("a Reddit archive", ("post_headers.csv", "comment_headers.csv")),
    ("a YouTube archive", ("watch-history.html", "watch-history.json")),
    ("a WordPress or Disqus export", (".wordpress.xml",)),
)


class Container(ABC):
    """The members of an archive, by their names with "/" between folders."""

    @abstractmethod
    def names(self) -> list[str]:
        """Every regular file in it."""

    @abstractmethod
    def size(self, name: str) -> int:
        """How long it says that the member is, in bytes."""

    @abstractmethod
    def stream(self, name: str) -> BinaryIO:
        """The member's content; reading more than the limits allow raises PlnbuddyError."""

    def find(self, *endings: str) -> list[str]:
        """The members whose name is one of these, in whatever folder they lie."""
        wanted = {ending.lower() for ending in endings}
        return [
            name
            for name in self.names()
            if any(f"/{name.lower()}".endswith(f"/{ending}") for ending in wanted)
        ]


class _Zip(Container):
    def __init__(self, archive: zipfile.ZipFile, place: Path) -> None:
        self._archive = archive
        self._place = place
        self._members = {
            info.filename: info
            for info in archive.infolist()
            if not info.is_dir() and _is_plain(info.external_attr >> 16)
            and _is_inside(info.filename)
        }  # fmt: skip

    def names(self) -> list[str]:
        return list(self._members)

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def stream(self, name: str) -> BinaryIO:
        info = self._members[name]
        try:
            opened = self._archive.open(info)
        except RuntimeError:
            raise PlnbuddyError(
                f"{self._place.name} is locked with a password.",
                "Unpack it yourself, and import the folder.",
            ) from None
        except (zipfile.BadZipFile, NotImplementedError):
            raise _broken(self._place) from None
        return _guarded(opened, info.compress_size, self._place)  # type: ignore[arg-type]


class _Tar(Container):
    def __init__(self, archive: tarfile.TarFile, place: Path) -> None:
        self._archive = archive
        self._place = place
        self._packed = place.stat().st_size
        self._members = {m.name.removeprefix("./"): m for m in _tar_members(archive)}

    def names(self) -> list[str]:
        return list(self._members)

    def size(self, name: str) -> int:
        return self._members[name].size

    def stream(self, name: str) -> BinaryIO:
        opened = self._archive.extractfile(self._members[name])
        if opened is None:
            raise _broken(self._place)
        return _guarded(opened, self._packed, self._place)  # type: ignore[arg-type]


def _tar_members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    read = 0
    packed = Path(str(archive.name)).stat().st_size
    for number, member in enumerate(archive):
        read += member.size
        if number >= MOST_MEMBERS or (read > BOMB_FROM and read > packed * BOMB_RATIO):
            raise _bomb(Path(str(archive.name)))
        if member.isfile() and _is_inside(member.name):
            yield member


class _Folder(Container):
    def __init__(self, place: Path, files: Iterable[Path]) -> None:
        self._place = place
        self._files = {
            file.relative_to(place).as_posix(): file
            for file in files
            if file.is_file() and not file.is_symlink()
        }

    def names(self) -> list[str]:
        return list(self._files)

    def size(self, name: str) -> int:
        return self._files[name].stat().st_size

    def stream(self, name: str) -> BinaryIO:
        file = self._files[name]
        try:
            return _guarded(file.open("rb"), file.stat().st_size, self._place)
        except OSError as error:
            raise PlnbuddyError(
                f"{file} cannot be read: {error.strerror}.", "Check who may read it."
            ) from None


@contextmanager
def open_container(place: Path) -> Iterator[Container]:
    """The archive in that file or folder.

    Raises:
        UsageError: no such place, or a file that is no archive.
        PlnbuddyError: a damaged, incomplete or dangerous archive.
    """
    try:
        if place.is_dir():
            yield _Folder(place, place.rglob("*"))
            return
        if place.exists() and not place.is_file():
            raise UsageError(
                f"{place.name} is a device or a pipe, and no archive.",
                "Give the file as you downloaded it, or the folder that you unpacked.",
            )
        if place.suffix.lower() in _ALONE and place.is_file():
            # One file of an unpacked archive stands for the folder in which it lies.
            yield _Folder(place.absolute().parent, place.absolute().parent.iterdir())
            return
        if zipfile.is_zipfile(place):
            with zipfile.ZipFile(place) as archive:
                if len(archive.infolist()) > MOST_MEMBERS:
                    raise _bomb(place)
                yield _Zip(archive, place)
        elif _starts_as_zip(place):
            raise _broken(place)
        else:
            with tarfile.open(place) as packed:
                yield _Tar(packed, place)
    except tarfile.ReadError:
        if place.suffix.lower() in (".gz", ".tgz", ".tar"):
            raise _broken(place) from None
        raise UsageError(
            f"{place.name} is no archive: neither a zip file nor a folder.",
            "Give the file as you downloaded it, or the folder that you unpacked.",
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise _broken(place) from None
    except FileNotFoundError:
        raise UsageError(
            f"There is no file or folder {place}.", "Check its name, and where you saved it."
        ) from None
    except OSError as error:
        raise PlnbuddyError(
            f"{place} cannot be read: {error.strerror or error}.", "Check who may read it."
        ) from None


def _starts_as_zip(place: Path) -> bool:
    with place.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _is_plain(mode: int) -> bool:
    """Whether a zip member is a regular file (0: the packer did not say)."""
    return stat.S_IFMT(mode) in (0, stat.S_IFREG)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and "\x00" not in name


class _Guard(RawIOBase):
    """Reads a member and stops at the limits, whatever size the archive claims."""

    def __init__(self, stream: BinaryIO, packed: int, place: Path) -> None:
        self._stream = stream
        self._most = min(MEMBER_LIMIT, max(BOMB_FROM, packed * BOMB_RATIO))
        self._place = place
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            chunk = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, tarfile.ReadError):
            raise _broken(self._place) from None
        self._read += len(chunk)
        if self._read > self._most:
            raise _bomb(self._place)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _guarded(stream: BinaryIO, packed: int, place: Path) -> BinaryIO:
    return BufferedReader(_Guard(stream, packed, place), 1 << 20)  # type: ignore[type-var]


def _broken(place: Path) -> PlnbuddyError:
    return PlnbuddyError(
        f"{place.name} is damaged or incomplete.",
        "Download it again; what was imported until here is kept and not doubled.",
    )


def _bomb(place: Path) -> PlnbuddyError:
    return PlnbuddyError(
        f"{place.name} would unpack to far more than any archive of a person holds.",
        "Do not open it, and download the archive from the service itself.",
    )


def looks_like(names: list[str]) -> str:
    """Which service's archive has such members: "an Instagram archive", or ""."""
    lowered = [f"/{name.lower()}" for name in names]
    for service, signs in _SERVICES:
        if any(
            (sign in name if sign.endswith("/") else name.endswith(f"/{sign}"))
            or (sign.startswith(".") and name.endswith(sign))
            for sign in signs
            for name in lowered
        ):
            return service
    return ""


def wrong_archive(place: Path, wanted: str, names: list[str]) -> UsageError:
    """The error for an archive of another service."""
    found = looks_like(names)
    problem = f"{place.name} is not {wanted}"
    return UsageError(
        f"{problem}: it looks like {found}." if found else f"{problem}.",
        "What plnbuddy reads, and where to get each: plnbuddy import --help",
    )
