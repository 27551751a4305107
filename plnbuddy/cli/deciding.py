"""What follow, skip and later have in common."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plnbuddy.cli.account import active_login, login_on, server_of
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run
from plnbuddy.cli.completing import offer_subjects
from plnbuddy.cli.session import Session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import ExitCode, NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.model import Subject, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.table import tag_link
from plnbuddy.store.database import Store
from plnbuddy.suggest.decide import Outcome, decide, find_subjects
from plnbuddy.suggest.text import outcome_lines

if TYPE_CHECKING:
    from plnbuddy.platforms.base import AccountApi

Words = Annotated[
    list[str],
    typer.Argument(
        help="Numbers of the last list, handles or '#tags'.",
        show_default=False,
        autocompletion=offer_subjects,
    ),
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
    on_list: str = "",
    sure: bool = False,
) -> Followed:
    """Follow what the words name: on the account when one is logged in, else by link.

    Raises:
        UsageError: many at once, and nobody agreed to it.
    """
    login = active_login(session.places)
    _say_how_read(terminal, words)
    if login and login.handle.platform is Platform.BLUESKY:
        login = login_on(session.places, Platform.MASTODON)
    writes = login is not None and not login.read_only
    subjects = find_subjects(words, store, tags_only=writes)
    done, subjects = _follow_on_bluesky(session, terminal, store, subjects, sure=sure)
    if done and not subjects:
        return Followed(done)
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
        if login:
            outcomes = _on_own_server(outcomes, login, server_of(login, terminal))
        return Followed(done + outcomes)
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
    return Followed(done + following.outcomes, following.stopped_by)


def _follow_on_bluesky(
    session: Session, terminal: Terminal, store: Store, subjects: list[Subject], *, sure: bool
) -> tuple[list[Outcome], list[Subject]]:
    """Follow those on Bluesky where an account there is logged in; returns who is left, too."""
    login = login_on(session.places, Platform.BLUESKY)
    there = [subject for subject in subjects if subject.is_on(Platform.BLUESKY)]
    if not there or login is None or login.read_only:
        return [], subjects
    from plnbuddy.cli.bluesky_login import bluesky_account
    from plnbuddy.suggest.act import BULK
    from plnbuddy.suggest.act_together import follow_together

    if len(there) > BULK and not sure:
        _ask_first(terminal, there, login)
    api = bluesky_account(login, terminal, session.places)
    done = follow_together(store, api, login, there, session.clock, session.settings.profile)
    return done, [subject for subject in subjects if subject not in there]


def follow_list(run: Run, name: str, *, sure: bool) -> Followed:
    """Follow everybody and every hashtag of a list of the teacher's who is not followed yet.

    Raises:
        NothingFoundError: there is no such list, or nobody on it is left to follow.
        UsageError: nobody agreed to it.
    """
    from plnbuddy.lists.follow import wanted_on_list
    from plnbuddy.lists.keep import needed_list

    kept = needed_list(run.store, name)
    wanted = wanted_on_list(run.store, kept)
    if wanted.followed:
        run.terminal.say(f"{wanted.followed:,} of them you follow already.")
    if wanted.refused:
        run.terminal.say(f"{wanted.refused:,} left out: moved, gone, or they say no.")
    if not wanted.subjects:
        raise NothingFoundError(
            f"Nobody on '{kept.name}' is left to follow.",
            f"See it: plnbuddy lists show {kept.name}",
        )
    if not sure:
        _ask_first(run.terminal, wanted.subjects)
    words = [subject.label for subject in wanted.subjects]
    return follow_words(run.session, run.store, run.terminal, words, sure=True)


def _say_how_read(terminal: Terminal, words: Sequence[str]) -> None:
    """Say which platform a name with one @ and a dot was taken to be on: two could be meant."""
    names = [word.strip() for word in ",".join(words).split(",")]
    domains = [
        name
        for name in names
        if name.startswith("@") and "." in name and not set("@/") & set(name[1:])
        if not name.lower().endswith(".bsky.social")
    ]
    if len(domains) == 1:
        said = clean_line(domains[0], 60)
        terminal.say(f"{said} is read as a name on Bluesky; on Mastodon add @server.")
    elif domains:
        terminal.say("Names with one @ and a dot are read as names on Bluesky.")


def _on_own_server(outcomes: list[Outcome], login: Login, server: "AccountApi") -> list[Outcome]:
    """The same with the page that the teacher's server names for each person; one request each.

    Hashtags have their page on that server.

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
        if outcome.subject.tag and login.handle.platform is Platform.MASTODON:
            link = tag_link(outcome.subject.tag, login.server.partition("://")[2])
        linked.append(outcome._replace(link=link or outcome.link))
    return linked


def _ask_first(terminal: Terminal, subjects: Sequence[Subject], login: Login | None = None) -> None:
    """Show what would be followed, and ask.

    Raises:
        UsageError: nobody can be asked, or the answer is no.
    """
    terminal.warn(f"To be followed by {login.handle}:" if login else "To be followed:")
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
