"""The commands of `plnbuddy cohort` that change who is in it: new, join, leave, add, remove.

They are registered in cli/cohort/__init__.py.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.account import active_login
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.cohort.view import Where, cohort_answer, in_option, said_of_git
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_tags, offer_topics
from plnbuddy.cli.options import optional
from plnbuddy.cohort.file import Cohort, read_cohort, real_place
from plnbuddy.cohort.members import Entry, new_cohort, no_member, put_member, remove_member
from plnbuddy.cohort.welcome import choose_cohort
from plnbuddy.core.clean import as_argument
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.core.vocabulary import find_topic
from plnbuddy.out.lines import line
from plnbuddy.store.cohort import KnownCohort, drop_cohort, known_cohorts, put_cohort

File = Annotated[Path, typer.Argument(help="The shared file (.toml).", show_default=False)]
Topics = Annotated[
    list[str] | None,
    optional("--topic", "What is taught; may be repeated.", offer=offer_topics),
]
Tags = Annotated[
    list[str] | None, optional("--tag", "A hashtag; may be repeated.", offer=offer_tags)
]
Name = Annotated[str, optional("--name", "A name; a pseudonym is enough.")]
Who = Annotated[str, typer.Argument(help="The handle.", show_default=False)]


@command()
def new(
    run: Run,
    file: File,
    name: Annotated[str, optional("--name", "What it is called.")],
    tags: Tags = None,
) -> Answer:
    """Begin a cohort in a new file.

    Put it into a folder that its members can open.

    \b
    plnbuddy cohort new /media/school/seminar.toml --name "Music seminar 2026"
    """
    found = new_cohort(_place(file), name, [parse_tag(tag) for tag in tags or ()])
    known = _know(run, found, None)
    said = [
        Said("The others join with the same command as you, from their computers."),
        *said_of_git(found.file),
    ]
    join_it = f"plnbuddy cohort join {as_argument(str(found.file))} --handle @you@server --name …"
    return cohort_answer(run, known)._replace(
        lines=[line(f"Begun: {found.name}, in {found.file}.")],
        said=said,
        next_step=NextStep(join_it),
    )


@command(asks=True)
def join(
    run: Run,
    file: File,
    handle: Annotated[
        str | None, optional("--handle", "Yours; the connected account without it.")
    ] = None,
    name: Name = "",
    topics: Topics = None,
    tags: Tags = None,
) -> Answer:
    """Write yourself into a cohort's file.

    Or change what stands there of you. Only what you give here goes into the file.

    \b
    plnbuddy cohort join seminar.toml --handle @me@example.org --name "Anna" --topic music
    """
    place = _place(file)
    read_cohort(place)  # So that nobody is asked for nothing.
    me = _own_handle(run, handle)
    if not name and run.terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        name = Asker(run.terminal).text("Your name for the others (a pseudonym is enough)?")
    found = put_member(place, _entry(me, name, topics, tags))
    before = next((each.me for each in known_cohorts(run.store) if each.file == place), "")
    known = _know(run, found, me.key)
    if before != me.key and found.find(before):
        old = f"Your row as {before} is still in it: plnbuddy cohort remove {before}"
        run.terminal.warn(old)
    return cohort_answer(run, known)._replace(
        lines=[line(f"You are in {found.name}: {me}, one of {len(found.members):,}.")],
        said=said_of_git(found.file),
        next_step=NextStep(f"plnbuddy cohort welcome{in_option(run.store, known)}"),
    )


def _place(file: Path) -> Path:
    """The file in full; one without an ending is a .toml."""
    return real_place(file if file.suffix or file.exists() else Path(f"{file}.toml"))


def _own_handle(run: Run, given: str | None) -> Handle:
    if given:
        return parse_handle(given)
    login = active_login(run.places)
    if login:
        return login.handle
    if run.terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        return Asker(run.terminal).until("Your handle? (@name@server)", "", parse_handle)
    raise UsageError("Your handle is missing.", "Give it: --handle @name@server")


def _entry(
    handle: Handle, name: str, topics: Sequence[str] | None, tags: Sequence[str] | None
) -> Entry:
    return Entry(
        handle,
        name,
        [find_topic(topic) for topic in topics] if topics else None,
        _tags(tags) if tags else None,
    )


def _tags(words: Sequence[str]) -> list[Tag]:
    return list(dict.fromkeys(parse_tag(word) for word in words))


@command()
def leave(run: Run, where: Where = None) -> Answer:
    """Take yourself out of the file.

    Your row goes, and everything that you contributed.

    \b
    plnbuddy cohort leave
    """
    known = choose_cohort(run.store, where)
    said = said_of_git(known.file, taken_out=True)
    if known.me:
        try:
            remove_member(known.file, known.me)
        except NothingFoundError as error:
            again = f"{error.problem} If it comes back, your row may still be in it."
            said = [Said(again, "yellow", matters=True)]
    with run.store.writing():
        drop_cohort(run.store, known.file)
    done = f"left {known.name}"
    return Answer(
        "undo",
        {"undone": done},
        [line(f"You have {done}.")],
        said=said,
        next_step=NextStep("plnbuddy suggest"),
    )


@command()
def add(
    run: Run,
    who: Who,
    name: Name = "",
    topics: Topics = None,
    tags: Tags = None,
    where: Where = None,
) -> Answer:
    """Write somebody else into the file.

    For whoever leads a course; ask them before.

    \b
    plnbuddy cohort add @ben@example.org --name "Ben" --topic drama
    """
    entry = _entry(parse_handle(who), name, topics, tags)
    known = choose_cohort(run.store, where)
    found = put_member(known.file, entry)
    which = in_option(run.store, known)
    mistaken = f"mistaken? cohort remove {entry.handle}{which}"
    return cohort_answer(run, known)._replace(
        lines=[line(f"{entry.handle} is in {found.name}, one of {len(found.members):,}.")],
        said=said_of_git(found.file),
        next_step=NextStep(f"plnbuddy cohort{which}", mistaken),
    )


@command()
def remove(run: Run, who: Who, where: Where = None) -> Answer:
    """Take somebody out of the file.

    What they contributed goes, too.

    \b
    plnbuddy cohort remove @ben@example.org
    """
    handle = parse_handle(who)
    known = choose_cohort(run.store, where)
    found, was_there = remove_member(known.file, handle.key)
    if not was_there:
        raise no_member(handle, found)
    return cohort_answer(run, known)._replace(
        lines=[line(f"{handle} is no longer in {found.name}.")],
        said=said_of_git(found.file, taken_out=True),
        next_step=NextStep(f"plnbuddy cohort{in_option(run.store, known)}"),
    )


def _know(run: Run, found: Cohort, me: str | None) -> KnownCohort:
    """Remember the cohort; `me` of None leaves whose row is the teacher's own."""
    before = next((known for known in known_cohorts(run.store) if known.file == found.file), None)
    same = before is not None and me in (None, before.me)
    day = before.joined_on if before and same else run.clock.today
    key = (before.me if before else "") if me is None else me
    known = KnownCohort(found.file, found.name, key, day)
    with run.store.writing():
        put_cohort(run.store, known)
    return known
