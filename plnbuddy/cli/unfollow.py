"""`plnbuddy unfollow`: end follows on the account."""

from collections.abc import Sequence
from typing import Annotated

import typer

from plnbuddy.cli.account import api_of, login_on, needed_login
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
from plnbuddy.core.errors import ExitCode, NoAccountError
from plnbuddy.core.model import Subject
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import Line, Part, line
from plnbuddy.platforms.credentials import Login
from plnbuddy.suggest.decide import find_subjects
from plnbuddy.suggest.end import Ended, unfollow_on_account
from plnbuddy.system.paths import Places

app = new_app()


@app.command()
@command()
def unfollow(
    run: Run,
    words: Annotated[
        list[str],
        typer.Argument(
            help="Handles, '#tags' or numbers of the last list.", metavar="PEOPLE|#TAGS..."
        ),
    ],
) -> Answer:
    """End follows of people and hashtags on your account.

    They are not suggested again. The journal notes it; it counts as none of the three C's.

    \b
    plnbuddy unfollow @anna@example.org
    plnbuddy unfollow '#musiced'
    """
    login = needed_login(run.places)
    if login.read_only:
        raise NoAccountError(
            "plnbuddy may only read this account.",
            f"Log in again without --read-only: plnbuddy login {login.handle.domain}",
        )
    subjects = find_subjects(words, run.store, tags_only=True)
    ended: list[Ended] = []
    for account, theirs in _by_account(run.places, login, subjects):
        api = api_of(account, run.terminal, run.places, may_wait=True)
        ended += unfollow_on_account(run.store, api, account, theirs, run.clock)
    failed = any(each.failure for each in ended)
    return Answer(
        "unfollowed",
        {"outcomes": ended},
        map(_said, ended),
        next_step=NextStep("plnbuddy suggest"),
        exit_code=ExitCode.COULD_NOT if failed else ExitCode.OK,
    )


def _by_account(
    places: Places, active: Login, subjects: Sequence[Subject]
) -> list[tuple[Login, list[Subject]]]:
    """Each account with those that it follows: people on its platform, hashtags on Mastodon."""
    wanted: dict[str, tuple[Login, list[Subject]]] = {}
    for subject in subjects:
        platform = subject.handle.platform if subject.handle else Platform.MASTODON
        login = login_on(places, platform) or active
        if login.read_only:
            login = active
        wanted.setdefault(login.key, (login, []))[1].append(subject)
    return list(wanted.values())


def _said(ended: Ended) -> Line:
    label = ended.subject.label
    if ended.failure:
        return line(f"{label} was not unfollowed: {ended.failure}", "yellow")
    if not ended.was_followed:
        return line(f"{label} is not followed on your account; nothing changed.")
    return Line((Part("Unfollowed on your account: "), Part(label, "cyan")))
