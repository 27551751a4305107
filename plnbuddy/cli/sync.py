"""`plnbuddy sync`: let the account keep the log."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.account import active_login, api_of, needed_login
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode
from plnbuddy.core.model import ActivityKind
from plnbuddy.out.lines import BLANK, Line, line
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
    """Read what is new on your account and in your feeds, and log it.

    It reads whom you follow, who follows you, your hashtags and lists, your own
    posts and who mentioned you. Which of it becomes which activity is in
    docs/account.md. Stop it with Ctrl-C; the next sync goes on from there.

    \b
    plnbuddy sync
    plnbuddy sync --dry-run
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        has_feeds = bool(all_feeds(store))
    feeds = _read_feeds(session, terminal, dry=dry) if has_feeds else []
    login = active_login(session.places) if has_feeds else needed_login(session.places)
    if login is None:
        _show_feeds(terminal, feeds, dry=dry, json=json)
        return
    outcome = sync_now(session, terminal, login, dry=dry)
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
                "feeds": [_feed_facts(each) for each in feeds],
            },
        )
        return
    for each in feeds:
        terminal.show([_feed_line(each)])
    _show(terminal, outcome, dry=dry)


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


def _show(terminal: Terminal, outcome: "Outcome", *, dry: bool) -> None:
    verb = "Would be logged" if dry else "Logged"
    counts = ", ".join(f"{outcome.logged[kind]} {kind.value}" for kind in ActivityKind)
    terminal.show([line(f"{verb}: {counts}.", "bold")])
    newest = sorted(outcome.activities, key=lambda a: a.happened_at, reverse=True)
    for activity in newest[:_MOST_SHOWN]:
        said = f"{activity.day}  {activity.kind.value:<11}  {activity.text[:120]}"
        terminal.show([line(said, indent=2, hang=4)])
    if len(newest) > _MOST_SHOWN:
        terminal.show([line(f"and {len(newest) - _MOST_SHOWN} more", "dim", 2)])
    terminal.show(
        [
            BLANK,
            line(
                f"You follow {outcome.following} people and {outcome.tags} hashtags; "
                f"{outcome.followers} follow you. ({outcome.requests} requests)"
            ),
        ]
    )
    terminal.say_next("plnbuddy sync" if dry else "plnbuddy report")
