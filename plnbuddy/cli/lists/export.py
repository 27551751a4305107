"""`plnbuddy lists export`: a list as a file that others can use."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Quiet
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.store.lists import ListRow, list_rows

if TYPE_CHECKING:
    pass

from plnbuddy.cli.lists.options import Name


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
    found, are left out. mastodon-csv is what Mastodon imports; html is a page. The list
    'follows' is everybody and every hashtag that you follow.

    \b
    plnbuddy lists export music-teachers page.html
    plnbuddy lists export music-teachers follows.csv --format mastodon-csv
    plnbuddy lists export follows my-follows.csv
    """
    from plnbuddy.core.model import SubjectKind
    from plnbuddy.lists.check import may_be_listed
    from plnbuddy.lists.formats.recognise import WRITERS
    from plnbuddy.lists.keep import FOLLOWS, needed_list
    from plnbuddy.lists.share import followed_rows
    from plnbuddy.lists.source import list_word
    from plnbuddy.store.lists import KeptList, all_checks
    from plnbuddy.system.files import replace_file

    terminal = Terminal(quiet=quiet)
    session = open_session()
    chosen = file_format or _format_of(file)
    own_follows = list_word(name) == FOLLOWS
    with session.store() as store:
        kept = KeptList(FOLLOWS, "Whom I follow") if own_follows else needed_list(store, name)
        everybody = followed_rows(store) if own_follows else list_rows(store, kept.name)
        checks = {} if own_follows else all_checks(store)
    if not everybody and own_follows:
        raise NothingFoundError("You follow nobody yet.", "Begin with: plnbuddy suggest")
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
    if own_follows:
        terminal.say("It is for you: whoever is on it was not asked whether others may have it.")
        return
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
