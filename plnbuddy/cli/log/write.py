"""`plnbuddy log connect`, `collaborate` and `contribute`: a new entry."""

from collections.abc import Callable

from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.log.appraisal import ForAppraisal, given_details
from plnbuddy.cli.log.options import Described, Words, read_words
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.journal.entries import new_activity, write_down
from plnbuddy.journal.text import entry_lines


def _writes(kind: ActivityKind, meaning: str, example: str) -> Callable[..., None]:
    def write(run: Run, words: Words, described: Described, appraisal: ForAppraisal) -> Answer:
        details = given_details(run, described, appraisal)
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
