"""Listing, searching and showing entries."""

import pytest

from tests import journal_entries
from tests.conftest import Plnbuddy
from tests.journal_entries import refused

full_journal = journal_entries.full_journal


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ([], [4, 3, 2, 1]),
        (["--all"], [4, 3, 2, 1]),
        (["-n", "2"], [4, 3]),
        (["--kind", "collaborate"], [4, 2]),
        (["--with", "@ANNA@example.org"], [4, 1]),
        (["--with", "https://example.org/@anna", "--kind", "connect"], [1]),
        (["--tag", "#rubrics"], [2]),
        (["--tag", "MUSICED"], [3]),
        (["--since", "2026-10-01"], [4, 3, 2]),
        (["--since", "last friday"], [4]),
        (["über"], [2]),
        (["CAFÉ"], [3]),
        (["cafe\u0301"], [3]),
        (["a", "unit"], [3]),
        (["%"], []),
        (["_"], []),
        (["nowhere"], []),
        (["--since", "today"], []),
        (["--with", "@nobody@example.org"], []),
    ],
)
def test_a_list_gives_what_was_asked_for_newest_first(
    full_journal: Plnbuddy, arguments: list[str], numbers: list[int]
) -> None:
    answer = full_journal("log", "list", "--json", *arguments, ok=False)
    assert [entry["id"] for entry in answer.data["entries"]] == numbers
    assert answer.data["total"] == 4
    assert answer.exit_code == (0 if numbers else 6)
    lines = full_journal("log", "list", *arguments, ok=False).output.splitlines()
    assert [int(line.split()[0]) for line in lines] == numbers


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--kind", "colaborate"], ["-n", "0"], ["-n", "many"], ["--since", "tomorrow"]),
        *(["--since", "whenever"], ["--with", "anna"], ["--tag", "two words"]),
    ],
)
def test_a_list_refuses_what_it_cannot_look_for(
    full_journal: Plnbuddy, arguments: list[str]
) -> None:
    refused(full_journal, "log", "list", *arguments)


def test_a_list_says_when_there_is_more(full_journal: Plnbuddy) -> None:
    assert "newest 2 of 4" in full_journal("log", "list", "-n", "2").messages
    assert "newest" not in full_journal("log", "list", "-n", "4").messages


def test_an_empty_journal_says_how_to_begin(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("log", "list", ok=False)
    assert answer.exit_code == 6
    assert "empty" in answer.messages
    assert "plnbuddy log connect" in answer.messages


@pytest.mark.parametrize("number", ["99", "0", "9" * 19, "9" * 30])
@pytest.mark.parametrize("command", ["show", "edit", "remove"])
def test_a_number_beyond_the_journal_is_not_found(
    full_journal: Plnbuddy, command: str, number: str
) -> None:
    extra = ["new text"] if command == "edit" else []
    message = refused(full_journal, "log", command, number, *extra, code=6)
    assert f"no entry {number}" in message


@pytest.mark.parametrize("command", ["show", "edit", "remove"])
def test_a_number_must_be_one(full_journal: Plnbuddy, command: str) -> None:
    refused(full_journal, "log", command, "first")
    refused(full_journal, "log", command)


def test_a_huge_list_length_gives_all(full_journal: Plnbuddy) -> None:
    answer = full_journal("log", "list", "-n", "9" * 30, "--json")
    assert len(answer.data["entries"]) == 4


def test_one_entry_is_shown_without_words_about_it_when_quiet(plnbuddy: Plnbuddy) -> None:
    plnbuddy("log", "connect", "met Anna")
    answer = plnbuddy("log", "show", "1", "-q")
    assert "met Anna" in answer.output
    assert answer.messages == ""


def test_the_newest_entries_are_listed_and_all_only_when_asked(plnbuddy: Plnbuddy) -> None:
    for number in range(22):
        plnbuddy("log", "connect", f"met colleague {number}")
    newest = plnbuddy("log", "list")
    assert len(newest.output.splitlines()) == 20
    assert "These are the newest 20 of 22; --all shows all." in newest.messages
    assert "colleague 21" in newest.output.splitlines()[0]
    assert len(plnbuddy("log", "list", "--all", "--json").data["entries"]) == 22
