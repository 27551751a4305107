"""Blogs and their newest posts as lines."""

from collections.abc import Iterable, Iterator
from datetime import date

from plnbuddy.core.clock import spoken_day
from plnbuddy.out.lines import BLANK, Line, Part, line
from plnbuddy.out.wording import counted
from plnbuddy.store.blogs import Blog, BlogPost


def blog_lines(blogs: Iterable[Blog], posts: Iterable[BlogPost], today: date) -> Iterator[Line]:
    """Each blog with its newest post, and what kept it from being read."""
    newest: dict[str, BlogPost] = {}
    for post in posts:
        newest.setdefault(post.blog, post)
    for number, blog in enumerate(blogs):
        if number:
            yield BLANK
        yield line(blog.title, "bold")
        if blog.url in newest:
            yield post_line(newest[blog.url], today)
        elif blog.read_on is None:
            yield line("not read yet", "dim", 2)
        if blog.problem:
            yield line(blog.problem, "yellow", 2, 2)
        yield Line((Part(blog.url, "dim", blog.url),), 2)


def post_line(post: BlogPost, today: date) -> Line:
    """A post: its title and day."""
    return Line(
        (Part(post.title, "", post.link), Part(f"  {spoken_day(post.posted_on, today)}", "dim")),
        2,
        4,
    )


def to_read_lines(posts: Iterable[BlogPost], blogs: Iterable[Blog], today: date) -> Iterator[Line]:
    """The day's posts to read, under a heading of their own."""
    titles = {blog.url: blog.title for blog in blogs}
    yield line("To read", "bold")
    for post in posts:
        yield post_line(post, today)
        yield line(f"on {titles.get(post.blog, post.blog)}", "dim", 4, 4)
        yield Line((Part(post.link, "dim", post.link),), 4)
    yield BLANK


def added_line(blogs: list[Blog], most: int = 5, *, dry: bool) -> Line:
    """Which were added, or would be: the first by title, the others counted."""
    named = ", ".join(blog.title for blog in blogs[:most])
    more = f" and {counted(len(blogs) - most, 'more blog')}" if len(blogs) > most else ""
    return line(f"{'Would be added' if dry else 'Added'}: {named}{more}.")
