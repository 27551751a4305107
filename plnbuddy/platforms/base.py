"""What a platform offers, whichever it is, and what can be asked and done on an account there.

Rooms above speak to a platform through these and know none by its name.
"""

from __future__ import annotations  # What is only a type here is not loaded by daily commands.

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.origins import Origin
from plnbuddy.core.platform import Platform

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from plnbuddy.platforms.values import Account, Followed, Notice, Page, Post, Relationship
    from plnbuddy.system.budget import Budget


class Offer(NamedTuple):
    """What a platform offers; each platform's room fills one (docs/architecture.md).

    `server` in the links is the teacher's own server on that platform, "" when it is
    not known or the platform is one single place.

    Attributes:
        profile_link: the account's own page.
        follow_link: where following happens with one's own hands.
        tag_link: the page of a hashtag.
        compose_link: a page with the text ready to be posted, "" where there is none.
        feed_link: an account's posts for a feed reader, "" where there are none.
        can_sign_in: whether plnbuddy can act on an account there.
        can_be_asked: whether it tells without an account if somebody is there.
        post_limit: characters of a post, where nothing else is known.
        follows_a_day: how many people can be followed in 24 hours, None where unknown.
        look_up: what an account's own server says of it to who is not logged in; None
            when it says only that the account is there. Raises NothingFoundError when
            there is none, and ServerUnreachableError when nobody answers.
        origin: what activities read from an account there are said to come from.
    """

    platform: Platform
    profile_link: Callable[[Handle], str]
    follow_link: Callable[[Handle, str], str]
    tag_link: Callable[[Tag, str], str]
    compose_link: Callable[[str, str], str]
    feed_link: Callable[[Handle], str]
    can_sign_in: bool
    can_be_asked: bool
    post_limit: int
    follows_a_day: int | None
    look_up: Callable[[Handle], Account | None]
    origin: Origin


class AccountApi(Protocol):
    """An account that is signed in, on whichever platform.

    Every method makes one request unless it says otherwise, keeps to `budget`, and fails
    with what platforms/failures.py lists.
    """

    name: str
    """What the place is called in sentences: its server's name."""
    budget: Budget

    @property
    def requests_made(self) -> int:
        """How many requests this run has made."""

    def own_account(self) -> Account:
        """The account that is signed in."""

    def find_account(self, handle: Handle) -> Account:
        """The account with exactly that handle."""

    def follow(self, account: Account) -> Followed:
        """Follow the account; two requests, to know whether it was followed before."""

    def unfollow(self, account: Account) -> None:
        """Follow the account no more."""

    def follow_tag(self, tag: Tag) -> None:
        """Follow a hashtag."""

    def unfollow_tag(self, tag: Tag) -> None:
        """Follow a hashtag no more."""

    def relationships(self, ids: Sequence[str]) -> dict[str, Relationship]:
        """How the account stands to others, by their ids on its server."""

    def following(self, account_id: str, after: str = "") -> Page[Account]:
        """Whom an account follows, latest first; `after` is the `next` of an earlier page."""

    def followers(self, account_id: str, after: str = "") -> Page[Account]:
        """Who follows an account, latest first."""

    def followed_tags(self, after: str = "") -> Page[Tag]:
        """The hashtags that the teacher follows; none where hashtags cannot be followed."""

    def posts(self, account_id: str, before: str = "") -> Page[Post]:
        """Posts of an account, newest first, from where an earlier page ended."""

    def who_is(self, account_id: str) -> Account:
        """The account with that id on the teacher's server."""

    def is_gone(self, post_id: str) -> bool:
        """Whether the server says that a post of one's own is not there; False where unknown."""

    def tagged_posts(self, account_id: str, tag: Tag) -> list[Post] | None:
        """Posts of an account under a hashtag, as one request shows them; None if it does not."""

    def notices(self, before: str = "", since: str = "") -> Page[Notice]:
        """Follows and mentions among the notifications, newest first."""

    def relations(self, kind: Literal["blocks", "mutes"], after: str = "") -> Page[Account]:
        """Whom the teacher blocked or muted."""

    def lists(self) -> list[tuple[str, str]]:
        """The teacher's lists: id and title."""

    def make_list(self, title: str) -> str:
        """Make a list, and return its id."""

    def add_to_list(self, list_id: str, accounts: Sequence[Account]) -> None:
        """Put accounts that are followed on a list."""


class ExploringApi(AccountApi, Protocol):
    """What else of a network an account may ask; each fails with `failures.LACKING` where its
    platform does not tell it."""

    def accounts(self, ids: Sequence[str]) -> list[Account]:
        """These accounts with all their numbers; nothing where lists of people tell them."""

    def familiar_followers(self, ids: Sequence[str]) -> dict[str, list[Account]]:
        """Who of the teacher's follows follow each of these, by their ids."""

    def home_posts(self, before: str = "") -> list[tuple[Post, Account]]:
        """Posts of those the teacher follows with their authors, newest first."""

    def posts_under(self, tag: Tag) -> list[tuple[Post, Account]]:
        """Latest posts under a hashtag with their authors."""

    def tag_people(self, tag: Tag) -> int:
        """At most how many people used a hashtag this week."""

    def directory(self) -> list[Account]:
        """Who asked to be listed."""

    def server_suggestions(self) -> list[Account]:
        """Whom the platform suggests itself."""
