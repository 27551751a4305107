"""The sources of suggestions: one file and one name each, and facts that keep their words."""

import ast
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import plnbuddy.suggest.sources as room
from plnbuddy.core.clock import Clock
from plnbuddy.core.source_names import KNOWN_BEFORE, SOURCE_NAMES, current_sources, find_source
from plnbuddy.suggest.facts import OtherFact, StoredFact, read_fact
from plnbuddy.suggest.profile import Says
from plnbuddy.suggest.sources import all_sources, fact_kinds, source_of
from plnbuddy.suggest.sources.hashtag import Posted
from plnbuddy.suggest.sources.source import Source

ROOM = Path(room.__file__).parent
DOCS = Path(__file__).parent.parent / "docs" / "suggestions.md"
CLOCK = Clock(datetime(2026, 11, 24, 9, tzinfo=UTC), UTC)

STORED_BEFORE = {
    '{"kind": "followed_by", "handles": ["@a@b.c", "@d@e.f"], "count": 4}':
        "followed by @a@b.c, @d@e.f and 2 others you follow",
    '{"kind": "posted", "tag": "musiced", "on": "2026-11-21"}':
        "posted under #musiced last Saturday",
    '{"kind": "wrote", "on": "2026-11-22"}': "wrote to you last Sunday",
    '{"kind": "follows_you"}': "follows you",
    '{"kind": "directory"}': "in the directory of your server",
    '{"kind": "suggestions"}': "suggested by your server",
    '{"kind": "opens", "new": 30, "seen": 40}':
        "opens something new: 30 of 40 people they follow are followed by nobody you follow",
    '{"kind": "used_by", "count": 3, "people": 9}':
        "used by 3 of those you follow, and by at most 9 people on your server this week",
}  # fmt: skip
"""Facts as earlier versions wrote them into stores, and how they were worded."""


def test_there_is_one_file_for_each_name_and_one_name_for_each_file() -> None:
    files = {
        file.stem
        for file in ROOM.glob("*.py")
        if any(
            isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SOURCE"
            for node in ast.parse(file.read_text(encoding="utf-8")).body
        )
    }
    assert files == set(SOURCE_NAMES)
    assert [source.name for source in all_sources()] == list(SOURCE_NAMES)


def test_every_source_is_in_the_documented_table() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for source in all_sources():
        assert f"| `{source.name}`" in text, source.name
        assert source.what


def test_only_where_the_teacher_or_the_people_began_is_consent_not_needed() -> None:
    without = {source.name for source in all_sources() if not source.needs_consent}
    assert without == {"curated", "lists", "archive", "interaction"}


def test_who_knows_candidates_before_anything_is_read_is_told_without_loading_the_others() -> None:
    none = Source._field_defaults["candidates"]
    assert {s.name for s in all_sources() if s.candidates is not none} == KNOWN_BEFORE


@pytest.mark.parametrize("word", ["network", "Network ", "FOLLOWS", "follows"])
def test_a_source_is_found_by_its_earlier_name(word: str) -> None:
    assert find_source(word) == "follows"


def test_sources_kept_under_earlier_names_are_read_as_they_are_called_now() -> None:
    assert current_sources("network hashtag follows") == ("follows", "hashtag")
    assert source_of("follows").name == "follows"


@pytest.mark.parametrize(("stored", "words"), STORED_BEFORE.items())
def test_facts_that_earlier_versions_stored_keep_their_words(stored: str, words: str) -> None:
    fact = read_fact(json.loads(stored), fact_kinds())
    assert fact.told(CLOCK) == words
    assert isinstance(fact, StoredFact)
    assert read_fact(json.loads(json.dumps(fact.stored())), fact_kinds()) == fact


def test_every_kind_of_fact_is_there_under_one_name() -> None:
    every: list[type[StoredFact]] = [Says]
    for source in all_sources():
        every.extend(source.facts)
    assert len({fact.kind for fact in every}) == len(every) == len(fact_kinds())


@pytest.mark.parametrize(
    "stored",
    [
        {"kind": "in_a_pack", "title": "Maths"},
        {"kind": "posted", "tag": "musiced"},
        {"kind": "posted", "tag": 3, "on": "2026-11-21"},
        {"kind": "posted", "tag": "musiced", "on": "yesterday"},
        {"kind": "followed_by", "handles": "@a@b.c", "count": 1},
        {},
    ],
)
def test_a_fact_that_cannot_be_read_does_not_vanish(stored: dict[str, object]) -> None:
    fact = read_fact(stored, fact_kinds())
    assert isinstance(fact, OtherFact)
    assert fact.told(CLOCK).startswith("found by exploring")


def test_a_fact_is_stored_as_plain_data() -> None:
    assert Posted("musiced", date(2026, 11, 21)).stored() == {
        "kind": "posted", "tag": "musiced", "on": "2026-11-21",
    }  # fmt: skip
