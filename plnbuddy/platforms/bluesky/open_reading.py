"""What Bluesky's AppView tells whoever asks; nobody is logged in.

Whoever does not want to be shown to strangers (`!no-unauthenticated`) is left out here,
so that no room above can forget it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from plnbuddy.core.clean import clean_line, clean_text
from plnbuddy.core.errors import NothingFoundError, UsageError
from plnbuddy.core.handles import Handle, parse_handle
from plnbuddy.platforms.bluesky.entities import (
    ShapeError,
    Strangers,
    for_strangers,
    read_day,
    read_profile,
    readable_profiles,
)
from plnbuddy.platforms.bluesky.places import (
    Places,
    SharedAddress,
    is_short_link,
    places,
    read_shared_address,
)
from plnbuddy.platforms.bluesky.xrpc import (
    Fields,
    GoneError,
    Program,
    each_page,
    new_budget,
    strange_answer,
)
from plnbuddy.platforms.values import Account, SharedList, Stranger
from plnbuddy.system.budget import Budget, Tell

PEOPLE_PER_PAGE = 100
PEOPLE_FOUND = 10
MOST_MEMBERS = 2_000
"""People of a list that are read; a starter pack holds at most 150."""

_CURATED = "app.bsky.graph.defs#curatelist"
_REFERENCE = "app.bsky.graph.defs#referencelist"  # What stands behind a starter pack.
_NAME = "Bluesky"


class Bluesky:
    """The open side of Bluesky. Every method makes one request unless it says otherwise."""

    name = _NAME

    def __init__(self, tell: Tell, budget: Budget | None = None, at: Places | None = None) -> None:
        self.places = at or places()
        self.budget = budget or new_budget(tell)
        self._appview = Program(self.places.appview, _NAME, self.budget)

    def resolve(self, handle: Handle) -> str:
        """The lasting identity behind a handle.

        Raises:
            NothingFoundError: the handle leads to nobody.
        """
        if handle.is_did:
            return handle.username
        try:
            fields = self._appview.ask(
                "com.atproto.identity.resolveHandle", {"handle": handle.username}
            )
            return parse_handle(str(fields.get("did"))).username
        except (NothingFoundError, UsageError):
            raise NothingFoundError(
                f"Bluesky knows nobody called {handle}.",
                "The name may have changed, or be spelt otherwise.",
            ) from None

    def profile(self, who: str) -> Stranger:
        """The profile behind a handle or identity.

        Raises:
            GoneError: it was taken down, suspended or deactivated.
            NothingFoundError: there is none.
        """
        try:
            return read_profile(self._appview.ask("app.bsky.actor.getProfile", {"actor": who}))
        except GoneError:
            raise
        except ShapeError:
            raise strange_answer(_NAME) from None
        except NothingFoundError:
            raise NothingFoundError(
                f"Bluesky knows nobody called {clean_line(who, 80)}.",
                "The name may have changed, or be spelt otherwise.",
            ) from None

    def latest_post(self, who: str) -> date | None:
        """The day of somebody's latest post or answer; None when there is none to see."""
        fields = self._appview.ask(
            "app.bsky.feed.getAuthorFeed",
            {"actor": who, "limit": 1, "filter": "posts_with_replies"},
        )
        for entry in _entries(fields, "feed"):
            post = _fields(entry, "post") if isinstance(entry, dict) else {}
            return read_day(post.get("indexedAt"))
        return None

    def follows(self, who: str) -> Strangers:
        """The latest hundred whom somebody follows."""
        fields = self.ask("app.bsky.graph.getFollows", {"actor": who, "limit": PEOPLE_PER_PAGE})
        return for_strangers(_entries(fields, "follows"))

    def search_people(self, words: str) -> Strangers:
        """People whose name or profile holds these words, at most ten."""
        fields = self.ask("app.bsky.actor.searchActors", {"q": words, "limit": PEOPLE_FOUND})
        return for_strangers(_entries(fields, "actors"))

    def ask(self, method: str, parameters: Mapping[str, object]) -> Fields:
        """What a query answers whoever asks."""
        return self._appview.ask(method, parameters)

    def read_shared(self, address: str) -> SharedList:
        """A starter pack or list with its people; two requests and one for each hundred.

        Raises:
            UsageError: the address is that of something else.
            NothingFoundError: there is no such pack or list (any more).
        """
        shared = read_shared_address(self._led_to(address))
        if shared is None:
            raise UsageError(
                "This short link does not lead to a list of people on Bluesky.",
                "Open it in the browser and copy the address from there.",
            )
        lasting = replace(shared, keeper=parse_handle(self.resolve(shared.keeper)))
        try:
            if lasting.kind == "pack":
                return self._read_pack(lasting)
            return self._read_list(lasting, self._list_uri(lasting))
        except NothingFoundError:
            what = "starter pack" if shared.kind == "pack" else "list"
            raise NothingFoundError(
                f"This {what} of {shared.keeper} is not there (any more).",
                "Open its address in the browser to see what became of it.",
            ) from None

    def _led_to(self, address: str) -> str:
        if not is_short_link(address):
            return address
        short = Program(self.places.short_links, "go.bsky.app", self.budget)
        return short.leads_to(urlsplit(address).path or "/")

    def _read_pack(self, address: SharedAddress) -> SharedList:
        uri = f"at://{address.keeper.username}/app.bsky.graph.starterpack/{address.key}"
        fields = self._appview.ask("app.bsky.graph.getStarterPack", {"starterPack": uri})
        view = fields.get("starterPack")
        if not isinstance(view, dict):
            raise strange_answer(_NAME)
        record, behind = _fields(view, "record"), _fields(view, "list")
        list_uri = behind.get("uri") or record.get("list")
        if not isinstance(list_uri, str):
            raise strange_answer(_NAME)
        found = self._read_list(address, list_uri)
        return replace(
            found,
            title=clean_line(str(record.get("name") or found.title), 100),
            introduction=clean_text(str(record.get("description") or ""), 2_000),
            keeper=_keeper(view) or found.keeper,
        )

    def _list_uri(self, address: SharedAddress) -> str:
        return f"at://{address.keeper.username}/app.bsky.graph.list/{address.key}"

    def _read_list(self, address: SharedAddress, uri: str) -> SharedList:
        people: list[Stranger] = []
        first: Fields = {}
        hidden = unreadable = 0
        for fields, page in self._list_pages(uri):
            first = first or fields
            if _fields(first, "list").get("purpose") not in (_CURATED, _REFERENCE, None):
                raise UsageError(
                    "This is a list for blocking or muting people, not for following them.", ""
                )
            found = readable_profiles(
                item.get("subject") if isinstance(item, dict) else None for item in page
            )
            unreadable += len(page) - len(found)
            hidden += sum(not profile.for_strangers for profile in found)
            people += [profile for profile in found if profile.for_strangers]
            if len(people) >= MOST_MEMBERS:
                break
        view = _fields(first, "list")
        return SharedList(
            address=address.page,
            kind=f"bluesky-{address.kind}",
            title=clean_line(str(view.get("name") or ""), 100),
            introduction=clean_text(str(view.get("description") or ""), 2_000),
            keeper=_keeper(view) or address.keeper,
            people=tuple(people),
            hidden=hidden,
            unreadable=unreadable,
        )

    def _list_pages(self, uri: str) -> Iterable[tuple[Fields, Sequence[object]]]:
        answers: list[Fields] = []

        def ask(cursor: str) -> Fields:
            answers.append(
                self._appview.ask(
                    "app.bsky.graph.getList",
                    {"list": uri, "limit": PEOPLE_PER_PAGE} | _further(cursor),
                )
            )
            return answers[-1]

        for page in each_page(_NAME, ask, "items", most=MOST_MEMBERS // PEOPLE_PER_PAGE):
            yield answers[-1], page


def look_up(handle: Handle) -> Account:
    """What Bluesky says of an account, with the day of its latest post; two requests.

    Raises:
        NothingFoundError: there is none.
        ServerUnreachableError: it does not answer.
    """
    bluesky = Bluesky(lambda _text: None)
    try:
        account = bluesky.profile(handle.username).account
    except GoneError as error:
        if "deactivated" in error.problem:
            raise
        return Account(id=handle.username, handle=handle, name="", suspended=True)
    except NothingFoundError:
        raise NothingFoundError("Bluesky does not know it") from None
    if account.noindex:
        return account
    return replace(account, last_post=bluesky.latest_post(account.id))


def _further(cursor: str) -> dict[str, object]:
    return {"cursor": cursor} if cursor else {}


def _entries(fields: Fields, name: str) -> list[object]:
    found = fields.get(name)
    if not isinstance(found, list):
        raise strange_answer(_NAME)
    return found


def _fields(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, dict) else {}


def _keeper(view: Fields) -> Handle | None:
    try:
        return read_profile(view.get("creator")).account.handle
    except ShapeError:
        return None
