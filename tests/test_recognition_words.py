"""Levels and subjects in the words, numbers and abbreviations of twelve languages.

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


@pytest.mark.parametrize(
    ("bio", "role"),
    [
        ("Not a school teacher, I only like talking to them.", Role.OTHER),
        ("Kein richtiger Lehrer, nur Physik-Fan", Role.OTHER),
        ("Je ne suis pas prof, je code", Role.OTHER),
        ("No soy realmente profesora de nada", Role.OTHER),
        ("Ik ben geen echte leraar", Role.OTHER),
        ("Not just a teacher: I teach maths at a high school", Role.TEACHER),
        ("Pas seulement prof de maths au collège", Role.TEACHER),
        ("Aposentado. Lecionei Física e Química 30 anos.", Role.FORMER_TEACHER),
        ("Recursos para docentes: pegatinas, agendas del profe. Envíos 24 h", Role.SELLER),
        ("M · Ph · Inf | Gym | BW", Role.TEACHER),
        ("Insegnante in pensione (lettere). Ora orto e gatti.", Role.FORMER_TEACHER),
        ("Maths at a secondary school. From Leeds, off to bed.", Role.TEACHER),
    ],
)
def test_who_is_no_teacher_any_more_or_never_was_is_told_apart(bio: str, role: Role) -> None:
    assert recognise("Somebody", bio).role is role


def test_no_word_of_the_tables_loses_a_sign_that_it_needs() -> None:
    """A price sign is no word: "from $" would make a shop of whoever says "from"."""
    for language in LANGUAGES:
        text = (WORDS / f"{language}.toml").read_text(encoding="utf-8")
        assert re.findall(r"[€$£%]", text) == [], language
        assert read_words(language).roles["seller"]


@pytest.mark.parametrize(
    ("bio", "topics"),
    [
        ("Konrektorin | Grundschule | Mathe, Kunst, Chaos", {"leadership", "math", "arts"}),
        ("Teacher at a secondary school. Maths, cats, gardening", set()),
        ("Maestra de 5º de primaria. Mates y cono.", {"math", "science"}),
        ("Professora do 4.º ano. Ler, ler, ler.", {"general"}),
        ("EAL coordinator, Polish speaker, KS2", {"esl"}),
        ("Enseño español a inmigrantes, educación de adultos", {"esl"}),
    ],
)
def test_a_list_of_subjects_alone_is_what_somebody_teaches(bio: str, topics: set[str]) -> None:
    seen = recognise("Somebody", bio)
    assert seen.role is Role.TEACHER
    assert set(seen.topics) == topics


@pytest.mark.parametrize(
    ("bio", "role"),
    [
        ("Schulbegleiterin, Autismus. Keine Lehrerin.", Role.OTHER),
        ("Freie Software: digitale Tafel für den Unterricht, keine Werbung", Role.TOOL),
        ("Maths teacher, secondary. No sale, no ads, no shop.", Role.TEACHER),
    ],
)
def test_what_somebody_says_they_are_not_counts(bio: str, role: Role) -> None:
    assert recognise("Somebody", bio).role is role


@pytest.mark.parametrize(("bio", "asks"), _cases("optout.csv"))
def test_who_wants_to_be_in_no_list_is_heard_and_who_likes_lists_is_not_taken_for_one(
    bio: str, asks: str
) -> None:
    assert asks_to_be_left_out("Somebody", f"Teacher. {bio}") is (asks == "yes")
