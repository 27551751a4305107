"""`plnbuddy cohort`: a class or a staff room that builds its networks together."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.cohort.view import Where, cohort_answer, in_option
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.options import new_app
from plnbuddy.cohort import text
from plnbuddy.cohort.file import read_cohort, real_place
from plnbuddy.cohort.welcome import choose_cohort, list_of_members, look_at_cohort
from plnbuddy.core.clean import as_argument
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
@command()
def cohort(run: Run, context: typer.Context, where: Where = None) -> Answer | None:
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
                f"Write: plnbuddy cohort {context.invoked_subcommand} --in {as_argument(where)}",
            )
        return None
    return cohort_answer(run, choose_cohort(run.store, where))


@command()
def welcome(run: Run, where: Where = None) -> Answer:
    """Whom of the cohort you do not know yet.

    That is whom you neither follow nor have in your journal.

    \b
    plnbuddy cohort welcome
    """
    known = choose_cohort(run.store, where)
    overview = look_at_cohort(run.store, known, run.clock.today)
    members = overview.unwelcomed
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
    answer = Answer(
        "cohort-welcome", {"name": overview.name, "members": rows}, text.welcome_lines(members)
    )
    if members:
        follow = NextStep(text.follow_command(members[0]), "then write a line of welcome")
        return answer._replace(next_step=follow)
    said = "You know everybody in it." if overview.members else "Nobody is in it yet."
    back = NextStep(f"plnbuddy cohort{in_option(run.store, known)}")
    return answer._replace(said=[Said(said)], next_step=back)


class Format(StrEnum):
    """The formats of an exported cohort."""

    CSV = "csv"
    MASTODON_CSV = "mastodon-csv"


@command(json=False)
def export(
    run: Run,
    file: Annotated[
        Path | None,
        typer.Argument(help="The new file; standard output without it.", show_default=False),
    ] = None,
    file_format: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.CSV,
    where: Where = None,
) -> Answer:
    """Write the members to a list.

    With it everybody can follow everybody: mastodon-csv is what Mastodon
    imports; `plnbuddy lists add` reads both.

    \b
    plnbuddy cohort export follows.csv --format mastodon-csv
    """
    from plnbuddy.lists.formats.recognise import WRITERS
    from plnbuddy.store.lists import KeptList
    from plnbuddy.system.files import replace_file

    found = read_cohort(choose_cohort(run.store, where).file)
    rows, left_out = list_of_members(run.store, found)
    if file and real_place(file) == found.file:
        raise UsageError("That is the cohort's own file.", "Name another one, such as follows.csv")
    written = WRITERS[file_format.value](KeptList(name="cohort", title=found.name), rows)
    were = "was" if left_out == 1 else "were"
    missing = f"{left_out:,} {were} left out: moved, gone, forgotten, or they say no."
    said = [Said(missing)] if left_out else []
    if file is None:
        return Answer(document=[written], said=said)
    replace_file(file, [written])
    said.append(Said(f"{len(rows):,} of {found.name} are in {file}."))
    if file_format is Format.MASTODON_CSV:
        way = "On your server: Preferences, Import and export, Import, Following list."
        said.append(Said(way))
    return Answer(said=said, next_step=NextStep(f"plnbuddy lists add {as_argument(str(file))}"))
