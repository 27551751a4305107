"""The fourth step: an introduction, and an answer to somebody."""

from collections.abc import Callable, Sequence

from plnbuddy.cli.ask import Asker, read_yes
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.handles import parse_handle
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.web_address import parse_link
from plnbuddy.guide.introduction import introduction_text
from plnbuddy.journal.entries import Details, new_activity, write_down
from plnbuddy.out.lines import line, link_line
from plnbuddy.platforms.mastodon.offer import MASTODON
from plnbuddy.system.paths import Places


def contributing_questions(
    terminal: Terminal, asker: Asker, _places: Places
) -> Sequence[Callable[[], None]]:
    """Show a first post, and ask what became of it and of a first answer."""
    session = open_session()
    profile = session.settings.profile
    text = introduction_text(profile)
    terminal.show(
        [line("An introduction to start from; change it as you like:"), line(text, "green", 4)]
    )
    link = MASTODON.compose_link(text, session.settings.server)
    if link and Platform.MASTODON in profile.platforms:
        terminal.show([line("This page has it ready to send:"), link_line(link, 4)])
    logged: set[ActivityKind] = set()  # Going back and answering again logs nothing twice.

    def log_once(kind: ActivityKind, said: str, links: Sequence[str] = ()) -> None:
        if kind not in logged:
            logged.add(kind)
            entry = new_activity(kind, said, session.clock, Details(links=links))
            with session.store() as store:
                write_down(store, entry, session.clock)

    def read_introduced(answer: str) -> None:
        links = [parse_link(answer)] if "://" in answer else []
        if links or (answer and read_yes(answer)):
            log_once(ActivityKind.CONTRIBUTE, "Introduced myself", links)

    def read_answered(answer: str) -> None:
        if answer:
            log_once(ActivityKind.COLLABORATE, f"Answered {parse_handle(answer)}")

    introduced = "Have you posted it? Paste its link, or say yes. (Enter: later)"
    answered = "Whom have you answered? Give the handle. (Enter: later)"
    return (
        lambda: asker.until(introduced, "", read_introduced),
        lambda: asker.until(answered, "", read_answered),
    )
