"""`plnbuddy sync`: let the account keep the log."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plnbuddy.cli.account import api_of, logins_to_read, needed_login
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode, PlnbuddyError
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import BLANK, Line, line
from plnbuddy.out.wording import counted
from plnbuddy.platforms.credentials import Login
from plnbuddy.store.database import dry_run
from plnbuddy.store.imports import all_feeds

if TYPE_CHECKING:
    from plnbuddy.imports.feed import FeedOutcome
    from plnbuddy.sync.work import Outcome

app = new_app()

_MOST_SHOWN = 10


@app.command()
def sync(
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be logged, and keep nothing.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read what is new on your accounts and in your feeds, and log it.

    It reads whom you follow, who follows you, your hashtags and lists, your own
    posts and who mentioned you. Which of it becomes which activity is in
    docs/account.md. With an account on Mastodon and one on Bluesky both are read.
    Stop it with Ctrl-C; the next sync goes on from there.

    \b
    plnbuddy sync
    plnbuddy sync --dry-run
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        has_feeds = bool(all_feeds(store))
    feeds = _read_feeds(session, terminal, dry=dry) if has_feeds else []
    logins = logins_to_read(session.places)
    if not logins and not has_feeds:
        needed_login(session.places)
    if not logins:
        _show_feeds(terminal, feeds, dry=dry, json=json)
        return
    results = [_sync_one(session, terminal, login, dry=dry) for login in logins]
    outcome = joined(results)
    failures = [result.failure for result in results if result.failure]
    if len(failures) == len(results):
        raise failures[0]
    if json:
        terminal.show_json(
            "sync",
            {
                "dry_run": dry,
                "logged": {kind.value: outcome.logged[kind] for kind in ActivityKind},
                "activities": outcome.activities,
                "following": outcome.following,
                "followers": outcome.followers,
                "tags": outcome.tags,
                "requests": outcome.requests,
                "accounts": [_account_facts(result) for result in results],
                "feeds": [_feed_facts(each) for each in feeds],
            },
        )
    else:
        for each in feeds:
            terminal.show([_feed_line(each)])
        _show(terminal, outcome, results, dry=dry)
    if failures:
        raise failures[0]
    if not json:
        terminal.say_next("plnbuddy sync" if dry else "plnbuddy report")


class Synced(NamedTuple):
    """What became of reading one account: what it brought, or why it failed."""

    login: Login
    outcome: "Outcome | None"
    failure: PlnbuddyError | None = None


def _sync_one(session: Session, terminal: Terminal, login: Login, *, dry: bool) -> Synced:
    """Sync an account; one that fails stops no other."""
    try:
        return Synced(login, sync_now(session, terminal, login, dry=dry))
    except PlnbuddyError as error:
        return Synced(login, None, error)


def joined(results: Sequence[Synced]) -> "Outcome":
    """What all accounts brought together."""
    from plnbuddy.sync.work import Outcome

    whole = Outcome()
    for outcome in (result.outcome for result in results if result.outcome):
        whole.logged.update(outcome.logged)
        whole.activities += outcome.activities
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


def _read_feeds(session: Session, terminal: Terminal, *, dry: bool) -> "list[FeedOutcome]":
    """Read the remembered feeds; one that fails is told and stops nothing."""
    from plnbuddy.imports.feed import refresh_feeds

    with (
        session.store() as store,
        terminal.progress("Reading") as report,
        dry_run(store) if dry else nullcontext(),
    ):
        return refresh_feeds(store, session.clock, report)


def _show_feeds(terminal: Terminal, feeds: "list[FeedOutcome]", *, dry: bool, json: bool) -> None:
    if json:
        facts = [_feed_facts(each) for each in feeds]
        terminal.show_json("sync-feeds", {"dry_run": dry, "feeds": facts})
    else:
        terminal.show(_feed_line(each) for each in feeds)
    if feeds and all(each.problem for each in feeds):
        raise typer.Exit(ExitCode.SERVER_UNREACHABLE)
    if not json:
        terminal.say_next("plnbuddy footprint")


def _feed_line(read: "FeedOutcome") -> Line:
    if read.problem:
        return line(f"{read.feed.title}: {read.problem}", "yellow")
    added = read.outcome.total if read.outcome else 0
    said = "nothing new" if not added else "1 new post" if added == 1 else f"{added} new posts"
    return line(f"{read.feed.title}: {said}.")


def _feed_facts(read: "FeedOutcome") -> dict[str, object]:
    return {
        "url": read.feed.url,
        "title": read.feed.title,
        "added": read.outcome.total if read.outcome else 0,
        "problem": read.problem,
    }


def sync_now(session: Session, terminal: Terminal, login: Login, *, dry: bool = False) -> "Outcome":
    """Sync with a progress bar where somebody is looking.

    Raises:
        PlnbuddyError: the server failed; what was read until then is kept.
    """
    from plnbuddy.sync.run import sync_account

    server = api_of(login, terminal, session.places, may_wait=True)
    with (
        session.store() as store,
        terminal.progress("Reading") as report,
        dry_run(store) if dry else nullcontext(),
    ):
        return sync_account(store, server, login, session.clock, report)


def _show(terminal: Terminal, outcome: "Outcome", results: Sequence[Synced], *, dry: bool) -> None:
    verb = "Would be logged" if dry else "Logged"
    counts = ", ".join(f"{outcome.logged[kind]} {kind.value}" for kind in ActivityKind)
    terminal.show([line(f"{verb}: {counts}.", "bold")])
    newest = sorted(outcome.activities, key=lambda a: a.happened_at, reverse=True)
    for activity in newest[:_MOST_SHOWN]:
        said = f"{activity.day}  {activity.kind.value:<11}  {activity.text[:120]}"
        terminal.show([line(said, indent=2, hang=4)])
    if len(newest) > _MOST_SHOWN:
        terminal.show([line(f"and {len(newest) - _MOST_SHOWN} more", "dim", 2)])
    terminal.show([BLANK])
    for result in results:
        terminal.show([_account_line(result, alone=len(results) == 1)])


def _account_line(result: Synced, *, alone: bool) -> Line:
    """The numbers of an account; whose they are is said where there are several."""
    read = result.outcome
    if read is None:
        return line(f"{result.login.handle} was not read to the end.", "yellow")
    can_follow_tags = result.login.handle.platform is not Platform.BLUESKY
    tags = f" and {counted(read.tags, 'hashtag', 'hashtags')}" if can_follow_tags else ""
    said = (
        f"ou follow {counted(read.following, 'person', 'people')}{tags}; "
        f"{read.followers} follow you. ({counted(read.requests, 'request', 'requests')})"
    )
    return line(f"Y{said}" if alone else f"As {result.login.handle} y{said}")
