"""A server, seen through mastodon.py: what plnbuddy asks and does there."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import mastodon

from plnbuddy import __version__
from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, ServerUnreachableError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.platforms.failures import ForbiddenError, InvalidRequestError, StrangeAnswerError
from plnbuddy.platforms.mastodon.addresses import server_name
from plnbuddy.platforms.mastodon.entities import (
    EntityError,
    Fields,
    Instance,
    read_account,
    read_instance,
    read_notice,
    read_post,
    read_tag,
)
from plnbuddy.platforms.mastodon.failures import explained
from plnbuddy.platforms.values import Account, Followed, Notice, Page, Post
from plnbuddy.system.budget import Budget, Tell
from plnbuddy.system.wire import TIMEOUT, GuardedSession

USER_AGENT = f"plnbuddy/{__version__}"
_ASSUMED_VERSION = (4, 3, 0)
PEOPLE_PER_PAGE = 80  # docs.joinmastodon.org, accounts: following and followers
POSTS_PER_PAGE = 40
NOTICES_PER_PAGE = 80
TAGS_PER_PAGE = 200

_Item = TypeVar("_Item")


class _Api(mastodon.Mastodon):
    """mastodon.py without the requests that it makes on its own account.

    It would ask for the server's version and settings before some calls; here a
    server that lacks something says so itself.
    """

    def timeline_is_available(self, *_arguments: Any, **_options: Any) -> bool:
        return True

    def retrieve_mastodon_version(self, fail_hard: bool = False) -> str:  # noqa: ARG002
        return ".".join(str(part) for part in _ASSUMED_VERSION)

    def verify_minimum_version(self, version_str: str, cached: bool = False) -> bool:  # noqa: ARG002
        return tuple(int(part) for part in version_str.split(".")) <= _ASSUMED_VERSION


class Server:
    """One server, with or without a login.

    Every method makes one request, unless it says otherwise, and raises what
    `failures.explained` lists.

    Args:
        address: base address, such as "https://mastodon.social".
        domain: the domain of handles that name none.
        tell: hears about waiting.
    """

    def __init__(self, address: str, tell: Tell, domain: str = "", token: str = "") -> None:
        self.address = address
        self.name = server_name(address)
        self.domain = domain or self.name
        self.budget = Budget(tell)
        self._session = GuardedSession(self.budget)
        self.api = _Api(
            api_base_url=address,
            access_token=token or None,
            request_timeout=TIMEOUT,
            ratelimit_method="throw",
            session=self._session,
            user_agent=USER_AGENT,
            version_check_mode="none",
        )

    @property
    def requests_made(self) -> int:
        """How many requests this run has made."""
        return self.budget.count

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
        with explained(self.name):
            return read_account(_mapping(self.api.account_verify_credentials()), self.domain)

    def find_account(self, handle: Handle) -> Account:
        """The account with exactly that handle, fetched from its own server if need be.

        Raises:
            NothingFoundError: there is none.
        """
        with explained(self.name):
            found = self.api.search_v2(str(handle)[1:], resolve=True, result_type="accounts")
            accounts = _readable(_mapping(found).get("accounts") or [], self._account)
        for account in accounts:
            if account.handle == handle:
                return account
        raise NothingFoundError(
            f"{self.name} does not find {handle}.", "The account may be gone, or spelt otherwise."
        )

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
        with explained(self.name):
            before = _mapping(self._list(self.api.account_relationships(account.id))[0])
            if before.get("following") or before.get("requested"):
                return Followed(account, bool(before.get("requested")), already=True)
            after = _mapping(self.api.account_follow(account.id))
        return Followed(account, bool(after.get("requested")), already=False)

    def unfollow(self, account: Account) -> None:
        """Follow the account no more; nothing changes when it is not followed."""
        with explained(self.name):
            self.api.account_unfollow(account.id)

    def follow_tag(self, tag: Tag) -> None:
        """Follow a hashtag.

        Raises:
            PlnbuddyError: the server offers no followed hashtags.
        """
        try:
            with explained(self.name):
                self.api.tag_follow(tag.name)
        except NothingFoundError:
            raise PlnbuddyError(
                f"{self.name} cannot follow hashtags.", f"Look under {tag} from time to time."
            ) from None

    def following(self, account_id: str, after: str = "") -> Page[Account]:
        """Whom an account follows, latest first; `after` is the `next` of an earlier page."""
        return self._page(
            after,
            lambda: self.api.account_following(account_id, limit=PEOPLE_PER_PAGE),
            self._account,
        )

    def followers(self, account_id: str, after: str = "") -> Page[Account]:
        """Who follows an account, latest first."""
        return self._page(
            after,
            lambda: self.api.account_followers(account_id, limit=PEOPLE_PER_PAGE),
            self._account,
        )

    def followed_tags(self, after: str = "") -> Page[Tag]:
        """The hashtags that the teacher follows; empty on servers that offer none."""
        try:
            return self._page(after, lambda: self.api.followed_tags(limit=TAGS_PER_PAGE), read_tag)
        except NothingFoundError:
            return Page(())

    def posts(self, account_id: str, before: str = "", since: str = "") -> Page[Post]:
        """Posts of an account, newest first: before one id, and after another.

        `next` is the id before which older ones lie.
        """
        with explained(self.name):
            found = self.api.account_statuses(
                account_id, max_id=before or None, since_id=since or None, limit=POSTS_PER_PAGE
            )
            return _stretch(self._list(found), self._post, POSTS_PER_PAGE)

    def tagged_posts(self, account_id: str, tag: str) -> list[Post]:
        """Posts of an account under a hashtag."""
        with explained(self.name):
            found = self.api.account_statuses(account_id, tagged=tag, limit=1)
            return _readable(self._list(found), self._post)

    def notices(self, before: str = "", since: str = "") -> Page[Notice]:
        """Follows and mentions among the notifications, newest first; `next` as for `posts`."""
        with explained(self.name):
            found = self.api.notifications(
                max_id=before or None,
                since_id=since or None,
                limit=NOTICES_PER_PAGE,
                types=["follow", "mention"],
            )
            return _stretch(self._list(found), self._notice, NOTICES_PER_PAGE)

    def relations(self, kind: Literal["blocks", "mutes"], after: str = "") -> Page[Account]:
        """Whom the teacher blocked or muted."""
        return self._page(
            after, lambda: getattr(self.api, kind)(limit=PEOPLE_PER_PAGE), self._account
        )

    def posts_under(self, tag: Tag) -> list[tuple[Post, Account]]:
        """The latest public posts under a hashtag, with their authors; newest first."""
        with explained(self.name):
            return self._with_authors(self.api.timeline_hashtag(tag.name, limit=POSTS_PER_PAGE))

    def home_posts(self, before: str = "") -> list[tuple[Post, Account]]:
        """Posts of those whom the teacher follows, with their authors; newest first."""
        with explained(self.name):
            found = self.api.timeline_home(max_id=before or None, limit=POSTS_PER_PAGE)
            return self._with_authors(found)

    def directory(self) -> list[Account]:
        """People of this server who want to be found, lately active first."""
        with explained(self.name):
            found = self.api.directory(limit=PEOPLE_PER_PAGE, order="active", local=False)
            return _readable(self._list(found), self._account)

    def server_suggestions(self) -> list[Account]:
        """Whom the server itself suggests."""
        with explained(self.name):
            found = self._list(self.api.suggestions_v2())
            return _readable([_mapping(entry).get("account") for entry in found], self._account)

    def familiar_followers(self, ids: Sequence[str]) -> dict[str, list[Account]]:
        """For each account (by id), those of the teacher's follows who follow it."""
        with explained(self.name):
            found = self._list(self.api.account_familiar_followers(list(ids)))
            return {
                str(entry.get("id")): _readable(entry.get("accounts") or [], self._account)
                for entry in found
                if isinstance(entry, Mapping)
            }

    def tag_people(self, tag: Tag) -> int:
        """How many people used a hashtag in the last week, as far as the server knows."""
        with explained(self.name):
            history = _mapping(self.api.tag(tag.name)).get("history") or []
        days = [entry for entry in history if isinstance(entry, Mapping)]
        return sum(int(str(entry.get("accounts") or 0)) for entry in days)

    def _with_authors(self, found: object) -> list[tuple[Post, Account]]:
        def read(fields: Fields) -> tuple[Post, Account]:
            return self._post(fields), self._account(_mapping(fields.get("account")))

        return _readable(self._list(found), read)

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
                return str(_mapping(self.api.list_create(title))["id"])
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

    def _page(
        self, after: str, first: Callable[[], Any], read: Callable[[Fields], _Item]
    ) -> Page[_Item]:
        with explained(self.name):
            found = self.api.fetch_next(json.loads(after)) if after else first()
            following = getattr(found, "_pagination_next", None)
            return Page(
                tuple(_readable(self._list(found), read)),
                json.dumps(following, default=str) if following else "",
            )

    def _list(self, found: object) -> list[Any]:
        """The list that the server answered with.

        Raises:
            TypeError: it answered with something else.
        """
        if not isinstance(found, list) or not self._session.answered_with_list:
            raise TypeError("no list")
        return found

    def _account(self, fields: Fields) -> Account:
        return read_account(fields, self.domain)

    def _post(self, fields: Fields) -> Post:
        return read_post(fields, self.domain)

    def _notice(self, fields: Fields) -> Notice:
        return read_notice(fields, self.domain)


def _no_mastodon(name: str) -> ServerUnreachableError:
    return ServerUnreachableError(
        f"{name} is no Mastodon-compatible server.",
        "Check its name: it is the part after the second @ of your handle.",
    )


def _mapping(value: object) -> Fields:
    if not isinstance(value, Mapping):
        raise TypeError("no object")
    return value


def _stretch(items: list[Any], read: Callable[[Fields], _Item], page_size: int) -> Page[_Item]:
    """A page of a timeline. Servers say in a Link header whether more follows; for one that
    sends none, a full page means that there may be more."""
    link = getattr(items, "_pagination_next", None)
    before = str(link.get("max_id") or "") if isinstance(link, Mapping) else ""
    if not before and len(items) >= page_size and isinstance(items[-1], Mapping):
        before = str(items[-1].get("id") or "")
    return Page(tuple(_readable(items, read)), before if items else "")


def _readable(items: Iterable[object], read: Callable[[Fields], _Item]) -> list[_Item]:
    """The entries that can be read; one that lacks what is needed is passed over."""
    return list(_each_readable(items, read))


def _each_readable(items: Iterable[object], read: Callable[[Fields], _Item]) -> Iterable[_Item]:
    for item in items:
        if isinstance(item, Mapping):
            try:
                yield read(item)
            except EntityError:
                continue
