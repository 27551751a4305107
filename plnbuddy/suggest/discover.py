"""From what all sources found to people and hashtags with a score and facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plnbuddy.core.handles import HandleKey
from plnbuddy.core.model import SubjectKind
from plnbuddy.ranking.exploration import Exploration
from plnbuddy.store.account_state import followed_people
from plnbuddy.store.discovery import Discovery, KnownPerson, avoided_people
from plnbuddy.store.network import people_named
from plnbuddy.store.said import Said, read_said
from plnbuddy.suggest.facts import StoredFact
from plnbuddy.suggest.found import found_candidate
from plnbuddy.suggest.match import match_score, prepare_fit
from plnbuddy.suggest.profile import Says
from plnbuddy.suggest.sources import all_sources, need_no_consent
from plnbuddy.suggest.sources.follows import Opens
from plnbuddy.suggest.sources.source import Evidence

KEPT = 300
"""People, and hashtags, that are kept: those that fit best."""


@dataclass
class _Case:
    """What speaks for a person."""

    person: KnownPerson
    said: Said | None = None
    evidence: list[Evidence] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)

    @property
    def strength(self) -> float:
        """All evidence joined: pieces back each other up, and never reach more than 1."""
        doubt = 1.0
        for each in self.evidence:
            doubt *= 1.0 - each.strength
        return 1.0 - doubt

    @property
    def facts(self) -> list[StoredFact]:
        """The facts, the most telling first."""
        found = sorted(self.evidence, key=lambda each: -each.strength)
        return [*((Says.of(self.said),) if self.said else ()), *(each.fact for each in found)]

    @property
    def topics(self) -> tuple[str, ...]:
        """What they say they teach, else what the hashtags of their bio stand for."""
        return (self.said.topics if self.said else ()) or self.person.topics

    @property
    def language(self) -> str:
        """The language of their latest post that a source tells."""
        return next((each.language for each in self.evidence if each.language), "")


def discover_people(run: Exploration, news: Mapping[int, tuple[int, int]]) -> list[Discovery]:
    """People worth suggesting, best first.

    Who is followed, blocked, muted, in trouble (sync/objections.py) or does not want
    to be found is left out; where the source is one that needs no consent, they need
    not have said so.
    """
    avoided = avoided_people(run.store) | followed_people(run.store, run.key)
    avoided.add(run.login.handle.key)
    found = [
        _discovery(run, case, news)
        for key, case in _gather(run).items()
        if key not in avoided
        and not case.person.trouble
        and (case.person.open or need_no_consent(case.sources))
    ]
    return _best(run, found)


def discover_hashtags(run: Exploration) -> list[Discovery]:
    """Hashtags worth suggesting, best first."""
    return _best(run, (found for source in all_sources() for found in source.hashtags(run)))


def _best(run: Exploration, found: Iterable[Discovery]) -> list[Discovery]:
    fit = prepare_fit(run.settings.profile, run.today)
    scores = ((match_score(found_candidate(each), fit), each) for each in found)
    ranked = sorted(scores, key=lambda pair: (-pair[0], pair[1].key))
    return [each for _, each in ranked[:KEPT]]


def _gather(run: Exploration) -> dict[HandleKey, _Case]:
    """Everybody for whom some source speaks."""
    told = [(source, list(source.evidence(run))) for source in all_sources()]
    keys = [evidence.key for _, found in told for evidence in found]
    run.read_profiles(keys)
    known = people_named(run.store, run.key, keys)
    said = read_said(run.store, run.key)
    cases: dict[HandleKey, _Case] = {}
    for source, found in told:
        for evidence in found:
            if evidence.key in known:
                case = cases.setdefault(
                    evidence.key, _Case(known[evidence.key], said.get(evidence.key))
                )
                case.evidence.append(evidence)
                case.sources[source.name] = None
    return cases


def _discovery(run: Exploration, case: _Case, news: Mapping[int, tuple[int, int]]) -> Discovery:
    new, seen = news.get(case.person.id, (0, 0))
    facts = [*case.facts, *((Opens(new, seen),) if seen else ())]
    return Discovery(
        kind=SubjectKind.PERSON,
        key=case.person.handle.key,
        label=str(case.person.handle),
        name=case.person.name,
        sources=tuple(case.sources),
        score=round(case.strength, 4),
        stretch=round(case.strength * new / seen, 4) if seen else 0.0,
        facts=tuple(fact.stored() for fact in facts),
        topics=case.topics,
        language=case.language,
        found_on=run.today,
    )
