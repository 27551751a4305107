"""`plnbuddy undo`: take back the last decision or log entry."""

from collections.abc import Sequence

from plnbuddy.cli.account import api_of
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import new_app
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError
from plnbuddy.core.handles import parse_handle, parse_tag
from plnbuddy.core.vocabulary import in_words
from plnbuddy.out.lines import line
from plnbuddy.platforms.credentials import Login, read_credentials
from plnbuddy.store.history import ServerFollow
from plnbuddy.store.undoing import last_action, undo_action
from plnbuddy.system.paths import Places

app = new_app()


@app.command()
@command()
def undo(run: Run) -> Answer:
    """Take back the last thing you did.

    That is a follow, skip or later, a log entry, a change, a chat, a blog to read or an
    import. Again takes back the one before. What plnbuddy followed on your account is
    unfollowed there, too; what you followed with your own hands in the browser stays followed.

    \b
    plnbuddy undo
    """
    action = last_action(run.store)
    if action is None:
        raise NothingFoundError(
            "There is nothing to take back.", "See your entries with: plnbuddy log list"
        )
    staying = _unfollow(run.places, run.terminal, action.follows)
    undo_action(run.store, action, staying)
    still = [follow.what for follow in staying]
    again = [follow.what for follow in action.unfollowed]
    said = []
    if still:
        said.append(Said(f"On your account you still follow {in_words(still)}.", "yellow", True))
    if again:
        not_again = f"On your account you do not follow {in_words(again)} again."
        said.append(Said(not_again, "yellow", True))
    return Answer(
        "undo",
        {"undone": action.summary, "still_followed": still, "not_followed": again},
        [line(f"Taken back: {action.summary}")],
        said=said,
        next_step=NextStep(_next_step(still, again)),
    )


def _next_step(still: Sequence[str], again: Sequence[str]) -> str:
    what, verb = (still, "unfollow") if still else (again, "follow")
    if not what:
        return "plnbuddy log list"
    words = " ".join(f"'{word}'" if word.startswith("#") else word for word in what)
    return f"plnbuddy {verb} {words}"


def _unfollow(
    places: Places, terminal: Terminal, follows: Sequence[ServerFollow]
) -> list[ServerFollow]:
    """Unfollow on the account what plnbuddy followed there; returns what stays followed."""
    staying: list[ServerFollow] = []
    logins = {login.key: login for login in read_credentials(places.accounts).logins}
    for follow in follows:
        login = logins.get(follow.account)
        if login is None or login.read_only:
            staying.append(follow)
            continue
        terminal.say(
            f"Unfollowing {follow.what} on {login.handle.domain or login.handle.platform.label} …"
        )
        try:
            _unfollow_one(login, terminal, places, follow)
        except PlnbuddyError as error:
            terminal.warn(f"That did not work: {error.problem}", "yellow")
            staying.append(follow)
    return staying


def _unfollow_one(login: Login, terminal: Terminal, places: Places, follow: ServerFollow) -> None:
    from plnbuddy.platforms.values import Account

    server = api_of(login, terminal, places)
    if follow.is_tag:
        server.unfollow_tag(parse_tag(follow.what))
    else:
        server.unfollow(Account(follow.remote_id, parse_handle(follow.what), ""))
