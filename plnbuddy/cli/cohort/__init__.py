"""`plnbuddy cohort`: a class or a staff room that builds its networks together."""

from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from plnbuddy.cli.cohort.view import Where, in_option, show_cohort
from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.cohort import text
from plnbuddy.cohort.file import read_cohort, real_place
from plnbuddy.cohort.welcome import choose_cohort, list_of_members, look_at_cohort
from plnbuddy.core.errors import UsageError

app = new_app(
    cls=commands_at(
        {
            "new": "cohort.members:new",
            "join": "cohort.members:join",
            "leave": "cohort.members:leave",
            "add": "cohort.members:add",
            "remove": "cohort.members:remove",
            "contribute": "cohort.contribute:contribute",
            "welcome": "cohort:welcome",
            "export": "cohort:export",
        }
    ),
    invoke_without_command=True,
)


@app.callback()
def cohort(
    context: typer.Context, where: Where = None, json: Json = False, quiet: Quiet = False
) -> None:
    """Build networks together: a class or a staff room, around a shared file.

    The file lies in a folder that all of you can open, on a drive or in git; there is
    no server. It shows who is whom, whom you have not welcomed yet, and what members
    choose to show of their activity.

    \b
    plnbuddy cohort new seminar.toml --name "Music seminar 2026" --tag '#musicseminar'
    plnbuddy cohort join seminar.toml --handle @me@example.org --name "Anna" --topic music
    plnbuddy cohort
    plnbuddy cohort welcome
    plnbuddy cohort contribute --dry-run
    """
    if context.invoked_subcommand is not None:
        if where is not None:
            raise UsageError(
                "--in belongs behind the command.",
                f"Write: plnbuddy cohort {context.invoked_subcommand} --in {quote(where)}",
            )
        return
    session = open_session()
    with session.store() as store:
        show_cohort(store, session, choose_cohort(store, where), Terminal(quiet=quiet), json=json)


def welcome(where: Where = None, json: Json = False, quiet: Quiet = False) -> None:
    """Whom of the cohort you do not know yet.

    That is whom you neither follow nor have in your journal.

    \b
    plnbuddy cohort welcome
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        known = choose_cohort(store, where)
        overview = look_at_cohort(store, known, session.clock.today)
        which = in_option(store, known)
    members = overview.unwelcomed
    if json:
        rows = [
            {
                "handle": member.handle,
                "name": member.name,
                "topics": member.topics,
                "follow": text.follow_command(member),
                "log": text.log_command(member),
            }
            for member in members
        ]
        terminal.show_json("cohort-welcome", {"name": overview.name, "members": rows})
        return
    terminal.show(text.welcome_lines(members))
    if members:
        terminal.say_next(text.follow_command(members[0]), "then write a line of welcome")
    else:
        terminal.say("You know everybody in it." if overview.members else "Nobody is in it yet.")
        terminal.say_next(f"plnbuddy cohort{which}")


class Format(StrEnum):
    """The formats of an exported cohort."""

    CSV = "csv"
    MASTODON_CSV = "mastodon-csv"


def export(
    file: Annotated[
        Path | None,
        typer.Argument(help="The new file; standard output without it.", show_default=False),
    ] = None,
    file_format: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.CSV,
    where: Where = None,
    quiet: Quiet = False,
) -> None:
    """Write the members to a list.

    With it everybody can follow everybody: mastodon-csv is what Mastodon
    imports; `plnbuddy lists add` reads both.

    \b
    plnbuddy cohort export follows.csv --format mastodon-csv
    """
    from plnbuddy.lists.formats.recognise import WRITERS
    from plnbuddy.store.lists import KeptList
    from plnbuddy.system.files import replace_file

    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        found = read_cohort(choose_cohort(store, where).file)
        rows, left_out = list_of_members(store, found)
    if file and real_place(file) == found.file:
        raise UsageError("That is the cohort's own file.", "Name another one, such as follows.csv")
    written = WRITERS[file_format.value](KeptList(name="cohort", title=found.name), rows)
    if left_out:
        terminal.say(f"{left_out:,} were left out: moved, gone, forgotten, or they say no.")
    if file is None:
        terminal.show_text(written)
        return
    replace_file(file, [written])
    terminal.say(f"{len(rows):,} of {found.name} are in {file}.")
    if file_format is Format.MASTODON_CSV:
        terminal.say("On your server: Preferences, Import and export, Import, Following list.")
    terminal.say_next(f"plnbuddy lists add {quote(str(file))}")
