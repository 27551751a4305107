"""`plnbuddy later`: suggest this again another time."""

from typing import Annotated

import typer

from plnbuddy.cli.deciding import Words, carry_out
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.core.model import Verdict

app = new_app()


@app.command()
def later(
    words: Words,
    after: Annotated[
        str, typer.Option("--for", help="How long: 3d, 2w, 1 month, or a day.")
    ] = "2w",
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Put suggestions off until another time.

    \b
    plnbuddy later 3
    plnbuddy later 2 4 --for 1w
    plnbuddy later 2 --for "next monday"
    """
    carry_out(words, Verdict.LATER, json=json, quiet=quiet, after=after)
