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

COLLEAGUES_REST_DAYS = 4
"""Who teaches what the teacher teaches rests only so long, where nobody new does."""

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

    `colleague` says whether they teach what the teacher teaches, `asked` whether the teacher
    asked for that topic, and `unasked` names the topic
    and levels that nobody asked for.
    """

    candidate: Candidate
    score: float
    topic: str
    asked: bool = True
    colleague: bool = False
    unasked: tuple[str, ...] = ()

    @property
    def is_organisation(self) -> bool:
        """Whether this is an account of an organisation that does not consist of teachers."""
        role = self.candidate.role
        return role.is_organisation and not role.teaches


_Pair = tuple[float, Scored]


def order_of_the_day(
    scored: Iterable[Scored], shown: Mapping[str, Showing], day: date, count: int
) -> list[Scored]:
    """The first `count` candidates of the day, in order.

    Colleagues come first, new and rested ones before those shown in the last days; others
    fill the rest, organisations no more than their share while colleagues remain.

    Args:
        scored: candidates that fit.
        shown: by subject key, what was shown before `day`.
        day: the teacher's calendar day.
        count: how many are wanted.
    """
    colleagues: dict[int, list[_Pair]] = {}
    others: dict[int, list[_Pair]] = {}
    for item in scored:
        before = shown.get(item.candidate.subject.key)
        of_kind = colleagues if item.colleague else others
        of_kind.setdefault(_unrest(before, day), []).append((_weight(item, before, day), item))
    day_list = _DayList(count)
    day_list.fill(colleagues.get(_NEW, []))
    day_list.fill(others.get(_NEW, []), within_shares=True)
    day_list.fill(colleagues.get(_SEEN, []))
    day_list.fill(others.get(_NEW, []))
    day_list.fill([*others.get(_SEEN, []), *colleagues.get(_LATELY, []), *others.get(_LATELY, [])])
    return day_list.chosen


_NEW, _SEEN, _LATELY = range(3)


def _unrest(before: Showing | None, day: date) -> int:
    """Whether a candidate is new or has rested, was seen some days ago, or lately."""
    if before is None or before.last_day <= day - timedelta(days=REST_DAYS):
        return _NEW
    return _SEEN if before.last_day <= day - timedelta(days=COLLEAGUES_REST_DAYS) else _LATELY


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


class _DayList:
    """A list that is filled greedily: each one already chosen makes its like less likely.

    After Carbonell and Goldstein 1998, "maximal marginal relevance", with shared topic,
    sort, place and source as likeness.
    """

    def __init__(self, count: int) -> None:
        self.chosen: list[Scored] = []
        self._count = count
        self._variety = _Variety()

    def fill(self, pairs: list[_Pair], *, within_shares: bool = False) -> None:
        """Add of these, until the list is full; with `within_shares` only as far as they allow."""
        taken = {item.candidate.subject.key for item in self.chosen}
        pool = self._pool([p for p in pairs if p[1].candidate.subject.key not in taken])
        while pool and len(self.chosen) < self._count:
            within = [pair for pair in pool if self._variety.is_within(pair[1])]
            if within_shares and not within:
                return
            best = max(within or pool, key=lambda pair: pair[0] * self._variety.factor(pair[1]))
            pool.remove(best)
            self._variety.add(best[1])
            self.chosen.append(best[1])

    def _pool(self, pairs: list[_Pair]) -> list[_Pair]:
        most = max(_POOL, 4 * self._count)
        people = nlargest(most, (p for p in pairs if not p[1].is_organisation), _key)
        others = nlargest(most, (p for p in pairs if p[1].is_organisation), _key)
        return sorted((*people, *others), key=_key, reverse=True)


def _key(pair: _Pair) -> tuple[float, str]:
    return pair[0], pair[1].candidate.subject.key
