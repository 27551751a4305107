"""`plnbuddy lists remove`: a list that is kept no longer."""

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lists.options import Name
from plnbuddy.core.clean import as_argument
from plnbuddy.out.lines import line
from plnbuddy.store.lists import list_rows


@command()
def remove(run: Run, name: Name) -> Answer:
    """Keep a list no longer. Whom you follow stays followed.

    \b
    plnbuddy lists remove music-teachers
    """
    from plnbuddy.lists.keep import needed_list, remove_list

    kept = needed_list(run.store, name)
    rows = list_rows(run.store, kept.name)
    remove_list(run.store, kept)
    back = f"plnbuddy lists add {as_argument(kept.source)}" if kept.source else "plnbuddy lists"
    return Answer(
        "list",
        {"list": kept, "rows": rows},
        [line(f"Removed: {kept.title}.")],
        next_step=NextStep(back),
    )
