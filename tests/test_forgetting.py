"""After `forget-account` nothing tells that there was an account: in no table, in no file."""

from pathlib import Path

import pytest

from tests.accounts import copy_of, kept, log_in, saved_accounts, staff_room
from tests.conftest import Plnbuddy

from .mastodon_server import Community, MastodonServer

TRACES = ("cleo", "dora", "ben@", "classroom.example", "schule.example", "strangename", "Anna's")


@pytest.fixture
def community() -> Community:
    found = staff_room()
    for number in range(6):
        name = f"strangename{number}"
        found.person(name, topics=("musiced",), discoverable=True)
        found.follow("ben", name)
        found.post(name, f"Anna's class sings #musiced {number}")
    found.follow("ben", "anna")
    found.follow("dora", "anna")
    found.post("anna", "Anna's first post #musiced")
    found.post("anna", "@ben Anna's answer")
    return found


def numbers_apart(tables: dict[str, list[str]]) -> dict[str, list[str]]:
    """What stays of having been there at all: the last numbers that were given."""
    return {name: rows for name, rows in tables.items() if name != "milestone"}


def test_the_whole_store_is_as_a_new_one_and_so_is_the_file_with_logins(
    plnbuddy: Plnbuddy, tmp_path: Path, server: MastodonServer, community: Community
) -> None:
    plnbuddy("start", "--topic", "music", "--level", "secondary", "--language", "en", "--yes")
    plnbuddy("log", "contribute", "By hand")
    fresh = copy_of(plnbuddy, tmp_path / "fresh")
    log_in(plnbuddy, server)
    plnbuddy("sync")
    plnbuddy("explore")
    plnbuddy(
        "suggest", "people", "-n", "20", "--source", "follows", "--source", "hashtag", ok=False
    )
    plnbuddy("network", ok=False)
    number = next(
        entry["id"]
        for entry in plnbuddy("log", "list", "--all", "--json").data["entries"]
        if "Anna's first" in entry["text"]
    )
    plnbuddy("log", "edit", str(number), "Anna's changed post")
    plnbuddy("footprint", "hide", str(number))
    before = kept(plnbuddy.home)
    assert len([name for name, rows in before.items() if rows]) > 15
    plnbuddy("forget-account", "--yes")
    assert numbers_apart(kept(plnbuddy.home)) == numbers_apart(kept(fresh.home))
    assert not (plnbuddy.home / "accounts.json").exists()
    files = b"".join(path.read_bytes() for path in plnbuddy.home.glob("*sqlite3*"))
    for trace in TRACES:
        assert trace.encode() not in files, trace


def test_what_was_decided_stays_without_what_the_account_told_of_it(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    plnbuddy("sync")
    plnbuddy("follow", "@dora@classroom.example")
    plnbuddy("forget-account", "--yes")
    tables = kept(plnbuddy.home)
    assert tables["requested_follow"] == tables["account"] == []
    assert "server-follow" not in "".join(tables["action_change"])


def test_the_registration_at_the_server_goes_with_the_last_account_there(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    log_in(plnbuddy, server, "ben")
    plnbuddy("forget-account", "@anna@classroom.example", "--yes")
    assert len(saved_accounts(plnbuddy)["apps"]) == 1
    plnbuddy("forget-account", "@ben@classroom.example", "--yes")
    assert not (plnbuddy.home / "accounts.json").exists()


def test_after_a_logout_forgetting_takes_the_registration_too(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    plnbuddy("sync")
    plnbuddy("logout")
    assert saved_accounts(plnbuddy)["apps"]
    plnbuddy("forget-account", "@anna@classroom.example", "--yes")
    assert not (plnbuddy.home / "accounts.json").exists()
