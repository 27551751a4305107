"""What exploring found and kept, as candidates."""

from collections.abc import Sequence

from plnbuddy.core.model import SubjectKind, read_subject
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.store.discovery import Discovery, read_discoveries
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.suggest.facts import read_fact
from plnbuddy.suggest.sources import are_personal, fact_kinds
from plnbuddy.suggest.sources.source import Asked


def found_candidates(asked: Asked, sources: Sequence[str]) -> list[Candidate]:
    """What exploring found in these sources, best first."""
    if asked.kind is SubjectKind.CHAT:
        return []
    wanted = set(sources)
    return [
        found_candidate(discovery)
        for discovery in read_discoveries(asked.store, asked.kind)
        if wanted & set(discovery.sources)
    ]


def found_candidate(discovery: Discovery) -> Candidate:
    """A discovery as a candidate; its score is how strong the evidence is."""
    from plnbuddy.suggest.profile import Says

    subject = read_subject(discovery.kind, discovery.label)
    person = subject.handle
    facts = tuple(read_fact(fact, fact_kinds()) for fact in discovery.facts)
    says = next((fact for fact in facts if isinstance(fact, Says)), None)
    languages = (discovery.language,) if discovery.language else ()
    return Candidate(
        subject=subject,
        name=discovery.name if person else "",
        sources=discovery.sources,
        topics=discovery.topics,
        levels=says.levels if says else (),
        languages=languages or (says.languages if says else ()),
        region="",
        platforms=(person.platform if person else Platform.MASTODON,),
        sort="person" if person else "topic",
        place=person.place if person else "",
        seen_year=discovery.found_on.year,
        own_score=discovery.score,
        stretch=discovery.stretch,
        personal=are_personal(discovery.sources),
        facts=facts,
        role=says.known_role if says else Role.UNKNOWN,
    )
