"""Which posts are offered among today's suggestions; loaded by every `suggest`, so little here."""

from datetime import timedelta

from plnbuddy.core.clock import Clock
from plnbuddy.store.blogs import BlogPost, posts_of
from plnbuddy.store.database import Store

A_DAY = 2
"""Posts to read on one day: a few minutes' worth."""

NEW_FOR = timedelta(days=30)
"""A post is a thing to read for that long."""


def posts_today(store: Store, clock: Clock) -> list[BlogPost]:
    """The posts of the day: newest first, one of each blog, none that an earlier day offered.

    They stay the same all day once they were shown.
    """
    fresh = [
        post
        for post in posts_of(store)
        if clock.today - post.posted_on <= NEW_FOR and post.offered_on in (None, clock.today)
    ]
    fresh.sort(key=lambda post: post.offered_on is None)  # Shown already today: first.
    chosen: dict[str, BlogPost] = {}
    for post in fresh:
        if len(chosen) < A_DAY:
            chosen.setdefault(post.blog, post)
    return list(chosen.values())
