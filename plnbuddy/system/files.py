"""Writing files so that a crash or a full disk leaves the old one."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from plnbuddy.core.errors import PlnbuddyError


def replace_file(
    file: Path, parts: Iterable[str] | Iterable[bytes], *, private: bool = False
) -> None:
    """Write the file in one step: the new one is complete before it takes the old one's place.

    Args:
        private: only the owner may read it (mode 0600).

    Raises:
        PlnbuddyError: the file cannot be written; an old one is still there.
    """
    file = file.expanduser().resolve()  # A linked file stays a link.
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        mode = 0o600 if private else 0o666  # less what the user's umask takes away
        if file.exists() and not private:
            mode = stat.S_IMODE(file.stat().st_mode)
        number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with open(number, "wb") as stream:  # noqa: PTH123
            if hasattr(os, "fchmod") and file.exists():
                os.fchmod(stream.fileno(), mode)
            stream.writelines(
                part if isinstance(part, bytes) else part.encode("utf-8") for part in parts
            )
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise PlnbuddyError(
            f"The file {file} cannot be written: {error.strerror}.",
            "Choose another place or free some space; nothing was changed.",
        ) from None
