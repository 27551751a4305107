"""`plnbuddy cohort contribute`: previewed, asked for, written, taken out.

It is registered in cli/cohort/__init__.py.
"""

from collections.abc import Iterator
from datetime import date
from shlex import quote
from typing import Annotated

import typer

from plnbuddy.cli.cohort.view import Where, in_option, say_git
from plnbuddy.cli.options import Json, NoInput, Quiet
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
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
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.out.lines import line
from plnbuddy.store.cohort import KnownCohort
from plnbuddy.store.database import Store


def contribute(
    since: Annotated[
        str | None,
        typer.Option(
            "--since", help="From this day on; otherwise since you joined.", show_default=False
        ),
    ] = None,
    texts: Annotated[
        bool, typer.Option("--texts", help="Also the public entries of your footprint.")
    ] = False,
    taken_out: Annotated[bool, typer.Option("--remove", help="Take it out again.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show it, and write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")] = False,
    where: Where = None,
    json: Json = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
) -> None:
    """Show the others how active you are.

    Usually counts a week and nothing else: no texts and no names. With --texts also what
    your footprint shows, with links. You see it all before it is written, into a file
    of your own beside the cohort's; each time anew.

    \b
    plnbuddy cohort contribute --dry-run
    plnbuddy cohort contribute --since 2026-09-01 --texts
    plnbuddy cohort contribute --remove
    """
    terminal = Terminal(quiet=quiet, no_input=no_input or json)
    session = open_session()
    with session.store() as store:
        known = choose_cohort(store, where)
        if not known.me:
            raise UsageError(
                f"You lead {known.name}, but you are not a member of it.",
                f"Join it first: plnbuddy cohort join {quote(str(known.file))}",
            )
        which = in_option(store, known)
        if taken_out:
            _take_out(terminal, known, which, json=json)
            return
        built = _build(store, session, known, since, texts=texts)
    if not json:
        terminal.show(contribution_lines(built, session.clock.today))
    if not dry and not yes and not terminal.can_ask:
        raise UsageError(
            "Nothing was written: nobody could be asked.", "Add --yes if it may be shown."
        )
    written = not dry and (yes or _agreed(terminal))
    if written:
        file = write_contribution(known.file, built)
    else:
        file = contribution_file(known.file, known.me)
    if json:
        terminal.show_json(
            "cohort-contribution", {"file": str(file), "written": written, "contribution": built}
        )
    elif written:
        terminal.say(f"Written to {file}.")
        say_git(terminal, file)
        mistaken = f"mistaken? plnbuddy cohort contribute --remove{which}"
        terminal.say_next(f"plnbuddy cohort{which}", mistaken)
    else:
        terminal.say("Nothing was written.")
        terminal.say_next("plnbuddy cohort contribute" + (" --texts" if texts else "") + which)


def _agreed(terminal: Terminal) -> bool:
    from plnbuddy.cli.ask import Asker

    return Asker(terminal).yes("Show this to the cohort?")


def _build(
    store: Store, session: Session, known: KnownCohort, since: str | None, *, texts: bool
) -> Contribution:
    cohort = read_cohort(known.file)
    member = cohort.find(known.me)
    if member is None:
        from plnbuddy.core.handles import parse_handle

        raise not_a_member(parse_handle(known.me), cohort)
    first_day = known.joined_on
    if since is not None:
        from plnbuddy.journal.when import read_day

        first_day = read_day(since, session.clock, session.settings.profile)
    public = _public_texts(store, first_day) if texts else iter(())
    return build_contribution(store, member.handle, first_day, session.clock.today, public)


def _public_texts(store: Store, first_day: date) -> Iterator[PublicText]:
    from plnbuddy.footprint.contributions import public_contributions

    for entry in public_contributions(store, first_day=first_day):
        yield PublicText(entry.day, entry.text, entry.link)


def _take_out(terminal: Terminal, known: KnownCohort, which: str, *, json: bool) -> None:
    file = contribution_file(known.file, known.me)
    if not remove_contribution(known.file, known.me):
        raise NothingFoundError(
            "You show nothing to the cohort.", "plnbuddy cohort contribute --dry-run shows how."
        )
    if json:
        facts = {"file": str(file), "written": False, "contribution": None}
        terminal.show_json("cohort-contribution", facts)
        return
    terminal.show([line(f"Taken out: {file} is deleted.")])
    say_git(terminal, known.file, taken_out=True)
    terminal.say_next(f"plnbuddy cohort{which}")
