"""`plnbuddy log connect`, `collaborate` and `contribute`: a new entry."""

from collections.abc import Callable

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.log.appraisal import (
    Copy,
    EvidenceGiven,
    ForAppraisal,
    LearningType,
    Provider,
    Reflected,
    Standards,
    Until,
    with_appraisal,
)
from plnbuddy.cli.log.options import (
    Minutes,
    Note,
    Tags,
    Urls,
    When,
    Where,
    With,
    Words,
    read_details,
    read_words,
)
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.journal.entries import new_activity, write_down
from plnbuddy.journal.text import entry_lines


def _writes(kind: ActivityKind, meaning: str, example: str) -> Callable[..., None]:
    def write(
        run: Run,
        words: Words,
        people: With = None,
        tags: Tags = None,
        urls: Urls = None,
        minutes: Minutes = None,
        when: When = None,
        place: Where = None,
        note: Note = None,
        standards: Standards = None,
        learning_type: LearningType = None,
        provider: Provider = None,
        until: Until = None,
        evidence: EvidenceGiven = None,
        copy: Copy = False,
        reflection: Reflected = None,
    ) -> Answer:
        details = read_details(run, people, tags, urls, minutes, when, place, note)
        given = ForAppraisal(standards, learning_type, provider, until, evidence, copy, reflection)
        details = with_appraisal(run.session, details, given)
        activity = new_activity(kind, read_words(words), run.clock, details)
        return confirmed(write_down(run.store, activity, run.clock), run, "Logged")

    write.__doc__ = f"{meaning}\n\n\b\nplnbuddy log {kind.value} {example}"
    return command()(write)


def confirmed(activity: Activity, run: Run, done: str) -> Answer:
    """What is shown of an entry that was written or changed."""
    return Answer(
        "entry",
        activity,
        entry_lines(activity, run.clock),
        before=f"{done}:",
        next_step=NextStep("plnbuddy report", f"mistaken? plnbuddy log edit {activity.id} or undo"),
    )


connect = _writes(
    ActivityKind.CONNECT,
    "Log whom you found, met or followed.\n\n"
    "Finding and following people, being followed, introductions, joining a chat or group.",
    '"met @anna@example.org at the staff day"',
)
collaborate = _writes(
    ActivityKind.COLLABORATE,
    "Log an exchange with somebody.\n\n"
    "Replying, answering, planning together, taking part in a chat.",
    '"answered @ben@example.org on rubrics" --minutes 15',
)
contribute = _writes(
    ActivityKind.CONTRIBUTE,
    "Log what you gave to others.\n\n"
    "Sharing, posting, publishing, presenting, answering a question in public.",
    '"shared my unit on rhythm #musiced" --url https://example.org/u',
)
