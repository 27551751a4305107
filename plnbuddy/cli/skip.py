"""`plnbuddy skip`: never suggest this again."""

from plnbuddy.cli.answer import Answer
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.deciding import Words, decide_on, outcome_answer
from plnbuddy.cli.options import new_app
from plnbuddy.core.model import Verdict

app = new_app()


@app.command()
@command()
def skip(run: Run, words: Words) -> Answer:
    """Never suggest these again.

    \b
    plnbuddy skip 3
    plnbuddy skip 1 4-6
    """
    return outcome_answer(run, decide_on(run, words, Verdict.SKIPPED))
