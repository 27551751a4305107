"""`plnbuddy skip`: never suggest this again."""

import typer

from plnbuddy.cli.deciding import Words, carry_out
from plnbuddy.cli.options import Group, Json, Quiet
from plnbuddy.model import Verdict

app = typer.Typer(**Group)  # type: ignore[arg-type]


@app.command()
def skip(words: Words, json: Json = False, quiet: Quiet = False) -> None:
    """Never suggest these again.

    \b
    plnbuddy skip 3
    plnbuddy skip 1 4-6
    """
    carry_out(words, Verdict.SKIPPED, json=json, quiet=quiet)
