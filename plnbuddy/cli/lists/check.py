"""`plnbuddy lists check`: looking after the people on a list."""

from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode, NothingFoundError, UsageError
from plnbuddy.out.lines import line
from plnbuddy.store.lists import ListRow, all_lists, list_rows

if TYPE_CHECKING:
    from plnbuddy.lists.check import Proposal

from plnbuddy.cli.lists.options import Yes


def check(
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
    no_input: NoInput = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Look after the people on a list: still there, moved, silent, willing?

    One public request for each account, to its own server; what was found counts
    for a week. Exit code 1 when somebody should not be on the list as it is, so
    that a curator can run it every night.

    \b
    plnbuddy lists check music-teachers
    plnbuddy lists check music-teachers --fix
    """
    from plnbuddy.lists.check import check_rows, propose
    from plnbuddy.lists.keep import needed_list
    from plnbuddy.lists.text import check_lines

    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    with session.store() as store:
        if name == "bundled":
            rows = _bundled_rows()
        else:
            chosen = [needed_list(store, name)] if name else all_lists(store)
            rows = [row for kept in chosen for row in list_rows(store, kept.name)]
        if not rows:
            raise NothingFoundError(
                "There is nobody to look after.", "Add a list: plnbuddy lists add FILE"
            )
        with terminal.progress("Asking about") as report:
            checked = check_rows(store, rows, session.clock, report, again=again)
    proposals = list(propose(rows, checked.checks))
    if json:
        terminal.show_json(
            "list-check",
            {
                "counts": dict(checked.counts),
                "asked": checked.asked,
                "checks": checked.checks,
                "proposals": proposals,
            },
        )
    else:
        terminal.show(check_lines(checked))
    if fix:
        _fix(terminal, name, proposals, yes=yes, json=json)
    elif proposals:
        if not json:
            terminal.say_next(f"plnbuddy lists check {name or 'NAME'} --fix")
        raise typer.Exit(ExitCode.COULD_NOT)
    elif not json:
        terminal.say_next(f"plnbuddy lists export {name or 'NAME'} page.html")


def _bundled_rows() -> list[ListRow]:
    from plnbuddy.curated.bundled import read_educators
    from plnbuddy.store.lists import person_row

    return [person_row(str(educator.handle)) for educator in read_educators()]


def _fix(
    terminal: Terminal, name: str | None, proposals: "list[Proposal]", *, yes: bool, json: bool
) -> None:
    from plnbuddy.lists.clean import clean_list
    from plnbuddy.lists.keep import needed_list
    from plnbuddy.lists.text import proposal_lines

    if name is None or name == "bundled":
        raise UsageError(
            "Only one list of yours can be cleaned.", "Name it: lists check NAME --fix"
        )
    if not proposals:
        terminal.say("Nothing needs to be changed.")
        return
    if not json:
        terminal.show([line("A cleaned list would differ so:", "bold")])
        terminal.show(proposal_lines(proposals))
    agreed = yes
    if not yes and terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        agreed = Asker(terminal).yes("Change it like this?")
    if not agreed:
        terminal.say("Nothing was changed; --yes does it.")
        return
    with open_session().store() as store:
        kept = clean_list(store, needed_list(store, name), proposals)
    terminal.say(f"Cleaned: {kept.title}.")
    terminal.say_next(f"plnbuddy lists export {kept.name} page.html")
