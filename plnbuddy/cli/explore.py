"""`plnbuddy explore`: read more of the living network."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plnbuddy.cli.account import (
    exploring_api_of,
    login_on,
    logins_to_read,
    synced_logins,
)
from plnbuddy.cli.answer import Answer, NextStep
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.open_reading import (
    ask_servers,
    may_ask,
    no_yes_yet,
    nobody_to_ask,
    pack_lines_of,
    packs_to_show,
    plan_of,
)
from plnbuddy.cli.options import new_app
from plnbuddy.core.errors import PlnbuddyError, UsageError
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import Line, line
from plnbuddy.out.wording import counted

if TYPE_CHECKING:
    from plnbuddy.open_reading.read import OpenlyRead
    from plnbuddy.platforms.credentials import Login
    from plnbuddy.store.open_packs import OpenPack
    from plnbuddy.suggest.explore import Explored

app = new_app()

_BUDGET = 60  # a fifth of what a server allows in five minutes


@app.command()
@command(asks=True)
def explore(
    run: Run,
    budget: Annotated[
        int, typer.Option("--budget", min=1, max=300, help="At most this many requests.")
    ] = _BUDGET,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Let it ask public servers, now and later.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody; say whom it would ask what.")
    ] = False,
) -> Answer:
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
    if not run.settings.profile.topics:
        raise UsageError(
            "plnbuddy does not know yet what you teach.", "Run this once: plnbuddy start"
        )
    plan = plan_of(run.session, login_on(run.places, Platform.MASTODON))
    logins = logins_to_read(run.places)
    if not plan.names and not logins:
        raise nobody_to_ask()
    if offline:
        from plnbuddy.open_reading.words import plan_lines

        asked = {"servers": plan.names, "hashtags": plan.tags, "packs": plan.packs}
        return Answer("explore-plan", asked, plan_lines(plan))
    allowed = bool(plan.names) and may_ask(run.terminal, run.session, plan, yes=yes)
    if not logins and not allowed:
        raise no_yes_yet()
    seen = _explore_accounts(run, logins, budget)
    explored = _joined(seen)
    left = budget - sum(each.requests for each in seen)
    read = ask_servers(run.terminal, run.session, run.store, plan, left) if allowed else None
    failures = [each.failure for each in seen if each.failure]
    if failures and not explored and not read:
        raise failures[0]
    packs = packs_to_show(run.session, run.store)
    return Answer(
        "explore",
        {**_told(explored, read, packs), "accounts": [_account_facts(each) for each in seen]},
        [*_found_lines(explored, read, packs), *_failure_lines(seen)],
        next_step=NextStep("plnbuddy suggest", "or: suggest --stretch" if explored else ""),
        failure=failures[0] if failures else None,
    )


class Seen(NamedTuple):
    """What became of exploring on one account: what it sees, or why it failed, and its cost."""

    login: "Login"
    explored: "Explored | None"
    failure: PlnbuddyError | None
    requests: int


def _explore_accounts(run: Run, logins: "Sequence[Login]", budget: int) -> list[Seen]:
    """What the teacher's accounts see, each with its share of the requests.

    Raises:
        NothingFoundError: nothing was read of any account yet.
    """
    if not logins:
        return []
    known = synced_logins(run.store, logins)
    return [_explore_account(run, login, budget // len(known)) for login in known]


def _explore_account(run: Run, login: "Login", budget: int) -> Seen:
    """What an account sees; one that fails stops no other, and what it read is kept."""
    from plnbuddy.ranking.exploration import start_exploration
    from plnbuddy.suggest.explore import explore as explore_network

    server = exploring_api_of(login, run.terminal, run.places)
    try:
        exploration = start_exploration(run.store, server, login, run.settings, run.clock, budget)
        with run.terminal.progress("Exploring") as report:
            explored = explore_network(exploration, report)
    except PlnbuddyError as error:
        return Seen(login, None, error, server.requests_made)
    return Seen(login, explored, None, explored.requests)


def _joined(seen: "Sequence[Seen]") -> "Explored | None":
    from plnbuddy.suggest.explore import joined

    explored = [each.explored for each in seen if each.explored]
    return joined(explored) if explored else None


def _account_facts(seen: Seen) -> dict[str, object]:
    return {
        "handle": seen.login.handle,
        "people": seen.explored.people if seen.explored else None,
        "hashtags": seen.explored.hashtags if seen.explored else None,
        "requests": seen.requests,
        "problem": seen.failure.problem if seen.failure else "",
    }


def _failure_lines(seen: "Sequence[Seen]") -> Iterator[Line]:
    """Each account that failed; why the first one did is said at the end, with what to do."""
    failed = [(each.login.handle, each.failure) for each in seen if each.failure]
    for at, (handle, failure) in enumerate(failed):
        why = f" {failure.problem}" if at else ""
        yield line(f"{handle} was not explored to the end.{why}", "yellow")


def _found_lines(
    explored: "Explored | None", read: "OpenlyRead | None", packs: "list[OpenPack]"
) -> Iterator[Line]:
    if explored:
        parts = ", ".join(f"{count} {source}" for source, count in explored.by_source.items())
        yield line(
            f"{counted(explored.people, 'person', 'people')} and "
            f"{counted(explored.hashtags, 'hashtag')} to suggest"
            f"{f' ({parts})' if parts else ''}; "
            f"{explored.requests} of {counted(explored.budget, 'request')}."
        )
    if read:
        from plnbuddy.open_reading.words import read_lines

        yield from read_lines(read)
    yield from pack_lines_of(packs)


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
