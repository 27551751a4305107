"""A starting point for a colleague, out of the teacher's own network.

Only people whose settings allow that they are listed are chosen, and only by
their public handle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plnbuddy.config import Settings
from plnbuddy.curated.bundled import read_chats, read_educators, read_hashtags
from plnbuddy.curated.schedule import spoken_schedule
from plnbuddy.lists.check import may_be_listed
from plnbuddy.model import Educator, SubjectKind, Verdict
from plnbuddy.store.account_state import followed_anywhere, known_accounts
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions
from plnbuddy.store.discovery import KnownPerson, avoided_people, known_people
from plnbuddy.store.lists import (
    KeptList,
    ListRow,
    all_checks,
    person_row,
    rows_of_kind,
    without_forgotten,
)
from plnbuddy.vocabulary import in_words, level_label, topic_label


@dataclass(frozen=True)
class Shared:
    """What would be shared; `unsure` follows are left out because nobody could ask them."""

    kept: KeptList
    rows: tuple[ListRow, ...]
    unsure: int
    refused: int


def choose_shared(
    store: Store,
    settings: Settings,
    title: str,
    introduction: str,
    contact: str,
    most: int,
    topics: Sequence[str] = (),
) -> Shared:
    """The people, hashtags and chats that the teacher follows and may pass on.

    Args:
        most: so many people at most; those on the teacher's own topics come first.
        topics: only these; none means all.
    """
    people, unsure, refused = _people(store, settings)
    others = [*_hashtags(store), *_chats(store)]
    if topics:
        wanted = set(topics)
        people = [row for row in people if wanted & set(row.topics)]
        others = [row for row in others if wanted & set(row.topics)]
    people = without_forgotten(store, people)
    rows = [*people[:most], *others]
    kept = KeptList(
        name="shared", title=title, introduction=introduction, contact=contact,
        topics=settings.profile.topics,
    )  # fmt: skip
    return Shared(kept, tuple(rows), unsure, refused)


def _followed_people(store: Store) -> set[str]:
    decided = {
        d.subject.key
        for d in all_decisions(store)
        if d.subject.kind is SubjectKind.PERSON and d.verdict is Verdict.FOLLOWED
    }
    on_accounts, _ = followed_anywhere(store)
    return (decided | set(on_accounts)) - known_accounts(store) - set(avoided_people(store))


def _people(store: Store, settings: Settings) -> tuple[list[ListRow], int, int]:
    """Those who may be listed, best known first; how many are unsure, how many say no."""
    curated = {str(educator.handle.key): educator for educator in read_educators()}
    known: dict[str, KnownPerson] = {}
    for account in known_accounts(store):
        known |= {str(key): person for key, person in known_people(store, account).items()}
    listed = {row.key: row for _, row in rows_of_kind(store, SubjectKind.PERSON)}
    checks = all_checks(store)
    chosen: list[ListRow] = []
    unsure = refused = 0
    for key in sorted(_followed_people(store)):
        check, person = checks.get(key), known.get(key)
        says_no = not may_be_listed(check) or (person is not None and bool(person.trouble))
        open_now = (check is not None and check.listable) or (person is not None and person.open)
        if says_no or (person is not None and not person.open and not (check and check.listable)):
            refused += 1
        elif open_now or (key in curated and curated[key].basis):
            educator = curated.get(key)
            chosen.append(_person_row(key, educator, person, listed.get(key)))
        else:
            unsure += 1
    wanted = set(settings.profile.topics)
    chosen.sort(key=lambda row: (not wanted & set(row.topics), not row.description))
    return chosen, unsure, refused


def _person_row(
    key: str, educator: Educator | None, person: KnownPerson | None, listed: ListRow | None
) -> ListRow:
    row = person_row(key if key.startswith("@") else f"@{key}")
    if listed:
        row = replace(listed, label=listed.label)
    if educator:
        return replace(
            row,
            label=str(educator.handle),
            name=row.name or educator.name,
            topics=row.topics or educator.topics,
            levels=row.levels or educator.levels,
            languages=row.languages or educator.languages,
            description=row.description or educator.description,
            basis=educator.basis,
            source=educator.seen.address,
        )
    if person:
        return replace(
            row,
            label=str(person.handle),
            name=row.name or person.name,
            topics=row.topics or person.topics,
            basis="says on the account that it wants to be found",
        )
    return row


def _hashtags(store: Store) -> Iterator[ListRow]:
    _, on_accounts = followed_anywhere(store)
    decided = {
        d.subject.key
        for d in all_decisions(store)
        if d.subject.kind is SubjectKind.HASHTAG and d.verdict is Verdict.FOLLOWED
    }
    wanted = decided | {str(key) for key in on_accounts}
    for hashtag in read_hashtags():
        if hashtag.tag.key in wanted:
            wanted.discard(hashtag.tag.key)
            yield ListRow(
                SubjectKind.HASHTAG,
                hashtag.tag.key,
                str(hashtag.tag),
                topics=hashtag.topics,
                levels=hashtag.levels,
                languages=hashtag.languages,
                description=hashtag.description,
                source=hashtag.seen.address,
            )
    labels = {
        d.subject.key: d.subject.label
        for d in all_decisions(store)
        if d.subject.kind is SubjectKind.HASHTAG
    }
    for key in sorted(wanted):
        yield ListRow(SubjectKind.HASHTAG, key, labels.get(key, f"#{key}"))


def _chats(store: Store) -> Iterator[ListRow]:
    followed = {
        d.subject.key
        for d in all_decisions(store)
        if d.subject.kind is SubjectKind.CHAT and d.verdict is Verdict.FOLLOWED
    }
    for chat in read_chats():
        if chat.tag.key in followed:
            facts = (chat.name or chat.description, spoken_schedule(chat))
            yield ListRow(
                SubjectKind.CHAT,
                chat.tag.key,
                str(chat.tag),
                topics=chat.topics,
                description=": ".join(fact for fact in facts if fact),
                source=chat.seen.address,
            )


def reason_of(row: ListRow) -> str:
    """Why somebody is on the page, in plain words; "" when nothing is known."""
    topics = in_words(topic_label(topic) for topic in row.topics[:3])
    levels = in_words(level_label(level) for level in row.levels if level != "any")
    about = ", for ".join(part for part in (topics, levels) if part)
    return "; ".join(part for part in (row.description, about) if part)


def of_kind(rows: Sequence[ListRow], kind: SubjectKind) -> list[ListRow]:
    """The rows of that kind, in their order."""
    return [row for row in rows if row.kind is kind]
