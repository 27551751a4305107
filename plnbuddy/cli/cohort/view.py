"""What the commands of `plnbuddy cohort` have in common."""

from pathlib import Path
from typing import Annotated

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run
from plnbuddy.cli.options import optional
from plnbuddy.cohort.text import overview_lines
from plnbuddy.cohort.welcome import Overview, look_at_cohort
from plnbuddy.core.clean import as_argument
from plnbuddy.store.cohort import KnownCohort, known_cohorts
from plnbuddy.store.database import Store

Where = Annotated[str | None, optional("--in", "Which cohort, if you are in several.")]


def cohort_answer(run: Run, known: KnownCohort) -> Answer:
    """The cohort as the teacher sees it, and what to do next."""
    overview = look_at_cohort(run.store, known, run.clock.today)
    return Answer(
        "cohort",
        overview,
        overview_lines(overview, run.clock.today),
        next_step=_next_step(overview, known, in_option(run.store, known)),
    )


def _next_step(overview: Overview, known: KnownCohort, which: str) -> NextStep:
    if not overview.members:
        return NextStep(f'plnbuddy cohort join {as_argument(str(known.file))} --name "…"')
    if overview.unwelcomed:
        return NextStep(f"plnbuddy cohort welcome{which}")
    if overview.me and overview.me.recent is None:
        preview = f"plnbuddy cohort contribute --dry-run{which}"
        return NextStep(preview, "what the others would see")
    return NextStep(f"plnbuddy cohort export follows.csv --format mastodon-csv{which}")


def in_option(store: Store, known: KnownCohort) -> str:
    """What commands need when there are several cohorts."""
    return f" --in {as_argument(str(known.file))}" if len(known_cohorts(store)) > 1 else ""


def said_of_git(file: Path, *, taken_out: bool = False) -> list[Said]:
    """What git means for a change: others see it when it is pushed, and git keeps all."""
    if not any((folder / ".git").exists() for folder in file.parents):
        return []
    said = [Said("It lies in a git folder: commit and push, so that the others see it.")]
    if taken_out:
        said.append(Said("What was pushed before stays in git's history.", "yellow"))
    return said
