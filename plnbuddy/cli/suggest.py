"""`plnbuddy suggest`: today's few suggestions."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from plnbuddy.cli.options import Json, Quiet, new_app
from plnbuddy.cli.session import open_session
from plnbuddy.cli.terminal import Terminal
from plnbuddy.clock import spoken_day
from plnbuddy.errors import NothingFoundError, UsageError
from plnbuddy.model import SubjectKind
from plnbuddy.store.account_state import latest_sync
from plnbuddy.suggest.daily import suggest_today
from plnbuddy.suggest.text import daily_lines, shortage_sentences
from plnbuddy.vocabulary import find_topic

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
            "--topic", help="A topic instead of yours; may be repeated.", show_default=False
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the scores, and why others are not here.")
    ] = False,
    _offline: Annotated[
        bool, typer.Option("--offline", help="Use only what is on this computer.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Today's few people, hashtags and chats, each with its reasons.

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
        topics = tuple(dict.fromkeys(find_topic(word) for word in topic))
        settings = replace(settings, profile=replace(settings.profile, topics=topics))
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
    kinds = [_KINDS[what]] if what else list(SubjectKind)
    wanted = {kind: count or usual[kind] or int(what is not None) for kind in kinds}
    with session.store() as store:
        daily = suggest_today(store, settings, session.clock, wanted)
        synced_at = latest_sync(store)
    if json:
        terminal.show_json("suggest", daily)
    else:
        terminal.show(daily_lines(daily, explain=explain))
        if synced_at and session.clock.now - synced_at > _STALE:
            day = spoken_day(session.clock.local(synced_at).date(), session.clock.today)
            terminal.say(f"Your follows were read {day}; plnbuddy sync reads them again.", "dim")
        for sentence in shortage_sentences(daily, topic_given=bool(topic)):
            terminal.say(sentence, "yellow")
    if not daily.suggestions:
        raise NothingFoundError(
            "There is nothing to suggest today.", "Tomorrow brings new ones back."
        )
    if not json:
        first = daily.suggestions[0].number
        terminal.say_next(f"plnbuddy follow {first}", f"or: skip {first}, later {first}")
