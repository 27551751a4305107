"""`plnbuddy` alone: today's page."""

from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.guide.today import build_today, today_lines


@command()
def show_today(run: Run) -> Answer:
    """Today's page; somebody who has not begun yet is told how to."""
    values = run.session.values
    if not values and not run.places.store.exists():
        return Answer(
            "today",
            {"begun": False, "today": None},
            said=[Said("plnbuddy helps you build a network of people to learn from.")],
            next_step=NextStep(
                "plnbuddy start", "once; it takes ten minutes and can be left any time"
            ),
        )
    today = build_today(run.store, values, run.settings, run.clock)
    return Answer(
        "today",
        {"begun": True, "today": today},
        today_lines(today, run.clock),
        next_step=NextStep(today.next.command, today.next.why),
    )
