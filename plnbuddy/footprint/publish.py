"""The footprint as files for a web host: a page and a feed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.core.vocabulary import in_words
from plnbuddy.footprint.build import Footprint
from plnbuddy.footprint.feed import footprint_feed
from plnbuddy.footprint.page import build_page
from plnbuddy.out.wording import counted
from plnbuddy.system.files import replace_file

_LOOKED_AT = 4_096  # bytes


@dataclass(frozen=True)
class Published:
    """The written files."""

    page: Path
    feed: Path


def publish(footprint: Footprint, folder: Path, today: date) -> Published:
    """Write index.html and feed.atom into a folder, which is made if need be.

    Raises:
        PlnbuddyError: the folder holds somebody else's files of these names, or cannot be
            written.
    """
    files = Published(folder / "index.html", folder / "feed.atom")
    for file in (files.page, files.feed):
        _refuse_other_files(file)
    page = build_page(footprint, today)
    replace_file(files.feed, [footprint_feed(footprint, beside_page=True)])
    replace_file(files.page, [page])
    return files


def _refuse_other_files(file: Path) -> None:
    """A folder may hold somebody's home page, which is not ours to replace."""
    try:
        with file.open("rb") as stream:
            start = stream.read(_LOOKED_AT)
    except OSError:
        return  # There is none, or `replace_file` will say what is wrong.
    if start and b"plnbuddy" not in start:
        raise PlnbuddyError(
            f"There is already another {file.name} in {file.parent}.",
            "Choose an empty folder; nothing was changed.",
        )


def what_it_tells(footprint: Footprint) -> str:
    """What everybody can read on the page, and a warning."""
    told = [word for word, given in _OWN_FACTS if getattr(footprint, given)]
    number = len(footprint.entries)
    entries = counted(number, "entry", "entries")
    told.append(f"the text, day, place, topics and link of {entries}")
    return (
        f"It is meant for the public, and tells {in_words(told)}. Look at it before others do:"
        " a text may name people who do not want to be named there."
    )


_OWN_FACTS = (("your name", "name"), ("your school", "school"))
