"""The commands of `plnbuddy lists` that keep lists: add, update, new, edit, merge, export, ….

They are registered in cli/lists.py.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import ExitCode, NothingFoundError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import line
from plnbuddy.store.lists import ListRow, all_lists, list_rows

if TYPE_CHECKING:
    from plnbuddy.lists.check import Proposal

Name = Annotated[str, typer.Argument(help="The name of a list of yours.", show_default=False)]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        "--topic", help="What the list is about; may be repeated.", show_default=False
    ),
]  # fmt: skip
Introduction = Annotated[
    str | None,
    typer.Option("--introduction", help="A few words for readers.", show_default=False),
]
Contact = Annotated[
    str | None,
    typer.Option(
        "--contact", help="Where somebody asks to be taken off: an address.", show_default=False
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]


def add(
    source: Annotated[
        str, typer.Argument(help="A file, or an address (https://…).", show_default=False)
    ],
    name: Annotated[
        str, typer.Option("--name", help="What you want to call it.", show_default=False)
    ] = "",
    only: Annotated[
        str,
        typer.Option("--list", help="Of Mastodon's lists.csv, this one.", show_default=False),
    ] = "",
    topics: Topics = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show it, and keep nothing.")] = False,
    yes: Yes = False,
    no_input: NoInput = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Add somebody's list of people and hashtags: a file or a web address.

    Tables (CSV), Google Sheets, Mastodon's lists of follows, JSON, OPML, and pages
    with handles in them. You see what was understood before it is kept, and
    suggestions then come from it, too.

    \b
    plnbuddy lists add music-teachers.csv --topic music
    plnbuddy lists add https://docs.google.com/spreadsheets/d/…
    """
    from dataclasses import replace

    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import keep
    from plnbuddy.lists.source import Draft, read_source
    from plnbuddy.lists.text import draft_lines

    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    draft = read_source(source, name, only, session.clock)
    wanted = tuple(find_topic(topic) for topic in topics or ())
    draft = Draft(replace(draft.kept, topics=wanted), draft.found)
    if not json:
        terminal.show(draft_lines(draft))
    kept = False
    if not dry and _agreed(terminal, yes=yes, guessed=draft.found.guessed):
        with session.store() as store:
            keep(store, draft)
        kept = True
    if json:
        terminal.show_json(
            "list-added",
            {
                "kept": kept,
                "list": draft.kept,
                "rows": draft.found.rows,
                "understood": draft.found.understood,
                "columns": draft.found.columns,
                "ignored": draft.found.ignored,
                "left_out": dict(draft.found.left_out),
                "warnings": draft.found.warnings,
                "guessed": draft.found.guessed,
            },
        )
    elif kept:
        terminal.say(f"Kept as '{draft.kept.name}'.")
        terminal.say_next("plnbuddy suggest", f"or look first: lists check {draft.kept.name}")
    elif not dry:
        terminal.say("Nothing was kept.")
        terminal.say_next("the same command with --yes")


def _agreed(terminal: Terminal, *, yes: bool, guessed: bool) -> bool:
    """Whether to keep it: asked at a terminal; in a script only what needed no guessing."""
    if yes:
        return True
    if terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        return Asker(terminal).yes("Keep this list?")
    return not guessed


def update(
    name: Annotated[
        str | None, typer.Argument(help="One list; all without it.", show_default=False)
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read added lists anew; show who came and who went.

    Somebody who was taken off a list there is taken off here at once.

    \b
    plnbuddy lists update
    """
    from plnbuddy.lists.keep import needed_list, update_list
    from plnbuddy.lists.text import changes_lines

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        chosen = [needed_list(store, name)] if name else all_lists(store)
        if not chosen:
            raise NothingFoundError(
                "You added no list yet.", "Add one: plnbuddy lists add FILE, or an address"
            )
        changes = [update_list(store, kept, session.clock) for kept in chosen]
    if json:
        terminal.show_json("list-changes", {"lists": changes})
    else:
        terminal.show(each for change in changes for each in changes_lines(change))
    if all(change.failure for change in changes):
        raise typer.Exit(ExitCode.SERVER_UNREACHABLE)
    if not json:
        terminal.say_next("plnbuddy suggest")


def new(
    title: Annotated[str, typer.Argument(help="What it is called.", show_default=False)],
    who: Annotated[
        list[str] | None, typer.Argument(help="Handles and '#hashtags'.", show_default=False)
    ] = None,
    topics: Topics = None,
    introduction: Introduction = None,
    contact: Contact = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Begin a list of your own.

    \b
    plnbuddy lists new "Music teachers" @anna@example.org '#musiced' --topic music
    """
    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import Edit, edit_list, new_list, read_row

    terminal = Terminal(quiet=quiet)
    for word in who or ():
        read_row(word)  # So that a list is not begun for nothing.
    wanted = [find_topic(topic) for topic in topics or ()]
    with open_session().store() as store, store.writing():
        kept = new_list(store, title, wanted, introduction or "", contact or "")
        kept, rows = edit_list(store, kept, Edit(add=who or ()))
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show([line(f"Begun: {kept.title}, with {len(rows)} on it.")])
    terminal.say_next(f"plnbuddy lists edit {kept.name} --add @HANDLE --reason '…'")


def edit(
    name: Name,
    added: Annotated[
        list[str] | None,
        typer.Option("--add", help="A handle or '#hashtag'; may be repeated.", show_default=False),
    ] = None,
    removed: Annotated[
        list[str] | None,
        typer.Option("--remove", help="The same, off the list.", show_default=False),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", help="Why those in --add are worth following.", show_default=False
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="A new title.", show_default=False)
    ] = None,
    topics: Topics = None,
    introduction: Introduction = None,
    contact: Contact = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Change a list of yours: who is on it, and what it says of itself.

    \b
    plnbuddy lists edit music-teachers --add @anna@example.org --reason "choir, primary"
    plnbuddy lists edit music-teachers --contact mailto:hart@example.org
    """
    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import Edit, edit_list, needed_list
    from plnbuddy.lists.text import list_lines

    wanted = [find_topic(topic) for topic in topics] if topics else None
    change = Edit(added or (), removed or (), title, introduction, contact, wanted, reason)
    if change == Edit():
        raise UsageError(
            "Nothing was given that could be changed.",
            f"For example: plnbuddy lists edit {name} --add @HANDLE",
        )
    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        kept, rows = edit_list(store, needed_list(store, name), change)
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show(list_lines(kept, rows, 20))
    terminal.say_next(f"plnbuddy lists check {kept.name}")


def merge(
    title: Annotated[str, typer.Argument(help="The new list's title.", show_default=False)],
    names: Annotated[list[str], typer.Argument(help="Lists of yours.", show_default=False)],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make one list of your own out of several; each person once.

    \b
    plnbuddy lists merge "Arts" music-teachers drama
    """
    from plnbuddy.lists.keep import merge_lists, needed_list

    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        kept, count = merge_lists(store, title, [needed_list(store, name) for name in names])
        rows = list_rows(store, kept.name)
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show([line(f"Made: {kept.title}, with {count:,} on it.")])
    terminal.say_next(f"plnbuddy lists show {kept.name}")


def remove(name: Name, json: Json = False, quiet: Quiet = False) -> None:
    """Keep a list no longer. Whom you follow stays followed.

    \b
    plnbuddy lists remove music-teachers
    """
    from plnbuddy.lists.keep import needed_list, remove_list

    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        kept = needed_list(store, name)
        rows = list_rows(store, kept.name)
        remove_list(store, kept)
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show([line(f"Removed: {kept.title}.")])
    back = f"plnbuddy lists add {kept.source}" if kept.source else "plnbuddy lists"
    terminal.say_next(back)


def forget(
    who: Annotated[
        str | None, typer.Argument(help="A handle, or a whole server.", show_default=False)
    ] = None,
    back: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Never show somebody again, whatever any list says.

    It holds for suggestions, lists and exports on this computer, and stays through
    every update. Without a handle it shows who is forgotten.

    \b
    plnbuddy lists forget @anna@example.org
    plnbuddy lists forget example.org
    """
    from plnbuddy.lists.keep import forget_for_good
    from plnbuddy.store.lists import read_forgotten

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        shown = forget_for_good(store, who, session.clock, back=back) if who else ""
        gone = read_forgotten(store)
    if json:
        terminal.show_json(
            "forgotten", {"people": sorted(gone.people), "servers": sorted(gone.servers)}
        )
        return
    if shown:
        said = "may be shown again" if back else "will not be shown again"
        terminal.show([line(f"{shown} {said}.")])
        terminal.say_next("plnbuddy suggest", f"mistaken? lists forget {shown} --undo")
        return
    terminal.show(line(key) for key in (*sorted(gone.people), *sorted(gone.servers)))
    terminal.say(
        "Nobody else is forgotten." if gone.people or gone.servers else "Nobody is forgotten."
    )


class Format(StrEnum):
    """The formats of an exported list."""

    CSV = "csv"
    MASTODON_CSV = "mastodon-csv"
    MASTODON_LISTS_CSV = "mastodon-lists-csv"
    OPML = "opml"
    JSON = "json"
    HTML = "html"
    MD = "md"


def export(
    name: Name,
    file: Annotated[
        Path | None,
        typer.Argument(help="The file; standard output without it.", show_default=False),
    ] = None,
    file_format: Annotated[
        Format | None,
        typer.Option("--format", help="Otherwise by the file's ending.", show_default=False),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write a list to a file that others can use.

    People whose settings say that they do not want to be listed, as the last check
    found, are left out. mastodon-csv is what Mastodon imports; html is a page.

    \b
    plnbuddy lists export music-teachers page.html
    plnbuddy lists export music-teachers follows.csv --format mastodon-csv
    """
    from plnbuddy.core.model import SubjectKind
    from plnbuddy.lists.check import may_be_listed
    from plnbuddy.lists.formats.recognise import WRITERS
    from plnbuddy.lists.keep import needed_list
    from plnbuddy.store.lists import all_checks
    from plnbuddy.system.files import replace_file

    terminal = Terminal(quiet=quiet)
    session = open_session()
    chosen = file_format or _format_of(file)
    with session.store() as store:
        kept = needed_list(store, name)
        everybody = list_rows(store, kept.name)
        checks = all_checks(store)
    rows = [row for row in everybody if may_be_listed(checks.get(row.key))]
    people = [row for row in rows if row.kind is SubjectKind.PERSON]
    unchecked = sum(row.key not in checks for row in people)
    if chosen is Format.HTML:
        from plnbuddy.lists.page import build_list_page

        profile = session.settings.profile
        text = build_list_page(kept, rows, profile.name, profile.school, session.clock.today)
    else:
        text = WRITERS[chosen.value](kept, rows)
    if file is None:
        sys.stdout.write(text)
    else:
        replace_file(file, [text])
        terminal.say(f"{len(rows):,} of {kept.title} are in {file}.")
    _tell_what_is_missing(terminal, kept.name, chosen, everybody, rows, unchecked)
    if not kept.contact:
        terminal.say(
            f"It does not say how to be taken off it: lists edit {kept.name} --contact ADDRESS",
            "yellow",
        )


def _tell_what_is_missing(
    terminal: Terminal,
    name: str,
    chosen: Format,
    everybody: list[ListRow],
    rows: list[ListRow],
    unchecked: int,
) -> None:
    if len(rows) < len(everybody):
        terminal.say(f"{len(everybody) - len(rows):,} were left out: moved, gone, or they say no.")
    of_mastodon = chosen in (Format.MASTODON_CSV, Format.MASTODON_LISTS_CSV)
    if of_mastodon and any(not row.subject.is_on(Platform.MASTODON) for row in rows):
        terminal.say("Mastodon's file holds people on the fediverse only.")
    if unchecked:
        terminal.say(f"{unchecked:,} were not looked at lately; first run: lists check {name}")


def _format_of(file: Path | None) -> Format:
    ending = file.suffix.lower().removeprefix(".") if file else "csv"
    known = {"htm": "html", "markdown": "md", "xml": "opml", "txt": "csv"}.get(ending, ending)
    try:
        return Format(known)
    except ValueError:
        raise UsageError(
            f"'{ending}' is not an ending that tells a format.",
            f"Give --format: {', '.join(Format)}.",
        ) from None


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
