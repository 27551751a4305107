"""`plnbuddy import people`."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError

if TYPE_CHECKING:
    pass


def people(
    count: Annotated[int, typer.Option("--number", "-n", min=1, help="How many at most.")] = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show the people of your archives: with whom you spoke most, and where they say they are.

    \b
    plnbuddy import people
    plnbuddy import people -n 200
    """
    from plnbuddy.imports.text import loose_claim_lines, people_lines
    from plnbuddy.store.imports import archive_claims, archive_people

    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        found, claims = archive_people(store), archive_claims(store)
    if json:
        terminal.show_json("archive-people", {"people": found, "claims": claims})
    else:
        terminal.show(people_lines(found[:count], claims))
        terminal.show(loose_claim_lines(found, claims))
    if not found and not claims:
        raise NothingFoundError(
            "No archive was imported that names people.",
            "Import one: plnbuddy import twitter-archive FILE",
        )
    if not json:
        if len(found) > count:
            terminal.say(f"These are {count} of {len(found):,}; -n {len(found)} shows all.")
        terminal.say_next("plnbuddy follow @HANDLE", "look at the profile first")
