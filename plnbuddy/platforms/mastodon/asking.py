"""How a server is asked, and how its answers are read."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from plnbuddy import __version__
from plnbuddy.platforms.mastodon.addresses import server_name
from plnbuddy.platforms.mastodon.answers import next_id, readable
from plnbuddy.platforms.mastodon.api import Api
from plnbuddy.platforms.mastodon.entities import Fields, read_account, read_notice, read_post
from plnbuddy.platforms.mastodon.failures import explained
from plnbuddy.platforms.values import Account, Notice, Page, Post
from plnbuddy.system.budget import Budget, Tell
from plnbuddy.system.wire import TIMEOUT, GuardedSession

USER_AGENT = f"plnbuddy/{__version__}"

_Item = TypeVar("_Item")


class Asking:
    """A server that is asked through mastodon.py, within a budget.

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
        self.session = GuardedSession(self.budget)
        self.api = Api(
            api_base_url=address,
            access_token=token or None,
            request_timeout=TIMEOUT,
            ratelimit_method="throw",
            session=self.session,
            user_agent=USER_AGENT,
            version_check_mode="none",
        )

    @property
    def requests_made(self) -> int:
        """How many requests this run has made."""
        return self.budget.count

    def accounts_by_id(self, ids: Sequence[str]) -> list[Account]:
        """These accounts as the server shows them now, as far as it knows them; since 4.3."""
        with explained(self.name):
            return list(readable(self._list(self.api.accounts(list(ids))), self._account))

    def _page(
        self, after: str, ask: Callable[[str | None], Any], read: Callable[[Fields], _Item]
    ) -> Page[_Item]:
        """A page before the id `after`; a Link header says whether one follows.

        Places of earlier versions are JSON with that id in it.
        """
        with explained(self.name):
            before = json.loads(after).get("max_id") if after.startswith("{") else after
            found = self._list(ask(before or None))
            return Page(readable(found, read), next_id(self.session.next_link) if found else "")

    def _stretch(
        self, found: object, read: Callable[[Fields], _Item], page_size: int
    ) -> Page[_Item]:
        """A page of a timeline. For servers that send no Link header, a full page means that
        there may be more."""
        items = self._list(found)
        before = next_id(self.session.next_link)
        if not before and len(items) >= page_size and isinstance(items[-1], Mapping):
            before = str(items[-1].get("id") or "")
        return Page(readable(items, read), before if items else "")

    def _list(self, found: object) -> list[Any]:
        """The list that the server answered with.

        Raises:
            TypeError: it answered with something else.
        """
        if not isinstance(found, list) or not self.session.answered_with_list:
            raise TypeError("no list")
        return found

    def _account(self, fields: Fields) -> Account:
        return read_account(fields, self.domain)

    def _post(self, fields: Fields) -> Post:
        return read_post(fields, self.domain)

    def _notice(self, fields: Fields) -> Notice:
        return read_notice(fields, self.domain)
