"""Reading blogs: each at most once a day, those that waited longest first."""

from collections.abc import Callable, Iterator
from datetime import date
from time import monotonic
from typing import NamedTuple

from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import PlnbuddyError, StoreError
from plnbuddy.core.plausible import doubt_about
from plnbuddy.imports.feed import fetch_and_read
from plnbuddy.imports.feed_formats import FeedContent, read_feed
from plnbuddy.store.blogs import Blog, BlogPost, all_blogs, keep_posts, put_blog
from plnbuddy.store.database import Store

READ_A_RUN = 50
"""Blogs that one sync reads."""

SECONDS_A_RUN = 120.0
"""After that no further one is begun; a slow server keeps nobody waiting for all of them."""

POSTS_KEPT = 5
"""The newest posts of each blog that are remembered."""


class BlogRead(NamedTuple):
    """What became of reading a blog: posts that were not known before, or why it failed."""

    blog: Blog
    new: int = 0
    problem: str = ""


class BlogsRead(NamedTuple):
    """The blogs that a run read, and how many it left for the next."""

    read: list[BlogRead]
    waiting: int


def read_blogs(
    store: Store,
    clock: Clock,
    report: Callable[[str, int, int], None],
    seconds: float = SECONDS_A_RUN,
) -> BlogsRead:
    """Read those that were not read today; one that fails stops no other.

    Raises:
        StoreError: nothing can be written.
    """
    due = [blog for blog in all_blogs(store) if blog.read_on != clock.today]
    due.sort(key=lambda blog: blog.read_on or date.min)
    turn, begun = due[:READ_A_RUN], monotonic()
    done: list[BlogRead] = []
    for number, blog in enumerate(turn, start=1):
        if done and monotonic() - begun > seconds:
            break
        done.append(_read_one(store, blog, clock))
        report("blogs", number, len(turn))
    return BlogsRead(done, len(due) - len(done))


def _read_one(store: Store, blog: Blog, clock: Clock) -> BlogRead:
    try:
        read, content = fetch_blog(blog, clock)
    except StoreError:
        raise
    except PlnbuddyError as error:
        failed = blog._replace(read_on=clock.today, problem=error.problem)
        with store.writing():
            put_blog(store, failed)
        return BlogRead(failed, 0, error.problem)
    # The address by which the teacher knows it stays, also when its page names another.
    return keep_reading(store, read._replace(url=blog.url), content, clock)


def keep_reading(store: Store, read: Blog, content: FeedContent | None, clock: Clock) -> BlogRead:
    """Keep what a reading brought; no content says that nothing has changed."""
    posts = [] if content is None else list(_newest(read.url, content, clock))
    with store.writing():
        put_blog(store, read)
        if content is None:
            return BlogRead(read)
        return BlogRead(read, keep_posts(store, read.url, posts))


def fetch_blog(blog: Blog, clock: Clock) -> tuple[Blog, FeedContent | None]:
    """Read a blog from the web: as it is to be remembered, and what it holds if that changed.

    Where a page was given that names its feed, that is read.

    Raises:
        UsageError: the address is none, or there is no feed.
        ServerUnreachableError: it cannot be read.
    """
    content, url, fetched = fetch_and_read(
        blog.url,
        blog.etag,
        blog.modified,
        lambda origin, content: read_feed(origin, content, clock),
    )
    if content is None:
        return blog._replace(read_on=clock.today, problem=""), None
    return (
        blog._replace(
            url=url,
            title=content.title or blog.title,
            etag=fetched.etag,
            modified=fetched.modified,
            read_on=clock.today,
            problem="",
        ),
        content,
    )


def _newest(blog: str, content: FeedContent, clock: Clock) -> Iterator[BlogPost]:
    """The newest posts that have a link and a day that can be."""
    fitting = [
        item
        for item in content.items
        if item.link and not item.left_out and not doubt_about(item.moment, clock)
    ]
    fitting.sort(key=lambda item: item.moment or clock.now, reverse=True)
    for item in fitting[:POSTS_KEPT]:
        day = clock.day_of(item.moment or clock.now)
        yield BlogPost(blog, item.link, item.title or "A post without a title", day)
