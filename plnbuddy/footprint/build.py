"""The footprint as plain data: what fits, and how much of it is where and about what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plnbuddy.core.closest import did_you_mean
from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.model import Profile
from plnbuddy.footprint.choose import Filter, Wanted
from plnbuddy.footprint.contributions import OTHER, Contribution, public_contributions
from plnbuddy.store.database import Store
from plnbuddy.store.footprint import first_uid, hidden_numbers

PAGE_LIMIT = 5_000
"""So many entries stand on a page, the newest ones."""

FEED_LIMIT = 100
"""So many entries stand in a feed, the newest ones."""


@dataclass(frozen=True)
class Footprint:
    """What was asked for, newest first, and counts of all of it.

    `entries` may be fewer than `total`: only so many were kept. Counts are by
    name, largest first, and `by_year` newest first; an entry with two topics
    counts for both. `hidden` are entries that the teacher hid, `excluded` says how
    many each exclusion kept out. `journal` names the journal it comes from.
    """

    name: str
    school: str
    journal: str
    total: int
    first_day: date
    last_day: date
    by_place: Mapping[str, int]
    by_topic: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_year: Mapping[str, int]
    hidden: int
    excluded: Mapping[str, int]
    entries: tuple[Contribution, ...]


@dataclass
class _Counts:
    """Counted while the entries go by."""

    place: Counter[str] = field(default_factory=Counter)
    topic: Counter[str] = field(default_factory=Counter)
    kind: Counter[str] = field(default_factory=Counter)
    year: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Contribution) -> None:
        self.place[entry.place] += 1
        self.topic.update(entry.topics)
        self.kind[entry.kind.value] += 1
        self.year[str(entry.day.year)] += 1


def build_footprint(
    store: Store, profile: Profile, wanted: Wanted, keep: int | None = None
) -> Footprint:
    """The footprint that fits, with at most `keep` of its entries (all of them for None).

    Raises:
        NothingFoundError: nothing is public, or nothing fits.
    """
    counts = _Counts()
    excluded = Counter(dict.fromkeys(wanted.excluded, 0))
    places: dict[str, None] = {}
    kept: list[Contribution] = []
    first_day: date | None = None
    last_day: date | None = None
    chosen = Filter(wanted, excluded)
    for entry in public_contributions(store, wanted.kind, wanted.first_day):
        places[entry.place] = None
        if not chosen.accepts(entry):
            continue
        counts.add(entry)
        if keep is None or len(kept) < keep:
            kept.append(entry)
        first_day, last_day = entry.day, last_day or entry.day
    hidden = len(hidden_numbers(store))
    if first_day is None:
        raise _nothing_found(wanted, list(places), hidden)
    return Footprint(
        name=profile.name,
        school=profile.school,
        journal=first_uid(store),
        total=counts.kind.total(),
        first_day=first_day,
        last_day=last_day or first_day,
        by_place=dict(counts.place.most_common()),
        by_topic=_other_last(counts.topic),
        by_kind=dict(counts.kind.most_common()),
        by_year=dict(sorted(counts.year.items(), reverse=True)),
        hidden=hidden,
        excluded=dict(excluded),
        entries=tuple(kept),
    )


def _other_last(topics: Counter[str]) -> dict[str, int]:
    return dict(sorted(topics.items(), key=lambda item: (item[0] == OTHER, -item[1])))


def _nothing_found(wanted: Wanted, places: list[str], hidden: int) -> NothingFoundError:
    if not places and wanted.kind is None and wanted.first_day is None:
        return NothingFoundError(
            "Nothing in the journal is public yet"
            + (f"; {hidden:,} of its entries are hidden." if hidden else "."),
            'Add a link to what you share: plnbuddy log contribute "…" --url https://…',
        )
    if wanted.place and places and wanted.place.casefold() not in map(str.casefold, places):
        return NothingFoundError(
            f"Nothing is in a place called '{wanted.place}'.",
            did_you_mean(wanted.place, places) or f"The places are: {', '.join(places[:10])}.",
        )
    return NothingFoundError("Nothing public fits.", "Ask for less: plnbuddy footprint")
