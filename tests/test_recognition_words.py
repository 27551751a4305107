"""Levels, subjects and roles in the words, numbers and abbreviations of twelve languages.

The tables in tests/cases/ hold a bio a line; a level or topic that is not named there must
not be read either.
"""

import csv
import re
from pathlib import Path

import pytest

from plnbuddy.core.role import Role
from plnbuddy.core.word_tables import LANGUAGES, read_words
from plnbuddy.recognition.recognise import asks_to_be_left_out, recognise

CASES = Path(__file__).parent / "cases"
WORDS = Path(__file__).parent.parent / "plnbuddy" / "core" / "words"


def _cases(name: str) -> list[list[str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


@pytest.mark.parametrize(("language", "bio", "levels"), _cases("levels.csv"))
def test_levels_are_read_from_names_numbers_and_ages(language: str, bio: str, levels: str) -> None:
    seen = recognise("Somebody", bio, stated_languages=[language])
    assert seen.role is Role.TEACHER
    assert set(seen.levels) == set(filter(None, levels.split(";")))


@pytest.mark.parametrize(("language", "bio", "topics"), _cases("subjects.csv"))
def test_subjects_are_read_as_schools_abbreviate_them(language: str, bio: str, topics: str) -> None:
    seen = recognise("Somebody", bio, stated_languages=[language])
    assert seen.role is Role.TEACHER
    assert set(seen.topics) == set(topics.split(";"))


@pytest.mark.parametrize(("why", "bio", "topics"), _cases("topics.csv"))
def test_subjects_of_a_teacher_are_those_that_the_bio_names_as_taught_and_no_more(
    why: str, bio: str, topics: str
) -> None:
    seen = recognise("Somebody", bio)
    assert seen.role is Role.TEACHER
    assert set(seen.topics) == set(filter(None, topics.split(";")))


@pytest.mark.parametrize(("why", "bio", "role"), _cases("roles.csv"))
def test_who_teaches_is_told_from_who_does_not_any_more_never_did_or_is_near(
    why: str, bio: str, role: str
) -> None:
    assert recognise("Somebody", bio).role is Role(role)


def test_no_word_of_the_tables_loses_a_sign_that_it_needs() -> None:
    """A price sign is no word: "from $" would make a shop of whoever says "from"."""
    for language in LANGUAGES:
        text = (WORDS / f"{language}.toml").read_text(encoding="utf-8")
        assert re.findall(r"[€$£%]", text) == [], language
        assert read_words(language).roles["seller"]


@pytest.mark.parametrize(("bio", "asks"), _cases("optout.csv"))
def test_who_wants_to_be_in_no_list_is_heard_and_who_likes_lists_is_not_taken_for_one(
    bio: str, asks: str
) -> None:
    assert asks_to_be_left_out("Somebody", f"Teacher. {bio}") is (asks == "yes")
