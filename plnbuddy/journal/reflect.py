"""The question of the week, and keeping what the teacher answers."""

from datetime import date

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.records import TEXT_LIMIT
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import reach_milestone, reached_milestones
from plnbuddy.store.history import record_action, reflection_change
from plnbuddy.store.reflections import Reflection, get_reflection, put_reflection

QUESTIONS = (
    "What did you try in class because of your network?",
    "Who in your network made you think again, and about what?",
    "What did you give to somebody else this week?",
    "Which question did you ask, or would you like to ask your network?",
    "What did you learn that a colleague at your school should hear?",
    "What did you see this week that you will not use, and why?",
    "How did your students notice that you learn from others?",
    "What would you do differently in your network next week?",
)


def question_of(week: date) -> str:
    """The question of the week that starts on that day; after eight weeks they begin again."""
    return QUESTIONS[week.toordinal() // 7 % len(QUESTIONS)]


def keep_answer(store: Store, week: date, answer: str, clock: Clock) -> Reflection:
    """Keep the answer to the question of that week, in place of an earlier one.

    `undo` takes it back.

    Raises:
        UsageError: it is empty, or longer than `TEXT_LIMIT`.
    """
    cleaned = clean_text(answer, max(len(answer), 1))
    if not cleaned or cleaned in ("…", "..."):
        raise UsageError(
            "The answer is empty.", 'Write a sentence: plnbuddy report --reflection "…"'
        )
    if len(cleaned) > TEXT_LIMIT:
        raise UsageError(
            f"The answer has {len(cleaned):,} characters; at most {TEXT_LIMIT:,} fit.",
            "Shorten it, or put the rest behind a link.",
        )
    moment = clock.now.replace(microsecond=0)
    reflection = Reflection(week, question_of(week), cleaned, moment)
    with store.writing():
        before = get_reflection(store, week)
        put_reflection(store, reflection)
        summary = f"answered the question of the week: {clean_line(cleaned, 60)}"
        record_action(store, summary, clock.now, [reflection_change(week, before)])
    return reflection


def is_open(store: Store, week: date, today: date) -> bool:
    """Whether to ask: the week has no answer, and nobody skipped the question today."""
    return get_reflection(store, week) is None and _skip_of(today) not in reached_milestones(store)


def skip_question(store: Store, today: date) -> None:
    """Do not ask again today."""
    with store.writing():
        reach_milestone(store, _skip_of(today), today)


def _skip_of(today: date) -> str:
    return f"question skipped on {today.isoformat()}"
