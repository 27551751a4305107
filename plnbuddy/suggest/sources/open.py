"""Whom public servers told of without an account, and which hashtags live there."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import log10
from typing import TYPE_CHECKING, NamedTuple

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.model import Subject, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import in_words
from plnbuddy.out.wording import counted
from plnbuddy.suggest.candidates import About, Candidate
from plnbuddy.suggest.facts import Fact
from plnbuddy.suggest.sources.follows import FollowedBy
from plnbuddy.suggest.sources.source import Asked, Needs, Source

if TYPE_CHECKING:
    from plnbuddy.core.model import Chat
    from plnbuddy.store.open_places import LivingTag
    from plnbuddy.store.open_reading import Meeting, OpenPerson

OPEN = "open"

SAYS_SO = 0.45
"""What it says for somebody that their profile says what they are."""

POSTED, EACH_MORE, THIS_WEEK = 0.4, 0.1, 0.1
"""A post under a hashtag that was asked about: the first, each further hashtag, and what one
within the last `WEEK` days adds."""

LISTED, COLLECTED = 0.15, 0.3
FOLLOWED, EACH_FOLLOWER_MORE = 0.3, 0.15
PACKED, EACH_PACK_MORE = 0.3, 0.15
CONTACT, EACH_CONTACT_MORE = 0.4, 0.2
WEEK = 7

LIVES, LIVES_SPAN = 0.25, 0.25
"""What it says for a hashtag that it is used, and how much more when by a hundred people."""

QUIET, SILENT, NOT_ASKED = 0.6, 0.15, 0.7
"""What is left of a hashtag that hardly anybody, or nobody, used this week, and of one that no
server was asked about while others were."""

PLAIN_WORD = 0.5
"""What it says for a word that is no hashtag of the tables that it means school or teaching."""

FEW_PEOPLE = 3
_NAMED = 2


class SaysIt(NamedTuple):
    """Words of a profile that show something, and where they stand."""

    words: str
    where: str

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """The very words."""
        return f"says '{self.words}' in {_PLACES[self.where]}"


class PostedOpenly(NamedTuple):
    """That somebody posted under a hashtag, and when last."""

    tag: str
    on: date

    def told(self, clock: Clock) -> str:
        """Under which hashtag, and when."""
        return f"posted under #{self.tag} {spoken_day(self.on, clock.today)}"


class ListedOn(NamedTuple):
    """That somebody asked to be in the directory of a server."""

    server: str

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Of which server."""
        return f"asked to be listed on {self.server}"


class FollowedByTeachers(NamedTuple):
    """Which teachers of the same topics follow somebody."""

    handles: tuple[str, ...]

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Two of them by name, the others as a number."""
        others = len(self.handles) - _NAMED
        names = list(self.handles[:_NAMED])
        if others > 0:
            names.append(counted(others, "other"))
        teaches = "who teaches" if len(self.handles) == 1 else "who teach"
        return f"followed by {in_words(names)}, {teaches} this too"


class CollectedIn(NamedTuple):
    """The collection that names somebody, with their consent."""

    name: str

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """Its name."""
        return f"agreed to be in the collection '{self.name}'"


class InPacks(NamedTuple):
    """The starter packs that somebody is in, each with who keeps it."""

    packs: tuple[str, ...]

    def told(self, clock: Clock) -> str:  # noqa: ARG002
        """The first by name, the others as a number."""
        others = len(self.packs) - 1
        more = f", and in {counted(others, 'other', 'others')}" if others else ""
        return f"in the starter pack {self.packs[0]}{more}"


class Lives(NamedTuple):
    """How much a hashtag was used in a week, as a server knows it."""

    posts: int
    people: int
    exact: bool
    server: str
    on: date

    def told(self, clock: Clock) -> str:
        """The numbers, whose they are, and of when."""
        age = (clock.today - self.on).days
        when = "this week" if age < WEEK else f"in the week before {self.on.day} {self.on:%B}"
        if not self.posts:
            return f"no post {when} that {self.server} knows of"
        posts = counted(self.posts, "post")
        people = counted(self.people, "person", "people")
        return f"{posts} by {'' if self.exact else 'at most '}{people} {when}, on {self.server}"


def open_candidates(asked: Asked) -> Iterable[Candidate]:
    """The people and hashtags that open reading brought; nothing for chats."""
    if asked.kind is SubjectKind.PERSON:
        return _people(asked)
    if asked.kind is SubjectKind.HASHTAG:
        return _hashtags(asked)
    return ()


def _people(asked: Asked) -> Iterator[Candidate]:
    from plnbuddy.store.open_reading import meetings, open_people

    met = meetings(asked.store)
    for person in open_people(asked.store):
        yield person_candidate(person, met.get(person.handle.key, ()), asked.clock)


def person_candidate(person: "OpenPerson", met: "Sequence[Meeting]", clock: Clock) -> Candidate:
    """Somebody whom servers told of, with what speaks for them."""
    language = next((meeting.language for meeting in met if meeting.language), "")
    return Candidate(
        subject=Subject(SubjectKind.PERSON, person.handle),
        name=person.name,
        sources=(OPEN,),
        topics=person.topics,
        levels=person.levels,
        languages=person.languages or ((language,) if language else ()),
        region="",
        platforms=(person.handle.platform,),
        sort="organisation" if person.role.is_organisation else "person",
        place=person.handle.place,
        seen_year=person.read_on.year,
        own_score=round(_strength(met, clock), 4),
        facts=(*_words_of(person), *_meetings_told(met)),
        role=person.role,
    )


def _strength(met: "Sequence[Meeting]", clock: Clock) -> float:
    """The facts back each other up: with strengths a and b the sum is 1 - (1 - a)(1 - b)."""
    strengths = [SAYS_SO]
    tags = [meeting for meeting in met if meeting.kind == "hashtag"]
    if tags:
        lately = (clock.today - tags[0].seen_on).days <= WEEK
        strengths += [POSTED + (THIS_WEEK if lately else 0.0), *[EACH_MORE] * (len(tags) - 1)]
    for kind, first, more in _REPEATED:
        times = sum(meeting.kind == kind for meeting in met)
        strengths += [first, *[more] * (times - 1)] if times else []
    strengths += [LISTED for meeting in met if meeting.kind == "directory"][:1]
    strengths += [COLLECTED for meeting in met if meeting.kind == "collection"][:1]
    doubt = 1.0
    for strength in strengths:
        doubt *= 1.0 - strength
    return 1.0 - doubt


_REPEATED = (
    ("followed", FOLLOWED, EACH_FOLLOWER_MORE),
    ("contact", CONTACT, EACH_CONTACT_MORE),
    ("pack", PACKED, EACH_PACK_MORE),
)
"""What it says that somebody was met so: the first time, and each further one."""


def _words_of(person: "OpenPerson") -> list[Fact]:
    """The words that show who they are and what they teach, each once, the role's first."""
    said: dict[tuple[str, str], None] = {}
    for of in ("role", "topic", "level"):
        for shown in person.evidence:
            if shown.of == of and shown.where in _PLACES:
                said[shown.words, shown.where] = None
    whole = [
        (words, where)
        for words, where in said
        if not any(words != other and words.lower() in other.lower() for other, _ in said)
    ]
    return [SaysIt(words, where) for words, where in whole[:2]]


_PLACES = {"bio": "the bio", "name": "the name", "field": "a profile field"}


def _meetings_told(met: "Sequence[Meeting]") -> list[Fact]:
    posted = [meeting for meeting in met if meeting.kind == "hashtag"][:_NAMED]
    facts: list[Fact] = [PostedOpenly(meeting.detail, meeting.seen_on) for meeting in posted]
    contacts = tuple(meeting.detail for meeting in met if meeting.kind == "contact")
    if contacts:
        facts.append(FollowedBy(contacts[:_NAMED], len(contacts)))
    packs = tuple(meeting.detail for meeting in met if meeting.kind == "pack")
    if packs:
        facts.append(InPacks(packs))
    followers = tuple(meeting.detail for meeting in met if meeting.kind == "followed")
    if followers:
        facts.append(FollowedByTeachers(followers))
    facts += [CollectedIn(meeting.detail) for meeting in met if meeting.kind == "collection"][:1]
    if not facts:
        facts += [ListedOn(meeting.detail) for meeting in met if meeting.kind == "directory"][:1]
    return facts


def _hashtags(asked: Asked) -> Iterator[Candidate]:
    from plnbuddy.core.school_words import languages_of_word
    from plnbuddy.curated.bundled import read_chats
    from plnbuddy.store.open_places import living_tags
    from plnbuddy.suggest.sources.curated import curated_candidates

    living = living_tags(asked.store)
    if not living:
        return
    known = {row.subject.key: row for row in curated_candidates(SubjectKind.HASHTAG)}
    chats = {chat.tag.key: chat for chat in read_chats()}
    for key, found in living.items():
        if key in known:
            yield _hashtag(found, known[key])
        elif key in chats:
            yield _hashtag(found, _of_a_chat(chats[key]))
        else:
            yield _hashtag(found, _plain_word(found, languages_of_word(found.tag)))
    looked_at = set[str](living)
    for row in known.values():
        if row.subject.key not in looked_at:
            yield row._replace(sources=(), life=NOT_ASKED, facts=())


def _hashtag(living: "LivingTag", row: Candidate) -> Candidate:
    """A hashtag with its week."""
    few = living.people < FEW_PEOPLE
    strength = LIVES + LIVES_SPAN * min(log10(max(living.people, 1)) / 2, 1.0)
    return row._replace(
        sources=(OPEN,),
        platforms=(Platform.MASTODON,),
        own_score=0.0 if few else round(1 - (1 - strength) * (1 - row.own_score), 4),
        life=(QUIET if living.posts else SILENT) if few else 1.0,
        facts=(Lives(living.posts, living.people, living.exact, living.host, living.read_on),),
        about=About.SUBJECT if row.about is About.UNVERIFIED and not few else row.about,
    )


def _plain_word(living: "LivingTag", languages: tuple[str, ...]) -> Candidate:
    """An ordinary word for school or teaching, of a language without hashtags in the tables."""
    return Candidate(
        subject=Subject(SubjectKind.HASHTAG, living.tag),
        name="",
        sources=(),
        topics=("general",),
        levels=(),
        languages=languages,
        region="",
        platforms=(),
        sort="topic",
        place="",
        seen_year=living.read_on.year,
        own_score=PLAIN_WORD,
        about=About.TEACHING,
    )


def _of_a_chat(chat: "Chat") -> Candidate:
    """The hashtag of a chat: whether the chat still meets or not, posts go on."""
    return Candidate(
        subject=Subject(SubjectKind.HASHTAG, chat.tag),
        name=f"the hashtag of {chat.name}" if chat.name else "",
        sources=(),
        topics=chat.topics,
        levels=chat.levels,
        languages=chat.languages,
        region="",
        platforms=(),
        sort="community",
        place="",
        seen_year=None,
        about=About.TEACHING,
    )


SOURCE = Source(
    name=OPEN,
    what="teachers and hashtags that public servers tell of, without an account",
    needs=Needs.OPEN_READING,
    candidates=open_candidates,
)
