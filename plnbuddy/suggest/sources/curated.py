"""The lists that come with plnbuddy: people, hashtags and chats."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import (
    Chat,
    ChatStatus,
    Educator,
    EducatorKind,
    Hashtag,
    Seen,
    Subject,
    SubjectKind,
)
from plnbuddy.core.platform import Platform, spoken_platforms
from plnbuddy.curated.bundled import read_chats, read_educators, read_hashtags
from plnbuddy.curated.schedule import next_meeting, spoken_schedule
from plnbuddy.suggest.candidates import About, Candidate
from plnbuddy.suggest.facts import Doubt, Fact, Said
from plnbuddy.suggest.sources.source import Needs, Source

if TYPE_CHECKING:
    from plnbuddy.ranking.exploration import Exploration

CURATED = "curated"

LOOKED_AT_A_RUN = 5
"""Curated people whom a run of exploring looks at, one request each."""

_NEXT_IN_TURN = 10


@cache
def curated_candidates(kind: SubjectKind) -> tuple[Candidate, ...]:
    """The candidates of that kind in the curated lists; made once in a run, as these are read."""
    match kind:
        case SubjectKind.PERSON:
            return tuple(educator_candidates(read_educators()))
        case SubjectKind.HASHTAG:
            return tuple(hashtag_candidates(read_hashtags()))
        case SubjectKind.CHAT:
            return tuple(chat_candidates(read_chats()))


def educator_candidates(educators: Iterable[Educator]) -> list[Candidate]:
    """Educators as candidates; bots are left out."""
    return [
        Candidate(
            subject=Subject(SubjectKind.PERSON, educator.handle),
            name=educator.name,
            sources=(CURATED,),
            topics=educator.topics,
            levels=educator.levels,
            languages=educator.languages,
            region=educator.region,
            platforms=(educator.handle.platform,),
            sort=educator.kind.value,
            place=educator.handle.place,
            seen_year=educator.seen.year,
            facts=(
                *((Said(educator.description),) if educator.description else ()),
                NamedOn(educator.basis, educator.seen),
            ),
            role=educator.role,
        )
        for educator in educators
        if educator.kind is not EducatorKind.BOT and educator.role.may_be_suggested
    ]


class NamedOn(NamedTuple):
    """The public page that a person was read from, and why they may be listed."""

    basis: str
    seen: Seen

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """What the page does: name, recommend, or belong to them."""
        page = spoken_source(self.seen)
        return {
            "organisation": f"an official account, named on {page}",
            "self-published": f"makes this account known on {page}",
            "public-recommendation": f"recommended to educators on {page}",
        }.get(self.basis, f"named on {page}")


def hashtag_candidates(hashtags: Iterable[Hashtag]) -> list[Candidate]:
    """Hashtags as candidates."""
    return [
        Candidate(
            subject=Subject(SubjectKind.HASHTAG, hashtag.tag),
            name=hashtag.description,
            sources=(CURATED,),
            topics=hashtag.topics,
            levels=hashtag.levels,
            languages=hashtag.languages,
            region=hashtag.region,
            platforms=hashtag.platforms,
            sort="community" if hashtag.communal else "topic",
            place="",
            seen_year=hashtag.seen.year,
            facts=(_seen(hashtag),),
            about=_about(hashtag),
        )
        for hashtag in hashtags
    ]


def _about(hashtag: Hashtag) -> About:
    if not hashtag.verified:
        return About.UNVERIFIED
    return About.TEACHING if hashtag.about_teaching else About.SUBJECT


class SeenIn(NamedTuple):
    """The page that a hashtag was read from, and where it is in use."""

    platforms: tuple[Platform, ...]
    seen: Seen

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Where it was seen, and on which page."""
        return f"seen on {spoken_platforms(self.platforms)}: {spoken_source(self.seen)}"


_UNVERIFIED = Doubt("the subject's own name; not checked whether it is used, so look first")


def _seen(hashtag: Hashtag) -> Fact:
    if not hashtag.verified:
        return _UNVERIFIED
    if hashtag.platforms == (Platform.TWITTER,):
        source = spoken_source(hashtag.seen)
        return Doubt(f"seen on Twitter/X only, so look first whether it is alive: {source}")
    return SeenIn(hashtag.platforms, hashtag.seen)


def chat_candidates(chats: Iterable[Chat]) -> list[Candidate]:
    """Chats that meet, as candidates; one that may have ended is never one."""
    return [
        Candidate(
            subject=Subject(SubjectKind.CHAT, chat.tag),
            name=chat.name or chat.description,
            sources=(CURATED,),
            topics=chat.topics,
            levels=chat.levels,
            languages=chat.languages,
            region=chat.region,
            platforms=chat.platforms,
            sort="chat",
            place="",
            seen_year=chat.last_seen,
            facts=_chat_facts(chat),
        )
        for chat in chats
        if chat.status is ChatStatus.ALIVE
    ]


def _chat_facts(chat: Chat) -> tuple[Fact, ...]:
    schedule = spoken_schedule(chat)
    seen = f"seen meeting in {chat.last_seen}, on {spoken_source(chat.seen)}"
    return (*((Said(schedule),) if schedule else ()), Meets(chat), Said(seen))


class Meets(NamedTuple):
    """When a chat meets next."""

    chat: Chat

    def told(self, clock: Clock) -> str:
        """The day and hour where the teacher is; "" when nobody knows."""
        meeting = next_meeting(self.chat, clock)
        if meeting is None:
            return ""
        local = clock.local(meeting)
        return f"next on {local:%A} {local.day} {local:%B} at {local:%H:%M} your time"


def spoken_source(seen: Seen) -> str:
    """The page in short: its site and its year."""
    site = _site(seen.address)
    return f"{site} ({seen.year})" if seen.year else site


@cache
def _site(address: str) -> str:
    """The site of a page; many rows were read from the same one."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def look_at_next(run: "Exploration") -> None:
    """Look whether the curated people whose turn it is are still there; one request each."""
    from plnbuddy.store.discovery import last_words
    from plnbuddy.suggest.check import check_people, is_checked
    from plnbuddy.suggest.day import build_day
    from plnbuddy.suggest.memory import read_memory

    section = build_day(
        candidates=curated_candidates,
        memory=read_memory(run.store, run.clock),
        settings=run.settings,
        clock=run.clock,
        wanted={SubjectKind.PERSON: _NEXT_IN_TURN},
    ).sections[0]
    said = last_words(run.store)
    due = [
        suggestion.subject
        for suggestion in section.suggestions
        if suggestion.subject.is_on(run.login.handle.platform)
        and not is_checked(suggestion.subject, said, run.clock)
    ]
    check_people(run, due[:LOOKED_AT_A_RUN])


SOURCE = Source(
    name=CURATED,
    what="the lists that come with plnbuddy",
    needs=Needs.NOTHING,
    candidates=lambda asked: curated_candidates(asked.kind),
    reading=(look_at_next,),
    turn=30,
    needs_consent=False,
)
