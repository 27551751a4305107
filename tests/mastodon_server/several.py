"""Several servers that know each other: one community of people, seen from each of them.

    world = Several("maths.example", "big.example", now=MOMENT)
    world.person("priya@maths.example", note="<p>Maths teacher</p>")
    world.post("priya@maths.example", "Fractions #MathsToot")
    with world.serving() as servers:
        servers["big.example"].url  # priya is priya@maths.example there

Every server has ids of its own for people and posts, as in the fediverse.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any
from zlib import crc32

from .community import Community
from .membership import DEFAULT_NOW
from .records import Person
from .server import MastodonServer
from .settings import ServerSettings

_ONLY_AT_HOME = ("noindex",)
"""What other servers are not told."""


class Several:
    """People, posts and follows of several servers."""

    def __init__(self, *domains: str, now: datetime = DEFAULT_NOW) -> None:
        self.at = {domain: Community(domain, now) for domain in domains}
        for domain, community in self.at.items():
            for _ in range(crc32(domain.encode()) % 997):
                community.people.next_id()

    def person(self, handle: str, *, only_at_home: bool = False, **details: Any) -> Person:
        """Add an account of one of the servers, which the others know unless `only_at_home`.

        Returns the account as its own server has it.
        """
        username, _, home = handle.removeprefix("@").partition("@")
        told = {name: value for name, value in details.items() if name not in _ONLY_AT_HOME}
        for domain, community in self.at.items():
            if domain != home and not only_at_home:
                community.person(username, domain=home, **told)
        return self.at[home].person(username, **details)

    def change(self, handle: str, **attributes: Any) -> None:
        """Change an account wherever it is known."""
        for community, username in self._knowing(handle):
            community.change(username, **attributes)

    def post(self, handle: str, text: str, **details: Any) -> None:
        """Let somebody post; every server that knows the account has the post."""
        for community, username in self._knowing(handle):
            community.post(username, text, notify=False, **details)

    def follow(self, handle: str, *others: str) -> None:
        """Let somebody follow others; told wherever all are known."""
        for community, username in self._knowing(handle):
            known = [name for name in (self._name_at(community, each) for each in others) if name]
            community.follow(username, *known, notify=False)

    @contextmanager
    def serving(
        self, settings: Mapping[str, ServerSettings] | None = None
    ) -> Iterator[dict[str, MastodonServer]]:
        """All servers, running; at the end none may have failed by itself."""
        with ExitStack() as stack:
            servers = {
                domain: stack.enter_context(MastodonServer(community, (settings or {}).get(domain)))
                for domain, community in self.at.items()
            }
            yield servers
            assert not [crash for server in servers.values() for crash in server.crashes]

    def _knowing(self, handle: str) -> Iterator[tuple[Community, str]]:
        for community in self.at.values():
            name = self._name_at(community, handle)
            if name:
                yield community, name

    def _name_at(self, community: Community, handle: str) -> str:
        found = community.people.find(handle.removeprefix("@"))
        return found.acct if found else ""
