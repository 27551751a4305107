"""`plnbuddy log list`: entries, newest first."""

from typing import Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_handles, offer_tags
from plnbuddy.cli.options import Everything, optional
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.model import ActivityKind
from plnbuddy.journal.text import entry_line

_NEWEST = 20


@command()
def list_entries(
    run: Run,
    words: Annotated[
        list[str] | None, typer.Argument(help="Words to look for.", show_default=False)
    ] = None,
    kind: Annotated[ActivityKind | None, optional("--kind", "Only one of the three C's.")] = None,
    person: Annotated[
        str | None, optional("--with", "Only with this handle.", offer=offer_handles)
    ] = None,
    tag: Annotated[
        str | None, optional("--tag", "Only with this hashtag.", offer=offer_tags)
    ] = None,
    since: Annotated[str | None, optional("--since", "Only from this day on.")] = None,
    this_day: Annotated[
        bool, typer.Option("--this-day", help="Only this day in earlier years.")
    ] = False,
    count: Annotated[
        int, typer.Option("--number", "-n", min=1, help="How many at most.")
    ] = _NEWEST,
    everything: Everything = False,
) -> Answer:
    """List entries, newest first.

    \b
    plnbuddy log list
    plnbuddy log list rubric --kind contribute --since "3 months ago"
    plnbuddy log list --with @anna@example.org --all
    plnbuddy log list --this-day
    """
    from plnbuddy.core.handles import parse_handle, parse_tag
    from plnbuddy.store.activities import ActivityFilter, activity_count, find_activities
    from plnbuddy.store.identities import named_now

    first_day = None
    if since:
        from plnbuddy.journal.when import read_day

        first_day = read_day(since, run.clock, run.settings.profile)
    wanted = ActivityFilter(
        kind=kind,
        first_day=first_day,
        person=named_now(run.store, parse_handle(person)).key if person else None,
        tag=parse_tag(tag).key if tag else None,
        words=clean_line(" ".join(words or ())),
        newest=None if everything or this_day else count,
        years_before=run.clock.today if this_day else None,
    )
    found = list(find_activities(run.store, wanted))
    total = activity_count(run.store)
    data = {"entries": found, "total": total}
    if not found:
        return Answer("entries", data, failure=_nothing(total))
    said = []
    if len(found) < total and not (everything or this_day) and len(found) == count:
        said.append(Said(f"These are the newest {len(found)} of {total}; --all shows all."))
    return Answer(
        "entries",
        data,
        (entry_line(activity) for activity in found),
        said=said,
        next_step=NextStep(f"plnbuddy log show {found[0].id}"),
    )


def _nothing(total: int) -> NothingFoundError:
    if total:
        return NothingFoundError("No entry fits.", "Ask for less.")
    return NothingFoundError(
        "The journal is empty.", 'Write the first one: plnbuddy log connect "…"'
    )
