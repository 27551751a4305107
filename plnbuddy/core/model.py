"""The nouns of plnbuddy: frozen values without input or output."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from plnbuddy.core.clean import is_number
from plnbuddy.core.handles import Handle, Tag, parse_handle
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role


class ActivityKind(StrEnum):
    """The three C's."""

    CONNECT = "connect"
    COLLABORATE = "collaborate"
    CONTRIBUTE = "contribute"


class SubjectKind(StrEnum):
    """What can be suggested and decided on."""

    PERSON = "person"
    HASHTAG = "hashtag"
    CHAT = "chat"


class Verdict(StrEnum):
    """What the teacher decided about a suggestion."""

    FOLLOWED = "followed"
    SKIPPED = "skipped"
    LATER = "later"


class EducatorKind(StrEnum):
    """What stands behind an account."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    BOT = "bot"


class Seen(NamedTuple):
    """The public page that a curated row was read from, and that page's date.

    The date is YYYY, YYYY-MM, or "undated, read YYYY-MM" for a page without one.
    """

    address: str
    date: str = ""

    @property
    def year(self) -> int | None:
        """The year of the page, None when the page carries no date."""
        year = self.date[:4]
        return int(year) if is_number(year) else None


class Educator(NamedTuple):
    """A person, organisation, group or bot that is worth following.

    `basis` says why it may be listed: organisation, self-published or
    public-recommendation (docs/curated-lists.md). `checked_on` is the day on which
    its server last knew the account, as far as whoever keeps the table has asked. `role`
    is what stands behind it, as whoever keeps the table judged the row.
    """

    handle: Handle
    name: str
    kind: EducatorKind
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    region: str
    basis: str
    description: str
    seen: Seen
    checked_on: date | None = None
    role: Role = Role.UNKNOWN


class Hashtag(NamedTuple):
    """A topic tag worth following; `communal` when a community of teachers gathers under it.

    `about_teaching` tells #musiced from #music. An unverified one is the name of a
    subject that nobody was seen using on Mastodon: ask whether it lives before showing it.
    """

    tag: Tag
    platforms: tuple[Platform, ...]
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    region: str
    communal: bool
    description: str
    seen: Seen
    about_teaching: bool = True
    verified: bool = True


class ChatStatus(StrEnum):
    """Whether a chat still meets, as far as its source tells."""

    ALIVE = "alive"
    MAY_HAVE_ENDED = "may-have-ended"
    ENDED = "ended"


class Chat(NamedTuple):
    """A hashtag with a scheduled time.

    `day` is a three-letter weekday, `time` is HH:MM in `timezone` (an IANA
    name); all three are empty when no source states them. `every` is "week",
    "two-weeks", "month-N" (the N-th such weekday of the month), "month-last" or empty.
    """

    tag: Tag
    name: str
    platforms: tuple[Platform, ...]
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    region: str
    day: str
    time: str
    timezone: str
    every: str
    last_seen: int | None
    status: ChatStatus
    description: str
    seen: Seen


class Server(NamedTuple):
    """A Mastodon server that welcomes educators."""

    domain: str
    name: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    registration: str
    description: str
    seen: Seen


class ExternalList(NamedTuple):
    """A list of educators that somebody else keeps; plnbuddy holds its address, not its rows."""

    name: str
    url: str
    format: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    size: int | None
    opt_in: str
    licence: str
    description: str
    seen: Seen


class Profile(NamedTuple):
    """Who the teacher is; `keywords` are words of their own for what no topic says."""

    name: str = ""
    school: str = ""
    purpose: str = ""
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    region: str = ""
    platforms: tuple[Platform, ...] = (Platform.MASTODON,)


class Goals(NamedTuple):
    """What the teacher wants to do in a week: activities of each kind, and a limit in minutes.

    A `minutes` of 0 means no limit.
    """

    connect: int = 2
    collaborate: int = 2
    contribute: int = 1
    minutes: int = 60

    def of(self, kind: ActivityKind) -> int:
        """The weekly goal for that kind, in activities."""
        return int(getattr(self, kind.value))


class Activity(NamedTuple):
    """One line of the journal.

    `id` is the number a teacher sees and `uid` the one that survives export and
    import. `happened_at` is a moment; `day` the calendar day it fell on where
    the teacher was. `origin` says who wrote it down: "manual", "follow", ….
    What an authority may ask for, all of it optional: `standards` by their codes, the
    `type` of professional learning, its `provider`, its last day (`until`), `evidence`
    (addresses, see `plnbuddy.core.evidence`), and a `reflection` that is printed,
    while `note` stays private. `deleted` says that its post is gone, so that its links lead
    nowhere.
    """

    id: int
    uid: str
    kind: ActivityKind
    happened_at: datetime
    day: date
    text: str
    people: tuple[Handle, ...] = ()
    tags: tuple[Tag, ...] = ()
    links: tuple[str, ...] = ()
    minutes: int | None = None
    place: str = ""
    note: str = ""
    origin: str = "manual"
    standards: tuple[str, ...] = ()
    type: str = ""
    provider: str = ""
    until: date | None = None
    evidence: tuple[str, ...] = ()
    reflection: str = ""
    deleted: bool = False


class Subject(NamedTuple):
    """What a suggestion or a decision is about: a person's handle, or a hashtag or chat's tag."""

    kind: SubjectKind
    what: Handle | Tag

    @property
    def key(self) -> str:
        """What subjects of one kind are compared and stored by."""
        return self.what.key

    @property
    def label(self) -> str:
        """What a teacher reads."""
        return str(self.what)

    @property
    def handle(self) -> Handle | None:
        """The person's handle; None for a hashtag or a chat."""
        return self.what if isinstance(self.what, Handle) else None

    @property
    def tag(self) -> Tag | None:
        """The tag of a hashtag or chat; None for a person."""
        return self.what if isinstance(self.what, Tag) else None

    def is_on(self, platform: Platform) -> bool:
        """Whether this is a person on that platform."""
        return isinstance(self.what, Handle) and self.what.platform is platform


def read_subject(kind: SubjectKind, label: str) -> Subject:
    """The subject whose label that is, as it was stored.

    Raises:
        HandleError: the label of a person is no handle.
    """
    if kind is SubjectKind.PERSON:
        return Subject(kind, parse_handle(label))
    return Subject(kind, Tag(label.removeprefix("#")))


class Decision(NamedTuple):
    """What the teacher decided about a subject; `due` only for "later"."""

    subject: Subject
    verdict: Verdict
    decided_on: date
    due: date | None = None

    def is_due(self, today: date) -> bool:
        """Whether a "later" has come back."""
        return self.due is not None and self.due <= today


class Factor(NamedTuple):
    """One part of a score: what it judges, the multiplier (0 to 1), and the fact behind it."""

    name: str
    value: float
    fact: str


class Suggestion(NamedTuple):
    """A candidate that is shown, with its reasons.

    `reasons` are facts in plain words; `factors` multiply to `score`. `checked_on`
    is when a server last confirmed that the account is there.
    """

    subject: Subject
    name: str
    sources: tuple[str, ...]
    reasons: tuple[str, ...]
    link: str
    score: float
    factors: tuple[Factor, ...] = ()
    topics: tuple[str, ...] = ()
    number: int = 0
    shown_before: int = 0
    checked_on: date | None = None
