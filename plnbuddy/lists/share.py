"""A starting point for a colleague, out of the teacher's own network.

Only people whose settings allow that they are listed are chosen, and only by
their public handle.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.handles import HandleKey, handle_of_key
from plnbuddy.core.model import Educator, SubjectKind, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import in_words, level_label, topic_label
from plnbuddy.curated.bundled import read_chats, read_educators, read_hashtags
from plnbuddy.curated.schedule import spoken_schedule
from plnbuddy.lists.check import may_be_listed
from plnbuddy.store.account_state import followed_anywhere, known_accounts, latest_sync
from plnbuddy.store.counts import count_people
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions, followed
from plnbuddy.store.discovery import KnownPerson, avoided_people, known_people
from plnbuddy.store.lists import (
    KeptList,
    ListRow,
    RowCheck,
    all_checks,
    all_lists,
    list_rows,
    person_row,
    read_forgotten,
)
from plnbuddy.system.config import Settings

WANTS_TO_BE_FOUND = "the account says that it wants to be found"
"""The basis of somebody whom no curated list names, and whose settings allow it."""


@dataclass(frozen=True)
class Shared:
    """What would be shared, and how many people are left out.

    `refused`: their settings say no, or the account moved or is gone, is a bot or has been
    silent for a year. `unsure`: nobody could ask their server.
    """

    kept: KeptList
    rows: tuple[ListRow, ...]
    refused: int
    unsure: int

    @property
    def people(self) -> list[ListRow]:
        """Those rows that are people."""
        return of_kind(self.rows, SubjectKind.PERSON)


def choose_shared(
    store: Store,
    settings: Settings,
    title: str,
    introduction: str,
    contact: str,
    most: int,
    topics: Sequence[str] = (),
    platform: Platform | None = None,
) -> Shared:
    """The people, hashtags and chats that the teacher follows and may pass on.

    Args:
        most: so many people at most; first those on the teacher's own topics, and
            among them those who are most often in the journal.
        topics: only these; none means all.
        platform: only people there.
    """
    people, refused, unsure = _people(store, settings.profile.topics, platform)
    others = [*_hashtags(store, settings.profile.topics), *_chats(store)]
    if topics:
        wanted = set(topics)
        people = [row for row in people if wanted & set(row.topics)]
        others = [row for row in others if wanted & set(row.topics)]
    kept = KeptList(
        name="shared",
        title=clean_line(title, 100),
        introduction=clean_text(introduction, 2_000),
        contact=clean_line(contact, 200),
    )
    return Shared(kept, (*people[:most], *others), refused, unsure)


def _followed_people(store: Store) -> set[str]:
    """Keys of those whom the teacher follows; nobody who is blocked, muted or forgotten."""
    on_accounts, _ = followed_anywhere(store)
    synced = latest_sync(store)
    decided = {
        decision.subject.key
        for decision in all_decisions(store)
        if decision.subject.kind is SubjectKind.PERSON
        and decision.verdict is Verdict.FOLLOWED
        # Once the account was read again, it knows better: who was unfollowed is not passed on.
        and not (
            decision.subject.is_on(Platform.MASTODON)
            and synced
            and synced.date() > decision.decided_on
        )
    }
    gone = read_forgotten(store)
    followed = (decided | set(on_accounts)) - known_accounts(store) - set(avoided_people(store))
    return {key for key in followed if key not in gone}


def followed_rows(store: Store) -> list[ListRow]:
    """Everybody and every hashtag that the teacher follows, for the teacher's own use."""
    curated = {str(educator.handle.key): educator for educator in read_educators()}
    known, checks = _known_people(store), all_checks(store)
    people: list[ListRow] = []
    for key in sorted(_followed_people(store)):
        row = _person_row(key, curated.get(key), known.get(key), checks.get(key))
        # Whether others may have it was not asked, so nothing is said about it.
        people.append(row if key in curated else row._replace(basis=""))
    return [*people, *_hashtags(store, ())]


def _people(
    store: Store, topics: Sequence[str], platform: Platform | None
) -> tuple[list[ListRow], int, int]:
    """Those who may be listed, the likeliest first; how many say no, how many are unsure."""
    curated = {str(educator.handle.key): educator for educator in read_educators()}
    known = _known_people(store)
    checks = all_checks(store)
    own = _own_rows(store)
    chosen: list[ListRow] = []
    refused = unsure = 0
    for key in sorted(_followed_people(store)):
        if platform and handle_of_key(HandleKey(key)).platform is not platform:
            continue
        check, person, educator = checks.get(key), known.get(key), curated.get(key)
        allowed = _is_allowed(check, person)
        if allowed is False:
            refused += 1
        elif allowed or (educator and educator.basis):
            row = _person_row(key, educator, person, check)
            mine = own.get(key, row)
            chosen.append(
                row._replace(
                    name=row.name or mine.name,
                    topics=row.topics or mine.topics,
                    description=mine.description or row.description,
                )
            )
        else:
            unsure += 1
    spoken: dict[str, int] = {
        count.handle.key: count.count for count in count_people(store, date.min, date.max)
    }
    wanted = set(topics)
    chosen.sort(
        key=lambda row: (
            not wanted & set(row.topics), -spoken.get(row.key, 0), not row.description
        )
    )  # fmt: skip
    return chosen, refused, unsure


def _known_people(store: Store) -> dict[str, KnownPerson]:
    """What a server said last of everybody, on any of the teacher's accounts."""
    known: dict[str, KnownPerson] = {}
    for account in sorted(known_accounts(store)):
        for key, person in known_people(store, account).items():
            if key not in known or known[key].read_on < person.read_on:
                known[str(key)] = person
    return known


def _own_rows(store: Store) -> dict[str, ListRow]:
    """The people on lists that the teacher keeps: their reasons are in the teacher's words."""
    return {
        row.key: row._replace(topics=row.topics or kept.topics)
        for kept in all_lists(store)
        if kept.is_own
        for row in list_rows(store, kept.name)
        if row.kind is SubjectKind.PERSON
    }


def _is_allowed(check: RowCheck | None, person: KnownPerson | None) -> bool | None:
    """Whether somebody's settings allow that they are listed; None when nobody knows.

    A check asked their own server, which knows best, unless the teacher's server
    said no since then. What the account says against suggesting somebody holds here, too:
    bots and who is silent, whom a check lets stay on a list, help no colleague.
    """
    if not may_be_listed(check) or (person and person.trouble):
        return False
    if check and check.listable:
        return person is None or person.open or check.checked_on >= person.read_on
    return person.open if person else None


def _person_row(
    key: str, educator: Educator | None, person: KnownPerson | None, check: RowCheck | None
) -> ListRow:
    if educator:
        return person_row(str(educator.handle))._replace(
            name=educator.name,
            topics=educator.topics,
            levels=educator.levels,
            languages=educator.languages,
            region=educator.region,
            description=educator.description,
            basis=educator.basis,
            source=educator.seen.address,
        )
    row = person_row(str(handle_of_key(HandleKey(key))))._replace(basis=WANTS_TO_BE_FOUND)
    if person:
        return row._replace(label=str(person.handle), name=person.name, topics=person.topics)
    return row._replace(name=check.name if check else "")


def _hashtags(store: Store, topics: Sequence[str]) -> Iterator[ListRow]:
    """The hashtags that the teacher follows: first those on own topics, last unknown ones."""
    _, on_accounts = followed_anywhere(store)
    wanted = followed(store, SubjectKind.HASHTAG) | {str(key) for key in on_accounts}
    mine = set(topics)
    for hashtag in sorted(read_hashtags(), key=lambda each: not mine & set(each.topics)):
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
    wanted = followed(store, SubjectKind.CHAT)
    for chat in read_chats():
        if chat.tag.key in wanted:
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
    labels = [topic_label(topic) for topic in row.topics[:3]]
    stages = [level_label(level) for level in row.levels if level != "any"]
    topics = in_words(label for label in labels if not _says(row.description, label))
    levels = in_words(label for label in stages if label not in labels)
    about = ", ".join(part for part in (topics, f"for {levels}" if levels else "") if part)
    reason = "; ".join(part for part in (row.description, about) if part)
    return reason if row.description else reason[:1].upper() + reason[1:]


def _says(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def of_kind(rows: Sequence[ListRow], kind: SubjectKind) -> list[ListRow]:
    """The rows of that kind, in their order."""
    return [row for row in rows if row.kind is kind]
