"""The people of a community, found by id, handle, address, words and directory order."""

import re
from bisect import bisect_left
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from .records import Person

_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"^/(?:@|users/)([\w.-]+)/?$")


class People:
    """Every account, known to this server or not."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        self.by_id: dict[int, Person] = {}
        self._by_handle: dict[tuple[str, str], Person] = {}
        self._words: list[tuple[str, int]] | None = None
        self._directories: dict[tuple[str, bool], list[Person]] = {}
        self._count = 0

    def next_id(self) -> int:
        """A new account id; ids say nothing about the order in which accounts came."""
        self._count += 1
        return 10_000_000 + (self._count * 2_654_435_761) % 4_294_967_296

    def add(self, person: Person) -> None:
        """Store an account; its handle must be free."""
        key = self._key(person)
        if key in self._by_handle:
            raise ValueError(f"there is already an account {person.acct}")
        self.by_id[person.id] = person
        self._by_handle[key] = person
        self.forget_order()

    def remove(self, person: Person) -> None:
        """Delete an account."""
        del self.by_id[person.id]
        del self._by_handle[self._key(person)]
        self.forget_order()

    def forget_order(self) -> None:
        """Rebuild the search words and the directory when they are next needed."""
        self._words = None
        self.forget_directory()

    def forget_directory(self) -> None:
        """Rebuild the directory when it is next needed."""
        self._directories.clear()

    def find(self, handle: str) -> Person | None:
        """The account with a handle: `user`, `@user`, `user@domain` or `@user@domain`."""
        username, _, domain = handle.strip().removeprefix("@").partition("@")
        return self._by_handle.get((username.lower(), (domain or self.domain).lower()))

    def find_address(self, address: str) -> Person | None:
        """The account whose profile page or identifier is at an address."""
        parts = urlsplit(address)
        match = _ADDRESS.match(parts.path)
        return self.find(f"{match.group(1)}@{parts.netloc}") if match else None

    def url(self, person: Person) -> str:
        """The address of a profile page."""
        return f"https://{person.domain or self.domain}/@{person.username}"

    def starting_with(self, query: str) -> list[Person]:
        """Known accounts in whose name or handle a word starts with each word of the query."""
        words = _WORD.findall(query.lower())
        if not words:
            return []
        matches = [self._with_prefix(word) for word in words]
        shared = set.intersection(*matches)
        return [self.by_id[number] for number in sorted(shared)]

    def directory(self, order: Literal["active", "new"], local: bool) -> list[Person]:
        """Accounts that want to be discovered, by latest post or by age of the account."""
        key = (order, local)
        if key not in self._directories:
            listed = [
                person
                for person in self.by_id.values()
                if person.discoverable
                and person.known
                and not (person.suspended or person.limited or person.moved_to)
                and not (local and person.domain)
            ]
            listed.sort(key=_latest if order == "active" else _age, reverse=True)
            self._directories[key] = listed
        return self._directories[key]

    def _key(self, person: Person) -> tuple[str, str]:
        return person.username.lower(), (person.domain or self.domain).lower()

    def _with_prefix(self, prefix: str) -> set[int]:
        if self._words is None:
            self._words = sorted(
                (word, person.id)
                for person in self.by_id.values()
                if person.known and not person.suspended
                for word in set(_WORD.findall(f"{person.acct} {person.display_name}".lower()))
            )
        found: set[int] = set()
        position = bisect_left(self._words, (prefix, 0))
        while position < len(self._words) and self._words[position][0].startswith(prefix):
            found.add(self._words[position][1])
            position += 1
        return found


def _latest(person: Person) -> tuple[str, int]:
    return str(person.last_status_at or ""), person.id


def _age(person: Person) -> tuple[datetime, int]:
    return person.created_at.astimezone(UTC), person.id
