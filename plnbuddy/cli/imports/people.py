"""`plnbuddy import people`."""

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import Count
from plnbuddy.core.errors import NothingFoundError


@command()
def people(run: Run, count: Count = 20) -> Answer:
    """Show the people of your archives: with whom you spoke most, and where they say they are.

    \b
    plnbuddy import people
    plnbuddy import people -n 200
    """
    from plnbuddy.imports.text import loose_claim_lines, people_lines
    from plnbuddy.store.imports import archive_claims, archive_people

    found, claims = archive_people(run.store), archive_claims(run.store)
    data = {"people": found, "claims": claims}
    if not found and not claims:
        nothing = NothingFoundError(
            "No archive was imported that names people.",
            "Import one: plnbuddy import twitter-archive FILE",
        )
        return Answer("archive-people", data, failure=nothing)
    more = f"These are {count} of {len(found):,}; -n {len(found)} shows all."
    return Answer(
        "archive-people",
        data,
        [*people_lines(found[:count], claims), *loose_claim_lines(found, claims)],
        said=[Said(more)] if len(found) > count else [],
        next_step=NextStep("plnbuddy follow @HANDLE", "look at the profile first"),
    )
