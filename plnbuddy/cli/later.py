"""`plnbuddy later`: suggest this again another time."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.deciding import Words, decide_on, outcome_answer
from plnbuddy.cli.options import new_app
from plnbuddy.core.model import Verdict

app = new_app()


@app.command()
@command()
def later(
    run: Run,
    words: Words,
    after: Annotated[
        str, typer.Option("--for", help="How long: 3d, 2w, 1 month, or a day.")
    ] = "2w",
) -> Answer:
    """Put suggestions off until another time.

    \b
    plnbuddy later 3
    plnbuddy later 2 4 --for 1w
    plnbuddy later 2 --for "next monday"
    """
    return outcome_answer(run, decide_on(run, words, Verdict.LATER, after))
