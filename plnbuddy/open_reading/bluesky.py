"""What is asked of Bluesky: packs for the teacher's topics, their people, whom those follow."""

from collections.abc import Callable, Iterator
from functools import partial

from plnbuddy.core.errors import NothingFoundError
from plnbuddy.core.handles import Handle
from plnbuddy.core.model import Verdict
from plnbuddy.core.own_accounts import named_accounts
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.open_reading.evening import Evening
from plnbuddy.open_reading.pack_words import communities
from plnbuddy.open_reading.people import Encounter
from plnbuddy.open_reading.questions import FOLLOWING_DAYS
from plnbuddy.platforms.bluesky.entities import Strangers
from plnbuddy.platforms.bluesky.open_reading import Bluesky
from plnbuddy.platforms.bluesky.packs import Members, Pack, read_members, search_packs
from plnbuddy.recognition.titles import about_title
from plnbuddy.store.decisions import all_decisions
from plnbuddy.store.identities import identity_of, learn_identities
from plnbuddy.store.imports import ArchivePerson, archive_people
from plnbuddy.store.lists import read_forgotten
from plnbuddy.store.namings import namings_of_archived, put_namings
from plnbuddy.store.open_packs import (
    OpenPack,
    drop_open_pack,
    open_packs,
    put_open_pack,
    put_pack_page,
)
from plnbuddy.store.open_reading import (
    MeetingKind,
    identities,
    meetings,
    open_people,
    put_refusal,
)
from plnbuddy.suggest.packs import rank_packs
from plnbuddy.sync.objections import Occasion, find_objection

SEARCH_DAYS = 30
MEMBERS_DAYS = 30
PAGES_A_RUN = 8
CONTACTS_A_RUN = 4
SEARCHED_A_RUN, LEAST_TALKS = 4, 3
SEARCHED_DAYS = 180
MOST_CONTACTS = 100
FOLLOWS_A_RUN = 8

Question = Callable[[], None]


def bluesky_questions(evening: Evening, bluesky: Bluesky) -> Iterator[Question]:
    """What is asked of Bluesky in one evening, the most telling first, made up as it goes."""
    for words in evening.plan.packs:
        yield partial(ask_packs, evening, bluesky, words)
    for _ in range(PAGES_A_RUN):
        for pack in _unread_packs(evening, bluesky)[:1]:
            yield partial(ask_members, evening, bluesky, pack)
    for contact in _contacts(evening, bluesky)[:CONTACTS_A_RUN]:
        yield partial(ask_follows, evening, bluesky, *contact, "contact")
    for old in _old_contacts(evening, bluesky)[:SEARCHED_A_RUN]:
        yield partial(ask_old_contact, evening, bluesky, old)
    for _ in range(FOLLOWS_A_RUN):
        for found in _telling(evening, bluesky)[:1]:
            yield partial(ask_follows, evening, bluesky, *found, "followed")


def ask_packs(evening: Evening, bluesky: Bluesky, words: str) -> None:
    """Which starter packs of teachers there are for these words."""

    def keep(found: list[Pack]) -> None:
        forgotten = read_forgotten(evening.store)
        for pack in found:
            made = _open_pack(pack, evening)
            if made and pack.keeper.key not in forgotten:
                put_open_pack(evening.store, made)

    evening.asking.ask(
        bluesky, f"packs {words}", SEARCH_DAYS, lambda: search_packs(bluesky, words), keep
    )


def _open_pack(pack: Pack, evening: Evening) -> OpenPack | None:
    """A pack as it is kept; None when it is none of teachers."""
    about = about_title(pack.title, pack.description)
    called = f"{pack.title} {pack.description}".casefold()
    gatherings = [name for code in evening.profile.languages for name in communities(code)]
    if not about.of_teachers and not any(name.casefold() in called for name in gatherings):
        return None
    return OpenPack(
        address=pack.address,
        list_uri=pack.list_uri,
        title=pack.title,
        keeper=pack.keeper,
        topics=about.topics,
        languages=about.languages,
        people=0,
        next="",
        found_on=evening.clock.today,
    )


def _unread_packs(evening: Evening, bluesky: Bluesky) -> list[OpenPack]:
    """Packs that fit the teacher and were not read lately, best first."""
    return [
        pack
        for pack in rank_packs(open_packs(evening.store), evening.profile)
        if evening.asking.is_open(bluesky, _page_of(pack))
    ]


def _page_of(pack: OpenPack) -> str:
    return f"pack {pack.address.rpartition('/')[2]} {pack.next}".strip()


def ask_members(evening: Evening, bluesky: Bluesky, pack: OpenPack) -> None:
    """Who is in a pack, a hundred at once."""

    def read() -> Members | None:
        try:
            return read_members(bluesky, pack.list_uri, pack.next)
        except NothingFoundError:
            return None

    def keep(found: Members | None) -> None:
        if found is None:
            drop_open_pack(evening.store, pack.address)
            return
        put_pack_page(evening.store, pack.address, found.count, found.next)
        _keep(evening, bluesky, found.found, "pack", f"'{pack.title}' by {pack.keeper}")

    evening.asking.ask(bluesky, _page_of(pack), MEMBERS_DAYS, read, keep)


def ask_follows(
    evening: Evening, bluesky: Bluesky, who: Handle, identity: str, kind: MeetingKind
) -> None:
    """Whom a teacher of the same topic, or somebody whom the teacher follows, follows."""

    def read() -> Strangers:
        try:
            return bluesky.follows(identity)
        except NothingFoundError:
            return Strangers((), ())

    def keep(found: Strangers) -> None:
        _keep(evening, bluesky, found, kind, str(who))

    evening.asking.ask(bluesky, f"following {identity}", FOLLOWING_DAYS, read, keep)


def ask_old_contact(evening: Evening, bluesky: Bluesky, old: ArchivePerson) -> None:
    """Who on Bluesky names an old contact's Twitter/X handle in their own profile.

    Only those are kept, and of them that they name it; a name that is merely alike is nothing.
    """
    store, today = evening.store, evening.clock.today

    def keep(found: Strangers) -> None:
        for who in found.people:
            account = who.account
            names = named_accounts(account.handle, who.bio)
            if old.handle in names and not find_objection(account, today, Occasion.SUGGESTION):
                learn_identities(store, {account.id: account.handle})
                put_namings(store, account.handle, names, today)

    evening.asking.ask(
        bluesky,
        f"old {old.handle.key}",
        SEARCHED_DAYS,
        lambda: bluesky.search_people(old.handle.username),
        keep,
    )


def _old_contacts(evening: Evening, bluesky: Bluesky) -> list[ArchivePerson]:
    """With whom the teacher spoke most on Twitter/X, and who was not looked for lately."""
    met = {naming.other.key for naming in namings_of_archived(evening.store)}
    return [
        person
        for person in archive_people(evening.store, MOST_CONTACTS)
        if person.handle.platform is Platform.TWITTER
        and person.times >= LEAST_TALKS
        and person.handle.key not in met
        and evening.asking.is_open(bluesky, f"old {person.handle.key}")
    ]


def _keep(
    evening: Evening,
    bluesky: Bluesky,
    found: Strangers,
    kind: MeetingKind,
    detail: str,
) -> None:
    """Keep those who may be suggested, which identity has which name now, and who says no."""
    today = evening.clock.today
    met = [Encounter(who, kind, detail, today) for who in found.people]
    learn_identities(evening.store, {who.account.id: who.account.handle for who in found.people})
    for handle in found.hidden:
        put_refusal(evening.store, handle.key, today)
    evening.keep(bluesky, "", met)


def _contacts(evening: Evening, bluesky: Bluesky) -> list[tuple[Handle, str]]:
    """Whom the teacher decided to follow on Bluesky, the latest first, and what to ask for."""
    if evening.plan.on_bluesky:
        return []  # Through the account more is read.
    followed = [
        each.subject.handle
        for each in reversed(all_decisions(evening.store))
        if each.verdict is Verdict.FOLLOWED and each.subject.is_on(Platform.BLUESKY)
    ]
    known = [(who, identity_of(evening.store, who) or who.username) for who in followed if who]
    return [
        (who, name) for who, name in known if evening.asking.is_open(bluesky, f"following {name}")
    ]


def _telling(evening: Evening, bluesky: Bluesky) -> list[tuple[Handle, str]]:
    """Teachers of the teacher's topics whose follows tell most: those met most often first."""
    topics = set(evening.profile.topics)
    ids = {each.key: each.remote_id for each in identities(evening.store, bluesky.name)}
    met = meetings(evening.store)
    found = [
        person
        for person in open_people(evening.store)
        if person.handle.key in ids
        and person.role is Role.TEACHER
        and topics & set(person.topics)
        and evening.asking.is_open(bluesky, f"following {ids[person.handle.key]}")
    ]
    found.sort(key=lambda person: (-len(met.get(person.handle.key, ())), person.handle.key))
    return [(person.handle, ids[person.handle.key]) for person in found]
