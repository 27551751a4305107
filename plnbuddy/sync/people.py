"""What a server says of an account, as it is kept."""

from collections.abc import Iterable, Mapping
from datetime import date

from plnbuddy.core.handles import TagKey
from plnbuddy.core.own_accounts import named_accounts
from plnbuddy.core.platform import Platform
from plnbuddy.curated.bundled import read_hashtags
from plnbuddy.platforms.values import Account
from plnbuddy.store.database import Store
from plnbuddy.store.discovery import KnownPerson, put_person
from plnbuddy.store.identities import learn_identities
from plnbuddy.store.namings import put_namings
from plnbuddy.sync.objections import Occasion, find_objection


def topics_of_tags() -> Mapping[TagKey, tuple[str, ...]]:
    """The topics that the curated hashtags stand for: how a bio's hashtags become topics."""
    return {hashtag.tag.key: hashtag.topics for hashtag in read_hashtags()}


def know_person(
    account: Account, today: date, tag_topics: Mapping[TagKey, tuple[str, ...]]
) -> KnownPerson:
    """The account as it is kept: flags and topics, without its bio."""
    topics = (topic for tag in account.bio_tags for topic in tag_topics.get(tag.key, ()))
    objected = find_objection(account, today, Occasion.SUGGESTION)
    return KnownPerson(
        id=0,
        handle=account.handle,
        name=account.name,
        remote_id=account.id,
        open=account.discoverable is True,
        trouble=objected.words if objected else "",
        topics=tuple(dict.fromkeys(topics)),
        followers=account.followers,
        following=0 if account.hides_collections else account.following,
        last_post=account.last_post,
        read_on=today,
        link=account.link,
    )


def learn_names(store: Store, accounts: Iterable[Account]) -> None:
    """Keep who is called what now, where accounts have an identity that outlasts their name."""
    lasting = {a.id: a.handle for a in accounts if a.handle.platform is Platform.BLUESKY}
    if lasting:
        learn_identities(store, lasting)


def note_namings(store: Store, account: Account, today: date) -> None:
    """Keep which accounts on other networks somebody's profile names; not the profile."""
    others = named_accounts(account.handle, account.bio, account.profile_fields)
    put_namings(store, account.handle, () if account.noindex else others, today)


def keep_followed(store: Store, account: str, people: Iterable[Account], today: date) -> None:
    """Keep what was said of people whom the teacher follows from now on."""
    topics = topics_of_tags()
    for each in people:
        put_person(store, account, know_person(each, today, topics))
        note_namings(store, each, today)
