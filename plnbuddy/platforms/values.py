"""What platforms tell, as frozen values: the one kind that leaves their rooms."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from plnbuddy.core.handles import Handle, Tag

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Account:
    """An account as its server, or the teacher's, describes it.

    `discoverable` is None when nothing is said, which counts as no. `bio_tags`
    are the hashtags of the bio; `bio` and `profile_fields` (label and text) are there to be
    read once, and are never stored or shown. `link` is the account's own
    page as the server names it, which may be on another host than the handle's. `featurable`
    says that it may be put in a collection on Mastodon, at once or once it agreed.
    """

    id: str
    handle: Handle
    name: str
    discoverable: bool | None = None
    noindex: bool = False
    locked: bool = False
    bot: bool = False
    limited: bool = False
    suspended: bool = False
    memorial: bool = False
    hides_collections: bool = False
    moved_to: Handle | None = None
    last_post: date | None = None
    followers: int = 0
    following: int = 0
    posts: int = 0
    bio_tags: tuple[Tag, ...] = ()
    has_bio: bool = False
    has_picture: bool = True
    link: str = ""
    featurable: bool = False
    bio: str = field(default="", repr=False)
    profile_fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Post:
    """A post, reduced to what the journal needs.

    `text` is plain; `boosted` says that it only passes on another post.
    """

    id: str
    author: Handle
    author_id: str
    written_at: datetime
    text: str
    link: str
    visibility: str
    language: str
    tags: tuple[Tag, ...]
    mentions: tuple[Handle, ...]
    reply_to: str
    reply_to_account: str
    boosted: "Post | None"
    quotes: bool


NoticeKind = Literal["follow", "mention", "other"]


@dataclass(frozen=True)
class Notice:
    """A notification: somebody followed or mentioned the teacher, or something else."""

    id: str
    kind: NoticeKind
    happened_at: datetime
    account: Account
    post: Post | None


@dataclass(frozen=True)
class Page(Generic[_Item]):
    """A page of answers; `next` leads to the following one (text to keep), "" at the end."""

    items: tuple[_Item, ...]
    next: str = ""


@dataclass(frozen=True)
class Relationship:
    """How the teacher's account stands to another, by the other's id on its server."""

    id: str
    following: bool
    requested: bool
    unwanted: bool
    """Blocked or muted."""


@dataclass(frozen=True)
class Followed:
    """What became of a follow: it is there, or the other side has to agree first."""

    account: Account
    requested: bool
    already: bool


@dataclass(frozen=True)
class Stranger:
    """An account with the words it says about itself, which are read and never kept."""

    account: Account
    bio: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def for_strangers(self) -> bool:
        """Whether it may be shown to somebody who is not logged in, and put on a list."""
        return not self.account.noindex


@dataclass(frozen=True)
class SharedList:
    """A list of people that somebody keeps on a platform: a starter pack, a list.

    `kind` is a word such as "bluesky-pack"; `address` its page, in a form that lasts.
    `hidden` people do not want to be shown to who is not logged in, and `unreadable`
    entries are none, or of accounts that are gone.
    """

    address: str
    kind: str
    title: str
    introduction: str
    keeper: Handle
    people: tuple[Stranger, ...]
    hidden: int = 0
    unreadable: int = 0
