"""`plnbuddy` alone: today's page."""

from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.guide.today import build_today, today_lines
from plnbuddy.system.config import read_values


def show_today(*, json: bool, quiet: bool) -> None:
    """Show today's page; somebody who has not begun yet is told how to."""
    terminal = Terminal(quiet=quiet)
    session = open_session()
    values = read_values(session.places.settings)
    if not values and not session.places.store.exists():
        if json:
            terminal.show_json("today", {"begun": False, "today": None})
            return
        terminal.say("plnbuddy helps you build a network of people to learn from.")
        terminal.say_next("plnbuddy start", "once; it takes ten minutes and can be left any time")
        return
    with session.store() as store:
        today = build_today(store, values, session.settings, session.clock)
    if json:
        terminal.show_json("today", {"begun": True, "today": today})
        return
    terminal.show(today_lines(today, session.clock))
    terminal.say_next(today.next.command, today.next.why)
