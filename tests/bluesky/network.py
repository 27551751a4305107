"""The real programs of Bluesky on this computer, and people on them.

`tests/bluesky/start.sh FOLDER` installs and runs them and prints their addresses as one
line of JSON; PLNBUDDY_TEST_BLUESKY holds that line. Tests wait for states, not for times:
what is written to the server of accounts reaches the AppView a moment later.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import requests

PASSWORD = "a-password-for-tests"
_PATIENCE = 60.0


@dataclass(frozen=True)
class Person:
    """An account on the network, with the key that its requests carry."""

    network: "Network"
    did: str
    handle: str
    token: str

    def do(self, method: str, body: dict[str, object]) -> Any:
        """A procedure of its server."""
        return _answer(
            requests.post(
                f"{self.network.pds}/xrpc/{method}",
                json=body,
                headers={"Authorization": f"Bearer {self.token}"},
                timeout=30,
            )
        )

    def write(self, collection: str, record: dict[str, object], key: str | None = None) -> str:
        """Write a record, and return its address (at://…)."""
        body: dict[str, object] = {
            "repo": self.did,
            "collection": collection,
            "record": {"$type": collection, "createdAt": now(), **record},
        }
        if key:
            return str(self.do("com.atproto.repo.putRecord", {**body, "rkey": key})["uri"])
        return str(self.do("com.atproto.repo.createRecord", body)["uri"])

    def describe(self, name: str, bio: str = "", *, hidden: bool = False) -> None:
        """Fill in the profile; `hidden` from who is not logged in."""
        record: dict[str, object] = {"displayName": name, "description": bio}
        if hidden:
            record["labels"] = {
                "$type": "com.atproto.label.defs#selfLabels",
                "values": [{"val": "!no-unauthenticated"}],
            }
        self.write("app.bsky.actor.profile", record, "self")

    def post(self, text: str, **more: object) -> str:
        """Post a text."""
        return self.write("app.bsky.feed.post", {"text": text, **more})

    def follow(self, other: "Person") -> str:
        """Follow somebody."""
        return self.write("app.bsky.graph.follow", {"subject": other.did})

    def make_list(self, name: str, people: Iterable["Person"], purpose: str = "curatelist") -> str:
        """A list with these people; returns its address."""
        uri = self.write(
            "app.bsky.graph.list", {"name": name, "purpose": f"app.bsky.graph.defs#{purpose}"}
        )
        for person in people:
            self.write("app.bsky.graph.listitem", {"subject": person.did, "list": uri})
        return uri

    def make_pack(self, name: str, people: Sequence["Person"], description: str = "") -> str:
        """A starter pack; returns its key."""
        behind = self.make_list(name, people, "referencelist")
        uri = self.write(
            "app.bsky.graph.starterpack",
            {"name": name, "description": description, "list": behind},
        )
        return uri.rpartition("/")[2]

    def list_behind(self, key: str) -> str:
        """The address of the list that a starter pack of theirs stands on."""
        uri = f"at://{self.did}/app.bsky.graph.starterpack/{key}"
        pack = self.network.ask("app.bsky.graph.getStarterPack", starterPack=uri)
        return str(pack["starterPack"]["list"]["uri"])

    def app_password(self, *, privileged: bool = False) -> str:
        """A new app password."""
        made = self.do(
            "com.atproto.server.createAppPassword",
            {"name": uuid4().hex[:12], "privileged": privileged},
        )
        return str(made["password"])


@dataclass(frozen=True)
class Network:
    """The addresses of the programs."""

    plc: str
    pds: str
    appview: str

    @property
    def environment(self) -> dict[str, str]:
        """What leads plnbuddy to this network."""
        return {"PLNBUDDY_BLUESKY": f"appview={self.appview} plc={self.plc}"}

    def join(self, name: str) -> Person:
        """A new account; its handle begins with that name and is nobody else's."""
        handle = f"{name}-{uuid4().hex[:8]}.test"
        made = _answer(
            requests.post(
                f"{self.pds}/xrpc/com.atproto.server.createAccount",
                json={
                    "email": f"{uuid4().hex}@example.com",
                    "handle": handle,
                    "password": PASSWORD,
                },
                timeout=30,
            )
        )
        return Person(self, made["did"], handle, made["accessJwt"])

    def ask(self, method: str, **parameters: str) -> Any:
        """What the AppView answers; None when it refuses."""
        answer = requests.get(f"{self.appview}/xrpc/{method}", params=parameters, timeout=30)
        return answer.json() if answer.ok else None

    def wait_for(self, state: Callable[[], object]) -> None:
        """Wait until a state is reached; a test fails that waits in vain."""
        end = time.monotonic() + _PATIENCE
        while not state():
            assert time.monotonic() < end, "the AppView does not come to know it"
            time.sleep(0.1)

    def wait_for_people(self, *people: Person) -> None:
        """Wait until the AppView knows the names of these people."""
        for person in people:
            self.wait_for(partial(self._name_of, person))

    def _name_of(self, person: Person) -> object:
        profile = self.ask("app.bsky.actor.getProfile", actor=person.did) or {}
        return profile.get("displayName")

    def wait_for_pack(self, keeper: Person, key: str, count: int) -> None:
        """Wait until the AppView knows so many people in a starter pack."""
        uri = f"at://{keeper.did}/app.bsky.graph.starterpack/{key}"

        def is_there() -> bool:
            pack = self.ask("app.bsky.graph.getStarterPack", starterPack=uri) or {}
            behind = pack.get("starterPack", {}).get("list", {})
            return bool(behind.get("listItemCount") == count)

        self.wait_for(is_there)

    def wait_for_list(self, uri: str, count: int) -> None:
        """Wait until the AppView knows so many people on a list."""
        self.wait_for(
            lambda: (
                len((self.ask("app.bsky.graph.getList", list=uri) or {}).get("items", [])) >= count
            )
        )


def running_network() -> Network | None:
    """The network that runs, None when none does."""
    line = os.environ.get("PLNBUDDY_TEST_BLUESKY", "")
    return Network(**json.loads(line)) if line else None


def now() -> str:
    """The moment, as records carry it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _answer(response: requests.Response) -> Any:
    assert response.ok, f"{response.status_code} {response.text[:300]}"
    return response.json() if response.content else {}
