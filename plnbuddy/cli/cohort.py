"""`plnbuddy cohort`: a class or a staff room that builds its networks together."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from plnbuddy.cli.account import active_login
from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.cohort import text
from plnbuddy.cohort.file import Cohort, read_cohort, real_place
from plnbuddy.cohort.members import Entry, new_cohort, no_member, put_member, remove_member
from plnbuddy.cohort.welcome import choose_cohort, list_of_members, look_at_cohort
from plnbuddy.errors import NothingFoundError, UsageError
from plnbuddy.handles import Handle, Tag, parse_handle, parse_tag
from plnbuddy.lines import line
from plnbuddy.store.cohort import KnownCohort, drop_cohort, known_cohorts, put_cohort
from plnbuddy.store.database import Store
from plnbuddy.vocabulary import find_topic

app = new_app(invoke_without_command=True)

File = Annotated[Path, typer.Argument(help="The shared file (.toml).", show_default=False)]
Where = Annotated[
    str | None,
    typer.Option("--in", help="Which cohort, if you are in several.", show_default=False),
]
Topics = Annotated[
    list[str] | None, typer.Option("--topic", help="May be repeated.", show_default=False)
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", help="A hashtag; may be repeated.", show_default=False)
]
Name = Annotated[
    str, typer.Option("--name", help="A name; a pseudonym is enough.", show_default=False)
]
Who = Annotated[str, typer.Argument(help="The handle.", show_default=False)]


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
                "--in stands before the command it belongs to.",
                f"Write: plnbuddy cohort {context.invoked_subcommand} --in {quote(where)}",
            )
        return
    session = open_session()
    with session.store() as store:
        _show(store, session, choose_cohort(store, where), Terminal(quiet=quiet), json=json)


def _show(
    store: Store, session: Session, known: KnownCohort, terminal: Terminal, *, json: bool
) -> None:
    overview = look_at_cohort(store, known, session.clock.today)
    if json:
        terminal.show_json("cohort", overview)
        return
    terminal.show(text.overview_lines(overview, session.clock.today))
    which = _which(store, known)
    me = overview.me
    if not overview.members:
        terminal.say_next(f'plnbuddy cohort join {quote(str(known.file))} --name "…"')
    elif overview.unwelcomed:
        terminal.say_next(f"plnbuddy cohort welcome{which}")
    elif me and me.recent is None:
        terminal.say_next(
            f"plnbuddy cohort contribute --dry-run{which}", "what the others would see"
        )
    else:
        terminal.say_next(f"plnbuddy cohort export follows.csv --format mastodon-csv{which}")


def _which(store: Store, known: KnownCohort) -> str:
    """What commands need when there are several cohorts."""
    return f" --in {quote(str(known.file))}" if len(known_cohorts(store)) > 1 else ""


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


@app.command()
def new(
    file: File,
    name: Annotated[str, typer.Option("--name", help="What it is called.", show_default=False)],
    tags: Tags = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Begin a cohort in a new file, in a folder that its members can open.

    \b
    plnbuddy cohort new /media/school/seminar.toml --name "Music seminar 2026"
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    found = new_cohort(_place(file), name, [parse_tag(tag) for tag in tags or ()])
    with session.store() as store:
        known = _know(store, session, found, None)
        if json:
            _show(store, session, known, terminal, json=True)
            return
    terminal.show([line(f"Begun: {found.name}, in {found.file}.")])
    terminal.say("The others join with the same command as you, from their computers.")
    _say_git(terminal, found.file)
    terminal.say_next(
        f"plnbuddy cohort join {quote(str(found.file))} --handle @you@server --name …"
    )


@app.command()
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
    """Write yourself into a cohort's file, or change what stands there of you.

    Only what you give here goes into the file.

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

        name = Asker(terminal).text("What shall the others call you? A pseudonym is enough.")
    found = put_member(place, _entry(me, name, topics, tags))
    with session.store() as store:
        before = next((each.me for each in known_cohorts(store) if each.file == place), "")
        known = _know(store, session, found, me.key)
        if before != me.key and found.find(before):
            terminal.warn(f"Your row as {before} is still in it: plnbuddy cohort remove {before}")
        if json:
            _show(store, session, known, terminal, json=True)
            return
        which = _which(store, known)
    terminal.show([line(f"You are in {found.name}: {me}, one of {len(found.members):,}.")])
    _say_git(terminal, found.file)
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


def _say_git(terminal: Terminal, file: Path) -> None:
    if any((folder / ".git").exists() for folder in file.parents):
        terminal.say("The file lies in a git folder: commit and push it, so that the others see.")


@app.command()
def leave(where: Where = None, json: Json = False, quiet: Quiet = False) -> None:
    """Take yourself out: your row, and everything that you contributed.

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
        _say_git(terminal, known.file)
    terminal.say_next("plnbuddy suggest")


@app.command()
def welcome(where: Where = None, json: Json = False, quiet: Quiet = False) -> None:
    """Whom of the cohort you neither follow nor have written to yet.

    \b
    plnbuddy cohort welcome
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        known = choose_cohort(store, where)
        overview = look_at_cohort(store, known, session.clock.today)
        which = _which(store, known)
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


@app.command()
def add(
    who: Who,
    name: Name = "",
    topics: Topics = None,
    tags: Tags = None,
    where: Where = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write somebody into the file, as a course leader; ask them before.

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
            _show(store, session, known, terminal, json=True)
            return
        which = _which(store, known)
    terminal.show([line(f"{entry.handle} is in {found.name}, one of {len(found.members):,}.")])
    _say_git(terminal, found.file)
    terminal.say_next(f"plnbuddy cohort{which}", f"mistaken? cohort remove {entry.handle}{which}")


@app.command()
def remove(who: Who, where: Where = None, json: Json = False, quiet: Quiet = False) -> None:
    """Take somebody out of the file, with what they contributed.

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
            _show(store, session, known, terminal, json=True)
            return
        which = _which(store, known)
    terminal.show([line(f"{handle} is no longer in {found.name}.")])
    _say_git(terminal, found.file)
    terminal.say_next(f"plnbuddy cohort{which}")


@app.command()
def contribute(
    since: Annotated[
        str | None,
        typer.Option("--since", help="From this day on; otherwise since you joined."),
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
    """Show the cohort how active you are: counts a week, and nothing else.

    No texts and no names, unless you add --texts: then also what your footprint shows,
    with links. You see it all before it is written, into a file of your own beside the
    cohort's; each time anew.

    \b
    plnbuddy cohort contribute --dry-run
    plnbuddy cohort contribute --since 2026-09-01 --texts
    plnbuddy cohort contribute --remove
    """
    from plnbuddy.cli.cohort_contribution import contribute as carry_out

    terminal = Terminal(quiet=quiet, no_input=no_input or json)
    carry_out(terminal, where, since, texts=texts, taken_out=taken_out, dry=dry, yes=yes, json=json)


class Format(StrEnum):
    """The formats of an exported cohort."""

    CSV = "csv"
    MASTODON_CSV = "mastodon-csv"


@app.command()
def export(
    file: Annotated[
        Path | None,
        typer.Argument(help="The new file; standard output without it.", show_default=False),
    ] = None,
    file_format: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.CSV,
    where: Where = None,
    quiet: Quiet = False,
) -> None:
    """Write the members to a list, so that everybody can follow everybody.

    mastodon-csv is what Mastodon imports; `plnbuddy lists add` reads both.

    \b
    plnbuddy cohort export follows.csv --format mastodon-csv
    """
    from plnbuddy.files import replace_file
    from plnbuddy.lists.write import WRITERS
    from plnbuddy.store.lists import KeptList

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
