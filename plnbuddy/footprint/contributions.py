"""What of the journal is public, as others can see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plnbuddy.core.handles import TagKey
from plnbuddy.core.model import ActivityKind
from plnbuddy.core.origins import PUBLIC_ORIGINS
from plnbuddy.footprint.places import name_place, public_link
from plnbuddy.store.database import Store
from plnbuddy.store.footprint import LinkedEntry, each_linked_entry
from plnbuddy.sync.people import topics_of_tags

OTHER = "other"
"""The topic of entries whose hashtags stand for none."""


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


def public_contributions(
    store: Store,
    kind: ActivityKind | None = None,
    first_day: date | None = None,
) -> Iterator[Contribution]:
    """Everything that others can see and that is not hidden, newest first."""
    tag_topics = topics_of_tags()
    spelt: dict[str, str] = {}  # A place keeps the spelling of its newest entry.
    for entry in each_linked_entry(store, PUBLIC_ORIGINS, kind, first_day):
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
