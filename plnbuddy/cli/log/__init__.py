"""`plnbuddy log`: the journal of the three C's."""

from plnbuddy.cli.log.edit import edit
from plnbuddy.cli.log.export import export
from plnbuddy.cli.log.import_ import import_entries
from plnbuddy.cli.log.list import list_entries
from plnbuddy.cli.log.remove import remove
from plnbuddy.cli.log.show import show
from plnbuddy.cli.log.write import collaborate, connect, contribute
from plnbuddy.cli.options import new_app

app = new_app(no_args_is_help=True)


@app.callback()
def log() -> None:
    """Write down what you did, and look it up again.

    \b
    plnbuddy log connect "met @anna@example.org at the staff day"
    plnbuddy log collaborate "planned a unit with @ben@example.org" --minutes 45
    plnbuddy log contribute "shared my #rubric https://example.org/r" --date yesterday
    plnbuddy log list
    """


app.command("connect")(connect)
app.command("collaborate")(collaborate)
app.command("contribute")(contribute)
app.command("list")(list_entries)
app.command("show")(show)
app.command("edit")(edit)
app.command("remove")(remove)
app.command("export")(export)
app.command("import")(import_entries)
