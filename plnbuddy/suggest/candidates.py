"""What could be suggested, whichever source names it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from plnbuddy.core.model import Subject
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.suggest.facts import Doubt, Fact


class About(StrEnum):
    """What a hashtag is about, as far as whoever keeps the lists has looked."""

    TEACHING = "teaching"
    SUBJECT = "its subject"
    UNVERIFIED = "its subject, and not checked whether it is used"


class Candidate(NamedTuple):
    """Something that could be suggested.

    `sort` is what it is (person, organisation, topic, chat, …) and `place` the
    server it lives on, both for variety. `sources` are where it came from.
    `own_score` (0 to 1) is what exploring says for it, and `stretch` how much of
    that would be new; both are 0 for what is only curated. `life` is what is left of the
    score where little happens, 1 where nothing speaks against it. `facts` say how plnbuddy
    knows it; they are put into words for the few that are shown. `role` is what stands
    behind a person, `about` what a hashtag is about. `personal` says that the teacher
    knows them or chose them.
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
    life: float = 1.0
    stretch: float = 0.0
    facts: tuple[Fact, ...] = ()
    role: Role = Role.UNKNOWN
    about: About | None = None
    personal: bool = False

    @property
    def new_share(self) -> float:
        """Which share of what they follow is new to the teacher, as far as was read."""
        return self.stretch / self.own_score if self.own_score else 0.0


def merge_candidates(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each candidate once; what several sources name has the facts of all of them.

    The first source that knows what it is about says so.
    """
    merged: dict[str, Candidate] = {}
    for candidate in candidates:
        key = candidate.subject.key
        known = merged.get(key)
        merged[key] = _both(known, candidate) if known else candidate
    return list(merged.values())


def _seen_in_use(first: Candidate, other: Candidate) -> About | None:
    """What a hashtag is about; one that another source met is in use."""
    about = first.about or other.about
    met = first.own_score or other.own_score
    return About.SUBJECT if met and about is About.UNVERIFIED else about


def _both(first: Candidate, other: Candidate) -> Candidate:
    return first._replace(
        sources=tuple(dict.fromkeys((*first.sources, *other.sources))),
        name=first.name or other.name,
        topics=first.topics or other.topics,
        levels=first.levels or other.levels,
        languages=first.languages or other.languages,
        region=first.region or other.region,
        role=other.role if first.role is Role.UNKNOWN else first.role,
        about=_seen_in_use(first, other),
        platforms=tuple(dict.fromkeys((*first.platforms, *other.platforms))),
        personal=first.personal or other.personal,
        own_score=max(first.own_score, other.own_score),
        life=min(first.life, other.life),
        stretch=max(first.stretch, other.stretch),
        facts=_without_doubts((*first.facts, *other.facts), first.own_score or other.own_score),
    )


def _without_doubts(facts: tuple[Fact, ...], met: float) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if not isinstance(fact, Doubt)) if met else facts
