"""From the store to the ego network: whom the teacher follows, and what is known of their ties."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plnbuddy.core.handles import HandleKey
from plnbuddy.core.model import Educator, SubjectKind
from plnbuddy.curated.bundled import read_educators
from plnbuddy.platforms.table import profile_link
from plnbuddy.ranking.ties import asked_about, lists_known
from plnbuddy.shape.advice import Prospect
from plnbuddy.shape.ego import Alter, EgoNetwork, make_ego_network
from plnbuddy.store.account_state import Tie, follower_people, following_ties
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import (
    Discovery,
    KnownPerson,
    avoided_people,
    known_people,
    known_ties,
    list_readings,
    read_discoveries,
)
from plnbuddy.store.lists import rows_of_kind
from plnbuddy.store.open_reading import open_people
from plnbuddy.store.said import read_said
from plnbuddy.suggest.one_person import same_people


@dataclass(frozen=True)
class Gathered:
    """What a look at the network needs; `second_degree` is None when no list was read."""

    ego: EgoNetwork
    prospects: tuple[Prospect, ...]
    second_degree: int | None


@dataclass(frozen=True)
class _Part:
    """What one account brings: people by the places of their numbers, and all known ties."""

    alters: tuple[Alter, ...]
    known: Mapping[HandleKey, KnownPerson]
    places: Mapping[int, int]
    ties: tuple[tuple[int, int], ...]
    has_lists: bool

    @property
    def inner(self) -> Iterator[tuple[int, int]]:
        """The ties among its people, as places."""
        for a, b in self.ties:
            if a in self.places and b in self.places:
                yield self.places[a], self.places[b]

    @property
    def followers(self) -> Mapping[HandleKey, Sequence[str]]:
        """Which of its people follow somebody."""
        keys = {person.id: key for key, person in self.known.items()}
        found: dict[HandleKey, list[str]] = {}
        for follower, followed in self.ties:
            if follower in self.places and followed in keys:
                name = self.alters[self.places[follower]].key
                found.setdefault(keys[followed], []).append(name)
        return found


def gather_ego_network(
    store: Store, accounts: Sequence[str], owner: str, languages: Sequence[str]
) -> Gathered:
    """The network of the teacher's accounts as far as the store knows it.

    Args:
        accounts: their keys.
        languages: what the teacher reads; nobody who writes in another is proposed.
    """
    curated = {educator.handle.key: educator for educator in read_educators()}
    ties_of = {account: following_ties(store, account) for account in accounts}
    everybody = [tie.handle for ties in ties_of.values() for tie in ties]
    one_for = {same.other.key: same.one.key for same in same_people(store, everybody)}
    topics = _topics_said(store, accounts)
    parts = [
        _part(store, account, ties_of[account], curated, topics, one_for) for account in accounts
    ]
    alters: list[Alter] = []
    ties: list[tuple[int, int]] = []
    for part in parts:
        first = len(alters)
        ties += [(first + a, first + b) for a, b in part.inner]
        alters += part.alters
    beyond = sum(
        len({b for a, b in part.ties if a in part.places and b not in part.places})
        for part in parts
    )
    return Gathered(
        ego=make_ego_network(owner, alters, ties),
        prospects=_prospects(store, parts, curated, languages),
        second_degree=beyond if any(part.has_lists for part in parts) else None,
    )


def _topics_said(store: Store, accounts: Sequence[str]) -> dict[HandleKey, tuple[str, ...]]:
    """What people teach by their own profiles, or by a list that names them."""
    told = [(HandleKey(row.key), row.topics) for _, row in rows_of_kind(store, SubjectKind.PERSON)]
    told += [(person.handle.key, person.topics) for person in open_people(store)]
    for account in accounts:
        told += [(key, said.topics) for key, said in read_said(store, account).items()]
    return {key: topics for key, topics in told if topics}


def _part(
    store: Store,
    account: str,
    follows: Sequence[Tie],
    curated: Mapping[HandleKey, Educator],
    topics: Mapping[HandleKey, tuple[str, ...]],
    one_for: Mapping[HandleKey, HandleKey],
) -> _Part:
    """What an account brings; `one_for` names the first of two accounts of one person."""
    known = known_people(store, account)
    number_of = {key: person.id for key, person in known.items()}
    places = {
        number_of[tie.handle.key]: place
        for place, tie in enumerate(follows)
        if tie.handle.key in number_of
    }
    people = [known[tie.handle.key] for tie in follows if tie.handle.key in known]
    read = list_readings(store, account, "rank")
    read_to_end = {number for number, reading in read.items() if reading.ended}
    seen_lists = lists_known(people, asked_about(store, account), read_to_end)
    back = follower_people(store, account)
    alters = (
        _alter(
            tie, known.get(tie.handle.key), curated.get(tie.handle.key), topics, back, seen_lists
        )
        for tie in follows
    )
    return _Part(
        tuple(replace(alter, key=one_for.get(HandleKey(alter.key), alter.key)) for alter in alters),
        known,
        places,
        tuple(known_ties(store, account)),
        has_lists=bool(read_to_end & set(places)),
    )


def _alter(
    tie: Tie,
    person: KnownPerson | None,
    curated: Educator | None,
    said: Mapping[HandleKey, tuple[str, ...]],
    back: set[HandleKey],
    seen_lists: set[int],
) -> Alter:
    topics = curated.topics if curated else said.get(tie.handle.key, ())
    return Alter(
        key=tie.handle.key,
        handle=str(tie.handle),
        name=tie.name,
        link=profile_link(tie.handle),
        topics=topics or (person.topics if person else ()),
        levels=curated.levels if curated else (),
        languages=curated.languages if curated else (),
        region=curated.region if curated else "",
        server=tie.handle.place,
        follows_me=tie.handle.key in back,
        list_known=person is not None and person.id in seen_lists,
    )


def _prospects(
    store: Store,
    parts: Sequence[_Part],
    curated: Mapping[HandleKey, Educator],
    languages: Sequence[str],
) -> tuple[Prospect, ...]:
    """Those whom exploring found, with who of the teacher's follows follows them."""
    known: dict[HandleKey, KnownPerson] = {}
    followers: dict[HandleKey, Sequence[str]] = {}
    for part in reversed(parts):
        known.update(part.known)
        followers.update(part.followers)
    avoided = avoided_people(store)
    return tuple(
        _prospect(discovery, known.get(HandleKey(discovery.key)), followers, curated)
        for discovery in read_discoveries(store, SubjectKind.PERSON)
        if discovery.key not in avoided
        and (not discovery.language or discovery.language in languages)
    )


def _prospect(
    discovery: Discovery,
    person: KnownPerson | None,
    followers: Mapping[HandleKey, Sequence[str]],
    curated: Mapping[HandleKey, Educator],
) -> Prospect:
    educator = curated.get(HandleKey(discovery.key))
    opens = next((fact for fact in discovery.facts if fact["kind"] == "opens"), None)
    return Prospect(
        key=discovery.key,
        handle=discovery.label,
        name=discovery.name,
        link=profile_link(person.handle) if person else "",
        topics=educator.topics if educator else discovery.topics,
        languages=(discovery.language,) if discovery.language else (),
        followed_by=tuple(followers.get(HandleKey(discovery.key), ())) if person else (),
        new_share=opens["new"] / opens["seen"] if opens else None,
        levels=educator.levels if educator else (),
    )
