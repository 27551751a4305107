"""A day's few out of many: varied, new each day, the same all day long.

The order of a day depends only on the day, the scores and what was shown on
earlier days. What is decided today is struck out of that order without
reshuffling the rest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from heapq import nlargest
from typing import NamedTuple
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
"""A topic of the teacher's that was chosen already; who has one topic gets that one."""

SAME_SORT_AGAIN = 0.85
SAME_PLACE_AGAIN = 0.5
SAME_SOURCE_AGAIN = 0.8

ORGANISATIONS_SHARE = 0.4
"""Organisations that do not consist of teachers fill at most two of five places while people
remain."""

LARGEST_SHARE = 0.2
"""No topic and no level that the teacher did not ask for fills more of a day than this, while
others remain."""

_POOL = 200


class Scored(NamedTuple):
    """A candidate with its score (0 to 1) and the topic it would be shown for.

    `asked` says whether the teacher asked for that topic, and `unasked` names the topic
    and levels that nobody asked for.
    """

    candidate: Candidate
    score: float
    topic: str
    asked: bool = True
    unasked: tuple[str, ...] = ()

    @property
    def is_organisation(self) -> bool:
        """Whether this is an account of an organisation that does not consist of teachers."""
        role = self.candidate.role
        return role.is_organisation and not role.teaches


def order_of_the_day(
    scored: Iterable[Scored], shown: Mapping[str, Showing], day: date, count: int
) -> list[Scored]:
    """The first `count` candidates of the day, in order.

    Rested or new candidates come first; those shown in the last days follow
    only when the others run out.

    Args:
        scored: candidates that fit.
        shown: by subject key, what was shown before `day`.
        day: the teacher's calendar day.
        count: how many are wanted.
    """
    rested_since = day - timedelta(days=REST_DAYS)
    fresh: list[tuple[float, Scored]] = []
    resting: list[tuple[float, Scored]] = []
    for item in scored:
        before = shown.get(item.candidate.subject.key)
        rests = before is not None and before.last_day > rested_since
        (resting if rests else fresh).append((_weight(item, before, day), item))
    chosen = _varied(fresh, count)
    return chosen + _varied(resting, count - len(chosen))


def _weight(item: Scored, before: Showing | None, day: date) -> float:
    draw = crc32(f"{day} {item.candidate.subject.key}".encode()) / 2**32
    fading = SHOWN_FADING**before.days if before else 1.0
    return item.score * fading * (1.0 - DAILY_VARIATION * draw)


class _Variety:
    """What was chosen so far, and how much that speaks against more of the same."""

    def __init__(self) -> None:
        self.count = 0
        self._organisations = 0
        self._topics: Counter[str] = Counter()
        self._sorts: Counter[str] = Counter()
        self._places: Counter[str] = Counter()
        self._sources: Counter[str] = Counter()
        self._unasked: Counter[str] = Counter()

    def add(self, item: Scored) -> None:
        """Remember one that was chosen."""
        self.count += 1
        self._organisations += item.is_organisation
        self._topics[item.topic] += item.asked
        self._sorts[item.candidate.sort] += 1
        self._sources[item.candidate.sources[0]] += 1
        self._places[item.candidate.place] += bool(item.candidate.place)
        self._unasked.update(item.unasked)

    def factor(self, item: Scored) -> float:
        """What an item's weight is multiplied by next.

        A topic that nobody asked for gains nothing when those asked for were chosen.
        """
        again = self._topics[item.topic] if item.asked else max(self._topics.values(), default=0)
        return (
            SAME_TOPIC_AGAIN**again
            * SAME_SORT_AGAIN ** self._sorts[item.candidate.sort]
            * SAME_PLACE_AGAIN ** self._places[item.candidate.place]
            * SAME_SOURCE_AGAIN ** self._sources[item.candidate.sources[0]]
        )

    def is_within(self, item: Scored) -> bool:
        """Whether an item stays within the shares; by place, so that a longer list begins alike."""
        place = self.count + 1
        most = max(int(place * LARGEST_SHARE), 1)
        if any(self._unasked[name] >= most for name in item.unasked):
            return False
        return not item.is_organisation or self._organisations < int(place * ORGANISATIONS_SHARE)


def _varied(pairs: list[tuple[float, Scored]], count: int) -> list[Scored]:
    """Greedy choice: each one already chosen makes its like less likely.

    After Carbonell and Goldstein 1998, "maximal marginal relevance", with shared topic,
    sort, place and source as likeness.
    """
    people = nlargest(max(_POOL, 4 * count), (p for p in pairs if not p[1].is_organisation), _key)
    others = nlargest(max(_POOL, 4 * count), (p for p in pairs if p[1].is_organisation), _key)
    pool = sorted((*people, *others), key=_key, reverse=True)
    chosen: list[Scored] = []
    variety = _Variety()
    while pool and len(chosen) < count:
        within = [pair for pair in pool if variety.is_within(pair[1])]
        best = max(within or pool, key=lambda pair: pair[0] * variety.factor(pair[1]))
        pool.remove(best)
        variety.add(best[1])
        chosen.append(best[1])
    return chosen


def _key(pair: tuple[float, Scored]) -> tuple[float, str]:
    return pair[0], pair[1].candidate.subject.key
