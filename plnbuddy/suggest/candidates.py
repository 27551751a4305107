"""What could be suggested, whichever source names it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from plnbuddy.core.model import Subject
from plnbuddy.core.platform import Platform
from plnbuddy.suggest.facts import Fact


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be suggested.

    `sort` is what it is (person, organisation, topic, chat, …) and `place` the
    server it lives on, both for variety. `sources` are where it came from.
    `own_score` (0 to 1) is what exploring says for it, and `stretch` how much of
    that would be new; both are 0 for what is only curated. `facts` say how plnbuddy
    knows it; they are put into words for the few that are shown.
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
    facts: tuple[Fact, ...] = ()


def merge_candidates(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each candidate once; what several sources name has the facts of all of them.

    The first source that names it says what it is about.
    """
    merged: dict[str, Candidate] = {}
    for candidate in candidates:
        known = merged.get(candidate.subject.key)
        merged[candidate.subject.key] = _both(known, candidate) if known else candidate
    return list(merged.values())


def _both(first: Candidate, other: Candidate) -> Candidate:
    return replace(
        first,
        sources=tuple(dict.fromkeys((*first.sources, *other.sources))),
        own_score=max(first.own_score, other.own_score),
        stretch=max(first.stretch, other.stretch),
        facts=(*first.facts, *other.facts),
    )
