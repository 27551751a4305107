"""Looking for what is wrong, and saying how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from plnbuddy import __version__
from plnbuddy.core.clock import Clock, read_clock, spoken_day
from plnbuddy.core.errors import PlnbuddyError, RateLimitedError
from plnbuddy.core.platform import Platform
from plnbuddy.curated.bundled import (
    read_chats,
    read_educators,
    read_external_lists,
    read_hashtags,
    read_servers,
)
from plnbuddy.out.wording import counted
from plnbuddy.platforms.base import AccountApi
from plnbuddy.platforms.credentials import Login, is_private, read_credentials
from plnbuddy.store.activities import activity_count
from plnbuddy.store.copies import list_copies
from plnbuddy.store.database import DamagedStoreError, open_store, store_health
from plnbuddy.store.salvage import Salvaged, read_everything, repair
from plnbuddy.store.undoing import stuck_actions
from plnbuddy.system.config import Settings, read_settings
from plnbuddy.system.files import sweep
from plnbuddy.system.paths import Places

_LITTLE_SPACE = 50_000_000  # bytes
_NARROW = 40  # columns


class Health(StrEnum):
    """How a part is."""

    FINE = "fine"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What was found about one part, and what to do about it."""

    part: str
    health: Health
    fact: str
    remedy: str = ""


def examine(places: Places) -> list[Finding]:
    """Look at everything; nothing here stops at the first problem."""
    accounts = _logins(places) or [None]
    checks: tuple[tuple[str, Callable[[Places], Finding]], ...] = (
        ("program", _program),
        ("settings", _settings),
        ("profile", _profile),
        ("journal", _journal),
        ("copies", _copies),
        *(("account", partial(_account, login)) for login in accounts),
        ("disk", _disk),
        ("lists", _lists),
        ("terminal", _terminal),
        ("time zone", _timezone),
    )
    return [_safely(part, check, places) for part, check in checks]


def _safely(part: str, check: Callable[[Places], Finding], places: Places) -> Finding:
    try:
        return check(places)
    except PlnbuddyError as error:
        return Finding(part, Health.PROBLEM, error.problem, error.remedy)
    except (OSError, ValueError) as error:
        return Finding(
            part, Health.PROBLEM, f"It cannot be read ({error}).", "Install plnbuddy again."
        )


def _program(_places: Places) -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("program", Health.FINE, f"plnbuddy {__version__} on Python {version}")


def _settings(places: Places) -> Finding:
    read_settings(places.settings)
    if not places.settings.exists():
        return Finding(
            "settings",
            Health.NOTE,
            f"There is no file {places.settings} yet.",
            "Run: plnbuddy start",
        )
    return Finding("settings", Health.FINE, str(places.settings))


def _profile(places: Places) -> Finding:
    profile = _settings_or_usual(places).profile
    if not profile.topics:
        return Finding(
            "profile", Health.NOTE, "plnbuddy does not know what you teach.", "Run: plnbuddy start"
        )
    return Finding("profile", Health.FINE, f"topics: {', '.join(profile.topics)}")


def _settings_or_usual(places: Places) -> Settings:
    try:
        return read_settings(places.settings)
    except PlnbuddyError:
        return Settings()  # The check of the settings says what is wrong with them.


def _journal(places: Places) -> Finding:
    if lost := _dangling(places.store):
        return Finding(
            "journal", Health.PROBLEM, f"{lost} leads to {lost.readlink()}, which is not there.",
            "Connect the disk on which it lies, or remove the link.",
        )  # fmt: skip
    if not places.store.exists():
        return Finding(
            "journal", Health.NOTE, "It begins with your first entry.", 'plnbuddy log connect "…"'
        )
    with open_store(places.store) as store:
        verdict = store_health(store)
        count = activity_count(store)
        stuck: list[str] = []
        if verdict == "ok":
            read_everything(store)
            stuck = stuck_actions(store)
        with store.writing():
            pass  # A transaction that changes nothing still needs a file that can be written.
    if verdict != "ok":
        return Finding(
            "journal", Health.PROBLEM, f"The file {places.store} is damaged: {verdict}.",
            "Save what can be read: plnbuddy doctor --repair",
        )  # fmt: skip
    if stuck:
        return Finding(
            "journal", Health.NOTE, f"undo cannot take back: {', '.join(stuck[:3])}.",
            "It lets go of them when it comes to them, and goes on with those before.",
        )  # fmt: skip
    return Finding(
        "journal", Health.FINE, f"{counted(count, 'entry', 'entries')} in {places.store}"
    )


def _dangling(place: Path) -> Path | None:
    """The file, or the folder above it, that is a link to what is not there."""
    return next((p for p in (place, *place.parents) if p.is_symlink() and not p.exists()), None)


def _copies(places: Places) -> Finding:
    """The copies of the journal, and how old the newest is."""
    copies = [copy for copy in list_copies(places.store, places.copies) if copy.kind != "damaged"]
    if not copies:
        return Finding(
            "copies", Health.NOTE, "There is no copy of the journal yet.", "plnbuddy backup"
        )
    today = read_clock().today
    newest = f"the newest {spoken_day(copies[0].made_at.date(), today)}"
    return Finding("copies", Health.FINE, f"{len(copies)} in {places.copies}, {newest}")


def repair_journal(places: Places, clock: Clock) -> Salvaged | None:
    """Save what can be read of a damaged journal; None when it is not damaged.

    Raises:
        StoreError: nothing can be read, or it is not damage that keeps it from being used.
    """
    if not places.store.exists():
        return None
    sweep(places.data_folder)
    try:
        with open_store(places.store) as store:
            if store_health(store) == "ok":
                read_everything(store)
                return None
    except DamagedStoreError:
        pass
    return repair(places.store, places.copies, clock.local(clock.now))


def _logins(places: Places) -> list[Login | None]:
    """The logins that are read from; none where their file cannot be read, which is told."""
    try:
        return [*read_credentials(places.accounts).read_from()]
    except PlnbuddyError:
        return []


def _account(login: Login | None, places: Places) -> Finding:
    """A login: kept safely, accepted by the server, with a profile others recognise."""
    if login is None:
        read_credentials(places.accounts)  # A file that cannot be read is a finding.
        return Finding("account", Health.FINE, "none is logged in, and none is needed")
    if not is_private(places.accounts):
        return Finding(
            "account", Health.PROBLEM, f"Others can read your login in {places.accounts}.",
            f"Run: chmod 600 {places.accounts}",
        )  # fmt: skip
    from plnbuddy.guide.profile_check import check_profile

    try:
        parts = check_profile(_api(login, places))
    except RateLimitedError as error:
        return Finding(
            "account", Health.NOTE,
            f"{login.handle}; the profile was not looked at: {error.problem}",
            "Nothing is wrong; run plnbuddy doctor again in a quarter of an hour.",
        )  # fmt: skip
    missing = [part for part in parts if part.there is False]
    if missing:
        what = ", ".join(part.name for part in missing)
        return Finding(
            "account", Health.NOTE, f"{login.handle}; the profile lacks {what}.",
            f"{missing[0].name} first: {missing[0].why}.",
        )  # fmt: skip
    whole = all(part.there for part in parts)
    said = "the profile is complete" if whole else "nothing is missing that the server tells of"
    return Finding("account", Health.FINE, f"{login.handle}; {said}")


def _api(login: Login, places: Places) -> AccountApi:
    """The account of a login; whoever looks for what is wrong is not kept waiting."""
    api = _patient_api(login, places)
    api.budget.may_wait = False
    return api


def _patient_api(login: Login, places: Places) -> AccountApi:
    if login.handle.platform is Platform.BLUESKY:
        from plnbuddy.platforms.bluesky.account_api import BlueskyAccount
        from plnbuddy.platforms.credentials import keep_token

        return BlueskyAccount(
            login, lambda _text: None, lambda token: keep_token(places.accounts, login, token)
        )
    from plnbuddy.platforms.mastodon.server import Server

    return Server(login.server, lambda _text: None, login.handle.domain, login.token)


def _disk(places: Places) -> Finding:
    folder = places.data_folder
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Finding(
            "disk", Health.PROBLEM, f"The folder {folder} cannot be written.",
            "Make it writable, or set PLNBUDDY_HOME to a folder of your own.",
        )  # fmt: skip
    if free < _LITTLE_SPACE:
        return Finding(
            "disk", Health.PROBLEM, f"Only {free // 1_000_000} MB are free.", "Free some space."
        )
    return Finding("disk", Health.FINE, f"{free // 1_000_000:,} MB free")


def _lists(_places: Places) -> Finding:
    counts = {
        "educators": len(read_educators()),
        "hashtags": len(read_hashtags()),
        "chats": len(read_chats()),
        "servers": len(read_servers()),
        "other lists": len(read_external_lists()),
    }
    return Finding(
        "lists", Health.FINE, ", ".join(f"{count} {name}" for name, count in counts.items())
    )


def _terminal(_places: Places) -> Finding:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        return Finding(
            "terminal", Health.NOTE, f"It writes {sys.stdout.encoding}, so some signs become '?'.",
            "Set PYTHONUTF8=1 in your environment.",
        )  # fmt: skip
    width = shutil.get_terminal_size().columns
    if width < _NARROW:
        return Finding(
            "terminal", Health.NOTE, f"It is {width} columns wide.", "From 40 on it reads well."
        )
    return Finding("terminal", Health.FINE, f"UTF-8, {width} columns")


def _timezone(places: Places) -> Finding:
    timezone = _settings_or_usual(places).timezone
    clock = read_clock(timezone)
    here = clock.local(clock.now)
    name = timezone or f"{here:%Z}, the computer's"
    return Finding("time zone", Health.FINE, f"{here:%A} {here.day} {here:%B %Y %H:%M} ({name})")
