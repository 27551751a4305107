"""The commands of `plnbuddy cohort` that change who is in it: new, join, leave, add, remove.

They are registered in cli/cohort/__init__.py.
"""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from plnbuddy.cli.account import active_login
from plnbuddy.cli.cohort.view import Where, in_option, say_git, show_cohort
from plnbuddy.cli.options import Json, NoInput, Quiet
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.cohort.file import Cohort, read_cohort, real_place
from plnbuddy.cohort.members import Entry, new_cohort, no_member, put_member, remove_member
from plnbuddy.cohort.welcome import choose_cohort
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.core.vocabulary import find_topic
from plnbuddy.out.lines import line
from plnbuddy.store.cohort import KnownCohort, drop_cohort, known_cohorts, put_cohort
from plnbuddy.store.database import Store

File = Annotated[Path, typer.Argument(help="The shared file (.toml).", show_default=False)]
Topics = Annotated[
    list[str] | None,
    typer.Option("--topic", help="What is taught; may be repeated.", show_default=False),
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", help="A hashtag; may be repeated.", show_default=False)
]
Name = Annotated[
    str, typer.Option("--name", help="A name; a pseudonym is enough.", show_default=False)
]
Who = Annotated[str, typer.Argument(help="The handle.", show_default=False)]


def new(
    file: File,
    name: Annotated[str, typer.Option("--name", help="What it is called.", show_default=False)],
    tags: Tags = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Begin a cohort in a new file.

    Put it into a folder that its members can open.

    \b
    plnbuddy cohort new /media/school/seminar.toml --name "Music seminar 2026"
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    found = new_cohort(_place(file), name, [parse_tag(tag) for tag in tags or ()])
    with session.store() as store:
        known = _know(store, session, found, None)
        if json:
            show_cohort(store, session, known, terminal, json=True)
            return
    terminal.show([line(f"Begun: {found.name}, in {found.file}.")])
    terminal.say("The others join with the same command as you, from their computers.")
    say_git(terminal, found.file)
    terminal.say_next(
        f"plnbuddy cohort join {quote(str(found.file))} --handle @you@server --name …"
    )


def join(
    file: File,
    handle: Annotated[
        str | None,
        typer.Option(
            "--handle", help="Yours; the connected account without it.", show_default=False
        ),
    ] = None,
    name: Name = "",
    topics: Topics = None,
    tags: Tags = None,
    json: Json = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
) -> None:
    """Write yourself into a cohort's file.

    Or change what stands there of you. Only what you give here goes into the file.

    \b
    plnbuddy cohort join seminar.toml --handle @me@example.org --name "Anna" --topic music
    """
    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    place = _place(file)
    read_cohort(place)  # So that nobody is asked for nothing.
    me = _own_handle(session, terminal, handle)
    if not name and terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        name = Asker(terminal).text("Your name for the others (a pseudonym is enough)?")
    found = put_member(place, _entry(me, name, topics, tags))
    with session.store() as store:
        before = next((each.me for each in known_cohorts(store) if each.file == place), "")
        known = _know(store, session, found, me.key)
        if before != me.key and found.find(before):
            terminal.warn(f"Your row as {before} is still in it: plnbuddy cohort remove {before}")
        if json:
            show_cohort(store, session, known, terminal, json=True)
            return
        which = in_option(store, known)
    terminal.show([line(f"You are in {found.name}: {me}, one of {len(found.members):,}.")])
    say_git(terminal, found.file)
    terminal.say_next(f"plnbuddy cohort welcome{which}")


def _place(file: Path) -> Path:
    """The file in full; one without an ending is a .toml."""
    return real_place(file if file.suffix or file.exists() else Path(f"{file}.toml"))


def _own_handle(session: Session, terminal: Terminal, given: str | None) -> Handle:
    if given:
        return parse_handle(given)
    login = active_login(session.places)
    if login:
        return login.handle
    if terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        return Asker(terminal).until("Your handle? (@name@server)", "", parse_handle)
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


def leave(where: Where = None, json: Json = False, quiet: Quiet = False) -> None:
    """Take yourself out of the file.

    Your row goes, and everything that you contributed.

    \b
    plnbuddy cohort leave
    """
    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        known = choose_cohort(store, where)
        gone = ""
        if known.me:
            try:
                remove_member(known.file, known.me)
            except NothingFoundError as error:
                gone = error.problem
        with store.writing():
            drop_cohort(store, known.file)
    done = f"left {known.name}"
    if json:
        terminal.show_json("undo", {"undone": done})
        return
    terminal.show([line(f"You have {done}.")])
    if gone:
        terminal.warn(f"{gone} If it comes back, your row may still be in it.", "yellow")
    else:
        say_git(terminal, known.file, taken_out=True)
    terminal.say_next("plnbuddy suggest")


def add(
    who: Who,
    name: Name = "",
    topics: Topics = None,
    tags: Tags = None,
    where: Where = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write somebody else into the file.

    For whoever leads a course; ask them before.

    \b
    plnbuddy cohort add @ben@example.org --name "Ben" --topic drama
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    entry = _entry(parse_handle(who), name, topics, tags)
    with session.store() as store:
        known = choose_cohort(store, where)
        found = put_member(known.file, entry)
        if json:
            show_cohort(store, session, known, terminal, json=True)
            return
        which = in_option(store, known)
    terminal.show([line(f"{entry.handle} is in {found.name}, one of {len(found.members):,}.")])
    say_git(terminal, found.file)
    terminal.say_next(f"plnbuddy cohort{which}", f"mistaken? cohort remove {entry.handle}{which}")


def remove(who: Who, where: Where = None, json: Json = False, quiet: Quiet = False) -> None:
    """Take somebody out of the file.

    What they contributed goes, too.

    \b
    plnbuddy cohort remove @ben@example.org
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    handle = parse_handle(who)
    with session.store() as store:
        known = choose_cohort(store, where)
        found, was_there = remove_member(known.file, handle.key)
        if not was_there:
            raise no_member(handle, found)
        if json:
            show_cohort(store, session, known, terminal, json=True)
            return
        which = in_option(store, known)
    terminal.show([line(f"{handle} is no longer in {found.name}.")])
    say_git(terminal, found.file, taken_out=True)
    terminal.say_next(f"plnbuddy cohort{which}")


def _know(store: Store, session: Session, found: Cohort, me: str | None) -> KnownCohort:
    """Remember the cohort; `me` of None leaves whose row is the teacher's own."""
    before = next((known for known in known_cohorts(store) if known.file == found.file), None)
    same = before is not None and me in (None, before.me)
    day = before.joined_on if before and same else session.clock.today
    key = (before.me if before else "") if me is None else me
    known = KnownCohort(found.file, found.name, key, day)
    with store.writing():
        put_cohort(store, known)
    return known
