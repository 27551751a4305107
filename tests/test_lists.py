"""Looking into the curated lists."""

import re
from typing import Any

import pytest

from plnbuddy.core.vocabulary import TOPICS
from tests.conftest import Plnbuddy

NOTHING_FOUND = 6
TABLES = ("educators", "hashtags", "chats", "servers", "lists")
EVERYTHING = "100000"


def rows(plnbuddy: Plnbuddy, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = plnbuddy("lists", *arguments, "--json").data["tables"]
    return tables


def identity(row: dict[str, Any]) -> str:
    """What a row is called: its handle, tag, domain or address."""
    return str(row.get("handle") or row.get("tag") or row.get("domain") or row["url"])


def test_the_tables_are_listed_with_their_number_of_rows(plnbuddy: Plnbuddy) -> None:
    counts = plnbuddy("lists", "--json").data["tables"]
    assert tuple(counts) == TABLES
    answer = plnbuddy("lists")
    for name, count in counts.items():
        assert re.search(rf"^ +{count}  {name}$", answer.output, re.MULTILINE)
        assert len(rows(plnbuddy, "show", name)[name]) == count
    assert "Next: plnbuddy lists search" in answer.messages


@pytest.mark.parametrize("table", TABLES)
def test_every_row_shows_its_source_and_its_date(plnbuddy: Plnbuddy, table: str) -> None:
    text = plnbuddy("lists", "show", table, "-n", EVERYTHING).output
    shown = re.findall(r"^    source: (https://\S+) \((.+)\)$", text, re.MULTILINE)
    everything = rows(plnbuddy, "show", table)[table]
    assert shown == [(row["seen"]["address"], row["seen"]["date"]) for row in everything]
    assert len(shown) > 20


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_shown_by_its_name(plnbuddy: Plnbuddy, table: str) -> None:
    text = plnbuddy("lists", "show", table, "-n", EVERYTHING).output
    assert all(identity(row) in text for row in rows(plnbuddy, "show", table)[table])


def test_twenty_rows_are_shown_and_the_rest_is_pointed_at(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("lists", "show", "hashtags")
    assert answer.output.count("source: ") == 20
    assert "-n" in answer.messages
    assert plnbuddy("lists", "show", "hashtags", "-n", "3").output.count("source: ") == 3


def test_without_a_table_all_are_shown(plnbuddy: Plnbuddy) -> None:
    output = plnbuddy("lists", "show", "-n", "2").output
    assert output.count("source: ") == 2 * len(TABLES)
    assert all(f"{table.capitalize()} (" in output for table in TABLES)


@pytest.mark.parametrize("word", ["music", "Choir", "maths"])
def test_a_topic_narrows_the_rows(plnbuddy: Plnbuddy, word: str) -> None:
    topic = {"Choir": "music", "maths": "math"}.get(word, word)
    found = rows(plnbuddy, "show", "--topic", word)
    everything = rows(plnbuddy, "show")
    for table in TABLES:
        fitting = [row for row in everything[table] if topic in row["topics"]]
        assert found[table] == fitting
    assert any(found.values())


def test_a_misspelt_topic_gets_did_you_mean(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("lists", "show", "hashtags", "--topic", "musci", ok=False)
    assert (answer.exit_code, answer.output) == (2, "")
    assert "Did you mean music" in answer.messages


def test_a_misspelt_table_is_wrong_usage(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("lists", "show", "educator", ok=False)
    assert answer.exit_code == 2
    assert "educators" in answer.messages


def test_search_finds_rows_by_every_word_in_any_case(plnbuddy: Plnbuddy) -> None:
    one, both = rows(plnbuddy, "search", "LIBRARY"), rows(plnbuddy, "search", "library", "School")
    assert rows(plnbuddy, "search", "library") == one
    for table in TABLES:
        assert all(row in one[table] for row in both[table])
    assert sum(map(len, both.values())) < sum(map(len, one.values()))


@pytest.mark.parametrize("table", TABLES)
def test_search_finds_each_kind_of_row_by_its_name(plnbuddy: Plnbuddy, table: str) -> None:
    row = rows(plnbuddy, "show", table)[table][-1]
    assert row in rows(plnbuddy, "search", identity(row))[table]


def test_search_finds_a_tag_with_its_sign(plnbuddy: Plnbuddy) -> None:
    tag = rows(plnbuddy, "show", "hashtags")["hashtags"][0]["tag"]
    found = rows(plnbuddy, "search", f"#{tag.upper()}")["hashtags"]
    assert tag in [row["tag"] for row in found]


@pytest.mark.parametrize("topic", ["music", "history", "library"])
def test_search_finds_the_rows_of_a_topic(plnbuddy: Plnbuddy, topic: str) -> None:
    found = rows(plnbuddy, "search", topic)
    for table in TABLES:
        of_topic = [row for row in rows(plnbuddy, "show", table)[table] if topic in row["topics"]]
        assert all(row in found[table] for row in of_topic)


def test_the_examples_in_the_help_find_something(plnbuddy: Plnbuddy) -> None:
    help_text = plnbuddy("lists", "--help").output + plnbuddy("lists", "search", "--help").output
    examples = re.findall(r"^  plnbuddy lists search (\w[\w ]*)$", help_text, re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        assert plnbuddy("lists", "search", *example.split()).output


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["text", "json"])
def test_nothing_found_says_so(plnbuddy: Plnbuddy, as_json: tuple[str, ...]) -> None:
    answer = plnbuddy("lists", "search", "zzxxyy", *as_json, ok=False)
    assert answer.exit_code == NOTHING_FOUND
    assert "No row" in answer.messages
    if as_json:
        assert answer.data["total"] == 0
    else:
        assert answer.output == ""


def test_json_holds_the_rows_and_nothing_else_is_written(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("lists", "show", "chats", "--json")
    assert answer.messages == ""
    assert answer.data["form"] == "plnbuddy.list-rows.1"
    assert answer.data["total"] == len(answer.data["tables"]["chats"])
    for row in answer.data["tables"]["chats"]:
        assert set(row) >= {"tag", "day", "time", "timezone", "last_seen", "status", "seen"}
        assert set(row["topics"]) <= set(TOPICS)


def test_a_chat_that_may_have_ended_is_marked(plnbuddy: Plnbuddy) -> None:
    text = plnbuddy("lists", "show", "chats", "-n", EVERYTHING).output
    statuses = [row["status"] for row in rows(plnbuddy, "show", "chats")["chats"]]
    assert text.count("may have ended (last seen ") == statuses.count("may-have-ended")
    assert text.count("has ended") == statuses.count("ended")


@pytest.mark.parametrize("missing", [("search",), ("show", "-n", "0"), ("shwo",)])
def test_wrong_usage_is_refused(plnbuddy: Plnbuddy, missing: tuple[str, ...]) -> None:
    answer = plnbuddy("lists", *missing, ok=False)
    assert (answer.exit_code, answer.output) == (2, "")
