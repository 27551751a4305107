"""What follow, skip and later have in common."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plnbuddy.cli.account import active_login, server_of
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run
from plnbuddy.cli.session import Session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import ExitCode, PlnbuddyError, UsageError
from plnbuddy.core.model import Subject, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.credentials import Login
from plnbuddy.store.database import Store
from plnbuddy.suggest.decide import Outcome, decide, find_subjects
from plnbuddy.suggest.text import outcome_lines

if TYPE_CHECKING:
    from plnbuddy.platforms.base import AccountApi

Words = Annotated[
    list[str],
    typer.Argument(help="Numbers of the last list, handles or '#tags'.", show_default=False),
]


def decide_on(
    run: Run, words: list[str], verdict: Verdict, after: str | None = None
) -> list[Outcome]:
    """Decide on what the words name; `after` says when it is due again."""
    _say_how_read(run.terminal, words)
    due = None
    if after is not None:
        from plnbuddy.journal.when import read_due

        due = read_due(after, run.clock, run.settings.profile)
    return decide(
        run.store,
        find_subjects(words, run.store),
        verdict,
        run.clock,
        server=run.settings.server,
        profile=run.settings.profile,
        due=due,
    )


class Followed(NamedTuple):
    """What became of following, and the failure that ended it early."""

    outcomes: list[Outcome]
    stopped_by: PlnbuddyError | None = None


def follow_words(
    session: Session,
    store: Store,
    terminal: Terminal,
    words: list[str],
    *,
    on_list: bool = False,
    sure: bool = False,
) -> Followed:
    """Follow what the words name: on the account when one is logged in, else by link.

    Raises:
        UsageError: many at once, and nobody agreed to it.
    """
    login = active_login(session.places)
    _say_how_read(terminal, words)
    writes = login is not None and not login.read_only
    subjects = find_subjects(words, store, tags_only=writes)
    if login is None or login.read_only:
        if on_list:
            raise UsageError(
                "Lists need an account that plnbuddy may change.",
                "Log in with your server: plnbuddy login mastodon.social",
            )
        profile, server = session.settings.profile, session.settings.server
        outcomes = decide(
            store, subjects, Verdict.FOLLOWED, session.clock, "" if login else server, profile
        )
        return Followed(_on_own_server(outcomes, server_of(login, terminal)) if login else outcomes)
    from plnbuddy.suggest.act import BULK, follow_on_account

    if len(subjects) > BULK and not sure:
        _ask_first(terminal, subjects, login)
    following = follow_on_account(
        store,
        server_of(login, terminal, may_wait=True),
        login,
        subjects,
        session.clock,
        session.settings.profile,
        on_list=on_list,
    )
    return Followed(following.outcomes, following.stopped_by)


def _say_how_read(terminal: Terminal, words: Sequence[str]) -> None:
    """Say which platform a name with one @ and a dot was taken to be on: two could be meant."""
    for word in ",".join(words).split(","):
        name = word.strip()
        is_domain = name.startswith("@") and "." in name and not set("@/") & set(name[1:])
        if is_domain and not name.lower().endswith(".bsky.social"):
            said = clean_line(name, 60)
            terminal.say(f"{said} is read as a name on Bluesky; on Mastodon add @server.")


def _on_own_server(outcomes: list[Outcome], server: "AccountApi") -> list[Outcome]:
    """The same with the page that the teacher's server names for each person; one request each.

    The pages that servers have for following from elsewhere differ from software to
    software, and on the account's own page the Follow button asks for one's server.
    """
    linked = []
    for outcome in outcomes:
        handle = outcome.subject.handle
        link = ""
        if handle and outcome.subject.is_on(Platform.MASTODON):
            with suppress(PlnbuddyError):
                link = server.find_account(handle).link
        linked.append(replace(outcome, link=link or outcome.link))
    return linked


def _ask_first(terminal: Terminal, subjects: list[Subject], login: Login) -> None:
    """Show what would be followed, and ask.

    Raises:
        UsageError: nobody can be asked, or the answer is no.
    """
    terminal.warn(f"To be followed by {login.handle}:")
    for subject in subjects:
        terminal.warn(f"  {subject.label}")
    if not terminal.can_ask:
        raise UsageError(f"These are {len(subjects)} at once.", "Add --yes if you are sure.")
    from plnbuddy.cli.ask import Asker

    if not Asker(terminal).yes(f"Follow all {len(subjects)}?"):
        raise UsageError("Nothing was followed.", "Name fewer, or answer yes.")


def outcome_answer(
    run: Run, outcomes: list[Outcome], stopped_by: PlnbuddyError | None = None
) -> Answer:
    """What became of decisions; exit code 1 when something could not be followed."""
    has_server = bool(run.settings.server) or active_login(run.places) is not None
    done = any(not (outcome.failure or outcome.already) for outcome in outcomes)
    failed = any(outcome.failure for outcome in outcomes)
    return Answer(
        "decisions",
        {"outcomes": outcomes},
        outcome_lines(outcomes, run.clock, has_server=has_server),
        next_step=NextStep("plnbuddy suggest", "mistaken? plnbuddy undo" if done else ""),
        failure=stopped_by,
        exit_code=ExitCode.COULD_NOT if failed else ExitCode.OK,
    )
