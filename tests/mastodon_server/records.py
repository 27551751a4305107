"""The nouns of a community: people, posts, lists and notifications."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from .paging import Ordered

Visibility = Literal["public", "unlisted", "private", "direct"]
NotificationKind = Literal[
    "mention",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "quote",
    "quoted_update",
    "admin.sign_up",
    "severed_relationships",
    "moderation_warning",
]


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A name and a value (HTML) on a profile."""

    name: str
    value: str
    verified_at: datetime | None = None


@dataclass(slots=True)
class Person:
    """An account.

    `domain` is None for an account of this server. `known` is False for an account that lives
    elsewhere and that this server has not met yet. The counts that are None are counted.
    `feature_approval` is what follows from `discoverable` where it is "".
    """

    id: int
    username: str
    domain: str | None
    created_at: datetime
    display_name: str = ""
    note: str = ""
    fields: list[ProfileField] = field(default_factory=list)
    topics: tuple[str, ...] = ()
    featured_tags: list[str] = field(default_factory=list)
    language: str = "en"
    has_avatar: bool = True
    has_header: bool = True
    discoverable: bool | None = True
    feature_approval: str = ""
    indexable: bool = True
    noindex: bool = False
    locked: bool = False
    bot: bool = False
    group: bool = False
    moved_to: int | None = None
    suspended: bool = False
    limited: bool = False
    memorial: bool = False
    hide_collections: bool = False
    known: bool = True
    last_status_at: date | None = None
    followers_count: int | None = None
    following_count: int | None = None
    statuses_count: int | None = None

    @property
    def featuring(self) -> str:
        """Whether it lets itself be put in a collection, in the API's word."""
        if self.feature_approval:
            return self.feature_approval
        if self.discoverable is None and self.domain is not None:
            return "missing"
        return "automatic" if self.discoverable else "denied"

    @property
    def acct(self) -> str:
        """The handle as this server writes it: without a domain for its own accounts."""
        return f"{self.username}@{self.domain}" if self.domain else self.username


@dataclass(slots=True)
class Post:
    """A status; `content` is HTML. A boost has `reblog_of` and no content."""

    id: int
    author: int
    created_at: datetime
    content: str = ""
    visibility: Visibility = "public"
    in_reply_to: int | None = None
    mentions: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    reblog_of: int | None = None
    quote_of: int | None = None
    url: str | None = None
    language: str | None = "en"
    spoiler_text: str = ""
    sensitive: bool = False
    pinned: bool = False
    edited_at: datetime | None = None
    replies: list[int] = field(default_factory=list)
    reblogged_by: dict[int, int] = field(default_factory=dict)
    favourited_by: set[int] = field(default_factory=set)
    quotes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Notice:
    """A notification: what kind, by whom, and about which post."""

    id: int
    kind: NotificationKind
    by: int
    created_at: datetime
    post: int | None = None


@dataclass(slots=True)
class PersonList:
    """A list of accounts that a person keeps."""

    id: int
    owner: int
    title: str
    replies_policy: str = "list"
    exclusive: bool = False
    members: Ordered[int] = field(default_factory=Ordered)


@dataclass(slots=True)
class PersonCollection:
    """A collection that a person recommends; `members` says of each whether they agreed."""

    id: int
    owner: int
    name: str
    created_at: datetime
    description: str = ""
    language: str | None = "en"
    tag: str = ""
    sensitive: bool = False
    discoverable: bool = True
    members: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggested:
    """An account that the server suggests to somebody, and why."""

    person: int
    sources: tuple[str, ...]
