"""What could be suggested: rows of the curated lists, seen as candidates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
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
from plnbuddy.curated.schedule import next_meeting, spoken_schedule, was_seen_lately

CURATED = "curated"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be suggested.

    `sort` is what it is (person, organisation, topic, chat, …) and `place` the
    server it lives on, both for variety. `sources` are where it came from.
    `own_score` (0 to 1) is what exploring says for it, and `stretch` how much of
    that would be new; both are 0 for what is only curated. `tell_facts` says how plnbuddy knows it;
    it is asked for the few that are shown.
    """

    subject: Subject
    name: str
    sources: tuple[str, ...]
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    region: str
    platforms: tuple[Platform, ...]
    sort: str
    place: str
    seen_year: int | None
    own_score: float = 0.0
    stretch: float = 0.0
    tell_facts: Callable[[], tuple[str, ...]] = tuple


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
            tell_facts=partial(_known_from, educator),
        )
        for educator in educators
        if educator.kind is not EducatorKind.BOT
    ]


def _known_from(educator: Educator) -> tuple[str, ...]:
    page = spoken_source(educator.seen)
    sentence = {
        "organisation": f"an official account, named on {page}",
        "self-published": f"makes this account known on {page}",
        "public-recommendation": f"recommended to educators on {page}",
    }.get(educator.basis, f"named on {page}")
    return (educator.description, sentence) if educator.description else (sentence,)


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
            tell_facts=partial(_seen_where, hashtag),
        )
        for hashtag in hashtags
    ]


def _seen_where(hashtag: Hashtag) -> tuple[str, ...]:
    if not hashtag.verified:
        return ("the subject's own name; not checked whether it is used, so look first",)
    return (f"seen {_where(hashtag.platforms)}: {spoken_source(hashtag.seen)}",)


def _where(platforms: tuple[Platform, ...]) -> str:
    if platforms == (Platform.TWITTER,):
        return "on Twitter/X only, so look first whether it is alive"
    return f"on {spoken_platforms(platforms)}"


def chat_candidates(chats: Iterable[Chat], clock: Clock) -> list[Candidate]:
    """Chats as candidates: those that meet, and those that did within some years, marked so.

    A chat whose source says that it ended is never a candidate.
    """
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
            tell_facts=partial(_chat_facts, chat, clock),
        )
        for chat in chats
        if was_seen_lately(chat, clock.today.year)
    ]


def _chat_facts(chat: Chat, clock: Clock) -> tuple[str, ...]:
    page = spoken_source(chat.seen)
    alive = chat.status is ChatStatus.ALIVE
    facts = [fact for fact in (spoken_schedule(chat),) if fact]
    meeting = next_meeting(chat, clock)
    if meeting:
        local = clock.local(meeting)
        said = f"{local:%A} {local.day} {local:%B} at {local:%H:%M} your time"
        facts.append(f"next on {said}" if alive else f"if it still meets, next on {said}")
    if alive:
        return (*facts, f"seen meeting in {chat.last_seen}, on {page}")
    return (
        f"may have ended: last seen in {chat.last_seen}, on {page}; look under the tag first",
        *facts,
    )


def spoken_source(seen: Seen) -> str:
    """The page in short: its site and its year."""
    site = (urlsplit(seen.address).hostname or seen.address).removeprefix("www.")
    return f"{site} ({seen.year})" if seen.year else site
