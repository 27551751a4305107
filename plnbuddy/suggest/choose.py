"""A day's few out of many: varied, new each day, the same all day long.

The order of a day depends only on the day, the scores and what was shown on
earlier days. What is decided today is struck out of that order without
reshuffling the rest.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nlargest
from zlib import crc32

from plnbuddy.store.decisions import Showing
from plnbuddy.suggest.candidates import Candidate

REST_DAYS = 7
"""A suggestion that was shown and not decided on rests this many days."""

SHOWN_FADING = 0.85
"""Every day on which it was shown without a decision multiplies its weight by this."""

DAILY_VARIATION = 0.15
"""How far the day alone may lower a weight, so that near equals take turns."""

SAME_TOPIC_AGAIN = 0.7
SAME_SORT_AGAIN = 0.85
SAME_PLACE_AGAIN = 0.5
SAME_SOURCE_AGAIN = 0.8

LARGEST_SHARE = 0.2
"""No topic and no level that the teacher did not ask for fills more of a day than this."""

_POOL = 200


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score (0 to 1) and the topic it would be shown for."""

    candidate: Candidate
    score: float
    topic: str


def order_of_the_day(
    scored: Iterable[Scored],
    shown: Mapping[str, Showing],
    day: date,
    count: int,
    unasked_for: Callable[[Candidate], tuple[str, ...]] = lambda _: (),
) -> list[Scored]:
    """The first `count` candidates of the day, in order.

    Rested or new candidates come first; those shown in the last days follow
    only when the others run out.

    Args:
        scored: candidates with a score above 0.
        shown: by subject key, what was shown before `day`.
        day: the teacher's calendar day.
        count: how many are wanted.
        unasked_for: topic and levels of a candidate that the teacher did not ask for.
    """
    weighted = [
        (_weight(item, shown.get(item.candidate.subject.key), day), item) for item in scored
    ]
    rested_since = day - timedelta(days=REST_DAYS)
    fresh: list[tuple[float, Scored]] = []
    resting: list[tuple[float, Scored]] = []
    for pair in weighted:
        before = shown.get(pair[1].candidate.subject.key)
        (resting if before and before.last_day > rested_since else fresh).append(pair)
    chosen = _varied(fresh, count, unasked_for)
    return chosen + _varied(resting, count - len(chosen), unasked_for)


def _weight(item: Scored, before: Showing | None, day: date) -> float:
    draw = crc32(f"{day} {item.candidate.subject.key}".encode()) / 2**32
    fading = SHOWN_FADING**before.days if before else 1.0
    return item.score * fading * (1.0 - DAILY_VARIATION * draw)


def _varied(
    pairs: list[tuple[float, Scored]],
    count: int,
    unasked_for: Callable[[Candidate], tuple[str, ...]],
) -> list[Scored]:
    """Greedy choice: each one already chosen makes its like less likely.

    After Carbonell and Goldstein 1998, "maximal marginal relevance", with shared topic,
    sort, place and source as likeness.
    """
    pool = nlargest(max(_POOL, 4 * count), pairs, key=_pair_order)
    chosen: list[Scored] = []
    topics: Counter[str] = Counter()
    sorts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    unasked: Counter[str] = Counter()
    foreign = [unasked_for(item.candidate) for _, item in pool]
    while pool and len(chosen) < count:
        # By place, so that a longer list begins like a shorter one.
        most = max(int((len(chosen) + 1) * LARGEST_SHARE), 1)
        within = [
            at for at, labels in enumerate(foreign) if all(unasked[name] < most for name in labels)
        ]
        best = max(
            within or range(len(pool)),
            key=lambda at: (
                pool[at][0]
                * SAME_TOPIC_AGAIN ** topics[pool[at][1].topic]
                * SAME_SORT_AGAIN ** sorts[pool[at][1].candidate.sort]
                * SAME_PLACE_AGAIN ** places[pool[at][1].candidate.place]
                * SAME_SOURCE_AGAIN ** sources[pool[at][1].candidate.sources[0]]
            ),
        )
        item = pool.pop(best)[1]
        unasked.update(foreign.pop(best))
        chosen.append(item)
        topics[item.topic] += 1
        sorts[item.candidate.sort] += 1
        sources[item.candidate.sources[0]] += 1
        if item.candidate.place:
            places[item.candidate.place] += 1
    return chosen


def _pair_order(pair: tuple[float, Scored]) -> tuple[float, str]:
    return pair[0], pair[1].candidate.subject.key
