"""`plnbuddy explore`: read more of the living network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.account import exploring_api_of, login_on, logins_to_read
from plnbuddy.cli.open_reading import (
    ask_servers,
    may_ask,
    no_yes_yet,
    nobody_to_ask,
    packs_to_show,
    plan_of,
    show_packs,
)
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import line
from plnbuddy.store.account_state import get_account_state

if TYPE_CHECKING:
    from plnbuddy.open_reading.read import OpenlyRead
    from plnbuddy.platforms.credentials import Login
    from plnbuddy.store.database import Store
    from plnbuddy.store.open_packs import OpenPack
    from plnbuddy.suggest.explore import Explored

app = new_app()

_BUDGET = 60  # a fifth of what a server allows in five minutes


@app.command()
def explore(
    budget: Annotated[
        int, typer.Option("--budget", min=1, max=300, help="At most this many requests.")
    ] = _BUDGET,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Let it ask public servers, now and later.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody; say whom it would ask what.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Look for people and hashtags in the living network.

    `suggest` shows what it finds. Without an account it asks a few public servers
    who posts under the hashtags of what you teach, and Bluesky which starter packs
    there are for it, after it has asked you once.
    With one it also reads whom those you follow follow, and more. It stops at the
    budget; what was read is kept, and the next run goes on from there; once a day
    is enough. Ctrl-C stops it.

    \b
    plnbuddy explore
    plnbuddy explore --offline
    plnbuddy explore --budget 20
    """
    terminal = Terminal(quiet=quiet, no_input=json)
    session = open_session()
    if not session.settings.profile.topics:
        raise UsageError(
            "plnbuddy does not know yet what you teach.", "Run this once: plnbuddy start"
        )
    login = login_on(session.places, Platform.MASTODON)
    plan = plan_of(session, login)
    logins = logins_to_read(session.places)
    if not plan.names and not logins:
        raise nobody_to_ask()
    if offline:
        from plnbuddy.open_reading.words import plan_lines

        terminal.show(plan_lines(plan))
        return
    allowed = bool(plan.names) and may_ask(terminal, session, plan, yes=yes)
    if not logins and not allowed:
        raise no_yes_yet()
    with session.store() as store:
        explored = _explore_accounts(terminal, session, store, logins, budget)
        left = budget - (explored.requests if explored else 0)
        read = ask_servers(terminal, session, store, plan, left) if allowed else None
        packs = packs_to_show(session, store)
    _show(terminal, explored, read, packs, json=json)


def _explore_accounts(
    terminal: Terminal, session: Session, store: "Store", logins: "Sequence[Login]", budget: int
) -> "Explored | None":
    """What the teacher's accounts see, each with its share of the requests; None without one.

    Raises:
        NothingFoundError: nothing was read of any account yet.
    """
    from plnbuddy.suggest.explore import joined

    states = {login.key: get_account_state(store, login.key) for login in logins}
    known = [login for login in logins if (state := states[login.key]) and state.synced_at]
    if logins and not known:
        raise NothingFoundError(
            "plnbuddy does not know yet whom you follow.", "Run this first: plnbuddy sync"
        )
    found = [
        _explore_account(terminal, session, store, login, budget // len(known)) for login in known
    ]
    return joined(found) if found else None


def _explore_account(
    terminal: Terminal, session: Session, store: "Store", login: "Login", budget: int
) -> "Explored":
    from plnbuddy.ranking.exploration import start_exploration
    from plnbuddy.suggest.explore import explore as explore_network

    server = exploring_api_of(login, terminal, session.places)
    run = start_exploration(store, server, login, session.settings, session.clock, budget)
    with terminal.progress("Exploring") as report:
        return explore_network(run, report)


def _show(
    terminal: Terminal,
    explored: "Explored | None",
    read: "OpenlyRead | None",
    packs: "list[OpenPack]",
    *,
    json: bool,
) -> None:
    if json:
        terminal.show_json("explore", _told(explored, read, packs))
        return
    if explored:
        parts = ", ".join(f"{count} {source}" for source, count in explored.by_source.items())
        terminal.show(
            [
                line(
                    f"{explored.people} people and {explored.hashtags} hashtags to suggest"
                    f"{f' ({parts})' if parts else ''}; "
                    f"{explored.requests} of {explored.budget} requests."
                )
            ]
        )
    if read:
        from plnbuddy.open_reading.words import read_lines

        terminal.show(read_lines(read))
    show_packs(terminal, packs)
    terminal.say_next("plnbuddy suggest", "or: suggest --stretch" if explored else "")


def _told(
    explored: "Explored | None", read: "OpenlyRead | None", packs: "list[OpenPack]"
) -> dict[str, object]:
    """As docs/json.md has it: what the account sees, or else what servers told strangers."""
    main = explored or read
    assert main is not None
    return {
        "people": main.people,
        "hashtags": main.hashtags,
        "by_source": main.by_source,
        "requests": main.requests,
        "budget": main.budget,
        "open_reading": read,
        "packs": [
            {"title": p.title, "people": p.people or None, "by": p.keeper, "address": p.address}
            for p in packs
        ],
    }
