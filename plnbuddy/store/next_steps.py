"""Which next steps the weekly reports named, and what of the account they are drawn from."""

from collections.abc import Iterable
from datetime import date, datetime

from plnbuddy.core.clock import from_stored, to_stored
from plnbuddy.core.model import Activity
from plnbuddy.core.origins import BLUESKY, MASTODON
from plnbuddy.store.activities import ActivityFilter, find_activities
from plnbuddy.store.database import Store

_ACCOUNTS = (MASTODON.name, BLUESKY.name)
_LOOKED_AT = 200  # activities, newest first


def named_steps(store: Store, week: date) -> set[str]:
    """The steps that the report of the week that starts on that day named."""
    rows = store.rows("SELECT step FROM next_step WHERE week = ?", (week.isoformat(),))
    return {row["step"] for row in rows}


def keep_named_steps(store: Store, week: date, steps: Iterable[str]) -> None:
    """Remember what the report of that week named; nothing is written when it is known."""
    new = set(steps) - named_steps(store, week)
    if not new:
        return
    with store.writing():
        store.execute_each(
            "INSERT OR IGNORE INTO next_step (week, step) VALUES (?, ?)",
            ((week.isoformat(), step) for step in sorted(new)),
        )


def unanswered_question(store: Store, first_day: date, before: datetime) -> Activity | None:
    """The newest question of the teacher's on an account that nobody has written to since.

    A post that asks something, between `first_day` and `before`, with no mention of the
    teacher after it. None unless the account was read to its end since `before`: who has
    written since is not known.
    """
    read = store.row("SELECT max(synced_at) AS at FROM account")
    if read is None or read["at"] is None or from_stored(read["at"]) < before:
        return None
    wanted = ActivityFilter(first_day=first_day, newest=_LOOKED_AT)
    for activity in find_activities(store, wanted):
        if activity.origin not in _ACCOUNTS or "?" not in activity.text or not activity.links:
            continue
        asked = activity.happened_at
        if asked > before:
            continue
        answer = store.row(
            "SELECT 1 FROM mention WHERE happened_at >= ? LIMIT 1", (to_stored(asked),)
        )
        if answer is None:
            return activity
    return None
