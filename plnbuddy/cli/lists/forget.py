"""`plnbuddy lists forget`: who is never to be shown again."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.out.lines import line


@command()
def forget(
    run: Run,
    who: Annotated[
        str | None, typer.Argument(help="A handle, or a whole server.", show_default=False)
    ] = None,
    back: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
) -> Answer:
    """Never show somebody again, whatever any list says.

    It holds for suggestions, lists and exports on this computer, and stays through
    every update. Without a handle it shows who is forgotten.

    \b
    plnbuddy lists forget @anna@example.org
    plnbuddy lists forget example.org
    """
    from plnbuddy.lists.keep import forget_for_good
    from plnbuddy.store.lists import read_forgotten

    shown = forget_for_good(run.store, who, run.clock, back=back) if who else ""
    gone = read_forgotten(run.store)
    everybody = [*sorted(gone.people), *sorted(gone.servers)]
    answer = Answer("forgotten", {"people": sorted(gone.people), "servers": sorted(gone.servers)})
    if shown:
        now = "may be shown again" if back else "will not be shown again"
        return answer._replace(
            lines=[line(f"{shown} {now}.")],
            next_step=NextStep("plnbuddy suggest", f"mistaken? lists forget {shown} --undo"),
        )
    end = "Nobody else is forgotten." if everybody else "Nobody is forgotten."
    return answer._replace(lines=map(line, everybody), said=[Said(end)])
