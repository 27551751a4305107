"""The same person on two networks: where both profiles say so, or the bridge's name does."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Handle
from plnbuddy.core.own_accounts import bridged
from plnbuddy.core.platform import Platform, place_to_look
from plnbuddy.store.database import Store
from plnbuddy.store.namings import mutual_namings
from plnbuddy.suggest.candidates import Candidate


class Same(NamedTuple):
    """Two accounts of one person, and how that is known."""

    one: Handle
    other: Handle
    how: Literal["profiles", "bridge"]


class AlsoOn(NamedTuple):
    """Where else somebody is, and how that is known."""

    handle: Handle
    how: str

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """The other handle, and the evidence."""
        where = f"also on {self.handle.platform.label} as {self.handle}"
        if self.how == "bridge":
            return f"{where}: the bridge between the two made that name"
        return f"{where}: each of the two profiles names the other"


def same_people(store: Store, handles: Iterable[Handle]) -> list[Same]:
    """Which of these, and of those whose profiles were read, are one person."""
    found = [Same(one, other, "profiles") for one, other in mutual_namings(store)]
    known = {handle.key: handle for handle in handles}
    if any(handle.platform is Platform.BLUESKY for handle in known.values()):
        for handle in list(known.values()):
            there = bridged(handle)
            if there and there.key in known:
                found.append(Same(handle, known[there.key], "bridge"))
    return found


def join_networks(
    candidates: Sequence[Candidate], same: Sequence[Same], mine: Sequence[Platform]
) -> list[Candidate]:
    """Each person once, on the network where the teacher is; the other handle is a fact."""
    by_key = {candidate.subject.key: candidate for candidate in candidates}
    for one, other, how in same:
        first, second = by_key.get(one.key), by_key.get(other.key)
        if first is None or second is None:
            continue
        look = place_to_look((one.platform, other.platform), mine)
        if look is other.platform:
            first, second = second, first
        by_key[first.subject.key] = _both(first, second, how)
        del by_key[second.subject.key]
    return list(by_key.values())


def _both(first: Candidate, second: Candidate, how: str) -> Candidate:
    handle = second.subject.handle
    also = (AlsoOn(handle, how),) if handle else ()
    return first._replace(
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
        topics=first.topics or second.topics,
        levels=first.levels or second.levels,
        languages=first.languages or second.languages,
        own_score=max(first.own_score, second.own_score),
        personal=first.personal or second.personal,
        facts=(*first.facts, *also, *second.facts),
    )


def keys_of_both(same: Iterable[Same]) -> list[tuple[str, str]]:
    """The pairs as keys, in both directions."""
    pairs = [(each.one.key, each.other.key) for each in same]
    return [*pairs, *((b, a) for a, b in pairs)]
