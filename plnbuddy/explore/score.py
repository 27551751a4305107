"""From everything that is known to people and hashtags with a score and facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from plnbuddy.core.handles import HandleKey, Tag
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.vocabulary import TOPICS
from plnbuddy.explore.network import NetworkRanking
from plnbuddy.explore.session import Exploration
from plnbuddy.explore.sources import MEMORY_DAYS
from plnbuddy.store.account_state import (
    followed_people,
    followed_tags,
    follower_people,
    open_mentions,
)
from plnbuddy.store.discovery import (
    Discovery,
    KnownPerson,
    avoided_people,
    known_people,
    sightings_since,
    tag_loudness,
    tag_uses_since,
)

# How much each source says for a person, from 0 to 1; docs/suggestions.md states them.
NETWORK_LEAST, NETWORK_SPAN = 0.35, 0.6
HASHTAG, HASHTAG_EACH_MORE, HASHTAG_THIS_WEEK = 0.45, 0.1, 0.1
WROTE_TO_YOU, FOLLOWS_YOU = 0.8, 0.5
SUGGESTED_BY_SERVER, IN_DIRECTORY = 0.3, 0.2

SAME_TOPIC, NEXT_TOPIC, NO_TOPIC, OTHER_TOPIC = 1.0, 0.9, 0.75, 0.5

LEAST_USERS = 2
"""A hashtag counts when at least so many of the teacher's follows use it."""

LOUDNESS_FLOOR = 10
"""Added to the number of people who use a hashtag, so that rare ones are not judged by chance."""

KEPT = 300


@dataclass
class _Case:
    """What speaks for a person."""

    person: KnownPerson
    strengths: list[float] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)
    facts: list[Mapping[str, Any]] = field(default_factory=list)
    language: str = ""

    def add(self, source: str, strength: float, fact: Mapping[str, Any]) -> None:
        self.strengths.append(strength)
        self.sources[source] = None
        self.facts.append(fact)


def discover_people(
    run: Exploration, ranked: Sequence[NetworkRanking], news: Mapping[int, tuple[int, int]]
) -> list[Discovery]:
    """People worth suggesting, best first.

    Who is followed, blocked, muted, in trouble (people.find_trouble) or does not want
    to be found is left out; those who wrote to the teacher need not be in a directory.
    """
    cases = _gather(run, ranked)
    avoided = avoided_people(run.store) | followed_people(run.store, run.key)
    avoided.add(run.login.handle.key)
    found = [
        _discovery(run, case, news)
        for key, case in cases.items()
        if key not in avoided
        and not case.person.trouble
        and (case.person.open or "interaction" in case.sources)
    ]
    found.sort(key=lambda discovery: (-discovery.score, discovery.key))
    return found[:KEPT]


def _gather(run: Exploration, ranked: Sequence[NetworkRanking]) -> dict[HandleKey, _Case]:
    known = known_people(run.store, run.key)
    cases: dict[HandleKey, _Case] = {key: _Case(person) for key, person in known.items()}
    for entry in ranked:
        by = [str(person.handle) for person in entry.followed_by]
        fact = {"kind": "followed_by", "handles": by[:2], "count": len(by)}
        strength = NETWORK_LEAST + NETWORK_SPAN * entry.score
        cases[entry.person.handle.key].add("network", strength, fact)
    _add_sightings(run, cases)
    _add_interactions(run, cases)
    return {key: case for key, case in cases.items() if case.strengths}


def _add_sightings(run: Exploration, cases: Mapping[HandleKey, _Case]) -> None:
    since = run.today - timedelta(days=MEMORY_DAYS)
    tags: dict[HandleKey, int] = defaultdict(int)
    for sighting in sightings_since(run.store, run.key, since):
        case = cases.get(sighting.key)
        if case is None:
            continue
        if sighting.source == "directory":
            suggested = sighting.detail == "suggestions"
            strength = SUGGESTED_BY_SERVER if suggested else IN_DIRECTORY
            case.add("directory", strength, {"kind": sighting.detail})
            continue
        case.language = case.language or sighting.language
        fact = {"kind": "posted", "tag": sighting.detail, "on": sighting.seen_on.isoformat()}
        lately = (run.today - sighting.seen_on).days <= 7
        first = HASHTAG + (HASHTAG_THIS_WEEK if lately else 0.0)
        case.add("hashtag", HASHTAG_EACH_MORE if tags[sighting.key] else first, fact)
        tags[sighting.key] += 1


def _add_interactions(run: Exploration, cases: Mapping[HandleKey, _Case]) -> None:
    wrote = {
        mention.handle.key: mention
        for mention in open_mentions(run.store, run.clock.now - timedelta(days=MEMORY_DAYS))
    }
    for key, mention in wrote.items():
        if key in cases:
            day = run.clock.local(mention.happened_at).date().isoformat()
            cases[key].add("interaction", WROTE_TO_YOU, {"kind": "wrote", "on": day})
    for key in follower_people(run.store, run.key):
        if key in cases:
            cases[key].add("interaction", FOLLOWS_YOU, {"kind": "follows_you"})


def _discovery(run: Exploration, case: _Case, news: Mapping[int, tuple[int, int]]) -> Discovery:
    doubt = 1.0
    for strength in case.strengths:
        doubt *= 1.0 - strength
    score = (1.0 - doubt) * _topic_value(run, case.person.topics)
    facts = list(case.facts)
    new, seen = news.get(case.person.id, (0, 0))
    if seen:
        facts.append({"kind": "opens", "new": new, "seen": seen})
    return Discovery(
        kind=SubjectKind.PERSON,
        key=case.person.handle.key,
        label=str(case.person.handle),
        name=case.person.name,
        sources=tuple(case.sources),
        score=round(score, 4),
        stretch=round(score * new / seen, 4) if seen else 0.0,
        facts=tuple(facts),
        topics=case.person.topics,
        language=case.language,
        found_on=run.today,
    )


def _topic_value(run: Exploration, topics: Iterable[str]) -> float:
    mine = set(run.profile.topics)
    theirs = set(topics)
    if not theirs or not mine:
        return NO_TOPIC
    if mine & theirs:
        return SAME_TOPIC
    next_door = {neighbour for topic in mine for neighbour in TOPICS[topic].neighbours}
    return NEXT_TOPIC if next_door & theirs else OTHER_TOPIC


def discover_hashtags(run: Exploration) -> list[Discovery]:
    """Hashtags of those the teacher follows, by how specific they are to this network.

    Specific is the share that the teacher's follows have among all people who use the
    tag on the server: users among follows / (users on the server + `LOUDNESS_FLOOR`).
    """
    since = run.today - timedelta(days=MEMORY_DAYS)
    mine, loud = followed_tags(run.store, run.key), tag_loudness(run.store, run.key)
    found = []
    for key, (name, people) in tag_uses_since(run.store, run.key, since).items():
        if key in mine or len(people) < LEAST_USERS or key not in loud:
            continue
        everybody = max(loud[key][0], len(people))
        specific = len(people) / (everybody + LOUDNESS_FLOOR)
        topics = run.tag_topics.get(key, ())
        fact = {"kind": "used_by", "count": len(people), "people": everybody}
        found.append(
            Discovery(
                kind=SubjectKind.HASHTAG,
                key=key,
                label=str(Tag(name)),
                name="",
                sources=("network",),
                score=round((0.3 + 0.7 * min(specific * 3, 1.0)) * _topic_value(run, topics), 4),
                stretch=0.0,
                facts=(fact,),
                topics=topics,
                language="",
                found_on=run.today,
            )
        )
    found.sort(key=lambda discovery: (-discovery.score, discovery.key))
    return found[:KEPT]
