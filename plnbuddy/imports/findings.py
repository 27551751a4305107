"""What an import learns besides entries: people, hashtags, claims, who answered whom."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from plnbuddy.core.handles import Handle, HandleKey, Tag, TagKey
from plnbuddy.store.imports import ArchivePerson, ArchiveTag, Claim, Exchange

MOST_PEOPLE = 5_000
"""So many people of an archive are kept, those most spoken with first."""

MOST_TAGS = 1_000
"""So many hashtags of an archive are kept, those most used first."""

MOST_CLAIMS = 5_000
MOST_EXCHANGES = 5_000


@dataclass(slots=True)
class _Tally:
    """Something that is counted: how often, when last, and what it is called."""

    label: str
    times: int = 0
    last_on: date | None = None

    def count(self, day: date) -> None:
        self.times += 1
        if self.last_on is None or day > self.last_on:
            self.last_on = day


@dataclass
class Findings:
    """Filled while a source is read.

    `left_out` counts what became no entry, by reason; `notes` are sentences about what was
    taken in one of two possible ways.
    """

    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    unresolved_follows: int = 0
    _handles: dict[HandleKey, Handle] = field(default_factory=dict)
    _people: dict[HandleKey, _Tally] = field(default_factory=dict)
    _followed: set[HandleKey] = field(default_factory=set)
    _lists: dict[HandleKey, list[str]] = field(default_factory=dict)
    _tags: dict[TagKey, _Tally] = field(default_factory=dict)
    _claims: dict[HandleKey, Claim] = field(default_factory=dict)
    _exchanges: Counter[tuple[str, str]] = field(default_factory=Counter)

    def met(self, handle: Handle, day: date) -> None:
        """An exchange with somebody on that day."""
        self._tally(handle).count(day)

    def named(self, handle: Handle, name: str) -> None:
        """What somebody is called; the first name stays."""
        tally = self._tally(handle)
        tally.label = tally.label or name

    def followed(self, handle: Handle, list_name: str = "") -> None:
        """Somebody whom the teacher followed, perhaps in a list."""
        self._tally(handle)
        self._followed.add(handle.key)
        names = self._lists.setdefault(handle.key, [])
        if list_name and list_name not in names:
            names.append(list_name)

    def used(self, tag: Tag, day: date) -> None:
        """A hashtag that the teacher used on that day."""
        tally = self._tags.get(tag.key)
        if tally is None:
            tally = self._tags[tag.key] = _Tally(tag.name)
        tally.count(day)

    def claimed(self, claim: Claim) -> None:
        """A fediverse handle that a text or a name states; a name counts more than a text."""
        known = self._claims.get(claim.handle.key)
        if known is None or (claim.found_in == "name" and known.found_in != "name"):
            self._claims[claim.handle.key] = claim

    def answered(self, author: str, other: str) -> None:
        """A comment of `author` to `other`; "" for a comment on a post."""
        self._exchanges[author, other] += 1

    def _tally(self, handle: Handle) -> _Tally:
        tally = self._people.get(handle.key)
        if tally is None:
            self._handles[handle.key] = handle
            tally = self._people[handle.key] = _Tally("")
        return tally

    def people(self) -> list[ArchivePerson]:
        """Those most spoken with first, at most `MOST_PEOPLE`."""
        order = sorted(
            self._people.items(), key=lambda item: (-item[1].times, item[0] not in self._followed)
        )
        return [
            ArchivePerson(
                handle=self._handles[key],
                name=tally.label,
                times=tally.times,
                last_on=tally.last_on,
                followed=key in self._followed,
                lists=tuple(self._lists.get(key, ())),
            )
            for key, tally in order[:MOST_PEOPLE]
        ]

    def tags(self) -> list[ArchiveTag]:
        """Those most used first, at most `MOST_TAGS`."""
        order = sorted(self._tags.values(), key=lambda tally: -tally.times)
        return [ArchiveTag(Tag(t.label), t.times, t.last_on) for t in order[:MOST_TAGS]]

    def claims(self) -> list[Claim]:
        """Every claim, at most `MOST_CLAIMS`."""
        return list(self._claims.values())[:MOST_CLAIMS]

    def exchanges(self) -> list[Exchange]:
        """Who answered whom, most often first, at most `MOST_EXCHANGES`."""
        return [
            Exchange(author, other, times)
            for (author, other), times in self._exchanges.most_common(MOST_EXCHANGES)
        ]

    def without_own(self, own: HandleKey) -> None:
        """The teacher is nobody to be suggested to the teacher."""
        for kept in (self._people, self._handles):
            kept.pop(own, None)
        self._claims = {
            key: claim._replace(claimed_by="") if claim.claimed_by.lower() == own else claim
            for key, claim in self._claims.items()
        }
