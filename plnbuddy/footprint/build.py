"""The footprint as plain data: which entries are public, where they are, what they are about."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from plnbuddy.footprint.places import PUBLIC_ORIGINS, name_place, public_link
from plnbuddy.handles import Tag, TagError, TagKey, parse_tag
from plnbuddy.model import ActivityKind, Profile
from plnbuddy.store.database import Store
from plnbuddy.store.footprint import LinkedEntry, each_linked_entry, first_uid
from plnbuddy.sync.people import topics_of_tags

OTHER = "other"
"""The topic of entries whose hashtags stand for none."""

PAGE_LIMIT = 5_000
"""So many entries stand on a page, the newest ones."""

FEED_LIMIT = 100
"""So many entries stand in a feed, the newest ones."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """Something public: what it says, where it is, and what it is about.

    `number` and `uid` are the journal's; `topics` is never empty, `tags` stand
    without "#".
    """

    number: int
    uid: str
    kind: ActivityKind
    happened_at: datetime
    day: date
    place: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    text: str
    link: str


@dataclass(frozen=True)
class Wanted:
    """Which contributions are meant; empty parts ask for nothing.

    `excluded` are places, hashtags with "#", and words, each of which keeps
    something out.
    """

    words: str = ""
    place: str = ""
    topic: str = ""
    kind: ActivityKind | None = None
    first_day: date | None = None
    excluded: tuple[str, ...] = ()


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
    first_day: date | None
    last_day: date | None
    by_place: Mapping[str, int]
    by_topic: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_year: Mapping[str, int]
    hidden: int
    excluded: Mapping[str, int]
    places: tuple[str, ...]
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
    """The footprint that fits, with at most `keep` of its entries (all of them for None)."""
    counts = _Counts()
    excluded = Counter(dict.fromkeys(wanted.excluded, 0))
    places: dict[str, None] = {}
    kept: list[Contribution] = []
    first_day = last_day = None
    is_wanted = _Filter(wanted, excluded)
    for entry in public_contributions(store, wanted.kind, wanted.first_day):
        places[entry.place] = None
        if not is_wanted(entry):
            continue
        counts.add(entry)
        if keep is None or len(kept) < keep:
            kept.append(entry)
        first_day, last_day = entry.day, last_day or entry.day
    return Footprint(
        name=profile.name,
        school=profile.school,
        journal=first_uid(store),
        total=counts.kind.total(),
        first_day=first_day,
        last_day=last_day,
        by_place=dict(counts.place.most_common()),
        by_topic=_other_last(counts.topic),
        by_kind=dict(counts.kind.most_common()),
        by_year=dict(sorted(counts.year.items(), reverse=True)),
        hidden=sum(1 for _ in public_contributions(store, hidden=True)),
        excluded=dict(excluded),
        places=tuple(places),
        entries=tuple(kept),
    )


def _other_last(topics: Counter[str]) -> dict[str, int]:
    return dict(sorted(topics.items(), key=lambda item: (item[0] == OTHER, -item[1])))


def public_contributions(
    store: Store,
    kind: ActivityKind | None = None,
    first_day: date | None = None,
    *,
    hidden: bool = False,
) -> Iterator[Contribution]:
    """Everything that others can see, newest first; with `hidden`, what is hidden of it."""
    tag_topics = topics_of_tags()
    spelt: dict[str, str] = {}  # A place keeps the spelling of its newest entry.
    for entry in each_linked_entry(store, PUBLIC_ORIGINS, kind, first_day, hidden=hidden):
        link = public_link(entry.links)
        if link:
            place = name_place(entry.place, entry.origin, link)
            place = spelt.setdefault(place.casefold(), place)
            yield _contribution(entry, link, place, tag_topics)


def _contribution(
    entry: LinkedEntry, link: str, place: str, tag_topics: Mapping[TagKey, tuple[str, ...]]
) -> Contribution:
    topics = dict.fromkeys(topic for key, _ in entry.tags for topic in tag_topics.get(key, ()))
    return Contribution(
        number=entry.number,
        uid=entry.uid,
        kind=entry.kind,
        happened_at=entry.happened_at,
        day=entry.day,
        place=place,
        topics=tuple(topics) or (OTHER,),
        tags=tuple(name for _, name in entry.tags),
        text=entry.text,
        link=link,
    )


class _Filter:
    """Whether an entry is wanted; counts what the exclusions keep out."""

    def __init__(self, wanted: Wanted, excluded: Counter[str]) -> None:
        self._wanted = wanted
        self._words = [word.removeprefix("#") for word in plain(wanted.words).split()]
        self._place = wanted.place.casefold()
        self._excluded = excluded
        self._exclusions = [(word, _Exclusion(word)) for word in wanted.excluded]

    def __call__(self, entry: Contribution) -> bool:
        if self._place and entry.place.casefold() != self._place:
            return False
        if self._wanted.topic and self._wanted.topic not in entry.topics:
            return False
        if self._words:
            text = plain(" ".join((entry.text, entry.place, entry.link, *entry.tags)))
            if not all(word in text for word in self._words):
                return False
        for word, exclusion in self._exclusions:
            if exclusion.meets(entry):
                self._excluded[word] += 1
                return False
        return True


class _Exclusion:
    """A place, a hashtag with "#", or a word, that keeps entries out."""

    def __init__(self, word: str) -> None:
        self._place = word.casefold()
        self._tag: TagKey | None = None
        if word.startswith("#"):
            try:
                self._tag = parse_tag(word).key
            except TagError:
                pass  # "#1" is a word like any other.
        self._in_text = re.compile(rf"(?<!\w){re.escape(plain(word))}(?!\w)")

    def meets(self, entry: Contribution) -> bool:
        if self._tag is not None and any(Tag(name).key == self._tag for name in entry.tags):
            return True
        return entry.place.casefold() == self._place or bool(
            self._in_text.search(plain(entry.text))
        )


def plain(text: str) -> str:
    """Text without accents and capitals, so that "ines" finds "Inés"."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()
