"""What the commands of `plnbuddy cohort` have in common."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from plnbuddy.cli.session import Session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.cohort.text import overview_lines
from plnbuddy.cohort.welcome import look_at_cohort
from plnbuddy.store.cohort import KnownCohort, known_cohorts
from plnbuddy.store.database import Store

Where = Annotated[
    str | None,
    typer.Option("--in", help="Which cohort, if you are in several.", show_default=False),
]


def show_cohort(
    store: Store, session: Session, known: KnownCohort, terminal: Terminal, *, json: bool
) -> None:
    """Show the cohort as the teacher sees it, and what to do next."""
    overview = look_at_cohort(store, known, session.clock.today)
    if json:
        terminal.show_json("cohort", overview)
        return
    terminal.show(overview_lines(overview, session.clock.today))
    which = in_option(store, known)
    me = overview.me
    if not overview.members:
        terminal.say_next(f'plnbuddy cohort join {quote(str(known.file))} --name "…"')
    elif overview.unwelcomed:
        terminal.say_next(f"plnbuddy cohort welcome{which}")
    elif me and me.recent is None:
        terminal.say_next(
            f"plnbuddy cohort contribute --dry-run{which}", "what the others would see"
        )
    else:
        terminal.say_next(f"plnbuddy cohort export follows.csv --format mastodon-csv{which}")


def in_option(store: Store, known: KnownCohort) -> str:
    """What commands need when there are several cohorts."""
    return f" --in {quote(str(known.file))}" if len(known_cohorts(store)) > 1 else ""


def say_git(terminal: Terminal, file: Path, *, taken_out: bool = False) -> None:
    """Say what git means for a change: others see it when it is pushed, and git keeps all."""
    if any((folder / ".git").exists() for folder in file.parents):
        terminal.say("It lies in a git folder: commit and push, so that the others see it.")
        if taken_out:
            terminal.say("What was pushed before stays in git's history.", "yellow")
