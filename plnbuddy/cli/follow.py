"""`plnbuddy follow`: act on suggestions."""

from collections.abc import Sequence
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.deciding import Words, follow_words, outcome_answer
from plnbuddy.cli.options import new_app

app = new_app()


@app.command()
@command(asks=True)
def follow(
    run: Run,
    words: Words,
    open_links: Annotated[
        bool, typer.Option("--open", help="Open each link in the web browser.")
    ] = False,
    on_list: Annotated[
        bool, typer.Option("--list", help="Put the people on your Mastodon list 'PLN', too.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even for many.")] = False,
) -> Answer:
    """Follow people and hashtags, or plan a chat.

    Each is logged as connect. With an account (plnbuddy login) the follow is made there;
    without one plnbuddy prints the link where you press Follow.

    \b
    plnbuddy follow 2 5
    plnbuddy follow 1-3 --open
    plnbuddy follow @anna@example.org '#musiced'
    """
    following = follow_words(run.session, run.store, run.terminal, words, on_list=on_list, sure=yes)
    outcomes = following.outcomes
    links = [each.link for each in outcomes if not (each.already or each.on_account)]
    answer = outcome_answer(run, outcomes, stopped_by=following.stopped_by)
    if open_links and not following.stopped_by:
        return answer._replace(when_shown=lambda: _open(run, links))
    return answer


def _open(run: Run, links: Sequence[str]) -> None:
    import webbrowser

    opened = [webbrowser.open(link) for link in links]
    if not all(opened):
        run.terminal.warn("No web browser could be opened; open the links by hand.", "yellow")
