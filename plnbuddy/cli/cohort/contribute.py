"""`plnbuddy cohort contribute`: previewed, asked for, written, taken out.

It is registered in cli/cohort/__init__.py.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.cohort.view import Where, in_option, said_of_git
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import Yes, optional
from plnbuddy.cohort.contribute import (
    Contribution,
    PublicText,
    build_contribution,
    contribution_file,
    not_a_member,
    remove_contribution,
    write_contribution,
)
from plnbuddy.cohort.file import read_cohort
from plnbuddy.cohort.text import contribution_lines
from plnbuddy.cohort.welcome import choose_cohort
from plnbuddy.core.clean import as_argument
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.out.lines import line
from plnbuddy.store.cohort import KnownCohort
from plnbuddy.store.database import Store


@command(asks=True)
def contribute(
    run: Run,
    since: Annotated[
        str | None, optional("--since", "From this day on; otherwise since you joined.")
    ] = None,
    texts: Annotated[
        bool, typer.Option("--texts", help="Also the public entries of your footprint.")
    ] = False,
    taken_out: Annotated[bool, typer.Option("--remove", help="Take it out again.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show it, and write nothing.")] = False,
    yes: Yes = False,
    where: Where = None,
) -> Answer:
    """Show the others how active you are.

    Usually counts a week and nothing else: no texts and no names. With --texts also what
    your footprint shows, with links. You see it all before it is written, into a file
    of your own beside the cohort's; each time anew.

    \b
    plnbuddy cohort contribute --dry-run
    plnbuddy cohort contribute --since 2026-09-01 --texts
    plnbuddy cohort contribute --remove
    """
    known = choose_cohort(run.store, where)
    if not known.me:
        raise UsageError(
            f"You lead {known.name}, but you are not a member of it.",
            f"Join it first: plnbuddy cohort join {as_argument(str(known.file))}",
        )
    which = in_option(run.store, known)
    if taken_out:
        return _take_out(known, which)
    built = _build(run, known, since, texts=texts)
    run.preview(contribution_lines(built, run.clock.today))
    if not (dry or yes or run.terminal.can_ask):
        raise UsageError(
            "Nothing was written: nobody could be asked.", "Add --yes if it may be shown."
        )
    if dry or not (yes or run.agrees("Show this to the cohort?")):
        again = "plnbuddy cohort contribute" + (" --texts" if texts else "") + which
        answer = _answer(contribution_file(known.file, known.me), built, written=False)
        return answer._replace(said=[Said("Nothing was written.")], next_step=NextStep(again))
    file = write_contribution(known.file, built)
    mistaken = f"mistaken? plnbuddy cohort contribute --remove{which}"
    return _answer(file, built, written=True)._replace(
        said=[Said(f"Written to {file}."), *said_of_git(file)],
        next_step=NextStep(f"plnbuddy cohort{which}", mistaken),
    )


def _answer(file: Path, built: Contribution | None, *, written: bool) -> Answer:
    data = {"file": str(file), "written": written, "contribution": built}
    return Answer("cohort-contribution", data)


def _build(run: Run, known: KnownCohort, since: str | None, *, texts: bool) -> Contribution:
    cohort = read_cohort(known.file)
    member = cohort.find(known.me)
    if member is None:
        from plnbuddy.core.handles import parse_handle

        raise not_a_member(parse_handle(known.me), cohort)
    first_day = known.joined_on
    if since is not None:
        from plnbuddy.journal.when import read_day

        first_day = read_day(since, run.clock, run.settings.profile)
    public = _public_texts(run.store, first_day) if texts else iter(())
    return build_contribution(run.store, member.handle, first_day, run.clock.today, public)


def _public_texts(store: Store, first_day: date) -> Iterator[PublicText]:
    from plnbuddy.footprint.contributions import public_contributions

    for entry in public_contributions(store, first_day=first_day):
        yield PublicText(entry.day, entry.text, entry.link)


def _take_out(known: KnownCohort, which: str) -> Answer:
    file = contribution_file(known.file, known.me)
    if not remove_contribution(known.file, known.me):
        raise NothingFoundError(
            "You show nothing to the cohort.", "plnbuddy cohort contribute --dry-run shows how."
        )
    return _answer(file, None, written=False)._replace(
        lines=[line(f"Taken out: {file} is deleted.")],
        said=said_of_git(known.file, taken_out=True),
        next_step=NextStep(f"plnbuddy cohort{which}"),
    )
