"""Where the teacher stands in the five steps, and what holds when nobody is asked."""

import os
from collections.abc import Mapping
from typing import Any

from plnbuddy.cli.answer import NextStep
from plnbuddy.cli.session import open_session
from plnbuddy.core.vocabulary import LANGUAGES
from plnbuddy.guide.progress import Progress, read_progress


def progress_now() -> Progress:
    """Where the teacher stands, with the settings and the journal as they are now."""
    session = open_session()
    with session.store() as store:
        return read_progress(store, session.values, session.settings, session.clock)


def step_after(progress: Progress) -> NextStep:
    """The one next command: the first open step's, and the daily one when all are done."""
    state = progress.first_open
    if state is None:
        return NextStep("plnbuddy suggest", "all five steps are done")
    return NextStep(state.step.command, f"step {state.step.number}: {state.step.title.lower()}")


def usual_answers() -> Mapping[str, Any]:
    """What holds when a teacher is not asked; language and region come from the system."""
    language, region = _system_language()
    return {
        "profile.topics": ["general"],
        "profile.levels": ["any"],
        "profile.languages": [language],
        "profile.region": region,
        "profile.networks": ["mastodon"],
    }


def _system_language() -> tuple[str, str]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language, _, region = os.environ.get(name, "").partition(".")[0].partition("_")
        if language in LANGUAGES:
            return language, region if len(region) == 2 else ""
    return "en", ""
