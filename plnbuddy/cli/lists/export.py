"""`plnbuddy lists export`: a list as a file that others can use."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lists.options import Name
from plnbuddy.cli.options import optional
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.store.lists import KeptList, ListRow, all_checks, list_rows


class Format(StrEnum):
    """The formats of an exported list."""

    CSV = "csv"
    MASTODON_CSV = "mastodon-csv"
    MASTODON_LISTS_CSV = "mastodon-lists-csv"
    OPML = "opml"
    JSON = "json"
    HTML = "html"
    MD = "md"


@command(json=False)
def export(
    run: Run,
    name: Name,
    file: Annotated[
        Path | None,
        typer.Argument(help="The file; standard output without it.", show_default=False),
    ] = None,
    file_format: Annotated[
        Format | None, optional("--format", "Otherwise by the file's ending.")
    ] = None,
) -> Answer:
    """Write a list to a file that others can use.

    People whose settings say that they do not want to be listed, as the last check
    found, are left out. mastodon-csv is what Mastodon imports; html is a page. The list
    'follows' is everybody and every hashtag that you follow.

    \b
    plnbuddy lists export music-teachers page.html
    plnbuddy lists export music-teachers follows.csv --format mastodon-csv
    plnbuddy lists export follows my-follows.csv
    """
    from plnbuddy.lists.check import may_be_listed
    from plnbuddy.lists.keep import FOLLOWS, needed_list
    from plnbuddy.lists.share import followed_rows
    from plnbuddy.lists.source import list_word

    chosen = file_format or _format_of(file)
    if list_word(name) == FOLLOWS:
        rows = followed_rows(run.store)
        if not rows:
            raise NothingFoundError("You follow nobody yet.", "Begin with: plnbuddy suggest")
        said = [Said("It is for you: whoever is on it was not asked whether others may have it.")]
        return _written(run, KeptList(FOLLOWS, "Whom I follow"), rows, chosen, file, said)
    kept = needed_list(run.store, name)
    everybody, checks = list_rows(run.store, kept.name), all_checks(run.store)
    rows = [row for row in everybody if may_be_listed(checks.get(row.key))]
    unchecked = sum(row.kind is SubjectKind.PERSON and row.key not in checks for row in rows)
    left_out = len(everybody) - len(rows)
    said = list(_what_is_missing(kept, chosen, rows, left_out, unchecked))
    return _written(run, kept, rows, chosen, file, said)


def _written(
    run: Run,
    kept: KeptList,
    rows: list[ListRow],
    chosen: Format,
    file: Path | None,
    said: list[Said],
) -> Answer:
    """The list in its file, or on standard output."""
    if chosen is Format.HTML:
        from plnbuddy.lists.page import build_list_page

        profile = run.settings.profile
        text = build_list_page(kept, rows, profile.name, profile.school, run.clock.today)
    else:
        from plnbuddy.lists.formats.recognise import WRITERS

        text = WRITERS[chosen.value](kept, rows)
    if file is None:
        return Answer(document=[text], said=said)
    from plnbuddy.system.files import replace_file

    replace_file(file, [text])
    return Answer(said=[Said(f"{len(rows):,} of {kept.title} are in {file}."), *said])


def _what_is_missing(
    kept: KeptList, chosen: Format, rows: list[ListRow], left_out: int, unchecked: int
) -> Iterator[Said]:
    if left_out:
        were = "was" if left_out == 1 else "were"
        yield Said(f"{left_out:,} {were} left out: moved, gone, or they say no.")
    of_mastodon = chosen in (Format.MASTODON_CSV, Format.MASTODON_LISTS_CSV)
    if of_mastodon and any(not row.subject.is_on(Platform.MASTODON) for row in rows):
        yield Said("Mastodon's file holds people on the fediverse only.")
    if unchecked:
        were = "was" if unchecked == 1 else "were"
        check = f"lists check {kept.name}"
        yield Said(f"{unchecked:,} {were} not looked at lately; first run: {check}")
    if not kept.contact:
        way = f"lists edit {kept.name} --contact ADDRESS"
        yield Said(f"It does not say how to be taken off it: {way}", "yellow")


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
