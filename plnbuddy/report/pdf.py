"""A page as PDF, printed by a browser that is on the computer already."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.system.files import replace_file

_COMMANDS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "chrome",
)  # fmt: skip
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_SWITCHES = (
    "--headless=new",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--disable-gpu",
    "--disable-extensions",
    # The page needs nothing from outside, and the browser shall not ask for anything either.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-dev-shm-usage",
)
_SECONDS = 180
_WAY_OUT = (
    "Write the page instead (--html report.html in place of -o), and print it from your browser."
)


def find_browser() -> str | None:
    """A browser that can print without a window (Chromium, Chrome or Edge), or None."""
    named = (shutil.which(command) for command in _COMMANDS)
    return next((found for found in named if found), None) or next(
        (str(place) for place in _usual_places() if place.is_file()), None
    )


def _usual_places() -> Iterator[Path]:
    if sys.platform == "darwin":
        yield from map(Path, _MAC)
    for folder in _WINDOWS_FOLDERS if sys.platform == "win32" else ():
        if os.environ.get(folder):
            yield from (Path(os.environ[folder], place) for place in _WINDOWS)


def write_pdf(file: Path, page: Iterable[str]) -> None:
    """Print the page into the file, which is written in one step.

    Raises:
        PlnbuddyError: there is no browser, it failed, or the file cannot be written.
    """
    browser = find_browser()
    if browser is None:
        raise PlnbuddyError(
            "A PDF needs Chromium, Chrome or Edge on this computer, and none was found.", _WAY_OUT
        )
    with _private_folder(None) as folder:
        replace_file(folder / "page.html", page, private=True)
        printed = _print(browser, folder)
        if not printed:
            # A browser that came as a snap does not see the usual place for temporary files.
            with _private_folder(file.expanduser().resolve().parent) as beside:
                shutil.copyfile(folder / "page.html", beside / "page.html")
                printed = _print(browser, beside)
    if not printed:
        raise PlnbuddyError(f"The browser {browser} made no PDF.", _WAY_OUT)
    replace_file(file, [printed])


@contextmanager
def _private_folder(inside: Path | None) -> Iterator[Path]:
    """A new folder that only its owner can read, and that is gone afterwards."""
    try:
        folder = tempfile.TemporaryDirectory(
            prefix="plnbuddy-", dir=inside, ignore_cleanup_errors=True
        )
    except OSError as error:
        raise PlnbuddyError(
            f"No folder for the PDF can be made in {inside or tempfile.gettempdir()}: "
            f"{error.strerror}.",
            "Choose another place or free some space.",
        ) from None
    with folder as name:
        yield Path(name)


def _print(browser: str, folder: Path) -> bytes:
    """The PDF of `page.html` in that folder; empty when the browser made none."""
    page, printed = folder / "page.html", folder / "page.pdf"
    command = [
        browser,
        *_SWITCHES,
        *_without_sandbox(),
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={printed}",
        page.as_uri(),
    ]
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PlnbuddyError(
            f"The browser did not finish the PDF within {_SECONDS} seconds.", _WAY_OUT
        ) from None
    except OSError as error:
        raise PlnbuddyError(
            f"The browser {browser} could not be started: {error.strerror}.", _WAY_OUT
        ) from None
    return printed.read_bytes() if printed.is_file() else b""


def _without_sandbox() -> list[str]:
    """The superuser cannot have Chromium's sandbox; everybody else keeps it."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
