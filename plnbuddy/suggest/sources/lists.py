"""The rows of lists that the teacher added or keeps."""

from typing import NamedTuple

from plnbuddy.core.clock import Clock
from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import ALL_PLATFORMS
from plnbuddy.store.database import Store
from plnbuddy.store.lists import ListRow, rows_of_kind
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.suggest.facts import Said
from plnbuddy.suggest.sources.source import Source

LISTS = "lists"

_CHOSEN = 0.45  # what it says that the teacher chose the list, as a score


def listed_candidates(store: Store, kind: SubjectKind) -> list[Candidate]:
    """People and hashtags of the teacher's lists, each once, with the lists they are on."""
    if kind is SubjectKind.CHAT:
        return []
    rows: dict[str, ListRow] = {}
    titles: dict[str, list[str]] = {}
    for title, row in rows_of_kind(store, kind):
        rows.setdefault(row.key, row)
        titles.setdefault(row.key, []).append(title)
    return [_candidate(row, tuple(titles[key])) for key, row in rows.items()]


class OnLists(NamedTuple):
    """The lists of the teacher that name somebody, by title."""

    titles: tuple[str, ...]

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """On which lists."""
        if len(self.titles) == 1:
            return f"on the list {self.titles[0]}"
        return f"on the lists {', '.join(self.titles)}"


def _candidate(row: ListRow, titles: tuple[str, ...]) -> Candidate:
    subject = row.subject
    person = subject.handle
    described = (Said(row.description),) if row.description and person else ()
    return Candidate(
        subject=subject,
        name=row.name if person else row.description,
        sources=(LISTS,),
        topics=row.topics,
        levels=row.levels,
        languages=row.languages,
        region=row.region,
        platforms=(person.platform,) if person else ALL_PLATFORMS,
        sort="person" if person else "topic",
        place=person.place if person else "",
        seen_year=None,
        own_score=_CHOSEN,
        facts=(*described, OnLists(titles)),
        personal=True,
    )


SOURCE = Source(
    name=LISTS,
    what="lists that you added or keep",
    candidates=lambda asked: listed_candidates(asked.store, asked.kind),
    needs_consent=False,
    personal=True,
)
