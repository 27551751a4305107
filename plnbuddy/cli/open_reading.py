"""Asking public servers: once for the teacher's yes, and then the servers."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plnbuddy.cli.account import login_on
from plnbuddy.cli.ask import Asker
from plnbuddy.cli.session import Session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import as_argument
from plnbuddy.core.errors import NoAccountError, NothingFoundError, PlnbuddyError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import Line
from plnbuddy.system.config import write_values

if TYPE_CHECKING:
    from plnbuddy.open_reading.plan import Plan
    from plnbuddy.open_reading.read import OpenlyRead
    from plnbuddy.platforms.credentials import Login
    from plnbuddy.store.database import Store
    from plnbuddy.store.open_packs import OpenPack

_ALLOWED = "explore.open_reading"


def plan_of(session: Session, login: "Login | None" = None) -> "Plan":
    """The servers and hashtags that fit the teacher."""
    from plnbuddy.open_reading.plan import make_plan
    from plnbuddy.platforms.mastodon.addresses import server_name

    settings = session.settings
    return make_plan(
        settings.profile,
        server=server_name(login.server) if login else settings.server,
        token=login.token if login else "",
        chosen=settings.open_servers,
        on_bluesky=login_on(session.places, Platform.BLUESKY) is not None,
    )


def may_ask(terminal: Terminal, session: Session, plan: "Plan", *, yes: bool) -> bool:
    """Whether the teacher lets plnbuddy ask these servers; asks once, and keeps the answer.

    Without a terminal nothing is asked: no answer is no.
    """
    if yes:
        write_values(session.places.settings, {_ALLOWED: "yes"})
        return True
    answer = session.settings.open_reading
    if answer != "ask":
        return answer == "yes"
    if not terminal.can_ask:
        return False
    from plnbuddy.open_reading.words import plan_lines

    terminal.show(plan_lines(plan))
    agreed = Asker(terminal).yes("Ask them?", "")
    write_values(session.places.settings, {_ALLOWED: "yes" if agreed else "no"})
    if not agreed:
        terminal.say(f"Nobody is asked. To change that: plnbuddy config set {_ALLOWED} yes")
    return agreed


def ask_servers(
    terminal: Terminal, session: Session, store: "Store", plan: "Plan", most: int | None = None
) -> "OpenlyRead":
    """Ask the servers of the plan, with a progress bar, and say which gave nothing."""
    from plnbuddy.open_reading.read import read_openly
    from plnbuddy.open_reading.words import passed_over_sentences

    with terminal.progress("Asking") as report:
        read = read_openly(store, session.settings.profile, plan, session.clock, report, most)
    for sentence in passed_over_sentences(read):
        terminal.say(sentence, "yellow")
    return read


def offer(terminal: Terminal, session: Session) -> None:
    """During `start`: living people, if the teacher agrees and is where servers tell of them."""
    plan = plan_of(session, login_on(session.places, Platform.MASTODON))
    if plan.names and may_ask(terminal, session, plan, yes=False):
        from plnbuddy.open_reading.words import read_lines

        with session.store() as store:
            read = ask_servers(terminal, session, store, plan)
            packs = packs_to_show(session, store)
        terminal.show(read_lines(read))
        terminal.show(pack_lines_of(packs))


def pack_lines_of(packs: "Sequence[OpenPack]") -> Iterator[Line]:
    """Packs by name, each with the command that adds it; nothing without any."""
    if packs:
        from plnbuddy.suggest.packs import pack_lines

        yield from pack_lines(packs)


def packs_to_show(session: Session, store: "Store", most: int = 0) -> "list[OpenPack]":
    """The starter packs that fit the teacher and are not added yet, as far as any were found.

    Args:
        most: so many, others every day; 0 for all, best first.
    """
    profile = session.settings.profile
    if Platform.BLUESKY not in profile.platforms or "open" not in session.settings.sources:
        return []
    from plnbuddy.suggest.packs import packs_to_add

    found = packs_to_add(store, profile)
    first = session.clock.today.toordinal() % len(found) if most and found else 0
    return [*found[first:], *found[:first]][: most or len(found)]


def offer_list(terminal: Terminal, session: Session) -> None:
    """During `start`: the list of volunteers that fits best, added on a yes."""
    from plnbuddy.lists.keep import keep
    from plnbuddy.lists.source import read_source
    from plnbuddy.lists.text import draft_lines
    from plnbuddy.suggest.more import added_lists, best_list, known_lists

    if Platform.MASTODON not in session.settings.profile.platforms:
        return
    with session.store() as store:
        profile = session.settings.profile
        offered = best_list(profile, known_lists(store), added_lists(store))
        if offered is None:
            return
        terminal.say(
            f"\nA list whose people asked to be on it: {offered.name} ({offered.description})."
        )
        terminal.say(f"To add it: plnbuddy lists add {as_argument(offered.url)}")
        if not Asker(terminal).yes("Read it now?", "no"):
            return
        try:
            draft = read_source(offered.url, clock=session.clock)
            terminal.show(draft_lines(draft))
            kept = keep(store, draft)
        except PlnbuddyError as error:
            terminal.warn(f"{error.problem} {error.remedy}", "yellow")
            return
    terminal.say(f"Kept as '{kept.name}'; suggestions come from it, too.", "green")


def nobody_to_ask() -> NothingFoundError:
    """What to say to who is only where nobody tells of people without an account."""
    return NothingFoundError(
        "plnbuddy explores Mastodon and Bluesky, and your settings name neither.",
        "To look there, too: plnbuddy config set profile.networks mastodon,bluesky",
    )


def no_yes_yet() -> NoAccountError:
    """What to say where there is neither an account nor a yes."""
    return NoAccountError(
        "plnbuddy has no account to look around with, and no yes to ask public servers without.",
        "See whom it would ask: plnbuddy explore --offline. Let it: plnbuddy explore --yes. "
        "Or log in: plnbuddy login mastodon.social",
    )
