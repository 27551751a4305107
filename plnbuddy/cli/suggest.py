"""`plnbuddy suggest`: today's few suggestions."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.cli.account import login_on, server_of
from plnbuddy.cli.completing import offer_topics
from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import Session, open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clock import spoken_day
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.source_names import SOURCE_NAMES
from plnbuddy.core.vocabulary import in_words, sort_words
from plnbuddy.store.account_state import get_account_state, latest_sync
from plnbuddy.store.database import Store
from plnbuddy.suggest.check import CHECKED_A_RUN, check_day
from plnbuddy.suggest.day import DailyList
from plnbuddy.suggest.text import daily_lines, shortage_sentences, way_on_line
from plnbuddy.suggest.today import keep_shown, suggest_today
from plnbuddy.system.config import Settings, read_list

if TYPE_CHECKING:
    from plnbuddy.suggest.more import WayOn

app = new_app()

_STALE = timedelta(days=2)


class What(StrEnum):
    """The kinds of suggestion, as they are called on the command line."""

    PEOPLE = "people"
    HASHTAGS = "hashtags"
    CHATS = "chats"


_KINDS = {
    What.PEOPLE: SubjectKind.PERSON,
    What.HASHTAGS: SubjectKind.HASHTAG,
    What.CHATS: SubjectKind.CHAT,
}


@app.command()
def suggest(
    what: Annotated[What | None, typer.Argument(help="Only these.", show_default=False)] = None,
    count: Annotated[
        int | None,
        typer.Option(
            "--number", "-n", min=1, max=50, help="How many of each kind.", show_default=False
        ),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            help="A topic instead of yours; may be repeated.",
            show_default=False,
            autocompletion=offer_topics,
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            help=f"{in_words(SOURCE_NAMES, 'or')}; may be repeated.",
            show_default=False,
        ),
    ] = None,
    stretch: Annotated[
        bool,
        typer.Option("--stretch", help="People who would open something new to you."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the scores, and why others are not here.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use only what is on this computer.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Today's few people, hashtags and chats, with reasons.

    \b
    plnbuddy suggest
    plnbuddy suggest people -n 10
    plnbuddy suggest hashtags --topic music
    plnbuddy suggest --explain
    """
    terminal = Terminal(quiet=quiet)
    session = open_session()
    settings = session.settings
    if topic:
        topics, keywords = sort_words(topic)
        profile = settings.profile._replace(topics=topics or ("general",), keywords=keywords)
        settings = settings._replace(profile=profile)
    if source:
        settings = settings._replace(sources=read_list("suggest.sources", source))
    if not settings.profile.topics:
        raise UsageError(
            "plnbuddy does not know yet what you teach.",
            "Run this once: plnbuddy start   (or give a topic: plnbuddy suggest --topic music)",
        )
    usual = {
        SubjectKind.PERSON: settings.people,
        SubjectKind.HASHTAG: settings.hashtags,
        SubjectKind.CHAT: settings.chats,
    }
    kinds = [_KINDS[what]] if what else [SubjectKind.PERSON] if stretch else list(SubjectKind)
    wanted = {kind: count or usual[kind] or int(what is not None) for kind in kinds}
    with session.store() as store:
        daily = suggest_today(store, settings, session.clock, wanted, stretch=stretch)
        if not offline:
            daily = _checked(session, terminal, store, settings, daily, wanted, stretch=stretch)
        _show(session, terminal, store, daily, explain=explain, json=json)
        keep_shown(store, daily, session.clock)
        way_on = _way_on(session, store, settings, daily) if not stretch else None
    if not daily.suggestions:
        raise NothingFoundError(
            "There is nothing to suggest today.", _remedy(what, way_on, stretch=stretch)
        )
    if way_on and not json:
        terminal.say(way_on_line(way_on), "yellow")
    if not json:
        first = daily.suggestions[0].number
        terminal.say_next(f"plnbuddy follow {first}", f"or: skip {first}, later {first}")


def _show(
    session: Session,
    terminal: Terminal,
    store: Store,
    daily: DailyList,
    *,
    explain: bool,
    json: bool,
) -> None:
    """Write the list out; afterwards it stands where the teacher reads it."""
    if json:
        terminal.show_json("suggest", daily)
        terminal.flush()
        return
    people = any(section.kind is SubjectKind.PERSON for section in daily.sections)
    if people and Platform.BLUESKY in session.settings.profile.platforms:
        from plnbuddy.cli.open_reading import pack_lines_of, packs_to_show

        terminal.show(pack_lines_of(packs_to_show(session, store, most=1)))
    terminal.show(daily_lines(daily, explain=explain))
    if explain:
        from plnbuddy.open_reading.passed_over import silent_server_lines

        terminal.show(silent_server_lines(store, session.clock))
    terminal.flush()
    synced_at = latest_sync(store)
    if synced_at and session.clock.now - synced_at > _STALE:
        day = spoken_day(session.clock.day_of(synced_at), session.clock.today)
        terminal.say(f"Your follows were read {day}; plnbuddy sync reads them again.", "dim")
    for sentence in shortage_sentences(daily):
        terminal.say(sentence, "yellow")


def _way_on(session: Session, store: Store, settings: Settings, daily: DailyList) -> "WayOn | None":
    """The one thing that brings more, when there are fewer people or hashtags than wanted."""
    dry = any(s.missing for s in daily.sections if s.kind is not SubjectKind.CHAT)
    if not dry:
        return None
    from plnbuddy.suggest.more import best_way_on

    login = login_on(session.places, Platform.MASTODON)
    synced = login is not None and get_account_state(store, login.key) is not None
    return best_way_on(
        store,
        settings,
        session.clock,
        explorer=login.key if login and synced else None,
        logged_in=login is not None,
    )


def _remedy(what: What | None, way_on: "WayOn | None", *, stretch: bool) -> str:
    if stretch:
        return "Run this first: plnbuddy explore"
    if what is What.CHATS:
        return "Put one of your own in the calendar: plnbuddy chats add --help"
    if way_on:
        return way_on_line(way_on)
    return "Add a topic, level or language: plnbuddy start --topic …"


def _checked(
    session: Session,
    terminal: Terminal,
    store: Store,
    settings: Settings,
    daily: DailyList,
    wanted: Mapping[SubjectKind, int],
    *,
    stretch: bool,
) -> DailyList:
    """The list after a look at its people, where an account is there and may be asked at once.

    Nothing is asked before the first sync.
    """
    login = login_on(session.places, Platform.MASTODON)
    if login is None or get_account_state(store, login.key) is None:
        return daily
    from plnbuddy.ranking.exploration import start_exploration

    def again(without: set[str], only_checked: bool) -> DailyList:
        return suggest_today(
            store, settings, session.clock, wanted,
            stretch=stretch, only_checked=only_checked, without=without,
        )  # fmt: skip

    server = server_of(login, terminal)
    run = start_exploration(store, server, login, settings, session.clock, CHECKED_A_RUN)
    try:
        return check_day(run, daily, again)
    except PlnbuddyError as error:
        terminal.warn(f"These people were not checked: {error.problem}", "yellow")
    return daily
