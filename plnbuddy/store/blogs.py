"""Blogs of others that the teacher reads, and the newest posts of each."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from plnbuddy.store.database import Store, damaged


class Blog(NamedTuple):
    """A blog by the address of its feed.

    `etag` and `modified` spare reading what has not changed; `problem` says why the last
    reading failed, "" if it did not; `read_on` is None before the first.
    """

    url: str
    title: str
    added_on: date
    etag: str = ""
    modified: str = ""
    read_on: date | None = None
    problem: str = ""


class BlogPost(NamedTuple):
    """A post of a blog; `offered_on` is the day on which it was first shown among suggestions."""

    blog: str
    link: str
    title: str
    posted_on: date
    offered_on: date | None = None


def put_blog(store: Store, blog: Blog) -> None:
    """Keep the blog, or what was last read of it; its posts stay."""
    store.execute(
        "INSERT INTO blog (url, title, added_on, etag, modified, read_on, problem)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET title = excluded.title,"
        " etag = excluded.etag, modified = excluded.modified, read_on = excluded.read_on,"
        " problem = excluded.problem",
        (
            blog.url, blog.title, blog.added_on.isoformat(), blog.etag, blog.modified,
            blog.read_on.isoformat() if blog.read_on else None, blog.problem,
        ),
    )  # fmt: skip


def all_blogs(store: Store) -> list[Blog]:
    """Every blog, by title."""
    try:
        rows = store.rows("SELECT * FROM blog ORDER BY lower(title), url")
        return [read_blog(dict(row)) for row in rows]
    except (ValueError, TypeError):
        raise damaged(store.file) from None


def drop_blog(store: Store, url: str) -> None:
    """Read the blog no longer; its posts go with it."""
    store.execute("DELETE FROM blog WHERE url = ?", (url,))


def keep_posts(store: Store, blog: str, posts: Iterable[BlogPost]) -> int:
    """Let these be the posts that are known of a blog; how many were not known before.

    Those that were offered stay marked so.
    """
    before = {post.link: post.offered_on for post in posts_of(store, blog)}
    store.execute("DELETE FROM blog_post WHERE blog = ?", (blog,))
    new = 0
    for post in posts:
        offered = before.get(post.link)
        new += post.link not in before
        store.execute(
            "INSERT OR IGNORE INTO blog_post (blog, link, title, posted_on, offered_on)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                blog, post.link, post.title, post.posted_on.isoformat(),
                offered.isoformat() if offered else None,
            ),
        )  # fmt: skip
    return new


def posts_of(store: Store, blog: str | None = None) -> list[BlogPost]:
    """The known posts of a blog, or of all, newest first."""
    where, given = ("WHERE blog = ?", (blog,)) if blog is not None else ("", ())
    rows = store.rows(f"SELECT * FROM blog_post {where} ORDER BY posted_on DESC, link", given)
    try:
        return [_post(row) for row in rows]
    except (ValueError, TypeError):
        raise damaged(store.file) from None


def mark_offered(store: Store, posts: Iterable[BlogPost], day: date) -> None:
    """These were shown among the suggestions of that day."""
    for post in posts:
        store.execute(
            "UPDATE blog_post SET offered_on = coalesce(offered_on, ?) WHERE blog = ? AND link = ?",
            (day.isoformat(), post.blog, post.link),
        )


def blog_record(blog: Blog) -> dict[str, str | None]:
    """The blog as plain data."""
    return {
        **blog._asdict(),
        "added_on": blog.added_on.isoformat(),
        "read_on": blog.read_on.isoformat() if blog.read_on else None,
    }


def read_blog(row: Mapping[str, Any]) -> Blog:
    """The blog that `blog_record` wrote down, or a row of the table holds."""
    return Blog(
        url=row["url"],
        title=row["title"],
        added_on=date.fromisoformat(row["added_on"]),
        etag=row["etag"],
        modified=row["modified"],
        read_on=date.fromisoformat(row["read_on"]) if row["read_on"] else None,
        problem=row["problem"],
    )


def _post(row: sqlite3.Row) -> BlogPost:
    return BlogPost(
        blog=row["blog"],
        link=row["link"],
        title=row["title"],
        posted_on=date.fromisoformat(row["posted_on"]),
        offered_on=date.fromisoformat(row["offered_on"]) if row["offered_on"] else None,
    )
