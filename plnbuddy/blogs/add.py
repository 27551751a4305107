"""Blogs from an address, or from the OPML file of a feed reader."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.found_handles import profile_of
from plnbuddy.core.web_address import parse_link
from plnbuddy.imports.opml import addresses_in, read_outlines
from plnbuddy.store.blogs import Blog, all_blogs, drop_blog, put_blog
from plnbuddy.store.database import Store
from plnbuddy.store.history import blog_change, record_action
from plnbuddy.system.local_file import read_file

FILE_LIMIT = 10_000_000
"""Bytes of an OPML file."""

MOST_BLOGS = 500
"""Blogs that are kept at once; with 50 read a day each has its turn every ten days."""

PEOPLE = "of people"
NO_FEED = "without the address of a feed"
KNOWN = "already among your blogs"


class Found(NamedTuple):
    """The blogs that a file names, and why its other lines are none."""

    blogs: list[Blog]
    left_out: Mapping[str, int]


def find_blogs(file: Path, clock: Clock, known: set[str]) -> Found:
    """The blogs in an OPML file that are not `known` yet, by the address of their feed.

    Raises:
        UsageError: it is damaged, or no OPML.
        PlnbuddyError: it cannot be read.
    """
    content = read_file(file, FILE_LIMIT, "A feed reader's file of subscriptions is far smaller.")
    name = clean_line(file.name, 100)
    if b"<opml" not in content[:5_000].lower():
        raise UsageError(
            f"{name} is no OPML file.",
            "Export your subscriptions from your feed reader as OPML, or give a blog's address.",
        )
    found: dict[str, Blog] = {}
    left_out: Counter[str] = Counter()
    for outline in read_outlines(content, name).outlines:
        addresses = addresses_in(outline)
        if not addresses:
            continue  # A folder.
        if outline.get("handle") or any(map(profile_of, addresses)):
            left_out[PEOPLE] += 1
            continue
        url = _feed_of(outline)
        if not url:
            left_out[NO_FEED] += 1
        elif url in known or url in found:
            left_out[KNOWN] += 1
        else:
            title = clean_line(outline.get("title") or outline.get("text") or "", 100)
            found[url] = Blog(url, title or url, clock.today)
    return Found(list(found.values()), left_out)


def _feed_of(outline: Mapping[str, str]) -> str:
    try:
        return parse_link(outline.get("xmlUrl", "").strip())
    except UsageError:
        return ""


def keep_blogs(store: Store, blogs: list[Blog], clock: Clock) -> None:
    """Read these from now on; `undo` takes it back.

    Raises:
        PlnbuddyError: they would be more than `MOST_BLOGS`; none is kept.
    """
    with store.writing():
        if len(all_blogs(store)) + len(blogs) > MOST_BLOGS:
            raise PlnbuddyError(
                f"That would be more than {MOST_BLOGS} blogs; none was added.",
                "Cut the file to those you want to read, or see: plnbuddy blogs remove --help",
            )
        for blog in blogs:
            put_blog(store, blog)
        what = blogs[0].title if len(blogs) == 1 else f"{len(blogs)} blogs"
        changes = [blog_change(blog.url, None) for blog in blogs]
        record_action(store, f"reading {what}", clock.now, changes)


def leave_blog(store: Store, blog: Blog, clock: Clock) -> None:
    """Read a blog no longer; `undo` takes it back."""
    with store.writing():
        drop_blog(store, blog.url)
        record_action(store, f"left {blog.title}", clock.now, [blog_change(blog.url, blog)])


def needed_blog(store: Store, named: str) -> Blog:
    """The blog of that title or address.

    Raises:
        NothingFoundError: there is none, or several of that title.
    """
    wanted = named.strip().casefold()
    blogs = all_blogs(store)
    fitting = [blog for blog in blogs if wanted in (blog.url.casefold(), blog.title.casefold())]
    if len(fitting) == 1:
        return fitting[0]
    how = f"There is no blog '{clean_line(named, 60)}'." if not fitting else (
        f"{len(fitting)} blogs are called '{clean_line(named, 60)}'."
    )  # fmt: skip
    raise NothingFoundError(how, "Give the address that this shows: plnbuddy blogs")
