"""`plnbuddy unfollow`: end follows on the account."""

from typing import Annotated

import typer

from plnbuddy.cli.account import needed_login, server_of
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode, NoAccountError
from plnbuddy.out.lines import Line, Part, line
from plnbuddy.suggest.decide import find_subjects
from plnbuddy.suggest.end import Ended, unfollow_on_account

app = new_app()


@app.command()
def unfollow(
    words: Annotated[
        list[str],
        typer.Argument(
            help="Handles, '#tags' or numbers of the last list.", metavar="PEOPLE|#TAGS..."
        ),
    ],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """End follows of people and hashtags on your account.

    They are not suggested again. The journal notes it; it counts as none of the three C's.

    \b
    plnbuddy unfollow @anna@example.org
    plnbuddy unfollow '#musiced'
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    login = needed_login(session.places)
    if login.read_only:
        raise NoAccountError(
            "plnbuddy may only read this account.",
            f"Log in again without --read-only: plnbuddy login {login.handle.domain}",
        )
    with session.store() as store:
        subjects = find_subjects(words, store, tags_only=True)
        server = server_of(login, terminal, may_wait=True)
        ended = unfollow_on_account(store, server, login, subjects, session.clock)
    if json:
        terminal.show_json("unfollowed", {"outcomes": ended})
    else:
        terminal.show(_said(each) for each in ended)
        terminal.say_next("plnbuddy suggest")
    if any(each.failure for each in ended):
        raise typer.Exit(ExitCode.COULD_NOT)


def _said(ended: Ended) -> Line:
    label = ended.subject.label
    if ended.failure:
        return line(f"{label} was not unfollowed: {ended.failure}", "yellow")
    if not ended.was_followed:
        return line(f"{label} is not followed on your account; nothing changed.")
    return Line((Part("Unfollowed on your account: "), Part(label, "cyan")))
