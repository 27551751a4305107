"""`plnbuddy lists`: the curated lists."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from plnbuddy.cli import keeping
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line
from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.model import Educator
from plnbuddy.core.vocabulary import find_topic
from plnbuddy.curated.bundled import (
    read_chats,
    read_educators,
    read_external_lists,
    read_hashtags,
    read_servers,
)
from plnbuddy.curated.search import Item, search_items
from plnbuddy.curated.text import item_lines, table_lines
from plnbuddy.lists.keep import needed_list
from plnbuddy.lists.source import list_word
from plnbuddy.out.lines import BLANK, line
from plnbuddy.store.lists import all_lists, get_list, list_rows, read_forgotten

app = new_app(invoke_without_command=True)


class Table(StrEnum):
    """The curated tables."""

    EDUCATORS = "educators"
    HASHTAGS = "hashtags"
    CHATS = "chats"
    SERVERS = "servers"
    LISTS = "lists"


_READERS: dict[Table, Callable[[], Sequence[Item]]] = {
    Table.EDUCATORS: read_educators,
    Table.HASHTAGS: read_hashtags,
    Table.CHATS: read_chats,
    Table.SERVERS: read_servers,
    Table.LISTS: read_external_lists,
}


def _rows(table: Table) -> Sequence[Item]:
    """The rows of a curated table, without people who are forgotten."""
    rows = _READERS[table]()
    if table is not Table.EDUCATORS:
        return rows
    with open_session().store() as store:
        gone = read_forgotten(store)
    return [row for row in rows if isinstance(row, Educator) and row.handle.key not in gone]


Topic = Annotated[str | None, typer.Option("--topic", help="Only this topic.", show_default=False)]
Count = Annotated[int, typer.Option("--number", "-n", min=1, help="How many at most.")]


@app.callback()
def lists(context: typer.Context, json: Json = False) -> None:
    """Look into lists of people and hashtags, and keep your own.

    plnbuddy comes with educators, hashtags, chats, servers and links to other
    people's lists; add what colleagues keep, check it, and pass yours on.

    \b
    plnbuddy lists
    plnbuddy lists search choir
    plnbuddy lists add music-teachers.csv --topic music
    plnbuddy lists export music-teachers page.html
    """
    if context.invoked_subcommand is not None:
        return
    terminal = Terminal()
    tables = {table.value: _rows(table) for table in Table}
    with open_session().store() as store:
        kept = [(each, len(list_rows(store, each.name))) for each in all_lists(store)]
    if json:
        sizes = {name: len(rows) for name, rows in tables.items()}
        own = [{"list": each, "rows": count} for each, count in kept]
        terminal.show_json("lists", {"tables": sizes, "lists": own})
        return
    terminal.show(table_lines(tables))
    if kept:
        from plnbuddy.lists.text import kept_lines

        terminal.show([BLANK, line("Your lists", "bold"), *kept_lines(kept)])
    terminal.say_next("plnbuddy lists search music")


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for.", show_default=False)],
    count: Count = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find rows in all curated lists.

    \b
    plnbuddy lists search choir
    plnbuddy lists search history german
    """
    found = {table: search_items(_rows(table), " ".join(words)) for table in Table}
    _show(Terminal(quiet=quiet), found, count, json=json)


@app.command()
def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="educators, hashtags, chats, servers, lists, or a list of yours; all without it.",
            show_default=False,
        ),
    ] = None,
    topic: Topic = None,
    count: Count = 20,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show the rows of a list, each with its source.

    \b
    plnbuddy lists show hashtags --topic music
    plnbuddy lists show chats -n 100
    """
    wanted = find_topic(topic) if topic else None
    table = _table(name)
    if name is not None and table is None:
        _show_own(Terminal(quiet=quiet), name, wanted, count, json=json)
        return
    found = {
        each: [item for item in _rows(each) if wanted is None or wanted in item.topics]
        for each in Table
        if table in (None, each)
    }
    _show(Terminal(quiet=quiet), found, count, json=json)


def _table(name: str | None) -> Table | None:
    """The curated table of that name; None for a list of the teacher's."""
    try:
        return Table(name) if name else None
    except ValueError:
        hint = did_you_mean(name or "", list(Table))
        with open_session().store() as store:
            if hint and get_list(store, list_word(name or "")) is None:
                raise UsageError(
                    f"There is no list '{clean_line(name or '', 60)}'.", hint
                ) from None
        return None


def _show_own(terminal: Terminal, name: str, topic: str | None, count: int, *, json: bool) -> None:
    from plnbuddy.lists.text import list_lines

    with open_session().store() as store:
        kept = needed_list(store, name)
        rows = [
            row
            for row in list_rows(store, kept.name)
            if topic is None or topic in (row.topics or kept.topics)
        ]
    if json:
        terminal.show_json("list", {"list": kept, "rows": rows})
        return
    terminal.show(list_lines(kept, rows, count))
    if len(rows) > count:
        terminal.say(f"These are {count} of {len(rows):,}; -n {len(rows)} shows all.")
    terminal.say_next(f"plnbuddy lists check {kept.name}")


def _show(terminal: Terminal, found: dict[Table, list[Item]], count: int, *, json: bool) -> None:
    total = sum(len(items) for items in found.values())
    if json:
        terminal.show_json("list-rows", {"tables": found, "total": total})
    else:
        for table, items in found.items():
            if items:
                terminal.show([line(f"{table.value.capitalize()} ({len(items)})", "bold")])
                terminal.show(each for item in items[:count] for each in item_lines(item))
                terminal.show([BLANK])
    if not total:
        raise NothingFoundError(
            "No row of the curated lists fits.", "Try fewer words: plnbuddy lists search music"
        )
    if not json:
        if any(len(items) > count for items in found.values()):
            terminal.say(f"At most {count} rows of each list are shown; -n 500 shows more.")
        terminal.say_next("plnbuddy follow @HANDLE", "or '#TAG'")


for _command in (
    keeping.add,
    keeping.update,
    keeping.check,
    keeping.new,
    keeping.edit,
    keeping.merge,
    keeping.export,
    keeping.remove,
    keeping.forget,
):
    app.command()(_command)
