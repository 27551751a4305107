"""An account on Bluesky that is signed in: what plnbuddy asks and does there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal, TypeVar

from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, ServerUnreachableError
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.platforms.bluesky.entities import ShapeError, read_profile
from plnbuddy.platforms.bluesky.posts import read_notice, read_own_post
from plnbuddy.platforms.bluesky.session import Session
from plnbuddy.platforms.bluesky.xrpc import (
    Fields,
    RecordGoneError,
    new_budget,
    strange_answer,
)
from plnbuddy.platforms.credentials import Login
from plnbuddy.platforms.failures import ForbiddenError, InvalidRequestError, StrangeAnswerError
from plnbuddy.platforms.values import Account, Followed, Notice, Page, Post, Relationship
from plnbuddy.system.budget import Tell

PER_PAGE = 100
PROFILES_AT_ONCE = 25
WRITES_AT_ONCE = 200
"""Records that one request may make (com.atproto.repo.applyWrites)."""

_FOLLOW = "app.bsky.graph.follow"
_POST = "app.bsky.feed.post"

_Item = TypeVar("_Item")
_Dated = TypeVar("_Dated", Post, Notice)


class BlueskyAccount:
    """An account on Bluesky; fills `platforms.base.AccountApi`.

    Args:
        tell: hears about waiting.
        keep: keeps the new token of the login when a session is renewed.
    """

    def __init__(self, login: Login, tell: Tell, keep: Callable[[str], None]) -> None:
        self.budget = new_budget(tell)
        self.login = login
        self._session = Session(login, self.budget, keep)
        self.name = self._session.name
        self._followed: dict[str, str] = {}  # The record of a follow, by identity, where met.
        self._asked_from: set[tuple[str, str]] = set()

    @property
    def requests_made(self) -> int:
        """How many requests this run has made."""
        return self.budget.count

    def own_account(self) -> Account:
        """The account that is signed in."""
        fields = self._ask("app.bsky.actor.getProfile", actor=self.login.id)
        try:
            return self._account(fields)
        except ShapeError:
            raise strange_answer(self.name) from None

    def find_account(self, handle: Handle) -> Account:
        """The account with exactly that handle or identity.

        Raises:
            NothingFoundError: there is none (any more).
            PlnbuddyError: it blocked the teacher, or the teacher blocked it.
        """
        try:
            fields = self._ask("app.bsky.actor.getProfile", actor=handle.username)
        except NothingFoundError as error:
            gone = error.problem if error.problem.startswith("This account") else ""
            raise NothingFoundError(
                gone or f"Bluesky knows nobody called {handle}.",
                "" if gone else "The name may have changed, or be spelt otherwise.",
            ) from None
        viewer = _fields(fields, "viewer")
        if viewer.get("blockedBy") or viewer.get("blocking"):
            who = f"{handle} blocked you" if viewer.get("blockedBy") else f"You blocked {handle}"
            raise PlnbuddyError(f"{who}, so a follow is not possible.", "")
        try:
            return self._account(fields)
        except ShapeError:
            raise strange_answer(self.name) from None

    def find_accounts(self, handles: Sequence[Handle]) -> list[Account]:
        """Those of these who are there; one request for each 25."""
        found: list[Account] = []
        for at in range(0, len(handles), PROFILES_AT_ONCE):
            actors = [handle.username for handle in handles[at : at + PROFILES_AT_ONCE]]
            fields = self._ask("app.bsky.actor.getProfiles", actors=actors)
            for view in self._entries(fields, "profiles"):
                viewer = _fields(view, "viewer") if isinstance(view, dict) else {}
                if not (viewer.get("blockedBy") or viewer.get("blocking")):
                    found += self._readable([view], self._account)
        return found

    def follow(self, account: Account) -> Followed:
        """Follow the account; one request, and none when it is followed already."""
        return self.follow_all([account])[0]

    def follow_all(self, accounts: Sequence[Account]) -> list[Followed]:
        """Follow accounts that were found, all or none; one request for each 200."""
        already = {account.id for account in accounts if self._followed.get(account.id)}
        new = [account for account in accounts if account.id not in already]
        for at in range(0, len(new), WRITES_AT_ONCE):
            some = new[at : at + WRITES_AT_ONCE]
            uris = self.write([(_FOLLOW, "", {"subject": a.id}) for a in some], datetime.now(UTC))
            for account, uri in zip(some, uris, strict=False):
                self._followed[account.id] = uri
        return [Followed(a, requested=False, already=a.id in already) for a in accounts]

    def write(
        self, records: Sequence[tuple[str, str, Mapping[str, object]]], now: datetime
    ) -> list[str]:
        """Write records, all or none, at most `WRITES_AT_ONCE`; one request; their addresses.

        Args:
            records: collection, key ("" for one that the server makes) and content of each.
        """
        moment = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        writes = [
            {
                "$type": "com.atproto.repo.applyWrites#create",
                "collection": collection,
                "value": {"$type": collection, "createdAt": moment, **content},
                **({"rkey": key} if key else {}),
            }
            for collection, key, content in records
        ]
        made = self._session.do(
            "com.atproto.repo.applyWrites", {"repo": self.login.id, "writes": writes}
        )
        found = [r.get("uri") if isinstance(r, dict) else "" for r in made.get("results") or ()]
        return [uri if isinstance(uri, str) else "" for uri in found]

    def unfollow(self, account: Account) -> None:
        """Follow the account no more; two requests at most."""
        record = self._followed.get(account.id)
        if not record:
            self._account(self._ask("app.bsky.actor.getProfile", actor=account.id))
            record = self._followed.get(account.id, "")
        if record:
            self._session.do(
                "com.atproto.repo.deleteRecord",
                {"repo": self.login.id, "collection": _FOLLOW, "rkey": record.rpartition("/")[2]},
            )
            self._followed.pop(account.id, None)

    def follow_tag(self, tag: Tag) -> None:
        """Bluesky has no followed hashtags.

        Raises:
            PlnbuddyError: always.
        """
        raise PlnbuddyError(
            "Bluesky cannot follow hashtags.", f"Look under {tag} from time to time."
        )

    def unfollow_tag(self, tag: Tag) -> None:
        """Nothing: none can be followed."""

    def relationships(self, ids: Sequence[str]) -> dict[str, Relationship]:
        """How the account stands to others, by their identities; one request for each 25."""
        found: dict[str, Relationship] = {}
        for at in range(0, len(ids), PROFILES_AT_ONCE):
            actors = list(ids[at : at + PROFILES_AT_ONCE])
            fields = self._ask("app.bsky.actor.getProfiles", actors=actors)
            for view in self._entries(fields, "profiles"):
                for account in self._readable([view], self._account):
                    viewer = _fields(view, "viewer") if isinstance(view, dict) else {}
                    unwanted = bool(viewer.get("blocking") or viewer.get("muted"))
                    following = bool(self._followed.get(account.id))
                    found[account.id] = Relationship(account.id, following, False, unwanted)
        return found

    def following(self, account_id: str, after: str = "") -> Page[Account]:
        """Whom an account follows, latest first; `after` is the `next` of an earlier page."""
        return self._people("app.bsky.graph.getFollows", "follows", after, actor=account_id)

    def followers(self, account_id: str, after: str = "") -> Page[Account]:
        """Who follows an account, latest first."""
        return self._people("app.bsky.graph.getFollowers", "followers", after, actor=account_id)

    def followed_tags(self, after: str = "") -> Page[Tag]:  # noqa: ARG002
        """None: hashtags cannot be followed."""
        return Page(())

    def posts(self, account_id: str, before: str = "") -> Page[Post]:
        """Posts of one's own, newest first, without those that only pass on another one.

        A page that holds nothing else than posts of others is passed over, with one request more.
        """

        def read(cursor: str) -> tuple[Fields, list[Post]]:
            fields = self._feed(account_id, cursor)
            found = self._readable(self._entries(fields, "feed"), read_own_post)
            return fields, [post for post in found if post.author_id == account_id]

        return self._first_with_items(read, "posts", before)

    def who_is(self, account_id: str) -> Account:
        """The account with that identity."""
        return self._account(self._ask("app.bsky.actor.getProfile", actor=account_id))

    def is_gone(self, post_id: str) -> bool:
        """Whether the server of the account says that a post of it is not there; a refusal says
        nothing."""
        try:
            self._ask(
                "com.atproto.repo.getRecord", repo=self.login.id, collection=_POST, rkey=post_id
            )
        except RecordGoneError:
            return True
        except (NothingFoundError, ForbiddenError, InvalidRequestError, StrangeAnswerError):
            return False
        return False

    def tagged_posts(self, account_id: str, tag: Tag) -> list[Post] | None:
        """Posts of an account under a hashtag, among its latest hundred."""
        found = self._readable(self._entries(self._feed(account_id, ""), "feed"), read_own_post)
        return [post for post in found if tag in post.tags]

    def notices(self, before: str = "", since: str = "") -> Page[Notice]:
        """Follows, mentions, answers and quotes among the notifications, newest first."""

        def read(cursor: str) -> tuple[Fields, list[Notice]]:
            fields = self._ask(
                "app.bsky.notification.listNotifications",
                limit=PER_PAGE,
                reasons=["follow", "mention", "reply", "quote"],
                **_further(cursor),
            )
            return fields, self._readable(self._entries(fields, "notifications"), read_notice)

        return self._first_with_items(read, "notices", before, since)

    def relations(self, kind: Literal["blocks", "mutes"], after: str = "") -> Page[Account]:
        """Whom the teacher blocked or muted."""
        method = "app.bsky.graph.getBlocks" if kind == "blocks" else "app.bsky.graph.getMutes"
        return self._people(method, kind, after)

    def lists(self) -> list[tuple[str, str]]:
        """None: plnbuddy keeps no list on Bluesky, and a daily sync asks for what it needs."""
        return []

    def make_list(self, title: str) -> str:
        """Not offered.

        Raises:
            PlnbuddyError: always.
        """
        raise PlnbuddyError(f"plnbuddy makes no list '{title}' on Bluesky.", "Leave out --list.")

    def add_to_list(self, list_id: str, accounts: Sequence[Account]) -> None:
        """Not offered.

        Raises:
            PlnbuddyError: always.
        """
        raise PlnbuddyError(f"plnbuddy keeps no list on Bluesky ({list_id}).", str(len(accounts)))

    def end(self) -> None:
        """Have the server forget the session."""
        from plnbuddy.platforms.bluesky.session import end_session

        end_session(self._session)

    def _ask(self, method: str, **parameters: object) -> Fields:
        return self._session.ask(method, parameters)

    def _feed(self, account_id: str, before: str) -> Fields:
        return self._ask(
            "app.bsky.feed.getAuthorFeed",
            actor=account_id,
            limit=PER_PAGE,
            filter="posts_with_replies",
            **_further(before),
        )

    def _people(self, method: str, field: str, after: str, **parameters: object) -> Page[Account]:
        fields = self._ask(method, limit=PER_PAGE, **parameters, **_further(after))
        found = self._readable(self._entries(fields, field), self._account)
        of = " ".join(map(str, parameters.values()))  # Each person's list has pages of its own.
        return Page(tuple(found), self._next(fields, f"{method} {of}", after))

    def _first_with_items(
        self,
        read: Callable[[str], tuple[Fields, list[_Dated]]],
        stream: str,
        before: str,
        since: str = "",
    ) -> Page[_Dated]:
        """The next page that holds items newer than `since`; an empty one only at the end."""
        while True:
            fields, items = read(before)
            newer = [item for item in items if not since or item.id > since]
            if len(newer) < len(items):
                return Page(tuple(newer))
            following = self._next(fields, stream, before)
            if newer or not following:
                return Page(tuple(newer), following)
            before = following

    def _next(self, fields: Fields, stream: str, before: str) -> str:
        """Where the next page begins; a place that was met before means that there is no end."""
        cursor = str(fields.get("cursor") or "")
        if not before:  # A reading from the beginning may come by where an earlier one began.
            self._asked_from = {place for place in self._asked_from if place[0] != stream}
        self._asked_from.add((stream, before))
        if cursor and (stream, cursor) in self._asked_from:
            raise ServerUnreachableError(
                f"{self.name} sends pages without end.", "Try again later."
            )
        return cursor

    def _account(self, fields: object) -> Account:
        account = read_profile(fields).account
        viewer = _fields(fields, "viewer") if isinstance(fields, dict) else {}
        record = viewer.get("following")
        self._followed[account.id] = record if isinstance(record, str) else ""
        return account

    def _entries(self, fields: Fields, name: str) -> list[object]:
        found = fields.get(name)
        if not isinstance(found, list):
            raise strange_answer(self.name)
        return found

    def _readable(self, items: Iterable[object], read: Callable[[object], _Item]) -> list[_Item]:
        """The entries that can be read; one that lacks what is needed is passed over."""
        found = []
        for item in items:
            try:
                found.append(read(item))
            except ShapeError:
                continue
        return found


def _further(cursor: str) -> dict[str, object]:
    return {"cursor": cursor} if cursor else {}


def _fields(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, dict) else {}
