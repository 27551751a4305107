"""After `forget-account` nothing tells that there was an account: in no table, in no file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.accounts import (
    HERE,
    THERE,
    journal,
    kept,
    log_in,
    saved_accounts,
    staff_room,
)
from tests.conftest import Plnbuddy, copy_of

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


@pytest.fixture
def fresh(music_teacher: Plnbuddy, tmp_path: Path) -> Plnbuddy:
    """A copy of the teacher's home with an entry written by hand, before there is an account."""
    music_teacher("log", "contribute", "By hand")
    return copy_of(music_teacher, tmp_path / "fresh")


def numbers_apart(tables: dict[str, list[str]]) -> dict[str, list[str]]:
    """What stays of having been there at all: the last numbers that were given."""
    return {name: rows for name, rows in tables.items() if name != "milestone"}


def test_the_whole_store_is_as_a_new_one_and_so_is_the_file_with_logins(
    plnbuddy: Plnbuddy, fresh: Plnbuddy, server: MastodonServer, community: Community
) -> None:
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


CHOSEN = f"@cleo@{THERE}"
ASKED = f"@dora@{HERE}"
OWN = ("uid", "happened_at", "action_id", "activity_id", "id", "moment", "requested_on", "at")
"""Columns that differ between two homes in which the same was done."""


def same_of_both(home: Path) -> dict[str, list[str]]:
    """Every table without its random and running numbers."""
    with closing(sqlite3.connect(home / "plnbuddy.sqlite3")) as store:
        store.row_factory = sqlite3.Row
        names = [
            str(row[0])
            for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row[0].startswith("sqlite_")
        ]
        return {
            name: sorted(
                repr({k: row[k] for k in row.keys() if k not in OWN})  # noqa: SIM118
                for row in store.execute(f"SELECT * FROM {name}")
            )
            for name in names
        }


def test_after_following_and_forgetting_the_store_is_as_if_decided_without_an_account(
    plnbuddy: Plnbuddy, fresh: Plnbuddy, server: MastodonServer, community: Community
) -> None:
    log_in(plnbuddy, server)
    registered = saved_accounts(plnbuddy)
    plnbuddy("sync")
    plnbuddy("explore")
    plnbuddy("suggest", "people", "-n", "20", ok=False)
    plnbuddy("follow", "#recorders")
    plnbuddy("follow", CHOSEN)
    plnbuddy("follow", ASKED)
    community.accept_follow("anna", "dora")
    plnbuddy("sync")
    plnbuddy("unfollow", f"@ben@{HERE}")
    plnbuddy("undo")
    plnbuddy("network", ok=False)
    plnbuddy("forget-account", "--yes")

    fresh("follow", "#recorders")
    fresh("follow", CHOSEN)
    fresh("follow", ASKED)
    asked = next(str(entry["id"]) for entry in journal(fresh) if ASKED in entry["text"])
    fresh("log", "remove", asked)  # what became a connect of the account's went with it

    left, without = same_of_both(plnbuddy.home), same_of_both(fresh.home)
    for name in left:
        if name in ("milestone", "action", "action_change", "removed_entry", "shown"):
            continue
        assert left[name] == without[name], name
    secrets = [registered["logins"][0]["token"], registered["logins"][0]["id"], server.url]
    secrets += [
        word for app in registered["apps"] for word in (app["client_id"], app["client_secret"])
    ]
    for path in plnbuddy.home.rglob("*"):
        if not path.is_file() or path.suffix == ".toml":
            continue
        text = path.read_bytes()
        for trace in (*secrets, "strangename", "@anna@", "anna@", "@ben@", "Anna's"):
            assert trace.encode() not in text, (path.name, trace)


def test_copies_that_hold_the_account_go_or_are_named(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    def on(day: str, *words: str) -> None:
        plnbuddy.process(*words, now=f"{day}T09:00:00+00:00")

    on("2026-11-20", "log", "contribute", "Before")
    log_in(plnbuddy, server)
    on("2026-11-23", "sync")
    on("2026-11-24", "log", "list")
    plnbuddy("backup")
    copies = plnbuddy.home / "copies"
    before = {path.name for path in copies.iterdir()}
    (mine,) = (name for name in before if name.startswith("backup"))
    answer = plnbuddy("forget-account", "--yes")
    assert mine in answer.messages
    assert "2 copies of the journal" in answer.messages
    left = {path.name for path in copies.iterdir()}
    assert {"daily-2026-11-20.sqlite3", mine} <= left
    for path in copies.iterdir():
        assert (b"classroom.example" in path.read_bytes()) is (path.name == mine), path.name


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
