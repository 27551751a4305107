"""A server, seen through mastodon.py: what plnbuddy asks and does there."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import mastodon

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, ServerUnreachableError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.platforms.failures import (
    NOT_FOUND,
    ForbiddenError,
    GoneError,
    InvalidRequestError,
    StrangeAnswerError,
)
from plnbuddy.platforms.mastodon.answers import mapping, readable
from plnbuddy.platforms.mastodon.asking import Asking
from plnbuddy.platforms.mastodon.entities import (
    Fields,
    Instance,
    read_account,
    read_instance,
    read_relationship,
    read_tag,
)
from plnbuddy.platforms.mastodon.failures import explained
from plnbuddy.platforms.values import Account, Followed, Notice, Page, Post, Relationship

PEOPLE_PER_PAGE = 80  # docs.joinmastodon.org, accounts: following and followers
POSTS_PER_PAGE = 40
NOTICES_PER_PAGE = 80
TAGS_PER_PAGE = 200


class Server(Asking):
    """One server, with or without a login.

    Every method makes one request, unless it says otherwise, and raises what
    `failures.explained` lists.

    Args:
        address: base address, such as "https://mastodon.social".
        domain: the domain of handles that name none.
        tell: hears about waiting.
    """

    def instance(self) -> Instance:
        """What the server says about itself; a second request for old servers.

        Raises:
            ServerUnreachableError: it does not speak Mastodon's API.
        """
        try:
            with explained(self.name):
                try:
                    fields = self.api.instance_v2()
                except mastodon.MastodonNotFoundError:
                    fields = self.api.instance_v1()
        except (NothingFoundError, StrangeAnswerError, ForbiddenError, InvalidRequestError):
            raise _no_mastodon(self.name) from None
        if not isinstance(fields, Mapping) or not (fields.get("domain") or fields.get("uri")):
            raise _no_mastodon(self.name)
        return read_instance(fields, self.name)

    def own_account(self) -> Account:
        """The account that is logged in."""
        with explained(self.name, "your account"):
            return read_account(mapping(self.api.account_verify_credentials()), self.domain)

    def find_account(self, handle: Handle) -> Account:
        """The account with exactly that handle, fetched from its own server if need be.

        A second request for those whom a search does not return: some servers find their own
        people by the name alone, and none shows suspended ones.

        Raises:
            NothingFoundError: this server does not find it, which does not mean that it is gone.
        """
        with explained(self.name, str(handle)):
            found = self.api.search_v2(str(handle), resolve=True, result_type="accounts")
            accounts = readable(mapping(found).get("accounts") or [], self._account)
        account = next((each for each in accounts if each.handle == handle), None)
        return account or self._look_up(handle)

    def _look_up(self, handle: Handle) -> Account:
        """An account by its name: of this server, or one that is suspended and in no search.

        Only of its own people does a server know that somebody is gone.
        """
        own = handle.domain == self.domain
        name = handle.username if own else str(handle).removeprefix("@")
        try:
            with explained(self.name, str(handle)):
                account = self._account(mapping(self.api.account_lookup(name)))
        except (ForbiddenError, InvalidRequestError):
            raise NothingFoundError(f"{self.name} does not find {handle}.", NOT_FOUND) from None
        except NothingFoundError:
            if not own:
                raise NothingFoundError(f"{self.name} does not find {handle}.", NOT_FOUND) from None
            said = f"{self.name} has no account {handle}."
            raise GoneError(said, "It may be gone, or spelt otherwise.") from None
        if account.suspended:
            raise GoneError(f"{handle} is suspended.", "")
        return account

    def follow(self, account: Account) -> Followed:
        """Follow the account; two requests, to know whether it was followed before.

        Raises:
            PlnbuddyError: the account moved, or the server refuses.
        """
        if account.moved_to:
            raise PlnbuddyError(
                f"{account.handle} moved to {account.moved_to}.",
                f"Follow the new account: plnbuddy follow {account.moved_to}",
            )
        with explained(self.name, str(account.handle)):
            found = readable(self._relationships([account.id]), read_relationship)
            before = found[0] if found else None
            if before and (before.following or before.requested):
                return Followed(account, not before.following, already=True)
            after = read_relationship(mapping(self.api.account_follow(account.id)))
        return Followed(account, not after.following, already=False)

    def relationships(self, ids: Sequence[str]) -> dict[str, Relationship]:
        """How the teacher stands to accounts, by their ids on this server."""
        with explained(self.name):
            found = readable(self._relationships(ids), read_relationship)
        return {each.id: each for each in found}

    def _relationships(self, ids: Sequence[str]) -> list[Any]:
        return self._list(self.api.account_relationships(list(ids)))

    def unfollow(self, account: Account) -> None:
        """Follow the account no more; nothing changes when it is not followed."""
        with explained(self.name, str(account.handle)):
            self.api.account_unfollow(account.id)

    def follow_tag(self, tag: Tag) -> None:
        """Follow a hashtag.

        Raises:
            PlnbuddyError: the server offers no followed hashtags.
        """
        try:
            with explained(self.name, str(tag)):
                self.api.tag_follow(tag.name)
        except NothingFoundError:
            raise PlnbuddyError(
                f"{self.name} cannot follow hashtags.", f"Look under {tag} from time to time."
            ) from None

    def unfollow_tag(self, tag: Tag) -> None:
        """Follow a hashtag no more.

        Raises:
            PlnbuddyError: the server offers no followed hashtags.
        """
        with explained(self.name, str(tag)):
            self.api.tag_unfollow(tag.name)

    def following(self, account_id: str, after: str = "") -> Page[Account]:
        """Whom an account follows, latest first; `after` is the `next` of an earlier page."""
        return self._page(
            after,
            lambda before: self.api.account_following(
                account_id, max_id=before, limit=PEOPLE_PER_PAGE
            ),
            self._account,
        )

    def followers(self, account_id: str, after: str = "") -> Page[Account]:
        """Who follows an account, latest first."""
        return self._page(
            after,
            lambda before: self.api.account_followers(
                account_id, max_id=before, limit=PEOPLE_PER_PAGE
            ),
            self._account,
        )

    def followed_tags(self, after: str = "") -> Page[Tag]:
        """The hashtags that the teacher follows; empty on servers that offer none."""
        try:
            return self._page(
                after,
                lambda before: self.api.followed_tags(max_id=before, limit=TAGS_PER_PAGE),
                read_tag,
            )
        except NothingFoundError:
            return Page(())

    def posts(self, account_id: str, before: str = "") -> Page[Post]:
        """Posts of an account, newest first; `next` is the id before which older ones lie."""
        with explained(self.name, "posts"):
            found = self.api.account_statuses(
                account_id, max_id=before or None, limit=POSTS_PER_PAGE
            )
            return self._stretch(found, self._post, POSTS_PER_PAGE)

    def is_gone(self, post_id: str) -> bool:
        """Whether the server says that a post is not there; a refusal says nothing."""
        try:
            with explained(self.name):
                self.api.status(post_id)
        except NothingFoundError:
            return True
        except (ForbiddenError, InvalidRequestError, StrangeAnswerError):
            return False
        return False

    def who_is(self, account_id: str) -> Account:
        """The account with that id on this server."""
        with explained(self.name):
            return self._account(mapping(self.api.account(account_id)))

    def tagged_posts(self, account_id: str, tag: Tag) -> list[Post] | None:
        """Posts of an account under a hashtag; None when the server does not tell.

        Some servers answer with any posts of the account.
        """
        with explained(self.name):
            found = self.api.account_statuses(account_id, tagged=tag.name, limit=POSTS_PER_PAGE)
            posts = readable(self._list(found), self._post)
        tagged = [post for post in posts if tag in post.tags]
        return tagged if tagged or not posts else None

    def notices(self, before: str = "", since: str = "") -> Page[Notice]:
        """Follows and mentions among the notifications, newest first; `next` as for `posts`."""
        with explained(self.name, "your notifications"):
            found = self.api.notifications(
                max_id=before or None,
                since_id=since or None,
                limit=NOTICES_PER_PAGE,
                types=["follow", "mention"],
            )
            return self._stretch(found, self._notice, NOTICES_PER_PAGE)

    def relations(self, kind: Literal["blocks", "mutes"], after: str = "") -> Page[Account]:
        """Whom the teacher blocked or muted."""
        return self._page(
            after,
            lambda before: getattr(self.api, kind)(max_id=before, limit=PEOPLE_PER_PAGE),
            self._account,
        )

    def posts_under(self, tag: Tag) -> list[tuple[Post, Account]]:
        """The latest public posts under a hashtag, with their authors; newest first."""
        with explained(self.name, f"posts under {tag}"):
            return self._with_authors(self.api.timeline_hashtag(tag.name, limit=POSTS_PER_PAGE))

    def home_posts(self, before: str = "") -> list[tuple[Post, Account]]:
        """Posts of those whom the teacher follows, with their authors; newest first."""
        with explained(self.name, "your home timeline"):
            found = self.api.timeline_home(max_id=before or None, limit=POSTS_PER_PAGE)
            return self._with_authors(found)

    def accounts(self, ids: Sequence[str]) -> list[Account]:  # noqa: ARG002
        """Nothing to ask: lists of people tell all of their numbers."""
        return []

    def directory(self) -> list[Account]:
        """People of this server who want to be found, lately active first."""
        with explained(self.name, "its directory"):
            found = self.api.directory(limit=PEOPLE_PER_PAGE, order="active", local=False)
            return list(readable(self._list(found), self._account))

    def server_suggestions(self) -> list[Account]:
        """Whom the server itself suggests."""
        with explained(self.name, "its suggestions"):
            found = self._list(self.api.suggestions_v2())
            accounts = [mapping(entry).get("account") for entry in found]
            return list(readable(accounts, self._account))

    def familiar_followers(self, ids: Sequence[str]) -> dict[str, list[Account]]:
        """For each account (by id), those of the teacher's follows who follow it."""
        with explained(self.name):
            found = self._list(self.api.account_familiar_followers(list(ids)))
            return {
                str(entry.get("id")): list(readable(entry.get("accounts") or [], self._account))
                for entry in found
                if isinstance(entry, Mapping)
            }

    def tag_people(self, tag: Tag) -> int:
        """How many people used a hashtag in the last week, as far as the server knows."""
        with explained(self.name, str(tag)):
            history = mapping(self.api.tag(tag.name)).get("history") or []
        days = [entry for entry in history if isinstance(entry, Mapping)]
        return sum(int(str(entry.get("accounts") or 0)) for entry in days)

    def _with_authors(self, found: object) -> list[tuple[Post, Account]]:
        def read(fields: Fields) -> tuple[Post, Account]:
            return self._post(fields), self._account(mapping(fields.get("account")))

        return list(readable(self._list(found), read))

    def lists(self) -> list[tuple[str, str]]:
        """The teacher's lists: id and title; none on servers that offer no lists."""
        try:
            with explained(self.name):
                found = self._list(self.api.lists())
        except NothingFoundError:
            return []
        entries = [entry for entry in found if isinstance(entry, Mapping)]
        return [
            (str(entry.get("id")), clean_line(str(entry.get("title")), 100)) for entry in entries
        ]

    def make_list(self, title: str) -> str:
        """Make a list, and return its id.

        Raises:
            PlnbuddyError: the server offers no lists.
        """
        try:
            with explained(self.name):
                return str(mapping(self.api.list_create(title))["id"])
        except NothingFoundError:
            raise PlnbuddyError(f"{self.name} offers no lists.", "Leave out --list.") from None

    def add_to_list(self, list_id: str, accounts: Sequence[Account]) -> None:
        """Put accounts that are followed on a list; one request, or one each.

        The server refuses all of them when one is on the list already.
        """
        try:
            with explained(self.name):
                self.api.list_accounts_add(list_id, [account.id for account in accounts])
        except InvalidRequestError:
            if len(accounts) == 1:
                return
            for account in accounts:
                self.add_to_list(list_id, [account])


def _no_mastodon(name: str) -> ServerUnreachableError:
    return ServerUnreachableError(
        f"{name} is no Mastodon-compatible server.",
        "Check its name: it is the part after the second @ of your handle.",
    )
