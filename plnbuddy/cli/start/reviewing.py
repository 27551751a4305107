"""The fifth step: goals for a week, and the first report."""

from collections.abc import Callable, Sequence

from plnbuddy.cli.ask import Asker
from plnbuddy.cli.session import open_session
from plnbuddy.cli.start.account import sync_if_logged_in
from plnbuddy.cli.terminal import Terminal
from plnbuddy.report.build import build_report
from plnbuddy.report.period import this_week
from plnbuddy.report.text import report_lines
from plnbuddy.store.decisions import REPORT_READ, reach_milestone
from plnbuddy.system.config import write_values
from plnbuddy.system.paths import Places


def review_questions(
    terminal: Terminal, asker: Asker, places: Places
) -> Sequence[Callable[[], None]]:
    """Ask for the goals, and show the first report."""
    goals = open_session().settings.goals

    def ask(name: str, question: str, highest: int) -> Callable[[], None]:
        def ask_it() -> None:
            answer = asker.number(question, int(getattr(goals, name)), highest)
            write_values(places.settings, {f"goals.{name}": answer})

        return ask_it

    return (
        ask("connect", "Connect: how many new contacts a week?", 100),
        ask("collaborate", "Collaborate: how many answers or exchanges a week?", 100),
        ask("contribute", "Contribute: how many things to share a week?", 100),
        ask("minutes", "At most how many minutes a week? (0: no limit)", 10_000),
        lambda: _first_report(terminal),
    )


def _first_report(terminal: Terminal) -> None:
    session = open_session()
    sync_if_logged_in(terminal, session)
    period = this_week(session.clock.today, session.settings.first_weekday)
    with session.store() as store:
        report = build_report(store, session.settings, period, session.clock)
        with store.writing():
            reach_milestone(store, REPORT_READ, session.clock.today)
    terminal.say("\nYour first report:\n")
    terminal.show(report_lines(report))
