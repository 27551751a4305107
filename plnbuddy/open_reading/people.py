"""From what accounts say about themselves to whom a teacher may be shown, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plnbuddy.core.handles import HandleKey, Tag
from plnbuddy.core.own_accounts import named_accounts
from plnbuddy.core.role import Role
from plnbuddy.platforms.values import Stranger
from plnbuddy.recognition.recognise import Evidence, recognise
from plnbuddy.store.database import Store
from plnbuddy.store.lists import read_forgotten
from plnbuddy.store.namings import put_namings
from plnbuddy.store.open_reading import (
    Identity,
    Meeting,
    MeetingKind,
    OpenPerson,
    Shown,
    drop_open_person,
    drop_refusal,
    put_identity,
    put_meeting,
    put_open_person,
    put_refusal,
    refusals,
)
from plnbuddy.sync.objections import WISHES, Occasion, objections

_KEPT = frozenset({
    Role.TEACHER, Role.TEACHER_GROUP, Role.TEACHER_EDUCATOR, Role.EDUCATION_SERVICE,
    Role.SUBJECT_ORGANISATION,
})  # fmt: skip
"""Who teaches, and who is there for those who do; nobody else is kept."""


@dataclass(frozen=True)
class Encounter:
    """Somebody who was met, where and when; `tags` are those of their post.

    Without a `kind` they were looked up by name, which speaks for nobody.
    """

    who: Stranger
    kind: MeetingKind | None
    detail: str
    on: date
    language: str = ""
    tags: tuple[Tag, ...] = ()


def keep_encounters(
    store: Store,
    host: str,
    domain: str,
    encounters: Iterable[Encounter],
    today: date,
    keywords: tuple[str, ...] = (),
) -> int:
    """Keep of those who were met the ones who may be suggested, by what their profile shows.

    To be called in a transaction. Whoever does not want to be found, is in trouble or
    neither teaches nor stands around those who do, is not kept, and taken out if they were.

    Args:
        host: the server that told of them; `domain` that of its own people.
        keywords: the teacher's own words; those found in a profile are topics of it as well.

    Returns:
        How many of them may be suggested.
    """
    said_no, forgotten = refusals(store), read_forgotten(store)
    met: dict[HandleKey, list[Encounter]] = {}
    for encounter in encounters:
        met.setdefault(encounter.who.account.handle.key, []).append(encounter)
    kept = 0
    for key, several in met.items():
        if key in forgotten:
            continue
        at_home = several[0].who.account.handle.domain == domain
        if key in said_no and not at_home:
            continue  # Elsewhere the flag of their own server is not known.
        if _keep(store, host, several, today, keywords, was_no=key in said_no):
            kept += 1
    return kept


def _keep(
    store: Store,
    host: str,
    several: list[Encounter],
    today: date,
    keywords: tuple[str, ...],
    *,
    was_no: bool,
) -> bool:
    who = several[-1].who
    account = who.account
    tags = tuple(dict.fromkeys(tag for encounter in several for tag in encounter.tags))
    languages = [encounter.language for encounter in several if encounter.language]
    seen = recognise(
        account.name,
        who.bio,
        who.fields,
        posted_under=[tag.name for tag in tags],
        stated_languages=languages,
        keywords=keywords,
        bot=account.bot,
    )
    objected = {each.why for each in objections(account, today)}
    if objected & WISHES:
        put_refusal(store, account.handle.key, today)
        return False
    if was_no:
        drop_refusal(store, account.handle.key)
    if objected & Occasion.STRANGER.value or seen.role not in _KEPT:
        drop_open_person(store, account.handle.key)
        return False
    others = named_accounts(account.handle, who.bio, who.fields)
    put_namings(store, account.handle, others, today)
    put_open_person(
        store,
        OpenPerson(
            handle=account.handle,
            name=account.name,
            role=seen.role,
            topics=seen.topics,
            levels=seen.levels,
            languages=seen.languages,
            evidence=tuple(_shown(evidence) for evidence in seen.evidence),
            last_post=account.last_post,
            read_on=today,
        ),
    )
    following = 0 if account.hides_collections else account.following
    put_identity(store, Identity(host, account.handle.key, account.id, following))
    for met in several:
        if met.kind is None:
            continue
        put_meeting(store, Meeting(account.handle.key, met.kind, met.detail, met.language, met.on))
    return True


def _shown(evidence: Evidence) -> Shown:
    return Shown(evidence.kind, evidence.value, evidence.words, evidence.place)
