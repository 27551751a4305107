"""What a member chooses to show the cohort: a file of one's own beside the cohort file.

Usually nothing but counts of the three C's a week; texts and links only when asked
for. Files of others are read with care: they lie where everybody can write.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from plnbuddy.cohort.file import Cohort, read_cohort
from plnbuddy.cohort.shared_file import FileTrouble, locked, read_plain_file
from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import week_start
from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.web_address import parse_link
from plnbuddy.journal.tally import tally_by
from plnbuddy.out.plain_data import plain_data
from plnbuddy.store.counts import count_by_day
from plnbuddy.store.database import Store
from plnbuddy.system.files import replace_file

FORM = "plnbuddy.cohort-contribution.1"
SIZE_LIMIT = 256_000  # bytes
WEEK_LIMIT = 104
TEXT_LIMIT = 100  # entries
TEXT_LENGTH = 300  # characters
COUNT_LIMIT = 10_000  # in one week
_FOLDER_LIMIT = 10_000  # files looked at


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many activities of each kind fell into the week that begins on that Monday.

    Counts are all that is shared: a `Tally` without its minutes.
    """

    week: date
    connect: int
    collaborate: int
    contribute: int


@dataclass(frozen=True, slots=True)
class PublicText:
    """A public entry of the footprint: its day, what it says, and its link."""

    day: date
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member shows: weeks oldest first, texts newest first."""

    handle: Handle
    written_on: date
    weeks: tuple[WeekCount, ...]
    texts: tuple[PublicText, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A contribution that is not shown, and why."""

    file: str
    reason: str


def build_contribution(
    store: Store, handle: Handle, first_day: date, today: date, texts: Iterable[PublicText]
) -> Contribution:
    """The counts of the weeks from `first_day` to today, and the newest of `texts`.

    Weeks begin on Monday for everybody, so that they can be added up. At most two
    years and 100 texts.
    """
    oldest = week_start(today) - timedelta(weeks=WEEK_LIMIT - 1)
    first_day = max(first_day, oldest)
    days = (each for each in count_by_day(store, today) if each.day >= first_day)
    weeks = tuple(
        WeekCount(week, *(min(tally.of(kind), COUNT_LIMIT) for kind in ActivityKind))
        for week, tally in sorted(tally_by(days, week_start).items())
    )
    chosen = tuple(
        PublicText(each.day, clean_line(each.text, TEXT_LENGTH), each.link)
        for each in islice(texts, TEXT_LIMIT)
    )
    return Contribution(handle, today, weeks, chosen)


def contribution_file(cohort_file: Path, key: str) -> Path:
    """Where the member with that handle's key shows something."""
    return contribution_folder(cohort_file) / f"{key.replace(':', '_')}.json"


def contribution_folder(cohort_file: Path) -> Path:
    """The folder of everybody's contributions, beside the cohort file."""
    return cohort_file.with_name(f"{cohort_file.stem}.cohort")


def write_contribution(cohort_file: Path, contribution: Contribution) -> Path:
    """Put the contribution into its file, in place of an earlier one.

    Raises:
        PlnbuddyError: its owner is not, or no longer, a member; the folder or the
            file is a link to somewhere else, or cannot be written.
    """
    with locked(cohort_file):  # So that nobody is removed meanwhile, and comes back by this.
        cohort = read_cohort(cohort_file)
        if cohort.find(contribution.handle.key) is None:
            raise not_a_member(contribution.handle, cohort)
        folder = contribution_folder(cohort_file)
        file = contribution_file(cohort_file, contribution.handle.key)
        if folder.is_symlink() or file.is_symlink():
            raise PlnbuddyError(
                f"{folder if folder.is_symlink() else file} is a link to somewhere else.",
                "Ask whoever keeps the cohort file to delete it; nothing was written.",
            )
        replace_file(file, [contribution_text(contribution)])
        return file


def not_a_member(handle: Handle, cohort: Cohort) -> PlnbuddyError:
    """The error for whoever wants to show something without being a member."""
    return PlnbuddyError(
        f"{handle} is not a member of {cohort.name}, or no longer.",
        "Nothing was written. To join: plnbuddy cohort join FILE",
    )


def contribution_text(contribution: Contribution) -> str:
    """The file's content; the oldest texts are left out when it would grow too large."""
    texts = contribution.texts
    while True:
        facts = plain_data(contribution) | {"texts": plain_data(texts)}
        written = json.dumps({"form": FORM, **facts}, ensure_ascii=False, indent=1) + "\n"
        if len(written.encode()) <= SIZE_LIMIT:
            return written
        texts = texts[: len(texts) // 2]


def remove_contribution(cohort_file: Path, key: str) -> bool:
    """Delete what that member shows; whether there was anything.

    Raises:
        PlnbuddyError: the file cannot be deleted.
    """
    file = contribution_file(cohort_file, key)
    if contribution_folder(cohort_file).is_symlink():
        return False
    try:
        file.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise PlnbuddyError(
            f"The file {file} cannot be deleted: {error.strerror}.", "Delete it by hand."
        ) from None
    with suppress(OSError):
        file.parent.rmdir()  # Only when nobody else shows anything.
    return True


def read_contributions(cohort: Cohort) -> tuple[dict[str, Contribution], list[Ignored]]:
    """What members show, by the handle's key, and what is passed over.

    Files of people who are not members, links, and files that are too large or hold
    something else are not shown.
    """
    folder = contribution_folder(cohort.file)
    if folder.is_symlink():
        return {}, [Ignored(folder.name, "is a link to another folder")]
    names = {contribution_file(cohort.file, m.handle.key).name: m.handle for m in cohort.members}
    found: dict[str, Contribution] = {}
    ignored: list[Ignored] = []
    try:
        files = sorted(file.name for file in islice(folder.iterdir(), _FOLDER_LIMIT))
    except OSError:
        return {}, []
    for name in files:
        if name.startswith(".") or not name.endswith(".json"):
            continue
        try:
            if name not in names:
                raise FileTrouble("is not of a member")
            content = read_plain_file(folder / name, SIZE_LIMIT, follow_links=False)
            found[names[name].key] = _read_contribution(content, names[name])
        except FileTrouble as trouble:
            ignored.append(Ignored(clean_line(name, 100), trouble.reason))
    return found, ignored


def _read_contribution(content: bytes, handle: Handle) -> Contribution:
    try:
        facts = json.loads(content)
        if facts["form"] != FORM or parse_handle(facts["handle"]) != handle:
            raise FileTrouble("is not the member's own")
        return Contribution(
            handle,
            _read_day(facts["written_on"]),
            tuple(sorted(map(_read_week, facts["weeks"][:WEEK_LIMIT]), key=lambda w: w.week)),
            tuple(map(_read_text, facts["texts"][:TEXT_LIMIT])),
        )
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError, PlnbuddyError):
        raise FileTrouble("does not hold what plnbuddy writes") from None


def _read_week(facts: Mapping[str, Any]) -> WeekCount:
    counts = [facts[kind] for kind in ("connect", "collaborate", "contribute")]
    if any(type(count) is not int or not 0 <= count <= COUNT_LIMIT for count in counts):
        raise ValueError
    return WeekCount(_read_day(facts["week"]), *counts)


def _read_text(facts: Mapping[str, Any]) -> PublicText:
    text = facts["text"]
    if not isinstance(text, str):
        raise TypeError
    day = _read_day(facts["day"])
    return PublicText(day, clean_line(text, TEXT_LENGTH), parse_link(facts["link"]))


def _read_day(text: str) -> date:
    day = date.fromisoformat(text)
    if not 1990 <= day.year <= 2200:
        raise ValueError
    return day
