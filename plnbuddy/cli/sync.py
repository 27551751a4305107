"""`plnbuddy sync`: let the account keep the log."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plnbuddy.cli.account import api_of, logins_to_read, needed_login
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import ExitCode, PlnbuddyError
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import BLANK, Line, line
from plnbuddy.out.wording import counted
from plnbuddy.platforms.credentials import Login
from plnbuddy.store.blogs import all_blogs
from plnbuddy.store.database import Store, dry_run
from plnbuddy.store.imports import all_feeds
from plnbuddy.system.paths import Places

if TYPE_CHECKING:
    from plnbuddy.blogs.reading import BlogsRead
    from plnbuddy.imports.feed import FeedOutcome
    from plnbuddy.sync.work import Outcome

app = new_app()

_MOST_SHOWN = 10


@app.command()
@command()
def sync(
    run: Run,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be logged, and keep nothing.")
    ] = False,
) -> Answer:
    """Read what is new on your accounts and in your feeds, and log it; look into blogs you read.

    It reads whom you follow, who follows you, your hashtags and lists, your own
    posts and who mentioned you. New follows become connect, answers collaborate, other
    posts contribute; boosts are passed over. With an account on Mastodon and one on
    Bluesky both are read. Stop it with Ctrl-C; the next sync goes on from there.

    \b
    plnbuddy sync
    plnbuddy sync --dry-run
    """
    has_feeds, has_blogs = bool(all_feeds(run.store)), bool(all_blogs(run.store))
    feeds = _read_feeds(run, dry=dry) if has_feeds else []
    blogs = _read_blogs(run, dry=dry) if has_blogs else None
    logins = logins_to_read(run.places)
    if not logins and not has_feeds and not has_blogs:
        needed_login(run.places)
    if not logins:
        return _feeds_answer(feeds, blogs, dry=dry)
    results = [_sync_one(run, login, dry=dry) for login in logins]
    outcome = joined(results)
    failures = [result.failure for result in results if result.failure]
    if len(failures) == len(results):
        raise failures[0]
    return Answer(
        "sync",
        {
            "dry_run": dry,
            "logged": {kind.value: outcome.logged[kind] for kind in ActivityKind},
            "activities": outcome.activities,
            "refused": outcome.refused,
            "following": outcome.following,
            "followers": outcome.followers,
            "tags": outcome.tags,
            "requests": outcome.requests,
            "accounts": [_account_facts(result) for result in results],
            "feeds": [_feed_facts(each) for each in feeds],
            "blogs": _blog_facts(blogs),
        },
        [
            *map(_feed_line, feeds),
            *_blogs_lines(blogs),
            *_outcome_lines(outcome, results, dry=dry),
        ],
        next_step=NextStep("plnbuddy sync" if dry else "plnbuddy report"),
        failure=failures[0] if failures else None,
    )


class Synced(NamedTuple):
    """What became of reading one account: what it brought, or why it failed."""

    login: Login
    outcome: "Outcome | None"
    failure: PlnbuddyError | None = None


def _sync_one(run: Run, login: Login, *, dry: bool) -> Synced:
    """Sync an account; one that fails stops no other."""
    try:
        outcome = sync_now(run.terminal, run.places, run.store, run.clock, login, dry=dry)
    except PlnbuddyError as error:
        return Synced(login, None, error)
    return Synced(login, outcome)


def joined(results: Sequence[Synced]) -> "Outcome":
    """What all accounts brought together."""
    from plnbuddy.sync.work import Outcome

    whole = Outcome()
    for outcome in (result.outcome for result in results if result.outcome):
        whole.logged.update(outcome.logged)
        whole.activities += outcome.activities
        whole.refused += outcome.refused
        whole.following += outcome.following
        whole.followers += outcome.followers
        whole.tags += outcome.tags
        whole.requests += outcome.requests
    return whole


def _account_facts(result: Synced) -> dict[str, object]:
    read = result.outcome
    return {
        "handle": result.login.handle,
        "following": read.following if read else None,
        "followers": read.followers if read else None,
        "tags": read.tags if read else None,
        "requests": read.requests if read else None,
        "problem": result.failure.problem if result.failure else "",
    }


def _read_feeds(run: Run, *, dry: bool) -> "list[FeedOutcome]":
    """Read the remembered feeds; one that fails is told and stops nothing."""
    from plnbuddy.imports.feed import refresh_feeds

    with run.terminal.progress("Reading") as report, dry_run(run.store) if dry else nullcontext():
        return refresh_feeds(run.store, run.clock, report)


def _read_blogs(run: Run, *, dry: bool) -> "BlogsRead":
    """Look into the blogs of others; one that fails stops nothing."""
    from plnbuddy.blogs.reading import read_blogs

    with run.terminal.progress("Reading") as report, dry_run(run.store) if dry else nullcontext():
        return read_blogs(run.store, run.clock, report)


def _feeds_answer(feeds: "list[FeedOutcome]", blogs: "BlogsRead | None", *, dry: bool) -> Answer:
    """Feeds and blogs alone, without an account."""
    read = [each.problem for each in (*feeds, *(blogs.read if blogs else ()))]
    failed = bool(read) and all(read)
    return Answer(
        "sync-feeds",
        {
            "dry_run": dry,
            "feeds": [_feed_facts(each) for each in feeds],
            "blogs": _blog_facts(blogs),
        },
        [*map(_feed_line, feeds), *_blogs_lines(blogs)],
        next_step=None
        if failed
        else NextStep("plnbuddy footprint" if feeds else "plnbuddy suggest"),
        exit_code=ExitCode.SERVER_UNREACHABLE if failed else ExitCode.OK,
    )


def _blogs_lines(blogs: "BlogsRead | None") -> Iterator[Line]:
    """What is new in the blogs of others, each failure by itself."""
    if blogs is None:
        return
    for each in blogs.read:
        if each.problem:
            yield line(f"{each.blog.title}: {each.problem}", "yellow")
    fine = [each for each in blogs.read if not each.problem]
    if fine:
        new = sum(each.new for each in fine)
        said = counted(new, "new post") if new else "nothing new"
        yield line(f"{said} in {counted(len(fine), 'blog')} that you read.".capitalize())
    elif not blogs.read:
        yield line("Your blogs were read today already.", "dim")
    if blogs.waiting:
        yield line(f"{counted(blogs.waiting, 'more blog')} will be read at the next sync.", "dim")


def _blog_facts(blogs: "BlogsRead | None") -> dict[str, object]:
    read = blogs.read if blogs else []
    return {
        "read": [
            {
                "url": each.blog.url,
                "title": each.blog.title,
                "new": each.new,
                "problem": each.problem,
            }
            for each in read
        ],
        "waiting": blogs.waiting if blogs else 0,
    }


def _feed_line(read: "FeedOutcome") -> Line:
    if read.problem:
        return line(f"{read.feed.title}: {read.problem}", "yellow")
    added = read.outcome.total if read.outcome else 0
    said = counted(added, "new post") if added else "nothing new"
    return line(f"{read.feed.title}: {said}.")


def _feed_facts(read: "FeedOutcome") -> dict[str, object]:
    return {
        "url": read.feed.url,
        "title": read.feed.title,
        "added": read.outcome.total if read.outcome else 0,
        "problem": read.problem,
    }


def sync_now(
    terminal: Terminal,
    places: Places,
    store: Store,
    clock: Clock,
    login: Login,
    *,
    dry: bool = False,
) -> "Outcome":
    """Sync with a progress bar where somebody is looking.

    Raises:
        PlnbuddyError: the server failed; what was read until then is kept.
    """
    from plnbuddy.sync.run import sync_account

    server = api_of(login, terminal, places, may_wait=True)
    with terminal.progress("Reading") as report, dry_run(store) if dry else nullcontext():
        return sync_account(store, server, login, clock, report)


def _outcome_lines(outcome: "Outcome", results: Sequence[Synced], *, dry: bool) -> Iterator[Line]:
    verb = "Would be logged" if dry else "Logged"
    counts = ", ".join(f"{outcome.logged[kind]} {kind.value}" for kind in ActivityKind)
    yield line(f"{verb}: {counts}.", "bold")
    newest = sorted(outcome.activities, key=lambda a: a.happened_at, reverse=True)
    for activity in newest[:_MOST_SHOWN]:
        said = f"{activity.day}  {activity.kind.value:<11}  {activity.text[:120]}"
        yield line(said, indent=2, hang=4)
    if len(newest) > _MOST_SHOWN:
        yield line(f"and {len(newest) - _MOST_SHOWN} more", "dim", 2)
    for handle in outcome.refused:
        yield line(f"{handle} did not agree that you follow, or the request was taken back.")
    yield BLANK
    for result in results:
        yield _account_line(result, alone=len(results) == 1)


def _account_line(result: Synced, *, alone: bool) -> Line:
    """The numbers of an account; whose they are is said where there are several."""
    read = result.outcome
    if read is None:
        return line(f"{result.login.handle} was not read to the end.", "yellow")
    can_follow_tags = result.login.handle.platform is not Platform.BLUESKY
    tags = f" and {counted(read.tags, 'hashtag', 'hashtags')}" if can_follow_tags else ""
    followers = counted(read.followers, "follows", "follow")
    said = (
        f"ou follow {counted(read.following, 'person', 'people')}{tags}; {followers} you. "
        f"({counted(read.requests, 'request')})"
    )
    return line(f"Y{said}" if alone else f"As {result.login.handle} y{said}")
