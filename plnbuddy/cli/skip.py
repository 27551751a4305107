"""`plnbuddy skip`: never suggest this again."""

from plnbuddy.cli.deciding import Words, carry_out
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.core.model import Verdict

app = new_app()


@app.command()
def skip(words: Words, json: Json = False, quiet: Quiet = False) -> None:
    """Never suggest these again.

    \b
    plnbuddy skip 3
    plnbuddy skip 1 4-6
    """
    carry_out(words, Verdict.SKIPPED, json=json, quiet=quiet)
