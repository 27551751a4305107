"""What follow, skip and later have in common."""

from typing import Annotated

import typer

from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.model import Verdict
from plnbuddy.suggest.decide import Outcome, decide, find_subjects
from plnbuddy.suggest.text import outcome_lines

Words = Annotated[
    list[str],
    typer.Argument(help="Numbers of the last list, handles or '#tags'.", show_default=False),
]


def carry_out(
    words: list[str], verdict: Verdict, *, json: bool, quiet: bool, after: str | None = None
) -> list[Outcome]:
    """Decide on what the words name, and show it."""
    terminal = Terminal(quiet=quiet)
    session = open_session()
    due = None
    if after is not None:
        from plnbuddy.journal.when import read_due

        due = read_due(after, session.clock, session.settings.profile.languages)
    with session.store() as store:
        outcomes = decide(
            store,
            find_subjects(words, store),
            verdict,
            session.clock,
            server=session.settings.server,
            profile=session.settings.profile,
            due=due,
        )
    if json:
        terminal.show_json("decisions", {"outcomes": outcomes})
    else:
        has_server = bool(session.settings.server)
        terminal.show(outcome_lines(outcomes, session.clock, has_server=has_server))
        terminal.say_next("plnbuddy suggest", "mistaken? plnbuddy undo")
    return outcomes
