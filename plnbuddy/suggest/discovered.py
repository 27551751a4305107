"""What exploring brought, as candidates, with its facts put into words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.model import SubjectKind, read_subject
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import in_words
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import Discovery, read_discoveries
from plnbuddy.suggest.candidates import Candidate


def discovered_candidates(
    store: Store, kind: SubjectKind, sources: Sequence[str], clock: Clock
) -> list[Candidate]:
    """What exploring brought from these sources, best first."""
    if kind is SubjectKind.CHAT:
        return []
    wanted = set(sources)
    return [
        _candidate(discovery, clock)
        for discovery in read_discoveries(store, kind)
        if wanted & set(discovery.sources)
    ]


def _candidate(discovery: Discovery, clock: Clock) -> Candidate:
    subject = read_subject(discovery.kind, discovery.label)
    person = subject.handle
    return Candidate(
        subject=subject,
        name=discovery.name if person else "",
        sources=discovery.sources,
        topics=discovery.topics,
        levels=(),
        languages=(discovery.language,) if discovery.language else (),
        region="",
        platforms=(person.platform if person else Platform.MASTODON,),
        sort="person" if person else "topic",
        place=person.place if person else "",
        seen_year=discovery.found_on.year,
        own_score=discovery.score,
        stretch=discovery.stretch,
        tell_facts=partial(_tell, discovery, clock.today),
    )


def _tell(discovery: Discovery, today: date) -> tuple[str, ...]:
    said = (_said(fact, today) for fact in discovery.facts)
    return tuple(sentence for sentence in said if sentence)


def _said(fact: Mapping[str, Any], today: date) -> str:
    match fact["kind"]:
        case "followed_by":
            return _followed_by(fact["handles"], fact["count"])
        case "posted":
            return f"posted under #{fact['tag']} {_when(fact, today)}"
        case "wrote":
            return f"wrote to you {_when(fact, today)}"
        case "follows_you":
            return "follows you"
        case "directory":
            return "in the directory of your server"
        case "suggestions":
            return "suggested by your server"
        case "opens":
            return (
                f"opens something new: {fact['new']} of {fact['seen']} people they follow "
                "are followed by nobody you follow"
            )
        case "used_by":
            return (
                f"used by {fact['count']} of those you follow, "
                f"and by at most {fact['people']} people on your server this week"
            )
    return ""


def _followed_by(handles: Sequence[str], count: int) -> str:
    others = count - len(handles)
    if others > 0:
        more = "1 other" if others == 1 else f"{others} others"
        return f"followed by {', '.join(handles)} and {more} you follow"
    return f"followed by {in_words(handles)}, {'whom' if count == 1 else 'both of whom'} you follow"


def _when(fact: Mapping[str, Any], today: date) -> str:
    return spoken_day(date.fromisoformat(fact["on"]), today)


def merge_candidates(curated: Iterable[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """Each candidate once: a curated one that exploring met too has the facts of both."""
    merged = {candidate.subject.key: candidate for candidate in curated}
    for candidate in found:
        known = merged.get(candidate.subject.key)
        merged[candidate.subject.key] = _both(known, candidate) if known else candidate
    return list(merged.values())


def _both(curated: Candidate, found: Candidate) -> Candidate:
    return replace(
        curated,
        sources=tuple(dict.fromkeys((*curated.sources, *found.sources))),
        own_score=max(curated.own_score, found.own_score),
        stretch=max(curated.stretch, found.stretch),
        tell_facts=lambda: tuple(dict.fromkeys((*curated.tell_facts(), *found.tell_facts()))),
    )
