"""The chats there are for a teacher: curated ones and the teacher's own."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from plnbuddy.core.handles import TagKey
from plnbuddy.core.model import Chat, ChatStatus, Profile, Seen, SubjectKind, Verdict
from plnbuddy.curated.bundled import read_chats
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import all_decisions
from plnbuddy.store.own_chats import ChatSign, OwnChat, all_own_chats, chat_signs

FOR_EVERYBODY = "general"


class KnownChat(NamedTuple):
    """A chat, and what the teacher has to do with it.

    `own` chats were written down by the teacher. `since` is the day from which the
    teacher has had it (None when it is only listed); `first_on` a day on which it
    meets, for a chat of every other week. `sign` is today's word of a server.
    """

    chat: Chat
    own: bool = False
    followed: bool = False
    skipped: bool = False
    since: date | None = None
    first_on: date | None = None
    sign: ChatSign | None = None

    @property
    def is_mine(self) -> bool:
        """Whether the teacher follows it or wrote it down."""
        return self.own or self.followed

    @property
    def is_alive(self) -> bool:
        """Whether it is known to meet now."""
        return self.chat.status is ChatStatus.ALIVE or bool(self.sign and self.sign.posts)

    @property
    def has_ended(self) -> bool:
        """Whether its source says that it is over."""
        return self.chat.status is ChatStatus.ENDED


def known_chats(store: Store, today: date) -> list[KnownChat]:
    """Every chat, curated or own, by tag; an own one hides the curated one with its tag."""
    curated = {chat.tag.key: chat for chat in read_chats()}
    own = {chat.tag.key: chat for chat in all_own_chats(store)}
    followed, skipped = _decided(store)
    signs = chat_signs(store, today)
    chats = {**curated, **{key: as_chat(each, curated.get(key)) for key, each in own.items()}}
    return [
        KnownChat(
            chat=chats[key],
            own=key in own,
            followed=key in followed,
            skipped=key in skipped,
            since=own[key].added_on if key in own else followed.get(key),
            first_on=own[key].first_on if key in own else None,
            sign=signs.get(key),
        )
        for key in sorted(chats)
    ]


def _decided(store: Store) -> tuple[Mapping[str, date], set[str]]:
    """Tags that are followed, with the day of that, and tags that were skipped.

    Whether a tag was followed as a chat or as a hashtag makes no difference here.
    """
    followed: dict[str, date] = {}
    skipped: set[str] = set()
    for decision in all_decisions(store):
        if decision.subject.kind is SubjectKind.PERSON:
            continue
        if decision.verdict is Verdict.FOLLOWED:
            before = followed.get(decision.subject.key, decision.decided_on)
            followed[decision.subject.key] = min(before, decision.decided_on)
        elif decision.verdict is Verdict.SKIPPED:
            skipped.add(decision.subject.key)
    return followed, skipped


def as_chat(own: OwnChat, curated: Chat | None = None) -> Chat:
    """The teacher's chat; what it is about comes from the curated one that it hides."""
    plain = curated or Chat(
        tag=own.tag,
        name="",
        platforms=own.platforms,
        topics=(),
        levels=(),
        languages=(),
        region="",
        day="",
        time="",
        timezone="",
        every="",
        last_seen=None,
        status=ChatStatus.ALIVE,
        description="",
        seen=Seen(""),
    )
    return plain._replace(
        tag=own.tag,
        name=own.name or plain.name,
        platforms=own.platforms,
        day=own.day,
        time=own.time,
        timezone=own.timezone,
        every=own.every,
        status=ChatStatus.ALIVE,
    )


def chats_for(profile: Profile, chats: Iterable[KnownChat]) -> list[KnownChat]:
    """The teacher's own and followed chats, and those that fit the profile.

    A chat fits when it shares a topic (or is for everybody, or the profile names
    no topics), a language and a platform, and is known to meet now; skipped ones do not.
    """
    return [
        each
        for each in chats
        if each.is_mine or (not each.skipped and each.is_alive and _fits(each.chat, profile))
    ]


def _fits(chat: Chat, profile: Profile) -> bool:
    return (
        (not profile.topics or not {*profile.topics, FOR_EVERYBODY}.isdisjoint(chat.topics))
        and not set(profile.languages).isdisjoint(chat.languages)
        and not set(profile.platforms).isdisjoint(chat.platforms)
    )


def with_signs(chats: Iterable[KnownChat], signs: Mapping[TagKey, ChatSign]) -> list[KnownChat]:
    """The chats with what a server just said of them."""
    return [each._replace(sign=signs.get(each.chat.tag.key, each.sign)) for each in chats]
