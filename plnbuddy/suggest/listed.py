"""The rows of lists that the teacher added or keeps, as candidates."""

from functools import partial

from plnbuddy.core.model import SubjectKind
from plnbuddy.core.platform import ALL_PLATFORMS
from plnbuddy.store.database import Store
from plnbuddy.store.lists import ListRow, rows_of_kind
from plnbuddy.suggest.candidates import Candidate

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


def _candidate(row: ListRow, titles: tuple[str, ...]) -> Candidate:
    subject = row.subject
    person = subject.handle
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
        tell_facts=partial(_facts, row, titles),
    )


def _facts(row: ListRow, titles: tuple[str, ...]) -> tuple[str, ...]:
    on = f"on the list {titles[0]}" if len(titles) == 1 else f"on the lists {', '.join(titles)}"
    return (row.description, on) if row.description and row.kind is SubjectKind.PERSON else (on,)
