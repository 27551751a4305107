"""`plnbuddy log`: the journal of the three C's."""

from plnbuddy.cli.lazy import commands_at
from plnbuddy.cli.options import new_app

app = new_app(
    cls=commands_at(
        {
            "connect": "log.write:connect",
            "collaborate": "log.write:collaborate",
            "contribute": "log.write:contribute",
            "list": "log.list:list_entries",
            "show": "log.show:show",
            "edit": "log.edit:edit",
            "remove": "log.remove:remove",
            "export": "log.export:export",
            "import": "log.import_:import_entries",
        }
    ),
    no_args_is_help=True,
)


@app.callback()
def log() -> None:
    """Write down what you did, and look it up again.

    \b
    plnbuddy log connect "met @anna@example.org at the staff day"
    plnbuddy log collaborate "planned a unit with @ben@example.org" --minutes 45
    plnbuddy log contribute "shared my #rubric https://example.org/r" --date yesterday
    plnbuddy log list
    """
