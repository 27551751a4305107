"""What archives brought, as candidates: people spoken with, hashtags used, claimed handles."""

from functools import partial
from math import log2

from plnbuddy.core.handles import Handle
from plnbuddy.core.model import Subject, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.store.database import Store
from plnbuddy.store.imports import (
    ArchivePerson,
    ArchiveTag,
    Claim,
    archive_claims,
    archive_people,
    archive_tags,
)
from plnbuddy.suggest.candidates import Candidate

ARCHIVE = "archive"

_MOST = 500  # candidates of each kind
_FEWEST_TALKS = 3
_FEWEST_USES = 5
_FOLLOWED = 0.6  # what a follow on an old account says, as a score
_CLAIMED = 0.5
_MOST_SAID = 0.85


def archived_candidates(store: Store, kind: SubjectKind) -> list[Candidate]:
    """What archives say for people and hashtags; nothing for chats."""
    if kind is SubjectKind.PERSON:
        people = [_person(p) for p in archive_people(store, _MOST) if _is_worth_it(p)]
        return [*people, *(_claimed(claim) for claim in archive_claims(store)[:_MOST])]
    if kind is SubjectKind.HASHTAG:
        tags = archive_tags(store, _MOST)
        return [_hashtag(tag) for tag in tags if tag.times >= _FEWEST_USES]
    return []


def _is_worth_it(person: ArchivePerson) -> bool:
    known = person.followed and person.handle.platform is not Platform.TWITTER
    return known or person.times >= _FEWEST_TALKS


def _often(times: int) -> float:
    """More for each doubling: 3 times 0.36, 10 times 0.53, 100 times 0.85."""
    return min(0.2 + 0.1 * log2(max(times, 1)), _MOST_SAID)


def _person(person: ArchivePerson) -> Candidate:
    score = _often(person.times) if person.times >= _FEWEST_TALKS else 0.0
    if person.followed and person.handle.platform is not Platform.TWITTER:
        score = max(score, _FOLLOWED)
    year = person.last_on.year if person.last_on else None
    return _candidate(person.handle, person.name, score, year, partial(_person_facts, person))


def _person_facts(person: ArchivePerson) -> tuple[str, ...]:
    facts = []
    if person.times:
        when = f", last in {person.last_on.year}" if person.last_on else ""
        often = "once" if person.times == 1 else f"{person.times:,} times"
        facts.append(f"you spoke {often}{when}")
    if person.followed:
        lists = f" (list {', '.join(person.lists)})" if person.lists else ""
        facts.append(f"you followed them from an earlier account{lists}")
    return tuple(facts)


def _claimed(claim: Claim) -> Candidate:
    year = claim.seen_on.year if claim.seen_on else None
    return _candidate(claim.handle, "", _CLAIMED, year, partial(_claim_facts, claim))


def _claim_facts(claim: Claim) -> tuple[str, ...]:
    who = f"the {claim.found_in} of {claim.claimed_by}" if claim.claimed_by else "a tweet of yours"
    when = f" in {claim.seen_on.year}" if claim.seen_on else ""
    return (f"a claim to check: {who} named this address{when}; look at the profile first",)


def _candidate(
    handle: Handle, name: str, score: float, year: int | None, tell: "partial[tuple[str, ...]]"
) -> Candidate:
    return Candidate(
        subject=Subject(SubjectKind.PERSON, handle),
        name=name,
        sources=(ARCHIVE,),
        topics=(),
        levels=(),
        languages=(),
        region="",
        platforms=(handle.platform,),
        sort="person",
        place=handle.place,
        seen_year=year,
        own_score=score,
        tell_facts=tell,
    )


def _hashtag(tag: ArchiveTag) -> Candidate:
    return Candidate(
        subject=Subject(SubjectKind.HASHTAG, tag.tag),
        name="",
        sources=(ARCHIVE,),
        topics=(),
        levels=(),
        languages=(),
        region="",
        platforms=(Platform.TWITTER,),
        sort="topic",
        place="",
        seen_year=tag.last_on.year if tag.last_on else None,
        own_score=_often(tag.times),
        tell_facts=partial(_tag_facts, tag),
    )


def _tag_facts(tag: ArchiveTag) -> tuple[str, ...]:
    when = f", last in {tag.last_on.year}" if tag.last_on else ""
    return (f"you used it {tag.times:,} times{when}",)
