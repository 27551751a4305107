"""`plnbuddy import`: archives and exports of other services."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.options import Json, NoInput, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.model import ActivityKind
from plnbuddy.out.lines import line

if TYPE_CHECKING:
    from plnbuddy.imports.run import Outcome, Source

app = new_app(no_args_is_help=True)


@app.callback()
def import_() -> None:
    """Bring in what already exists: your Twitter years, your blog, an old account.

    Each import is shown first with --dry-run, can be stopped and done again without
    doubling anything, and is taken back as a whole by undo. docs/imports.md says
    where to get each archive.

    \b
    plnbuddy import twitter-archive twitter-2024-05-01.zip --dry-run
    plnbuddy import wordpress blog.xml
    plnbuddy import feed https://example.org/blog
    plnbuddy import list
    """


Dry = Annotated[
    bool, typer.Option("--dry-run", help="Show what would come, and keep nothing.")
]  # fmt: skip
Place = Annotated[Path, typer.Argument(help="The file or folder.", show_default=False)]
Me = Annotated[
    str,
    typer.Option("--me", help="Your name in the comments, as it stands there.", show_default=False),
]
Students = Annotated[
    bool,
    typer.Option("--students", help="Keep no names and words of others, only counts."),
]


@app.command("twitter-archive")
def twitter_archive(
    place: Place, dry: Dry = False, json: Json = False, quiet: Quiet = False
) -> None:
    """Bring in the archive of your Twitter/X account.

    Tweets, answers and retweets become entries; people and hashtags become
    suggestions. Direct messages are not read, and nothing is sent anywhere.

    \b
    plnbuddy import twitter-archive twitter-2024-05-01.zip --dry-run
    plnbuddy import twitter-archive twitter-2024-05-01.zip
    """
    from plnbuddy.imports.twitter_archive import open_twitter_archive

    _import(
        lambda session: open_twitter_archive(place, session.clock),
        "plnbuddy import people",
        dry=dry,
        json=json,
        quiet=quiet,
    )


@app.command("mastodon-archive")
def mastodon_archive(
    place: Place, dry: Dry = False, json: Json = False, quiet: Quiet = False
) -> None:
    """Bring in the archive of a Mastodon account, or its list of follows.

    The archive (zip, tar.gz or folder), following_accounts.csv or lists.csv, as your
    server gives them under Preferences, Import and export.

    \b
    plnbuddy import mastodon-archive archive-20240501.zip
    plnbuddy import mastodon-archive following_accounts.csv
    """
    from plnbuddy.imports.mastodon_archive import open_mastodon

    _import(
        lambda session: open_mastodon(place, session.clock),
        "plnbuddy suggest",
        dry=dry,
        json=json,
        quiet=quiet,
    )


@app.command()
def disqus(
    place: Place,
    me: Me = "",
    students: Students = False,
    dry: Dry = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in the comments of a class blog that uses Disqus.

    Your comments become entries; of the others it is counted who answered whom. With
    --students, others are only "Student 1", "Student 2", and no words are kept.

    \b
    plnbuddy import disqus myblog.xml.gz --me "Mrs Hart" --students
    """
    from plnbuddy.imports.disqus import DisqusExport

    _import(
        lambda session: DisqusExport(place, me, students, session.clock),
        "plnbuddy log list",
        dry=dry,
        json=json,
        quiet=quiet,
    )


@app.command()
def wordpress(
    place: Place,
    me: Me = "",
    students: Students = False,
    dry: Dry = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in a WordPress blog: your posts, and who commented with whom.

    Your posts and comments become entries. With --students, others are only
    "Student 1", "Student 2", and no words are kept.

    \b
    plnbuddy import wordpress blog.xml --students
    """
    from plnbuddy.imports.wordpress import WordPressExport

    _import(
        lambda session: WordPressExport(place, me, students, session.clock),
        "plnbuddy footprint",
        dry=dry,
        json=json,
        quiet=quiet,
    )


@app.command()
def feed(
    source: Annotated[str, typer.Argument(help="The address of your blog or its feed, or a file.")],
    dry: Dry = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in the posts of your own blog, now and at every sync.

    RSS, Atom or JSON Feed; the address of the blog is enough where its page names
    the feed. The address is remembered; a file is read once.

    \b
    plnbuddy import feed https://example.org/blog
    plnbuddy import feed blog.xml
    """
    from plnbuddy.imports.feed import fetch_feed, read_feed_file
    from plnbuddy.store.imports import Feed, put_feed

    terminal = Terminal(quiet=quiet)
    session = open_session()
    file = Path(source).expanduser()
    found, remembered = (
        (read_feed_file(file, session.clock), None)
        if file.is_file()
        else fetch_feed(Feed(source, ""), session.clock)
    )
    if found is None:  # Only a remembered feed can be unchanged.
        raise NothingFoundError("There is nothing new in this feed.", "Try again later.")
    outcome = _run(session, terminal, found, dry=dry)
    if remembered and not dry:
        with session.store() as store, store.writing():
            put_feed(store, remembered)
    _show(terminal, outcome, "plnbuddy footprint", dry=dry, json=json)
    if remembered and not dry and not json:
        terminal.say(f"plnbuddy sync looks for new posts at {remembered.url}.")


@app.command("csv")
def table(
    file: Annotated[Path, typer.Argument(help="The table.", show_default=False)],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            help="What a column holds, such as when=Datum; may be repeated.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        ActivityKind | None,
        typer.Option("--kind", help="The kind of rows that name none.", show_default=False),
    ] = None,
    dry: Dry = False,
    no_input: NoInput = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring in a table that you kept, saved as CSV.

    Usual names of columns are recognised; plnbuddy asks about the others once and
    remembers it. The fields: when, text, kind, people, tags, links, minutes, place,
    note.

    \b
    plnbuddy import csv hours.csv --dry-run
    plnbuddy import csv hours.csv --column when=Datum --column text=Was --kind collaborate
    """
    from plnbuddy.imports.table import open_table

    terminal = Terminal(quiet=quiet, no_input=no_input)
    session = open_session()
    columns = _columns(session, terminal, file, column or [], dry=dry)
    if kind is None and "kind" not in columns and terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        kind = Asker(terminal).until(
            "Which of the three C's are these? connect, collaborate or contribute",
            ActivityKind.COLLABORATE.value,
            _read_kind,
        )
    profile = session.settings.profile
    source = open_table(file, columns, kind, session.clock, profile.languages, profile.region)
    outcome = _run(session, terminal, source, dry=dry)
    _show(terminal, outcome, "plnbuddy log list", dry=dry, json=json)


def _read_kind(answer: str) -> ActivityKind:
    from plnbuddy.imports.table_columns import read_kind

    kind = read_kind(answer)
    if kind is None:
        raise UsageError(
            "That is none of the three C's.", "Say connect, collaborate or contribute."
        )
    return kind


def _columns(
    session: Session, terminal: Terminal, file: Path, given: list[str], *, dry: bool
) -> dict[str, str]:
    """What the columns hold: as said now, as said before, as usual, or as asked."""
    from plnbuddy.imports.table import table_header
    from plnbuddy.imports.table_columns import FIELDS, NEEDED, guess_columns
    from plnbuddy.store.imports import column_choice, put_column_choice

    header = table_header(file)
    with session.store() as store:
        columns = column_choice(store, header) or guess_columns(header)
    for word in given:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(
                f"'{clean_line(word, 60)}' names no column.", "Write it like: --column when=Datum"
            )
        columns[name.strip().lower()] = value.strip().lower()
    missing = [name for name in NEEDED if name not in columns]
    if missing and terminal.can_ask:
        from plnbuddy.cli.ask import Asker

        options = {name: name for name in header}
        for name in missing:
            (columns[name],) = Asker(terminal).several(
                f"Which column holds {FIELDS[name]}?", options, header[:1], _header_word(header)
            )[:1]
    if (given or missing) and not dry and all(name in columns for name in NEEDED):
        with session.store() as store, store.writing():
            put_column_choice(store, header, columns)
    return columns


def _header_word(header: list[str]) -> Callable[[str], str]:
    def find(word: str) -> str:
        if word.lower() in header:
            return word.lower()
        raise UsageError(f"There is no column '{clean_line(word, 60)}'.", "Give its number.")

    return find


def _import(
    open_source: "Callable[[Session], Source]",
    next_command: str,
    *,
    dry: bool,
    json: bool,
    quiet: bool,
) -> None:
    terminal = Terminal(quiet=quiet)
    session = open_session()
    outcome = _run(session, terminal, open_source(session), dry=dry)
    _show(terminal, outcome, next_command, dry=dry, json=json)


def _run(session: Session, terminal: Terminal, source: "Source", *, dry: bool) -> "Outcome":
    from plnbuddy.imports.run import run_import

    with session.store() as store, terminal.progress("Reading") as report:
        return run_import(store, source, session.clock, report, dry=dry)


def _show(
    terminal: Terminal, outcome: "Outcome", next_command: str, *, dry: bool, json: bool
) -> None:
    if json:
        terminal.show_json("imported", {"dry_run": dry, **_facts(outcome)})
        return
    from plnbuddy.imports.text import outcome_lines

    terminal.show(outcome_lines(outcome, dry=dry))
    if dry:
        terminal.say_next("the same command without --dry-run")
    else:
        terminal.say_next(next_command, "mistaken? plnbuddy undo")


def _facts(outcome: "Outcome") -> dict[str, object]:
    return {
        "service": outcome.service,
        "name": outcome.name,
        "import": outcome.number,
        "imported_before": outcome.before,
        "added": {kind.value: outcome.added[kind] for kind in ActivityKind},
        "already_there": outcome.already_there,
        "first_day": outcome.first_day,
        "last_day": outcome.last_day,
        "left_out": dict(outcome.left_out),
        "notes": outcome.notes,
        "people": len(outcome.people),
        "unresolved_follows": outcome.unresolved_follows,
        "tags": len(outcome.tags),
        "claims": outcome.claims,
        "exchanges": outcome.exchanges,
    }


@app.command("list")
def list_imports(json: Json = False, quiet: Quiet = False) -> None:
    """Show what was imported.

    \b
    plnbuddy import list
    """
    from plnbuddy.imports.text import run_lines
    from plnbuddy.store.imports import all_feeds, all_imports

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store:
        runs, feeds = all_imports(store), all_feeds(store)
    if json:
        terminal.show_json("imports", {"imports": runs, "feeds": feeds})
    else:
        terminal.show(run_lines(runs, session.clock))
        for feed in feeds:
            terminal.show([line(f"Read again at every sync: {feed.title} {feed.url}")])
    if not runs and not feeds:
        raise NothingFoundError(
            "Nothing was imported yet.", "See what can be: plnbuddy import --help"
        )
    if not json:
        terminal.say_next("plnbuddy import remove NUMBER", "takes one back")


@app.command("remove")
def remove(
    what: Annotated[str, typer.Argument(help="The number of an import, or the address of a feed.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Take an import back, however long ago, or read a feed no longer.

    Entries that you changed since then stay. Importing the same again brings the
    rest back.

    \b
    plnbuddy import remove 3
    plnbuddy import remove https://example.org/feed
    """
    from plnbuddy.store.imports import all_feeds, all_imports, drop_feed, remove_import

    terminal = Terminal(quiet=quiet)
    session = open_session()
    with session.store() as store, store.writing():
        if any(feed.url == what for feed in all_feeds(store)):
            drop_feed(store, what)
            gone, kept = 0, 0
        elif any(str(run.id) == what for run in all_imports(store)):
            gone, kept = remove_import(store, int(what))
        else:
            raise NothingFoundError(
                f"There is no import {what}.", "See the numbers with: plnbuddy import list"
            )
    if json:
        terminal.show_json("import-removed", {"removed": gone, "kept": kept})
        return
    stay = f" {kept:,} that you changed stay." if kept else ""
    terminal.show([line(f"Taken back: {gone:,} entries.{stay}")])
    terminal.say_next("plnbuddy import list")


@app.command("people")
def people(
    count: Annotated[int, typer.Option("--number", "-n", min=1, help="How many at most.")] = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show the people of your archives: with whom you spoke most, and where they say they are.

    \b
    plnbuddy import people
    plnbuddy import people -n 200
    """
    from plnbuddy.imports.text import loose_claim_lines, people_lines
    from plnbuddy.store.imports import archive_claims, archive_people

    terminal = Terminal(quiet=quiet)
    with open_session().store() as store:
        found, claims = archive_people(store), archive_claims(store)
    if json:
        terminal.show_json("archive-people", {"people": found, "claims": claims})
    else:
        terminal.show(people_lines(found[:count], claims))
        terminal.show(loose_claim_lines(found, claims))
    if not found and not claims:
        raise NothingFoundError(
            "No archive was imported that names people.",
            "Import one: plnbuddy import twitter-archive FILE",
        )
    if not json:
        if len(found) > count:
            terminal.say(f"These are {count} of {len(found):,}; -n {len(found)} shows all.")
        terminal.say_next("plnbuddy follow @HANDLE", "look at the profile first")
