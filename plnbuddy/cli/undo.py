"""`plnbuddy undo`: take back the last decision or log entry."""

from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.out.lines import line
from plnbuddy.store.history import undo_last_action

app = new_app()


@app.command()
def undo(json: Json = False, quiet: Quiet = False) -> None:
    """Take back the last thing you did.

    That is a follow, skip or later, a log entry, a change, a chat or an import. Again takes
    back the one before. What you followed with your own hands in the browser stays followed
    there.

    \b
    plnbuddy undo
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        summary = undo_last_action(store)
    if summary is None:
        raise NothingFoundError(
            "There is nothing to take back.", "See your entries with: plnbuddy log list"
        )
    if json:
        terminal.show_json("undo", {"undone": summary})
    else:
        terminal.show([line(f"Taken back: {summary}")])
        terminal.say_next("plnbuddy log list")
