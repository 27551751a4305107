"""Mastodon's tables of follows, lists and bookmarks, imported into a real journal."""

from pathlib import Path

import pytest

from plnbuddy.core.errors import UsageError
from plnbuddy.imports.mastodon_archive import open_mastodon
from plnbuddy.store.database import Store
from plnbuddy.store.imports import archive_people
from tests import stored
from tests.mastodon_archives import CLOCK, bring, folder, members, post

store = stored.store


def table(tmp_path: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / name
    file.write_text(content, encoding=encoding)
    return file


FOLLOWING = (
    "Account address,Show boosts,Notify on new posts,Languages\n"
    "ben@fern.example,true,false,\n"
    "Cleo@schule.example,true,false,\"en, de\"\n"
    "not an address,true,false,\n"
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_follows_of_an_old_server_become_people_and_no_entries(
    encoding: str, store: Store, tmp_path: Path
) -> None:
    outcome = bring(store, table(tmp_path, "following_accounts.csv", FOLLOWING, encoding))
    assert outcome.total == 0
    assert outcome.left_out == {"rows without a fediverse address": 1}
    people = archive_people(store)
    assert [str(p.handle) for p in people] == ["@ben@fern.example", "@Cleo@schule.example"]
    assert all(p.followed and p.times == 0 for p in people)


def test_a_column_of_addresses_without_a_header_is_read_from_its_first_row(
    store: Store, tmp_path: Path
) -> None:
    bring(store, table(tmp_path, "following_accounts.csv", "a@b.example\n@c@d.example\n"))
    assert [str(p.handle) for p in archive_people(store)] == ["@a@b.example", "@c@d.example"]


def test_the_name_of_a_file_cannot_write_over_a_terminal(store: Store, tmp_path: Path) -> None:
    name = "\x1b[2Jmy\u202e "
    assert bring(store, table(tmp_path, f"{name}follows.csv", FOLLOWING)).name == "my follows.csv"
    archive = folder(tmp_path / f"{name}archive", members(post(1)))
    assert bring(store, archive).name == "my archive"


@pytest.mark.parametrize("header", ["", "List name,Account address\n"])
def test_lists_come_with_their_names(header: str, store: Store, tmp_path: Path) -> None:
    rows = "Music; drama,a@b.example\nPLN,a@b.example\n\x1b[1mPLN,c@d.example\nCut off\n"
    bring(store, table(tmp_path, "lists.csv", header + rows))
    lists = {str(p.handle): p.lists for p in archive_people(store)}
    assert lists == {"@a@b.example": ("Music; drama", "PLN"), "@c@d.example": ("PLN",)}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("blocked_accounts.csv", "troll@evil.example\n", "whom you blocked"),
        ("muted_accounts.csv", "Account address,Hide notifications\na@b.example,true\n", "muted"),
        ("renamed.csv", "Account address,Hide notifications\na@b.example,true\n", "muted"),
        ("blocked_domains.csv", "evil.example\n", "blocked"),
        ("renamed.csv", "evil.example\nworse.example\n", "servers that you blocked"),
        ("renamed.csv", "#domain,#severity\nevil.example,suspend\n", "blocked"),
        ("my_blocks.csv", FOLLOWING, "whom you blocked"),
        ("mutes.csv", FOLLOWING, "whom you muted"),
        ("Bookmarks.csv", FOLLOWING, "your bookmarks"),
        ("bookmarks.csv", "https://fern.example/users/ben/statuses/1\n", "bookmarks"),
        ("renamed.csv", "https://fern.example/users/ben/statuses/1\n", "bookmarks"),
        ("page.csv", "<!DOCTYPE html><title>Log in</title>", "web page"),
        ("grades.csv", "Name,Grade,Remark\nAnna,1,good\n", "“Name, Grade, Remark”"),
        ("empty.csv", "", "empty table"),
    ],
)
def test_other_tables_are_recognised_and_refused(
    name: str, content: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        open_mastodon(table(tmp_path, name, content), CLOCK)
    assert words in caught.value.problem
    assert "following_accounts.csv" in caught.value.remedy
