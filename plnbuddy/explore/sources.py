"""The sources besides the network: hashtags, the directory, the home timeline, curated people.

Each is one request (the home timeline two), made when it is due, and kept in one
transaction. A server that lacks a source is passed over.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Literal

from plnbuddy.core.errors import NothingFoundError, ServerUnreachableError
from plnbuddy.core.handles import HandleKey, Tag
from plnbuddy.core.model import Subject
from plnbuddy.core.platform import Platform
from plnbuddy.explore.session import Exploration
from plnbuddy.platforms.mastodon.failures import LACKING
from plnbuddy.store.account_state import followed_people, followed_tags
from plnbuddy.store.discovery import (
    KnownPerson,
    Sighting,
    known_people,
    put_avoided,
    put_person,
    put_sighting,
    put_tag_loudness,
    put_tag_use,
    tag_loudness,
    tag_uses_since,
)
from plnbuddy.suggest.daily import CHECKED_DAYS

TAGS_A_RUN = 6
LOUDNESS_A_RUN = 5
CURATED_A_RUN = 5
MEMORY_DAYS = 60
"""Sightings and uses of hashtags count for so long."""

GONE = "the account is gone"


def read_avoided(run: Exploration) -> None:
    """Whom the teacher blocked or muted; one request each, and more for long lists; daily."""
    for kind in ("blocks", "mutes"):
        if run.is_due(kind, 1):
            _source(run, kind, lambda kind=kind: _read_avoided(run, kind))  # type: ignore[misc]


def _read_avoided(run: Exploration, kind: Literal["blocks", "mutes"]) -> None:
    keys: list[HandleKey] = []
    after, whole = "", False
    while run.left > 0 and not whole:
        page = run.server.relations(kind, after)
        keys.extend(account.handle.key for account in page.items)
        after, whole = page.next, not page.next or not page.items
    with run.store.writing():
        # A part of a long list is better than nothing, and is read again tomorrow.
        put_avoided(run.store, run.key, kind, keys, all_of_them=whole)
        if whole:
            run.mark_read(kind)


def read_hashtags(run: Exploration, tags: Sequence[Tag]) -> None:
    """Who posts under these hashtags now; one request each, daily, at most `TAGS_A_RUN`."""
    due = [tag for tag in tags if run.is_due(f"#{tag.key}", 1)]
    for tag in due[:TAGS_A_RUN]:
        _source(run, f"#{tag.key}", lambda tag=tag: _read_hashtag(run, tag))  # type: ignore[misc]


def _read_hashtag(run: Exploration, tag: Tag) -> None:
    found = run.server.posts_under(tag)
    with run.store.writing():
        for post, author in reversed(found):  # The latest post has the last word.
            run.keep_person(author)
            day = run.clock.local(post.written_at).date()
            language = post.language.partition("-")[0]
            put_sighting(
                run.store,
                run.key,
                Sighting(author.handle.key, "hashtag", tag.name, language, day),
            )
        run.mark_read(f"#{tag.key}")


def read_directory(run: Exploration) -> None:
    """The server's directory and its own suggestions; one request each, weekly."""
    for what, read in (
        ("directory", run.server.directory),
        ("suggestions", run.server.server_suggestions),
    ):
        if run.is_due(what, 7):
            _source(run, what, lambda what=what, read=read: _read_directory(run, what, read))  # type: ignore[misc]


def _read_directory(run: Exploration, what: str, read: Callable[[], Sequence[object]]) -> None:
    accounts = read()
    with run.store.writing():
        for account in accounts:
            run.keep_person(account)  # type: ignore[arg-type]
            put_sighting(
                run.store,
                run.key,
                Sighting(account.handle.key, "directory", what, "", run.today),  # type: ignore[attr-defined]
            )
        run.mark_read(what)


def read_home(run: Exploration) -> None:
    """Which hashtags the teacher's follows use: two pages of the home timeline, daily."""
    if run.is_due("home", 1) and run.left >= 2:
        _source(run, "home", lambda: _read_home(run))


def _read_home(run: Exploration) -> None:
    followed = followed_people(run.store, run.key)
    first = run.server.home_posts()
    more = run.server.home_posts(first[-1][0].id) if first else []
    with run.store.writing():
        for post, author in [*first, *more]:
            if author.handle.key in followed and not post.boosted:
                day = run.clock.local(post.written_at).date()
                for tag in post.tags:
                    put_tag_use(run.store, run.key, tag, author.handle.key, day)
        run.mark_read("home")


def read_loudness(run: Exploration) -> None:
    """How loud the hashtags of the teacher's follows are on the whole server; one request each."""
    since = run.today - timedelta(days=MEMORY_DAYS)
    uses = tag_uses_since(run.store, run.key, since)
    known, mine = tag_loudness(run.store, run.key), followed_tags(run.store, run.key)
    fresh = run.today - timedelta(days=CHECKED_DAYS)
    wanted = sorted(
        (key for key in uses if key not in mine and not (key in known and known[key][1] > fresh)),
        key=lambda key: (-len(uses[key][1]), key),
    )
    due = [key for key in wanted if run.is_due(f"loudness {key}", CHECKED_DAYS)]
    for key in due[:LOUDNESS_A_RUN]:
        tag = Tag(uses[key][0])

        def read(tag: Tag = tag) -> None:
            people = run.server.tag_people(tag)
            with run.store.writing():
                put_tag_loudness(run.store, run.key, tag.key, people, run.today)

        _source(run, f"loudness {key}", read)


def check_curated(run: Exploration, subjects: Sequence[Subject]) -> None:
    """Look whether curated people are still there; one request each, at most `CURATED_A_RUN`."""
    known = known_people(run.store, run.key)
    fresh = run.today - timedelta(days=CHECKED_DAYS)
    due = [
        subject
        for subject in subjects
        if subject.is_on(Platform.MASTODON)
        and not ((person := known.get(HandleKey(subject.key))) and person.read_on > fresh)
    ]
    check_people(run, due[:CURATED_A_RUN])


def check_people(run: Exploration, subjects: Sequence[Subject]) -> None:
    """Look whether people are still there; one request each.

    Somebody whose own server does not answer stays unchecked; when that happens
    to two in a row, it is the teacher's server that fails.

    Raises:
        ServerUnreachableError: it fails.
    """
    failed = False
    for subject in subjects:
        if run.left < 1:
            return
        try:
            check_person(run, subject)
            failed = False
        except ServerUnreachableError:
            if failed:
                raise
            failed = True


def check_person(run: Exploration, subject: Subject) -> None:
    """Look whether a person is still there, and keep the answer; one request."""
    handle = subject.handle
    if handle is None:
        return
    try:
        account = run.server.find_account(handle)
    except NothingFoundError:
        gone = KnownPerson(
            0, handle, "", "", open=False, trouble=GONE, topics=(), followers=0, following=0,
            last_post=None, read_on=run.today,
        )  # fmt: skip
        with run.store.writing():
            put_person(run.store, run.key, gone)
        return
    with run.store.writing():
        run.keep_person(account)


def _source(run: Exploration, what: str, read: Callable[[], None]) -> None:
    """Read a source if a request is left; one that the server lacks counts as read."""
    if run.left < 1:
        return
    try:
        read()
    except LACKING:
        with run.store.writing():
            run.mark_read(what)
