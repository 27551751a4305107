"""What is left without the server, and after `forget-account`."""

import re
from datetime import timedelta

import pytest

from tests.accounts import (
    HERE,
    MOMENT,
    NO_ACCOUNT,
    UNREACHABLE,
    USAGE,
    entry,
    in_a_hurry,
    kept,
    log_in,
    tokens_of,
    told,
)
from tests.conftest import Plnbuddy
from tests.mastodon_server import Community, MastodonServer
from tests.sync.prepared import CLEO, NOTHING, fill, logged


def test_when_the_server_is_down_everything_local_works_and_says_how_old_it_is(
    music_teacher: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_a_hurry(monkeypatch)
    log_in(music_teacher, server)
    music_teacher("sync")
    server.stop()
    later = (MOMENT + timedelta(days=12)).isoformat()
    assert music_teacher("sync", ok=False, now=later).exit_code == UNREACHABLE
    answer = music_teacher("suggest", now=later)
    assert answer.output.startswith("People")
    assert re.search(r"24 November|12 days|two weeks|last read", answer.messages), answer.messages
    for command in (
        ["report"],
        ["log", "list"],
        ["log", "connect", "met"],
        ["whoami"],
        ["skip", "1"],
        ["start", "--yes"],
        ["config", "show"],
        ["lists"],
    ):
        assert music_teacher(*command, now=later).exit_code == 0
    assert "24 November" in music_teacher("whoami", now=later).output
    follow = music_teacher("follow", CLEO, ok=False, now=later)
    assert follow.exit_code == UNREACHABLE


def rows_of(plnbuddy: Plnbuddy) -> str:
    return "\n".join(row for rows in kept(plnbuddy.home).values() for row in rows)


def test_forget_account_erases_all_that_came_from_it_and_nothing_else(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    log_in(anna, server)
    fill(community)
    anna("log", "contribute", "By hand")
    anna("follow", CLEO)
    anna("sync")
    anna("log", "edit", str(entry(anna, "Post 5")["id"]), "Changed by me")
    anna("log", "remove", str(entry(anna, "Post 6")["id"]))
    (token,) = tokens_of(server)
    answer = anna("forget-account", "--yes")
    assert "Erased" in answer.output
    assert server.authority.tokens[token].revoked
    assert anna("whoami", ok=False).exit_code == NO_ACCOUNT
    assert told(anna) == {("contribute", "By hand"), ("connect", f"Followed {CLEO}")}
    left = rows_of(anna)
    for trace in ("Post 5", "Post 6", "Changed by me", "@p1@", "tag7", "follows you", "Ideas"):
        assert trace not in left, trace
    tables = kept(anna.home)
    assert len(tables["decision"]) == 1
    for name in ("account", "tie", "followed_tag", "account_list", "mention", "cursor"):
        assert tables[name] == []


def test_nothing_of_a_forgotten_account_is_left_in_the_files(
    anna: Plnbuddy, community: Community
) -> None:
    community.post("anna", "Unmistakable words")
    community.follow("anna", community.person("strangename"))
    anna("sync")
    anna("forget-account", "--yes")
    files = b"".join(path.read_bytes() for path in anna.home.glob("*sqlite3*"))
    assert b"Unmistakable" not in files
    assert b"strangename" not in files


def test_undo_after_forgetting_brings_nothing_of_the_account_back(
    anna: Plnbuddy, community: Community
) -> None:
    community.post("anna", "First")
    anna("sync")
    anna("log", "edit", str(entry(anna, "First")["id"]), "Changed")
    anna("forget-account", "--yes")
    anna("undo", ok=False)
    assert told(anna) == set()


def test_forgetting_one_account_leaves_the_other(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.post("anna", "From anna", at=MOMENT - timedelta(hours=2))
    community.post("ben", "From ben", at=MOMENT - timedelta(hours=1))
    anna("sync")
    log_in(anna, server, "ben")
    anna("sync")
    assert {"From anna", "From ben"} <= {text for _, text in told(anna)}
    anna("forget-account", f"@anna@{HERE}", "--yes")
    assert "From anna" not in {text for _, text in told(anna)}
    assert "From ben" in {text for _, text in told(anna)}
    assert "@ben@" in anna("whoami").output
    assert logged(anna("sync", "--json")) == NOTHING


def test_forgetting_asks_first_and_names_what_it_does_not_know(synced: Plnbuddy) -> None:
    before = kept(synced.home)
    assert synced("forget-account", ok=False).exit_code == USAGE
    assert synced("forget-account", "@x@y.example", "--yes", ok=False).exit_code == USAGE
    assert kept(synced.home) == before


def test_after_logout_an_account_can_still_be_forgotten(
    synced: Plnbuddy, community: Community
) -> None:
    synced("logout")
    synced("forget-account", f"@anna@{HERE}", "--yes")
    assert kept(synced.home)["account"] == []
    assert told(synced) == set()


def test_forgetting_works_when_the_server_is_down(
    synced: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    server.stop()
    synced("forget-account", "--yes")
    assert kept(synced.home)["account"] == []


def test_a_new_login_after_forgetting_starts_from_the_beginning(
    synced: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    community.post("anna", "First")
    synced("sync")
    synced("forget-account", "--yes")
    log_in(synced, server)
    synced("sync")
    assert entry(synced, "First")
