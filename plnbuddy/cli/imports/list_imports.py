"""`plnbuddy import list`."""

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.out.lines import line


@command()
def list_imports(run: Run) -> Answer:
    """Show what was imported.

    \b
    plnbuddy import list
    """
    from plnbuddy.imports.text import run_lines
    from plnbuddy.store.imports import all_feeds, all_imports

    runs, feeds = all_imports(run.store), all_feeds(run.store)
    nothing = NothingFoundError(
        "Nothing was imported yet.", "See what can be: plnbuddy import --help"
    )
    again = [line(f"Read again at every sync: {feed.title} {feed.url}") for feed in feeds]
    return Answer(
        "imports",
        {"imports": runs, "feeds": feeds},
        [*run_lines(runs, run.clock), *again],
        next_step=NextStep("plnbuddy import remove NUMBER", "takes one back"),
        failure=None if runs or feeds else nothing,
    )
