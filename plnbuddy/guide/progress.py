"""Which of the five steps are done, by the evidence that the journal and the settings hold."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import ActivityKind, SubjectKind, Verdict
from plnbuddy.curated.bundled import read_chats
from plnbuddy.guide.steps import FIVE_STEPS, Step
from plnbuddy.store.counts import count_kind, tags_written_about
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import (
    REPORT_READ,
    count_decisions,
    reached_milestones,
)
from plnbuddy.store.followed import hashtags_followed, people_followed
from plnbuddy.store.own_chats import all_own_chats
from plnbuddy.suggest.today import fitting_chats
from plnbuddy.system.config import Settings

PEOPLE_WANTED = 10
HASHTAGS_WANTED = 3
PROFILE_PARTS = ("topics", "levels", "languages", "networks")


class StepState(NamedTuple):
    """One step, whether it is done, and what is there so far."""

    step: Step
    done: bool
    so_far: str


class Progress(NamedTuple):
    """Where the teacher stands in the five steps."""

    steps: tuple[StepState, ...]

    @property
    def first_open(self) -> StepState | None:
        """The first step that is not done, or None when all are."""
        return next((state for state in self.steps if not state.done), None)


def read_progress(
    store: Store, values: Mapping[str, Any], settings: Settings, clock: Clock
) -> Progress:
    """Where the teacher stands.

    Args:
        values: what the settings file sets, by dotted key.
        settings: the same with the usual values filled in.
    """
    people = len(people_followed(store))
    hashtags = len(hashtags_followed(store))
    chats = count_decisions(store, SubjectKind.CHAT, Verdict.FOLLOWED) + _own_or_attended(store)
    collaborated, contributed = (
        count_kind(store, ActivityKind.COLLABORATE),
        count_kind(store, ActivityKind.CONTRIBUTE),
    )
    chats_fit = not settings.profile.topics or fitting_chats(settings.profile, clock) > 0
    chat_fact = (
        "a chat planned or attended"
        if chats
        else "no chat yet"
        if chats_fit
        else "no chat is known that fits you"
    )
    profile = all(values.get(f"profile.{name}") for name in PROFILE_PARTS)
    goals = any(key.startswith("goals.") for key in values)
    report = REPORT_READ in reached_milestones(store)
    facts = (
        (profile, "saved" if profile else "not saved yet"),
        (people >= PEOPLE_WANTED, f"{people} of {PEOPLE_WANTED} people followed"),
        (
            hashtags >= HASHTAGS_WANTED and (chats > 0 or not chats_fit),
            f"{hashtags} of {HASHTAGS_WANTED} hashtags followed, {chat_fact}",
        ),
        (
            collaborated > 0 and contributed > 0,
            f"collaborate: {collaborated}, contribute: {contributed}",
        ),
        (
            goals and report,
            f"goals {'set' if goals else 'not set yet'}, "
            f"report {'read' if report else 'not read yet'}",
        ),
    )
    return Progress(
        tuple(
            StepState(step, done, so_far)
            for step, (done, so_far) in zip(FIVE_STEPS, facts, strict=True)
        )
    )


def _own_or_attended(store: Store) -> int:
    """Chats of one's own, and those whose hashtag stands in an activity (not in a follow)."""
    attended = {chat.tag.key for chat in read_chats()} & tags_written_about(store)
    return len(attended) + len(all_own_chats(store))
