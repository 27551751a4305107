"""Whether ties stay among people of one kind: the E-I index by topic, server, language, region."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from plnbuddy.shape.ego import Alter, EgoNetwork
from plnbuddy.shape.measures import Range, enough_known

Kind = Literal["topic", "server", "language", "region"]
KINDS: tuple[Kind, ...] = ("topic", "server", "language", "region")

_ROWS = 1024


@dataclass(frozen=True)
class Mixing:
    """An E-I index, from -1 (all ties stay inside) to 1 (all lead outside).

    `by_chance`: the value if ties fell on pairs of people at random. `people`: of how
    many people the kind is known; the others are left out.
    """

    index: Range
    by_chance: float
    people: int


def ei_index(ego: EgoNetwork, kind: Kind) -> Mixing | None:
    """How much the ties among alters lead outside groups of a kind.

    (E - I) / (E + I), with E tied pairs of people of different groups and I of the same
    (Krackhardt & Stern 1988). Two people are of the same group when they share a topic,
    a language, the server or the region. By chance: the same formula over all pairs of
    people, tied or not, since the index depends on the sizes of the groups.
    None: too little is known, the kind is known of fewer than two people, or they have
    no ties.

    Raises:
        EmptyNetworkError: the network has no alters.
    """
    if not enough_known(ego):
        return None
    labels = label_table([_values(alter, kind) for alter in ego.alters])
    known = labels.any(axis=1)
    people = int(known.sum())
    if people < 2:
        return None
    inside, outside = _tied(ego, labels)
    all_inside, all_outside, blind_inside, blind_outside = _pair_counts(ego, labels)
    more_in = blind_inside - _blind_tied(ego, labels, same=True)
    more_out = blind_outside - _blind_tied(ego, labels, same=False)
    lowest = _index(outside, inside + more_in)
    highest = _index(outside + more_out, inside)
    if lowest is None or highest is None:
        return None
    by_chance = (all_outside - all_inside) / (all_outside + all_inside)
    return Mixing(Range(lowest, highest), by_chance, people)


def label_table(values: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Who has which value: a boolean table (people, values), values in alphabetical order."""
    places = {
        value: place for place, value in enumerate(sorted({v for own in values for v in own}))
    }
    table = np.zeros((len(values), len(places)), dtype=bool)
    for row, own in enumerate(values):
        table[row, [places[value] for value in own]] = True
    return table


def _values(alter: Alter, kind: Kind) -> tuple[str, ...]:
    match kind:
        case "topic":
            return alter.topics
        case "language":
            return alter.languages
        case "server":
            return (alter.server,) if alter.server else ()
        case "region":
            return (alter.region,) if alter.region else ()


def _index(outside: int, inside: int) -> float | None:
    return (outside - inside) / (outside + inside) if outside + inside else None


def _tied(ego: EgoNetwork, labels: NDArray[np.bool_]) -> tuple[int, int]:
    """Tied pairs inside and outside groups."""
    first, second = labels[ego.pairs[:, 0]], labels[ego.pairs[:, 1]]
    both = first.any(axis=1) & second.any(axis=1)
    same = (first & second).any(axis=1)
    return int(same.sum()), int((both & ~same).sum())


def _blind_tied(ego: EgoNetwork, labels: NDArray[np.bool_], *, same: bool) -> int:
    """Tied pairs, inside or outside groups, with somebody whose list is unknown."""
    blind = ego.pairs[~ego.known[ego.pairs].all(axis=1)]
    first, second = labels[blind[:, 0]], labels[blind[:, 1]]
    both = first.any(axis=1) & second.any(axis=1)
    shared = (first & second).any(axis=1)
    return int((both & (shared if same else ~shared)).sum())


def _pair_counts(ego: EgoNetwork, labels: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """All pairs inside and outside groups, then those of them with an unknown list."""
    has = labels.any(axis=1)
    rows, known = labels[has].astype(np.float32), ego.known[has]
    inside = blind_inside = 0
    for start in range(0, len(rows), _ROWS):
        shared = rows[start : start + _ROWS] @ rows.T > 0
        shared[np.arange(len(shared)), np.arange(start, start + len(shared))] = False
        inside += int(shared.sum())
        blind = ~known[start : start + len(shared)]
        blind_inside += int(shared[blind].sum()) + int(shared[~blind][:, ~known].sum())
    count, read = len(rows), int(known.sum())
    pairs, sure = count * (count - 1) // 2, read * (read - 1) // 2
    inside, blind_inside = inside // 2, blind_inside // 2
    return inside, pairs - inside, blind_inside, pairs - sure - blind_inside
