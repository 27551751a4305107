"""`plnbuddy follow`: act on suggestions."""

from collections.abc import Sequence
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_subjects
from plnbuddy.cli.deciding import follow_list, follow_words, outcome_answer
from plnbuddy.cli.options import new_app, optional

app = new_app()


@app.command()
@command(asks=True)
def follow(
    run: Run,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="Numbers of the last list, handles or '#tags'.",
            show_default=False,
            autocompletion=offer_subjects,
        ),
    ] = None,
    open_links: Annotated[
        bool, typer.Option("--open", help="Open each link in the web browser.")
    ] = False,
    on_list: Annotated[
        str,
        optional(
            "--list", "Alone: all of this list of yours. Else the list on Mastodon to put them on."
        ),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even for many.")] = False,
) -> Answer:
    """Follow people and hashtags, or plan a chat.

    Each is logged as connect. With an account (plnbuddy login) the follow is made there;
    without one plnbuddy prints the link where you press Follow.

    \b
    plnbuddy follow 2 5
    plnbuddy follow 1-3 --open
    plnbuddy follow @anna@example.org '#musiced'
    plnbuddy follow https://example.org/@anna/110000000000000001
    plnbuddy follow 2 5 --list Music
    plnbuddy follow --list music-teachers
    """
    if on_list and not words:
        following = follow_list(run, on_list, sure=yes)
    else:
        following = follow_words(
            run.session, run.store, run.terminal, words or [], on_list=on_list, sure=yes
        )
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
