"""`plnbuddy lists add`: somebody's list of people and hashtags."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.lists.options import Topics
from plnbuddy.cli.options import Yes, optional
from plnbuddy.core.clean import as_argument

if TYPE_CHECKING:
    from plnbuddy.lists.source import Draft


@command(asks=True)
def add(
    run: Run,
    source: Annotated[
        str, typer.Argument(help="A file, or an address (https://…).", show_default=False)
    ],
    name: Annotated[str, optional("--name", "What you want to call it.")] = "",
    only: Annotated[str, optional("--list", "Of Mastodon's lists.csv, this one.")] = "",
    topics: Topics = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show it, and keep nothing.")] = False,
    yes: Yes = False,
) -> Answer:
    """Add somebody's list of people and hashtags: a file or a web address.

    Tables (CSV), Google Sheets, Mastodon's lists of follows, JSON, OPML, and pages
    with handles in them. You see what was understood before it is kept, and
    suggestions then come from it, too.

    \b
    plnbuddy lists add music-teachers.csv --topic music
    plnbuddy lists add https://docs.google.com/spreadsheets/d/…
    """
    from plnbuddy.core.vocabulary import find_topic
    from plnbuddy.lists.keep import keep
    from plnbuddy.lists.source import Draft, read_source
    from plnbuddy.lists.text import draft_lines

    draft = read_source(source, name, only, clock=run.clock)
    wanted = tuple(find_topic(topic) for topic in topics or ())
    draft = Draft(draft.kept._replace(topics=wanted or draft.kept.topics), draft.found)
    run.preview(draft_lines(draft))
    # In a script, only what needed no guessing is kept without --yes.
    kept = not dry and (yes or run.agrees("Keep this list?", otherwise=not draft.found.guessed))
    if kept:
        keep(run.store, draft)
    answer = Answer("list-added", _facts(draft, kept=kept))
    if kept:
        look = f"or look first: lists check {draft.kept.name}"
        return answer._replace(
            said=_said(draft, source),
            next_step=NextStep("plnbuddy suggest", look),
        )
    if dry:
        return answer._replace(next_step=NextStep("the same command without --dry-run"))
    return answer._replace(
        said=[Said("Nothing was kept.")], next_step=NextStep("the same command with --yes")
    )


def _said(draft: "Draft", source: str) -> Iterator[Said]:
    from plnbuddy.lists.formats.opml import BLOGS

    yield Said(f"Kept as '{draft.kept.name}'.")
    if draft.found.left_out[BLOGS]:
        yield Said(f"The blogs in it can be read, too: plnbuddy blogs add {as_argument(source)}")


def _facts(draft: "Draft", *, kept: bool) -> dict[str, object]:
    return {
        "kept": kept,
        "list": draft.kept,
        "rows": draft.found.rows,
        "understood": draft.found.understood,
        "columns": draft.found.columns,
        "ignored": draft.found.ignored,
        "left_out": dict(draft.found.left_out),
        "warnings": draft.found.warnings,
        "guessed": draft.found.guessed,
    }
