"""`plnbuddy suggest`: today's few suggestions."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from plnbuddy.blogs.offer import posts_today
from plnbuddy.cli.account import login_on, server_of
from plnbuddy.cli.answer import Answer, NextStep, Said
from plnbuddy.cli.command import Run, command
from plnbuddy.cli.completing import offer_topics
from plnbuddy.cli.options import Offline, new_app
from plnbuddy.core.clock import spoken_day
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, UsageError
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.source_names import SOURCE_NAMES
from plnbuddy.core.vocabulary import in_words, sort_words
from plnbuddy.out.lines import Line
from plnbuddy.store.account_state import get_account_state, latest_sync
from plnbuddy.store.blogs import BlogPost, all_blogs, mark_offered
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
@command()
def suggest(
    run: Run,
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
    offline: Offline = False,
) -> Answer:
    """Today's few people, hashtags and chats, with reasons; and what is new in blogs you read.

    \b
    plnbuddy suggest
    plnbuddy suggest people -n 10
    plnbuddy suggest hashtags --topic music
    plnbuddy suggest --explain
    """
    settings = _settings(run.settings, topic, source)
    usual = {
        SubjectKind.PERSON: settings.people,
        SubjectKind.HASHTAG: settings.hashtags,
        SubjectKind.CHAT: settings.chats,
    }
    kinds = [_KINDS[what]] if what else [SubjectKind.PERSON] if stretch else list(SubjectKind)
    wanted = {kind: count or usual[kind] or int(what is not None) for kind in kinds}
    daily = suggest_today(run.store, settings, run.clock, wanted, stretch=stretch)
    if not offline:
        daily = _checked(run, settings, daily, wanted, stretch=stretch)
    plain = what is None and not topic and not source and not stretch
    to_read = posts_today(run.store, run.clock) if plain else []

    def keep() -> None:
        keep_shown(run.store, daily, run.clock)
        if to_read:
            with run.store.writing():
                mark_offered(run.store, to_read, run.clock.today)

    answer = Answer(
        "suggest",
        {**daily._asdict(), "to_read": to_read},
        _lines(run, daily, to_read, explain=explain),
        said=_said(run, settings, daily, tells_more=not stretch),
        # Only who was displayed rests: what a reader did not take is not kept.
        when_shown=keep,
    )
    if daily.suggestions:
        first = daily.suggestions[0].number
        return answer._replace(
            next_step=NextStep(f"plnbuddy follow {first}", f"or: skip {first}, later {first}")
        )
    if to_read:
        return answer._replace(next_step=NextStep("plnbuddy blogs"))
    way_on = None if stretch else _way_on(run, settings, daily)
    remedy = _remedy(what, way_on, stretch=stretch)
    return answer._replace(
        said=_said(run, settings, daily, tells_more=False),
        failure=NothingFoundError("There is nothing to suggest today.", remedy),
    )


def _settings(settings: Settings, topics: list[str] | None, sources: list[str] | None) -> Settings:
    """The teacher's settings, with the topics and the sources that were asked for instead.

    Raises:
        UsageError: a topic or a source is none, or no topic is known.
    """
    if topics:
        known, keywords = sort_words(topics)
        profile = settings.profile._replace(topics=known or ("general",), keywords=keywords)
        settings = settings._replace(profile=profile)
    if sources:
        settings = settings._replace(sources=read_list("suggest.sources", sources))
    if not settings.profile.topics:
        raise UsageError(
            "plnbuddy does not know yet what you teach.",
            "Run this once: plnbuddy start   (or give a topic: plnbuddy suggest --topic music)",
        )
    return settings


def _lines(run: Run, daily: DailyList, to_read: list[BlogPost], *, explain: bool) -> Iterator[Line]:
    """What people read: a pack for who is on Bluesky, the list, posts, and with `explain` why."""
    people = any(section.kind is SubjectKind.PERSON for section in daily.sections)
    if people and Platform.BLUESKY in run.settings.profile.platforms:
        from plnbuddy.cli.open_reading import pack_lines_of, packs_to_show

        yield from pack_lines_of(packs_to_show(run.session, run.store, most=1))
    yield from daily_lines(daily, explain=explain)
    if to_read:
        from plnbuddy.blogs.text import to_read_lines

        yield from to_read_lines(to_read, all_blogs(run.store), run.clock.today)
    if explain:
        from plnbuddy.open_reading.passed_over import silent_server_lines

        yield from silent_server_lines(run.store, run.clock)


def _said(run: Run, settings: Settings, daily: DailyList, *, tells_more: bool) -> Iterator[Said]:
    """What is said below the list; what brings more is looked for when the list stands there."""
    synced_at = latest_sync(run.store)
    if synced_at and run.clock.now - synced_at > _STALE:
        day = spoken_day(run.clock.day_of(synced_at), run.clock.today)
        yield Said(f"Your follows were read {day}; plnbuddy sync reads them again.", "dim")
    for sentence in shortage_sentences(daily):
        yield Said(sentence, "yellow")
    if tells_more and (way_on := _way_on(run, settings, daily)):
        yield Said(way_on_line(way_on), "yellow")


def _way_on(run: Run, settings: Settings, daily: DailyList) -> "WayOn | None":
    """The one thing that brings more, when there are fewer people or hashtags than wanted.

    Beside a full list of people it is exploring, or nothing: all the rest brings people.
    """
    dry = {section.kind for section in daily.sections if section.missing} - {SubjectKind.CHAT}
    if not dry:
        return None
    enough = {section.kind for section in daily.sections} - dry
    from plnbuddy.suggest.more import best_way_on

    login = login_on(run.places, Platform.MASTODON)
    synced = login is not None and get_account_state(run.store, login.key) is not None
    return best_way_on(
        run.store,
        settings,
        run.clock,
        explorer=login.key if login and synced else None,
        logged_in=login is not None,
        people=SubjectKind.PERSON not in enough,
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
    run: Run,
    settings: Settings,
    daily: DailyList,
    wanted: Mapping[SubjectKind, int],
    *,
    stretch: bool,
) -> DailyList:
    """The list after a look at its people, where an account is there and may be asked at once.

    Nothing is asked before the first sync.
    """
    login = login_on(run.places, Platform.MASTODON)
    if login is None or get_account_state(run.store, login.key) is None:
        return daily
    from plnbuddy.ranking.exploration import start_exploration

    def again(without: set[str], only_checked: bool) -> DailyList:
        return suggest_today(
            run.store, settings, run.clock, wanted,
            stretch=stretch, only_checked=only_checked, without=without,
        )  # fmt: skip

    server = server_of(login, run.terminal)
    look = start_exploration(run.store, server, login, settings, run.clock, CHECKED_A_RUN)
    try:
        return check_day(look, daily, again)
    except PlnbuddyError as error:
        run.terminal.warn(f"These people were not checked: {error.problem}", "yellow")
    return daily
