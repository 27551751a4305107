"""`plnbuddy lists check`: looking after the people on a list."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.options import Yes
from plnbuddy.core.errors import ExitCode, NothingFoundError, UsageError
from plnbuddy.out.lines import line
from plnbuddy.store.database import Store
from plnbuddy.store.lists import ListRow, all_lists, list_rows

if TYPE_CHECKING:
    from plnbuddy.lists.check import Proposal

_BUNDLED = "bundled"


@command(asks=True)
def check(
    run: Run,
    name: Annotated[
        str | None,
        typer.Argument(
            help="A list of yours; 'bundled' for plnbuddy's; all of yours without it.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also whom you asked about lately.")
    ] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Propose a cleaned list.")] = False,
    yes: Yes = False,
) -> Answer:
    """Look after the people on a list: still there, moved, silent, willing?

    One public request for each account, to its own server; what was found counts
    for a week. Exit code 1 when somebody should not be on the list as it is, so
    that a curator can run it every night.

    \b
    plnbuddy lists check music-teachers
    plnbuddy lists check music-teachers --fix
    """
    from plnbuddy.lists.check import check_rows, propose
    from plnbuddy.lists.text import check_lines

    if fix and name in (None, _BUNDLED):
        raise UsageError(
            "Only one list of yours can be cleaned.", "Name it: lists check NAME --fix"
        )
    rows = _rows(run.store, name)
    with run.terminal.progress("Asking about") as report:
        checked = check_rows(run.store, rows, run.clock, report, again=again)
    proposals = list(propose(rows, checked.checks))
    answer = Answer(
        "list-check",
        {
            "counts": dict(checked.counts),
            "asked": checked.asked,
            "checks": checked.checks,
            "proposals": proposals,
        },
        check_lines(checked),
    )
    if fix and name:
        return _fixed(run, answer, name, proposals, yes=yes)
    if proposals:
        fixing = NextStep(f"plnbuddy lists check {name or 'NAME'} --fix")
        return answer._replace(next_step=fixing, exit_code=ExitCode.COULD_NOT)
    return answer._replace(next_step=NextStep(f"plnbuddy lists export {name or 'NAME'} page.html"))


def _rows(store: Store, name: str | None) -> list[ListRow]:
    """Whom to look after.

    Raises:
        NothingFoundError: nobody.
    """
    if name == _BUNDLED:
        rows = _bundled_rows()
    else:
        from plnbuddy.lists.keep import needed_list

        chosen = [needed_list(store, name)] if name else all_lists(store)
        rows = [row for kept in chosen for row in list_rows(store, kept.name)]
    if not rows:
        raise NothingFoundError(
            "There is nobody to look after.", "Add a list: plnbuddy lists add FILE"
        )
    return rows


def _bundled_rows() -> list[ListRow]:
    from plnbuddy.curated.bundled import read_educators
    from plnbuddy.store.lists import person_row

    return [person_row(str(educator.handle)) for educator in read_educators()]


def _fixed(
    run: Run, answer: Answer, name: str, proposals: "list[Proposal]", *, yes: bool
) -> Answer:
    """The list cleaned, if the teacher agrees to what would change."""
    from plnbuddy.lists.clean import clean_list
    from plnbuddy.lists.keep import needed_list
    from plnbuddy.lists.text import proposal_lines

    if not proposals:
        return answer._replace(said=[Said("Nothing needs to be changed.")])
    run.preview(answer.lines)
    run.preview([line("A cleaned list would differ so:", "bold"), *proposal_lines(proposals)])
    answer = answer._replace(lines=())
    if not (yes or run.agrees("Change it like this?")):
        return answer._replace(said=[Said("Nothing was changed; --yes does it.")])
    kept = clean_list(run.store, needed_list(run.store, name), proposals)
    return answer._replace(
        said=[Said(f"Cleaned: {kept.title}.")],
        next_step=NextStep(f"plnbuddy lists export {kept.name} page.html"),
    )
