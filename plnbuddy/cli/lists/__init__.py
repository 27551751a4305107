"""`plnbuddy lists`: the bundled tables, and lists that one keeps."""

import typer

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.lists.tables import Table, rows_of
from plnbuddy.cli.options import new_app
from plnbuddy.curated.text import table_lines
from plnbuddy.out.lines import BLANK, line
from plnbuddy.store.lists import all_lists, list_rows

app = new_app(
    cls=commands_at(
        {
            "search": "lists.search:search",
            "show": "lists.show:show",
            "add": "lists.add:add",
            "update": "lists.update:update",
            "check": "lists.check:check",
            "new": "lists.new:new",
            "edit": "lists.edit:edit",
            "merge": "lists.merge:merge",
            "export": "lists.export:export",
            "remove": "lists.remove:remove",
            "forget": "lists.forget:forget",
        }
    ),
    invoke_without_command=True,
)


@app.callback()
@command()
def lists(run: Run, context: typer.Context) -> Answer | None:
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
        return None
    from plnbuddy.lists.text import kept_lines

    tables = {table.value: rows_of(run.store, table) for table in Table}
    kept = [(each, len(list_rows(run.store, each.name))) for each in all_lists(run.store)]
    yours = [BLANK, line("Your lists", "bold"), *kept_lines(kept)] if kept else []
    return Answer(
        "lists",
        {
            "tables": {name: len(rows) for name, rows in tables.items()},
            "lists": [{"list": each, "rows": count} for each, count in kept],
        },
        [*table_lines(tables), *yours],
        next_step=NextStep("plnbuddy lists search music"),
    )
