"""What archives brought: people spoken with, hashtags used, claimed handles."""

from math import log2
from typing import NamedTuple

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Handle
from plnbuddy.core.model import Subject, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.out.wording import counted, often
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
from plnbuddy.suggest.facts import Fact
from plnbuddy.suggest.sources.source import Source

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
        spoken = archive_people(store, _MOST)
        people = [_person(p) for p in spoken if _is_worth_it(p)]
        claims = (_claimed(claim) for claim in archive_claims(store)[:_MOST])
        return [*people, *claims, *(_met_again(store) if spoken else ())]
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
    facts = (
        *((SpokeWith(person.times, year),) if person.times else ()),
        *((FollowedOnce(person.lists),) if person.followed else ()),
    )
    return _candidate(person.handle, person.name, score, year, facts)


class SpokeWith(NamedTuple):
    """How often the teacher and somebody spoke, and in which year last."""

    times: int
    year: int | None

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """How often, and when last."""
        when = f", last in {self.year}" if self.year else ""
        return f"you spoke {often(self.times)}{when}"


class FollowedOnce(NamedTuple):
    """That the teacher followed somebody from an earlier account, and on which lists they were."""

    lists: tuple[str, ...]

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """From an earlier account, with the lists."""
        lists = f" (list {', '.join(self.lists)})" if self.lists else ""
        return f"you followed them from an earlier account{lists}"


def _claimed(claim: Claim) -> Candidate:
    year = claim.seen_on.year if claim.seen_on else None
    return _candidate(claim.handle, "", _CLAIMED, year, (Claimed(claim),))


class Claimed(NamedTuple):
    """A handle that a name or a text states, and that nobody has checked."""

    claim: Claim

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Who named it, and that it is a claim."""
        claim = self.claim
        named = f"the {claim.found_in} of {claim.claimed_by}"
        who = named if claim.claimed_by else "a tweet of yours"
        when = f" in {claim.seen_on.year}" if claim.seen_on else ""
        return f"a claim to check: {who} named this address{when}; look at the profile first"


def _met_again(store: Store) -> list[Candidate]:
    """People whose own profile names an account that an archive knows."""
    from plnbuddy.store.namings import namings_of_archived

    namings = [naming for naming in namings_of_archived(store) if naming.who != naming.other]
    if not namings:
        return []
    known = {person.handle.key: person for person in archive_people(store)}
    return [
        _candidate(
            naming.who,
            known[naming.other.key].name,
            max(_CLAIMED, _often(known[naming.other.key].times)),
            naming.read_on.year,
            (NamesOldAccount(naming.other, known[naming.other.key].times),),
        )
        for naming in namings
        if naming.other.key in known
    ]


class NamesOldAccount(NamedTuple):
    """That somebody's profile names an account with which the teacher spoke before."""

    old: Handle
    times: int

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """The old name, how often one spoke, and that it is a claim."""
        spoke = (
            f", with whom you spoke {counted(self.times, 'time', 'times')}" if self.times else ""
        )
        return (
            f"a claim to check: this profile names {self.old} on {self.old.platform.label}{spoke}"
        )


def _candidate(
    handle: Handle, name: str, score: float, year: int | None, facts: tuple[Fact, ...]
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
        facts=facts,
        personal=True,
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
        personal=True,
        facts=(UsedBefore(tag.times, tag.last_on.year if tag.last_on else None),),
    )


class UsedBefore(NamedTuple):
    """How often the teacher used a hashtag, and in which year last."""

    times: int
    year: int | None

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """How often, and when last."""
        when = f", last in {self.year}" if self.year else ""
        return f"you used it {often(self.times)}{when}"


SOURCE = Source(
    name=ARCHIVE,
    what="people you spoke with and hashtags you used, as your archives tell",
    candidates=lambda asked: archived_candidates(asked.store, asked.kind),
    needs_consent=False,
    personal=True,
)
